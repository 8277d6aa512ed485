"""Decides which session each of some people would take while seats last: the cheapest that is open.

Ours, no regulation's: people take their seats one after the other in the order given, and each
takes the cheapest session left. It prices an action; the plan decides who is sent.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

NO_SEAT: Final = -1  # nothing in the catalogue fits the person
FULL: Final = -2  # something fits, and it has no seat left
CLOSED: Final = 1 << 61  # above every cost; twice of it still fits 64 bits
BUSY: Final = -3  # something fits and has a seat, and the person is not free on its days
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def seated(cost: Ints, fits: Bools, busy: Bools, free: Ints) -> tuple[Ints, Ints]:
    """(cost, session) of each person; NO_SEAT, FULL or BUSY in both where there is none.

    `cost` rupiah, `fits` and `busy` all (n_people, n_sessions); `free` (n_sessions,) seats left.
    """
    n_people, n_sessions = cost.shape
    best_cost = np.full(n_people, NO_SEAT, dtype=np.int64)
    best = np.full(n_people, NO_SEAT, dtype=np.int64)
    if not n_sessions:
        return best_cost, best
    left = np.maximum(free, 0)
    open_to = np.where(fits & ~busy, cost, CLOSED)
    shut = np.where(left > 0, 0, CLOSED)  # added to everybody's cost of a full session
    for person in range(n_people):
        asked = open_to[person] + shut
        session = int(asked.argmin())
        if asked[session] >= CLOSED:
            why = _why_not(fits[person], busy[person], left)
            best_cost[person] = best[person] = why
            continue
        best_cost[person], best[person] = cost[person, session], session
        left[session] -= 1
        if not left[session]:
            shut[session] = CLOSED
    return best_cost, best


def taken(
    places: tuple[Ints, Bools], people: Ints, session: Ints, clash: Bools
) -> tuple[Ints, Bools]:
    """The (seats left, not free) of `places` once each of `people` sits in their `session`.

    `clash` (n_sessions, n_sessions): two sessions that one person cannot both attend.
    """
    left, busy = places[0].copy(), places[1].copy()
    np.subtract.at(left, session, 1)
    busy[people] |= clash[session]
    return left, busy


def _why_not(fits: Bools, busy: Bools, left: Ints) -> int:
    if not fits.any():
        return NO_SEAT
    return BUSY if (fits & (left > 0)).any() else FULL
