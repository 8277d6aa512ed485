"""Sums by hand, and the property that parts make the whole."""

import numpy as np
import pytest

from bina.reports.rules.columns import Seats
from bina.reports.rules.realisation import cost_per_point, share, sums_by
from bina.reports.rules.states import STATES

DONE, ABSENT = STATES.index("done"), STATES.index("absent")


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def three_seats() -> Seats:
    """Person 0 done, person 1 declined, person 2 took over and is done."""
    return Seats(
        person=ints(0, 1, 2), session=ints(0, 0, 0), line=ints(0, 0, 0),
        is_planned=np.array([True, True, False]),
        state=ints(DONE, STATES.index("declined"), DONE),
        jp=ints(160, 160, 160), cost=ints(1_250_000, 1_250_000, 1_000_000),
        closure=np.array([0.5, 0.5, 0.25]),
        done_jp=ints(160, 0, 155), paid=ints(1_250_000, 0, 0),
        is_paid=np.array([True, False, False]),
    )  # fmt: skip


def test_planned_are_the_approved_seats_and_done_everybody_who_did() -> None:
    sums = sums_by(three_seats(), ints(0, 0, 0), 1)

    assert (sums.seats.tolist(), sums.done_seats.tolist()) == ([2], [2])
    assert (sums.people.tolist(), sums.done_people.tolist()) == ([2], [2])
    assert (sums.jp.tolist(), sums.done_jp.tolist()) == ([320], [315])
    assert (sums.cost.tolist(), sums.paid.tolist()) == ([2_500_000], [1_250_000])
    assert (sums.closure.tolist(), sums.done_closure.tolist()) == ([1.0], [0.75])


def test_a_done_seat_without_a_payment_is_counted_as_unpaid() -> None:
    assert sums_by(three_seats(), ints(0, 0, 0), 1).unpaid.tolist() == [1]


def test_a_person_with_two_seats_is_one_person() -> None:
    seats = three_seats()
    twice = Seats(**{**vars(seats), "person": ints(0, 0, 0)})

    sums = sums_by(twice, ints(0, 0, 0), 1)

    assert (sums.people.tolist(), sums.done_people.tolist()) == ([1], [1])


def test_seats_outside_every_group_are_left_out() -> None:
    sums = sums_by(three_seats(), ints(1, -1, -1), 2)

    assert (sums.seats.tolist(), sums.paid.tolist()) == ([0, 1], [0, 1_250_000])


def test_no_seats_are_no_sums() -> None:
    nothing = Seats(**{name: value[:0] for name, value in vars(three_seats()).items()})

    sums = sums_by(nothing, ints(), 2)

    assert (sums.seats.tolist(), sums.closure.tolist()) == ([0, 0], [0.0, 0.0])


@pytest.mark.parametrize("seed", range(5))
def test_parts_sum_to_the_total_in_every_split(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n, groups = 200, 7
    seats = Seats(
        person=chance.integers(0, 60, n), session=chance.integers(-1, 9, n),
        line=chance.integers(-1, 3, n), is_planned=chance.random(n) < 0.8,
        state=chance.integers(0, len(STATES), n), jp=chance.integers(0, 400, n),
        cost=chance.integers(0, 10**9, n), closure=chance.random(n),
        done_jp=chance.integers(0, 400, n), paid=chance.integers(0, 10**9, n),
        is_paid=chance.random(n) < 0.5,
    )  # fmt: skip
    home = chance.integers(0, groups, 60)

    whole = sums_by(seats, np.zeros(n, np.int64), 1)
    parts = sums_by(seats, home[seats.person], groups)

    for name, value in vars(whole).items():
        assert getattr(parts, name).sum() == pytest.approx(value[0], rel=1e-12), name


@pytest.mark.parametrize(
    ("done", "planned", "expected"), [(3, 4, 0.75), (5, 4, 1.25), (1, 0, None)]
)
def test_a_share_of_nothing_is_unknown(done: int, planned: int, expected: float | None) -> None:
    assert share(done, planned) == expected


def test_cost_per_point_needs_a_point() -> None:
    assert (cost_per_point(1_000_000, 0.8), cost_per_point(1_000_000, 0.0)) == (1_250_000, None)
