"""Who takes which session while seats last, against the same rule written plainly."""

import random

import numpy as np
import pytest

from bina.catalog.rules.seating import BUSY, FULL, NO_SEAT, seated, taken


def run(cost, fits, busy, free):
    found = seated(np.array(cost), np.array(fits, bool), np.array(busy, bool), np.array(free))
    return [each.tolist() for each in found]


def test_the_cheapest_goes_to_who_comes_first_and_the_next_pays_more() -> None:
    both = [[True, True]] * 3
    none = [[False, False]] * 3

    assert run([[5, 9]] * 3, both, none, [1, 1]) == [[5, 9, FULL], [0, 1, FULL]]


@pytest.mark.parametrize(
    ("fits", "busy", "free", "why"),
    [
        ([False, False], [False, False], [3, 3], NO_SEAT),
        ([True, False], [False, False], [0, 3], FULL),
        ([True, True], [True, False], [3, 0], BUSY),  # the first has seats, on days away
        ([True, False], [True, False], [0, 3], FULL),
        ([True, False], [False, False], [-2, 3], FULL),  # more seats given than it has
    ],
)
def test_why_somebody_has_no_seat(fits, busy, free, why) -> None:
    assert run([[1, 2]], [fits], [busy], free) == [[why], [why]]


def test_a_seat_without_cost_is_taken() -> None:
    assert run([[0]], [[True]], [[False]], [1]) == [[0], [0]]


def test_nobody_and_nothing() -> None:
    assert (
        run(np.zeros((2, 0)), np.zeros((2, 0)), np.zeros((2, 0)), np.zeros(0, int))
        == [[NO_SEAT, NO_SEAT]] * 2
    )
    assert run(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)), [1, 1]) == [[], []]


def test_it_is_the_plain_rule_on_random_towns() -> None:
    chance = random.Random(11)
    for _round in range(300):
        n, m = chance.randint(1, 8), chance.randint(1, 5)
        cost = [[chance.randint(0, 4) for _s in range(m)] for _p in range(n)]
        fits = [[chance.random() < 0.7 for _s in range(m)] for _p in range(n)]
        busy = [[chance.random() < 0.2 for _s in range(m)] for _p in range(n)]
        free = [chance.randint(0, 2) for _s in range(m)]

        assert run(cost, fits, busy, free) == plain(cost, fits, busy, list(free))


def plain(cost, fits, busy, left):
    paid, taken = [], []
    for person in range(len(cost)):
        fitting = [s for s in range(len(left)) if fits[person][s]]
        with_seat = [s for s in fitting if left[s] > 0]
        able = [s for s in with_seat if not busy[person][s]]
        if able:
            best = min(able, key=lambda s: (cost[person][s], s))
            left[best] -= 1
            paid.append(cost[person][best])
            taken.append(best)
        else:
            why = NO_SEAT if not fitting else BUSY if with_seat else FULL
            paid.append(why)
            taken.append(why)
    return [paid, taken]


def test_a_seat_taken_is_gone_and_its_days_are_not_free() -> None:
    clash = np.array([[True, True, False], [True, True, False], [False, False, True]])
    left, busy = np.array([2, 1, 1]), np.zeros((3, 3), bool)

    after = taken((left, busy), np.array([0, 2]), np.array([0, 2]), clash)

    assert after[0].tolist() == [1, 1, 0]
    assert after[1].tolist() == [[True, True, False], [False] * 3, [False, False, True]]
    assert (left.tolist(), busy.any()) == ([2, 1, 1], False)  # what was given stays as it was
