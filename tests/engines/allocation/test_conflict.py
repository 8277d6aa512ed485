from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.conflict import find_conflict
from bina.engines.allocation.demands import Rule
from bina.engines.allocation.model import Settings
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

ONE = [([], [])]


def test_two_pins_at_a_counter_that_can_spare_one_name_both_pins_and_the_half_day():
    instance = build(
        [Person(staffing=[0]), Person(staffing=[0]), Person(staffing=[0])],
        ONE,
        [Session(0, 4, (1, 5), [2, 3])],
        [(i, 0, 0, -1) for i in range(3)],
        staffing=[[9, 9, 9, 1, 9, 9, 9, 9]],
        pins=[(0, 0), (2, 0)],
    )

    conflict = find_conflict(instance)

    assert conflict == (Rule("pin", (0,)), Rule("pin", (1,)), Rule("staffing", (0, 3)))


def test_pin_into_a_session_whose_minimum_nobody_can_fill():
    instance = build(
        [Person(), Person()], ONE, [Session(0, 4, (3, 5), [1])],
        [(0, 0, 0, -1), (1, 0, 0, -1)], pins=[(1, 0)],
    )  # fmt: skip

    assert find_conflict(instance) == (Rule("pin", (0,)), Rule("seats_min", (0,)))


def test_pin_of_a_pair_that_is_not_eligible():
    instance = build(
        [Person(), Person()], ONE, [Session(0, 4, (1, 5), [1])], [(0, 0, 0, -1)], pins=[(1, 0)]
    )

    assert find_conflict(instance) == (Rule("pin", (0,)), Rule("not_eligible", (1, 0)))


def test_quota_above_the_money_names_quota_and_line():
    instance = build(
        [Person(), Person()], ONE, [Session(0, 4, (1, 5), [1])],
        [(0, 0, 60, 0), (1, 0, 60, 0)], lines=[100], quotas=[(0, 2, [0, 1])],
    )  # fmt: skip

    assert find_conflict(instance) == (Rule("quota", (0,)), Rule("money", (0,)))


def test_no_demands_no_conflict():
    instance = build([Person()], ONE, [Session(0, 4, (3, 5), [1])], [(0, 0, 0, -1)])

    assert find_conflict(instance) == ()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
@example(seed=357, choice=0)  # a quota and nobody who could sit anywhere
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_conflict_is_found_exactly_when_no_plan_exists(seed, choice):
    instance = random_tiny(seed)
    rng = np.random.default_rng(choice)
    person = instance.pair_person()
    rows = rng.permutation(instance.n_pairs)[:2]
    instance = replace(
        instance, pinned_person=person[rows], pinned_session=instance.pair_session[rows]
    )

    conflict = find_conflict(instance)

    assert (conflict == ()) == bool(all_plans(instance, Settings()))
    assert conflict == () or any(rule.kind in ("pin", "quota") for rule in conflict)
