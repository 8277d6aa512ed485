import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.conflict import find_conflict
from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.fcfs import first_come, first_come_plan
from bina.engines.allocation.model import Settings
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()


@given(st.integers(0, 10**9), st.integers(0, 50))
@example(seed=13, arrival=0)  # pins and a quota that can be met
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_first_come_plan_keeps_the_same_hard_rules(seed, arrival):
    instance = random_tiny(seed)

    rows = first_come_plan(instance, CONSTANTS, arrival)

    kinds = {v.kind for v in violations(instance, rows)}
    assert kinds <= ({"quota", "pin"} if find_conflict(instance) else set())


def seated(instance, arrival=0):
    rows = first_come_plan(instance, CONSTANTS, arrival)
    assert violations(instance, rows) == []
    person = instance.pair_person()[rows].tolist()
    return sorted(zip(person, instance.pair_session[rows].tolist(), strict=True))


def test_a_quota_keeps_seats_back_that_nobody_asks_for():
    members = [Person(), Person(), Person()]  # no need, no hours missing: they wish for nothing
    instance = build(
        members, [([], [])], [Session(0, 4, (1, 5), [2])],
        [(i, 0, 0, -1) for i in range(3)], quotas=[(0, 2, [0, 2])],
    )  # fmt: skip

    assert seated(instance) == [(0, 0), (2, 0)]


def test_seats_of_a_quota_are_not_given_to_who_registers_first():
    wishing = [Person(needs=[(0, 1.0, 3.0, 1.0)]) for _ in range(6)]
    instance = build(
        wishing, [([(0, 1.0, 4.0)], [])], [Session(0, 4, (1, 2), [2])],
        [(i, 0, 0, -1) for i in range(6)], quotas=[(0, 1, [5])],
    )  # fmt: skip

    for arrival in range(10):
        held = seated(instance, arrival)
        assert len(held) == 2 and (5, 0) in held


def test_a_session_that_a_quota_needs_is_filled_to_its_minimum_and_not_cancelled():
    idle = [Person(), Person(), Person()]
    instance = build(
        idle, [([], [])], [Session(0, 4, (3, 5), [2])],
        [(i, 0, 0, -1) for i in range(3)], quotas=[(0, 1, [1])],
    )  # fmt: skip

    assert seated(instance) == [(0, 0), (1, 0), (2, 0)]


def test_a_pinned_seat_below_the_minimum_is_filled_up_by_those_who_may():
    idle = [Person(), Person(staffing=[0]), Person()]
    instance = build(
        idle, [([], [])], [Session(0, 4, (2, 5), [2])],
        [(i, 0, 0, -1) for i in range(3)], staffing=[[0] * 8], pins=[(0, 0)],
    )  # fmt: skip

    assert seated(instance) == [(0, 0), (2, 0)]


def test_who_is_kept_a_seat_of_a_quota_is_drawn_anew_each_year():
    instance = build(
        [Person() for _ in range(4)], [([], [])], [Session(0, 4, (1, 5), [2])],
        [(i, 0, 0, -1) for i in range(4)], quotas=[(0, 1, [0, 1, 2, 3])],
    )  # fmt: skip

    assert {seated(instance, arrival)[0][0] for arrival in range(20)} == {0, 1, 2, 3}


def test_figures_are_those_of_the_plans():
    instance = city(150, seed=2)

    found = first_come(instance, CONSTANTS, seeds=(4, 5))

    plans = [evaluate(instance, CONSTANTS, first_come_plan(instance, CONSTANTS, s)) for s in (4, 5)]
    assert found.values == pytest.approx([p.value for p in plans], abs=1e-9)
    assert found.missing_jp == tuple(p.missing_jp for p in plans)
