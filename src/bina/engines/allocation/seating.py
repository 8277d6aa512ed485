"""A plan while it is being made: what is left of everything, and seating one person into it.

A person is seated by `search_bundle` over the pairs that still fit: session held and not full, no
counter below its minimum, money and coach time left. So a plan is feasible after every seating,
minimum seats aside; those are watched by the callers.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.desk import Desk
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    pair_price,
    use_one,
)
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.search_bundle import best_bundle

SEAT_NODES = 2
KEPT_NODES = 200  # for what a person held before: few pairs, and nothing of it may get lost
SEAT_TURNS = 4  # of a person's own prices while seats are drawn


class Limits(NamedTuple):
    """What the seated people may use together; fixed costs are already off the money."""

    held: Bytes  # per session: it takes place
    seats: Longs  # per session
    least: Longs  # per session: no fewer than this many while held
    money: Longs
    minutes: Longs
    quota: Longs


def first_limits(problem: Problem, held: Bytes) -> Limits:
    """The instance's own limits for a set of held sessions."""
    money = problem.line.copy()
    pays = (held == 1) & (problem.s_line >= 0)
    np.subtract.at(money, problem.s_line[pays], problem.s_fixed[pays])
    return Limits(
        held.copy(),
        problem.s_max.astype(np.int64),
        problem.s_min.astype(np.int64),
        money,
        problem.pool.copy(),
        problem.quota.astype(np.int64),
    )


@njit(cache=True, nogil=True)
def next_random(state: Longs) -> float:
    """Uniform number in [0, 1) from a 64-bit linear congruential state (xorshifted output)."""
    x = np.uint64(state[0])
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = np.int64(x)
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def counter_is_free(P: Problem, U: Use, p: int) -> bool:
    """All groups of the pair's person can spare one more in all half-days of the session."""
    for c in range(P.pair[p].cell, P.pair[p + 1].cell):
        g = P.cells[P.cell[c]].group
        s = P.cells[P.cell[c]].session
        for a in range(P.session[s].slot, P.session[s + 1].slot):
            t = P.slot[a]
            if U.away[g, t] >= P.staffing[g, t]:
                return False
    return True


@njit(cache=True, nogil=True)
def seat_one(
    P: Problem,
    R: PriceColumns,
    D: Desk,
    L: Limits,
    i: int,
    theta: float,
    hours: float,
    eps: float,
    C: Choice,
    U: Use,
    n_known: int,
    only_kept: bool,
) -> None:
    """Give person i, who holds no seat now, the best bundle that fits, at prices theta * R.

    The first `n_known` pairs in the person's row of C, with their closure there, are a bundle that
    fits: nothing worse is taken. `only_kept`: nothing but what the person held before.
    """
    first = P.person[i].pair
    for b in range(P.line.size):
        D.line_left[b] = L.money[b] - U.money[b]
    for b in range(P.pool.size):
        D.pool_left[b] = L.minutes[b] - U.minutes[b]
    for p in range(first, P.person[i + 1].pair):
        s = P.pair[p].session
        fits = L.held[s] == 1 and U.seats[s] < L.seats[s]
        if only_kept:
            fits = fits and P.pair[p].keep > 0
        if fits and P.pair[p].line >= 0:
            fits = P.pair[p].cost <= D.line_left[P.pair[p].line]
        if fits and P.session[s].pool >= 0:
            fits = P.session[s].minutes <= D.pool_left[P.session[s].pool]
        if fits:
            fits = counter_is_free(P, U, p)
        D.pairs[p - first].allowed = 1 if fits else 0
        if fits:
            D.pairs[p - first].price = theta * pair_price(P, R, p) - hours * P.pair[p].keep
    nodes = KEPT_NODES if only_kept else SEAT_NODES
    n, closure, jp, _, _ = best_bundle(
        P, D, i, R.mult[i], hours, eps, C.pair[i], n_known, C.closure[i], nodes, SEAT_TURNS, True,
        False,
    )  # fmt: skip
    for a in range(n):
        C.pair[i, a] = D.result[a]
    C.n[i], C.closure[i], C.jp[i] = n, closure, jp
    use_one(P, i, 1, C, U)


@njit(cache=True, nogil=True)
def unseat_one(P: Problem, i: int, C: Choice, U: Use) -> None:
    """Take all seats from person i."""
    use_one(P, i, -1, C, U)
    C.n[i], C.closure[i], C.jp[i] = 0, 0.0, 0


@njit(cache=True, nogil=True)
def has_pins(P: Problem, i: int, C: Choice) -> bool:
    """Every pinned pair of person i is in the bundle."""
    missing = 0
    for p in range(P.person[i].pair, P.person[i + 1].pair):
        missing += P.pair[p].pinned
    for a in range(C.n[i]):
        missing -= P.pair[C.pair[i, a]].pinned
    return missing == 0


@njit(cache=True, nogil=True)
def fairness_shortfall(P: Problem, fair: Floats, total: float) -> float:
    """Sum over fair groups of max(0, share_G * V - V_G)."""
    short = 0.0
    for g in range(fair.size):
        short += max(0.0, P.fair_need[g] * total - fair[g])
    return short


@njit(cache=True, nogil=True)
def plan_score(P: Problem, U: Use, missing_weight: float) -> float:
    """V - M sum u - missing_weight * missing JP."""
    short = fairness_shortfall(P, U.fair, U.total[0])
    return U.total[0] - P.fair_penalty * short - missing_weight * U.total[1]


@njit(cache=True, nogil=True)
def seat_many(
    P: Problem,
    R: PriceColumns,
    D: Desk,
    L: Limits,
    people: Ints,
    theta: float,
    hours: float,
    eps: float,
    C: Choice,
    U: Use,
    only_kept: bool = False,
) -> None:
    """Seat people one after the other in the given order; who has seats gets nothing worse."""
    for at in range(people.size):
        i = people[at]
        n, closure = C.n[i], C.closure[i]
        if n > 0:
            unseat_one(P, i, C, U)
            C.closure[i] = closure
        seat_one(P, R, D, L, i, theta, hours, eps, C, U, n, only_kept)
