"""Who was reached and why not, by hand: one person per case."""

import numpy as np
import pytest

from bina.reports.rules.columns import People, Seats
from bina.reports.rules.reached import (
    MISSED,
    NO_SEAT,
    OTHER,
    PLAN,
    REASONS,
    NoSeat,
    Reached,
    reach_by,
    reached,
    reasons_of,
)
from bina.reports.rules.states import STATES


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def people(*all_jp: int) -> People:
    n = len(all_jp)
    return People(
        id=np.arange(n), counts=np.ones(n, bool), unit=np.zeros(n, np.int64), all_jp=ints(*all_jp),
        owed_jp=np.full(n, 200), counted_jp=ints(*all_jp),
    )  # fmt: skip


def seats(*held: tuple[int, str]) -> Seats:
    n = len(held)
    zero = np.zeros(n, np.int64)
    return Seats(
        person=ints(*(person for person, _state in held)), session=zero, line=zero,
        is_planned=np.ones(n, bool), state=ints(*(STATES.index(state) for _p, state in held)),
        jp=zero, cost=zero, closure=zero.astype(float), done_jp=zero, paid=zero,
        is_paid=np.zeros(n, bool),
    )  # fmt: skip


def why(n: int, **true_for: int) -> NoSeat:
    columns = {name: np.zeros(n, bool) for name in ("legal", "wish", "away")}
    columns["measured"] = np.ones(n, bool)
    for name, at in true_for.items():
        columns[name][at] = name != "measured"
    return NoSeat(**columns)


def reason(found: Reached, row: int = 0) -> str:
    at = int(found.reason[row])
    return REASONS[at] if at >= 0 else ""


def test_by_the_plan_otherwise_or_not_at_all() -> None:
    found = reached(people(80, 40, 0), seats((0, "done"), (1, "absent")), why(3))

    assert found.how.tolist() == [PLAN, OTHER, MISSED]
    assert [reason(found, row) for row in range(3)] == ["", "", "none"]


def test_the_seat_nearest_to_be_done_gives_the_reason() -> None:
    found = reached(people(0), seats((0, "declined"), (0, "absent"), (0, "cancelled")), why(1))

    assert (reason(found), found.seat.tolist()) == ("absent", [1])


def test_a_person_with_a_seat_never_has_the_reason_of_one_without() -> None:
    found = reached(people(0), seats((0, "declined")), why(1, legal=0, wish=0))

    assert reason(found) == "declined"


@pytest.mark.parametrize("name", ["legal", "wish", "away", "measured"])
def test_without_a_seat_each_reason_has_its_word(name: str) -> None:
    found = reached(people(0), seats(), why(1, **{name: 0}))

    assert reason(found) == ("unmeasured" if name == "measured" else name)


def test_the_first_of_several_reasons_counts() -> None:
    found = reached(people(0), seats(), why(1, legal=0, wish=0, away=0))

    assert reason(found) == NO_SEAT[0]


def test_without_a_plan_that_is_the_reason() -> None:
    assert reason(reached(people(0), seats(), None)) == "no_plan"


def test_groups_sum_to_the_whole_and_every_missed_person_has_one_reason() -> None:
    chance = np.random.default_rng(3)
    n = 300
    crowd = People(
        id=np.arange(n), counts=chance.random(n) < 0.9, unit=chance.integers(0, 9, n),
        all_jp=chance.integers(0, 3, n), owed_jp=np.full(n, 1), counted_jp=chance.integers(0, 3, n),
    )  # fmt: skip
    who, what = chance.integers(0, n, 200), chance.integers(0, len(STATES), 200)
    held = [(int(p), STATES[int(s)]) for p, s in zip(who, what, strict=True)]
    found = reached(crowd, seats(*held), why(n))

    sums = reach_by(crowd, found, crowd.unit, 9)

    assert int(sums.n.sum()) == int(crowd.counts.sum())
    assert (sums.n == sums.plan + sums.other + sums.missed).all()
    assert reasons_of(crowd, found, np.ones(n, bool)).sum() == sums.missed.sum()
