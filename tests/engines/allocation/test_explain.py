"""Explanations of seats, refusals and pins, each answer checked by trying it.

Whether a set of seats is a plan is judged by the second, slow program (`brute`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import Violation, evaluate
from bina.engines.allocation.exact import solve_exact
from bina.engines.allocation.explain import (
    Paid,
    explain_refusal,
    explain_seats,
    paid_by,
    pin_costs,
    sessions_of,
)
from bina.engines.allocation.model import Instance, Plan, Prices, Settings
from tests.engines.allocation.brute import all_plans, closure, feasible, person_bundles
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()
IDLE = [([], [])]
NOTHING = Paid(seat=0.0, money=0.0, staffing=0.0, coach=0.0, quota=0.0, opening=0.0)


def prices_of(instance: Instance, **some: Any) -> Prices:
    """Prices of nothing, but for `some`."""
    free = Prices(
        seat=np.zeros(instance.n_sessions),
        money=np.zeros(instance.line_amount.size),
        staffing=np.zeros(instance.staffing_capacity.shape),
        coach=np.zeros(instance.pool_minutes.size),
        quota=np.zeros(instance.quota_programme.size),
        opening=np.zeros(instance.n_pairs),
        fairness=np.zeros(int(instance.fair_group.max(initial=-1)) + 1),
        hours=0.0,
    )
    return replace(free, **some)


def plan_of(instance: Instance, seats: list[tuple[int, int]]) -> Plan:
    rows = sorted(instance.pair_of(i, s) for i, s in seats)
    return evaluate(instance, CONSTANTS, np.array(rows, dtype=np.int64))


def is_a_plan(instance: Instance, rows: list[int]) -> bool:
    person = instance.pair_person()
    return feasible(instance, rows) and all(
        tuple(p for p in rows if person[p] == i) in person_bundles(instance, i)
        for i in range(instance.n_people)
    )


def raised(column: str) -> Callable[[Instance, Violation], Instance]:
    """The change that a rule with a limit asks for: as much of it as would be used."""

    def change(instance: Instance, found: Violation) -> Instance:
        limits = np.array(getattr(instance, column))
        limits[found.where[-1:] if column == "form_jp_cap" else found.where] = found.used
        return replace(instance, **{column: limits})

    return change


def done_before(instance: Instance, found: Violation) -> Instance:
    """The person has done the programme that comes first."""
    person, _, programme = found.where
    at = instance.done_ptr[person]
    ptr = np.array(instance.done_ptr)
    ptr[person + 1 :] += 1
    done = np.insert(instance.done_programme, at, programme)
    return replace(instance, done_ptr=ptr, done_programme=done)


CHANGES = {
    "seats_max": raised("session_max"),
    "seats_min": raised("session_min"),
    "money": raised("line_amount"),
    "coach": raised("pool_minutes"),
    "staffing": raised("staffing_capacity"),
    "jp_cap": raised("jp_cap"),
    "form_cap": raised("form_jp_cap"),
    "prerequisite": done_before,
}


@dataclass
class Case:
    """Person 0 wishes for a session beside the plan, and exactly one rule stands in the way."""

    instance: Instance
    held: list[tuple[int, int]]
    wish: int
    blocking: Violation


def broken(kind: str, where: tuple[int, ...], used: int, limit: int) -> Violation:
    return Violation(kind=kind, where=where, used=used, limit=limit)


TWO = [Person(), Person()]
CASES = {
    "full": Case(
        build(TWO, IDLE, [Session(0, 4, (1, 1), [2])], [(0, 0, 0, -1), (1, 0, 0, -1)]),
        [(1, 0)], 0, broken("seats_max", (0,), 2, 1),
    ),
    "too few": Case(
        build(TWO, IDLE, [Session(0, 4, (2, 5), [2])], [(0, 0, 0, -1), (1, 0, 0, -1)]),
        [], 0, broken("seats_min", (0,), 1, 2),
    ),
    "money": Case(
        build(
            TWO, IDLE, [Session(0, 4, (1, 5), [2])], [(0, 0, 60, 0), (1, 0, 50, 0)], lines=[100]
        ),
        [(1, 0)], 0, broken("money", (0,), 110, 100),
    ),
    "fixed cost of opening": Case(
        build(
            TWO, IDLE, [Session(0, 4, (1, 5), [2], fixed=(80, 1))], [(0, 0, 10, 0)],
            lines=[10, 79],
        ),
        [], 0, broken("money", (1,), 80, 79),
    ),
    "coach": Case(
        build(
            TWO, IDLE, [Session(0, 4, pool=0, minutes=90)], [(0, 0, 0, -1), (1, 0, 0, -1)],
            pools=[170],
        ),
        [(1, 0)], 0, broken("coach", (0,), 180, 170),
    ),
    "counter": Case(
        build(
            [Person(staffing=[0]), Person(staffing=[0])], IDLE, [Session(0, 4, (1, 5), [2, 3])],
            [(0, 0, 0, -1), (1, 0, 0, -1)], staffing=[[2, 2, 2, 1, 2, 2, 2, 2]],
        ),
        [(1, 0)], 0, broken("staffing", (0, 3), 2, 1),
    ),
    "hours of the year": Case(
        build(
            [Person(jp_cap=9)], [([], []), ([], [])],
            [Session(0, 4, (1, 5), [2]), Session(1, 6, (1, 5), [4])],
            [(0, 0, 0, -1), (0, 1, 0, -1)],
        ),
        [(0, 0)], 1, broken("jp_cap", (0,), 10, 9),
    ),
    "hours of an open form": Case(
        build(
            [Person()], [([], []), ([], [])], [Session(0, 4, form=0), Session(1, 2, form=0)],
            [(0, 0, 0, -1), (0, 1, 0, -1)], forms=[5],
        ),
        [(0, 0)], 1, broken("form_cap", (0, 0), 6, 5),
    ),
    "what comes first": Case(
        build(
            [Person()], [([], []), ([], [0])],
            [Session(0, 4, (1, 5), [2]), Session(1, 2, (1, 5), [4])],
            [(0, 0, 0, -1), (0, 1, 0, -1)],
        ),
        [], 1, broken("prerequisite", (0, 1, 0), 0, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_names_the_rule_and_its_change_makes_the_seat_possible(name: str) -> None:
    case = CASES[name]
    instance, plan = case.instance, plan_of(case.instance, case.held)
    with_it = sorted([*plan.pairs.tolist(), instance.pair_of(0, case.wish)])

    refusal = explain_refusal(
        instance, CONSTANTS, prices_of(instance), plan, (0, case.wish)
    )  # fmt: skip

    assert refusal.eligible
    assert refusal.blocking == (case.blocking,)
    assert is_a_plan(instance, plan.pairs.tolist())
    assert not is_a_plan(instance, with_it)
    assert is_a_plan(CHANGES[case.blocking.kind](instance, case.blocking), with_it)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("overlap", Session(0, 4, (1, 5), [2, 3]), Session(1, 2, (1, 5), [3])),
        ("twice", Session(0, 4, (1, 5), [2]), Session(0, 2, (1, 5), [5])),
    ],
)
def test_a_refusal_names_the_seat_that_must_be_given_up(
    kind: str, first: Session, second: Session
) -> None:
    instance = build(
        [Person()], [([], []), ([], [])], [first, second], [(0, 0, 0, -1), (0, 1, 0, -1)]
    )
    plan = plan_of(instance, [(0, 0)])

    refusal = explain_refusal(instance, CONSTANTS, prices_of(instance), plan, (0, 1))

    assert refusal.blocking == (broken(kind, (0, 0, 1), 2, 1),)
    assert not is_a_plan(instance, [0, 1])
    assert is_a_plan(instance, [1])


def test_every_rule_in_the_way_is_named_and_one_change_alone_is_not_enough() -> None:
    instance = build(
        TWO, IDLE, [Session(0, 4, (1, 1), [2])], [(0, 0, 60, 0), (1, 0, 50, 0)], lines=[100]
    )
    plan = plan_of(instance, [(1, 0)])

    refusal = explain_refusal(instance, CONSTANTS, prices_of(instance), plan, (0, 0))

    full, money = broken("seats_max", (0,), 2, 1), broken("money", (0,), 110, 100)
    assert refusal.blocking == (full, money)
    one = CHANGES["seats_max"](instance, full)
    assert not is_a_plan(one, [0, 1])
    assert is_a_plan(CHANGES["money"](one, money), [0, 1])


def test_what_was_broken_before_is_not_blamed_on_the_wish() -> None:
    instance = build(
        TWO, [([], []), ([], [])], [Session(0, 4, (2, 5), [2]), Session(1, 4, (1, 5), [4])],
        [(0, 1, 0, -1), (1, 0, 0, -1)],
    )  # fmt: skip
    plan = plan_of(instance, [(1, 0)])  # below the minimum of session 0

    refusal = explain_refusal(instance, CONSTANTS, prices_of(instance), plan, (0, 1))

    assert refusal.blocking == ()


def test_who_is_not_eligible_is_told_so_and_nothing_else() -> None:
    needy = Person(needs=[(0, 1.0, 2.0, 2.0)])
    instance = build([needy], [([(0, 1.0, 4.0)], [])], [Session(0, 4, (1, 1), [2])], [])
    plan = plan_of(instance, [])

    refusal = explain_refusal(instance, CONSTANTS, prices_of(instance), plan, (0, 0))

    assert (refusal.eligible, refusal.blocking, refusal.paid) == (False, (), NOTHING)
    assert refusal.gain == pytest.approx(2.0 * (0.6 + 0.5 * 0.4))


def outbid() -> tuple[Instance, Prices, Plan]:
    """Person 0 gains 0.8 and the last free hours of a coach; the money is worth more to others."""
    instance = build(
        [Person(needs=[(0, 1.0, 2.0, 1.0)], jp_needed=3), Person(needs=[(0, 1.0, 2.0, 5.0)])],
        [([(0, 1.0, 4.0)], [])], [Session(0, 4, (1, 5), [2])],
        [(0, 0, 60, 0), (1, 0, 50, 0)], lines=[200],
    )  # fmt: skip
    prices = prices_of(instance, money=np.array([0.02]), hours=0.1)
    return instance, prices, plan_of(instance, [(1, 0)])


def test_without_a_rule_in_the_way_the_prices_tell_that_others_gain_more() -> None:
    instance, prices, plan = outbid()

    refusal = explain_refusal(instance, CONSTANTS, prices, plan, (0, 0))

    assert refusal.blocking == ()
    assert is_a_plan(instance, [0, 1])
    assert refusal.gain == pytest.approx(0.8)
    assert refusal.worth == pytest.approx(0.8 + 3 * 0.1)  # three of four hours are missing
    assert refusal.paid.total == pytest.approx(60 * 0.02)
    assert refusal.worth < refusal.paid.total


def test_a_pair_pays_for_everything_it_uses() -> None:
    instance = build(
        [Person(staffing=[0, 1]), Person()], [([], []), ([], [])],
        [Session(1, 4, (1, 5), [2, 3], pool=0, minutes=30), Session(0, 4)],
        [(0, 0, 7, 1), (1, 0, 0, -1)], staffing=[[9] * 8, [9] * 8], lines=[100, 100],
        pools=[100], quotas=[(1, 1, [0]), (1, 1, [1]), (0, 1, [0])],
    )  # fmt: skip
    staffing = np.zeros((2, 8))
    staffing[0, 2], staffing[0, 3], staffing[1, 3], staffing[1, 5] = 1.0, 2.0, 4.0, 64.0
    prices = prices_of(
        instance, seat=np.array([3.0, 50.0]), money=np.array([50.0, 0.5]), staffing=staffing,
        coach=np.array([0.1]), quota=np.array([1.5, 50.0, 50.0]), opening=np.array([0.25, 50.0]),
    )  # fmt: skip

    paid = paid_by(instance, prices, instance.pair_of(0, 0))

    expected = Paid(seat=3.0, money=3.5, staffing=7.0, coach=3.0, quota=-1.5, opening=0.25)
    assert paid == expected
    assert paid.total == pytest.approx(15.25)


def test_a_seat_tells_its_gain_beside_the_others_and_the_hours_that_count() -> None:
    person = Person(needs=[(0, 1.0, 3.0, 2.0), (1, 2.0, 2.0, 1.0)], jp_needed=6)
    programmes = [([(0, 1.0, 4.0), (1, 1.0, 4.0)], []), ([(0, 1.5, 4.0)], [])]
    instance = build(
        [person], programmes, [Session(0, 4, (1, 5), [2]), Session(1, 4, (1, 5), [4])],
        [(0, 0, 0, -1), (0, 1, 0, -1)],
    )  # fmt: skip
    plan = plan_of(instance, [(0, 0), (0, 1)])

    first, second = explain_seats(instance, CONSTANTS, prices_of(instance), plan, 0)

    # Of the gap 2 the first 1.2 count in full, the rest by half: phi(2) = 1.6, phi(1) = 1.0,
    # phi(1.5) = 1.35. Competency 1 has no gap.
    assert first.gain_by_competency == {0: pytest.approx(2.0 * (1.6 - 1.35))}
    assert second.gain_by_competency == {0: pytest.approx(2.0 * (1.6 - 1.0))}
    assert (first.gain, second.gain) == (pytest.approx(0.5), pytest.approx(1.2))
    assert (first.counted_jp, second.counted_jp) == (2, 2)  # six of eight hours are asked for
    assert [first.session, second.session] == sessions_of(instance, plan, 0) == [0, 1]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_blocks_exactly_when_the_wish_and_the_plan_are_a_plan(
    seed: int, choice: int
) -> None:
    instance = random_tiny(seed)
    plans = [rows for _, _, rows in all_plans(instance, CONSTANTS)]
    assume(plans and instance.n_pairs)
    rng = np.random.default_rng(choice)
    rows = sorted(plans[int(rng.integers(len(plans)))])
    left = sorted(set(range(instance.n_pairs)) - set(rows))
    assume(left)
    wished = left[int(rng.integers(len(left)))]
    person, session = int(instance.pair_person()[wished]), int(instance.pair_session[wished])
    plan = evaluate(instance, CONSTANTS, np.array(rows, dtype=np.int64))

    refusal = explain_refusal(instance, CONSTANTS, prices_of(instance), plan, (person, session))

    assert (refusal.blocking == ()) == is_a_plan(instance, sorted([*rows, wished]))
    own = tuple(p for p in rows if instance.pair_person()[p] == person)
    before = closure(instance, CONSTANTS, person, own)
    after = closure(instance, CONSTANTS, person, (*own, wished))
    assert refusal.gain == pytest.approx(after - before, abs=1e-9)


def test_a_pin_costs_what_the_person_loses_by_it() -> None:
    person = Person(needs=[(0, 1.0, 2.0, 3.0), (1, 1.0, 2.0, 1.0)])
    instance = build(
        [person], [([(0, 1.0, 4.0)], []), ([(1, 1.0, 4.0)], [])],
        [Session(0, 4, (1, 5), [2]), Session(1, 4, (1, 5), [2])],  # at the same time
        [(0, 0, 0, -1), (0, 1, 0, -1)], pins=[(0, 1)],
    )  # fmt: skip
    free = replace(instance, pinned_person=np.zeros(0, int), pinned_session=np.zeros(0, int))

    (cost,) = pin_costs(instance, CONSTANTS, prices_of(instance))

    with_pin, without = solve_exact(instance, CONSTANTS), solve_exact(free, CONSTANTS)
    assert cost == pytest.approx(0.8 * 3.0 - 0.8 * 1.0)
    assert cost == pytest.approx(without.plan.value - with_pin.plan.value)


def test_a_pin_that_the_plan_would_choose_anyhow_costs_nothing_and_an_impossible_one_is_nan() -> (
    None
):
    person = Person(needs=[(0, 1.0, 2.0, 3.0)], jp_cap=6)
    instance = build(
        [person], [([(0, 1.0, 4.0)], []), ([], [])],
        [Session(0, 4, (1, 5), [2]), Session(1, 8, (1, 5), [4])],
        [(0, 0, 0, -1), (0, 1, 0, -1)], pins=[(0, 0), (0, 1)],
    )  # fmt: skip

    costs = pin_costs(instance, CONSTANTS, prices_of(instance))

    assert costs[0] == 0.0
    assert np.isnan(costs[1])  # eight hours, and six are all the person may have
