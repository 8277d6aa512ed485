"""All people at given prices: each person's best bundle, in parallel, and what they use together.

Price of a pair: seat + money * cost + coach * minutes + staffing over its half-days and groups
- quota. The work of a person depends on nothing but the prices, so the number of threads never
changes a result.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange

from bina.engines.allocation.bundle import MAX_BUNDLE, PIN_BONUS, Desk, make_desk
from bina.engines.allocation.model import Floats, Ints, Longs, Prices
from bina.engines.allocation.prepare import Problem
from bina.engines.allocation.search_bundle import best_bundle


class PriceColumns(NamedTuple):
    """Prices in the kernels' shape."""

    seat: Floats
    money: Floats
    coach: Floats
    quota: Floats
    pair: Floats  # per pair: price of x <= y
    cell: Floats  # per (staffing group, session): sum over the session's half-days
    mult: Floats  # per person: worth of one point of closure
    hours: float
    unit: float  # typical worth of a seat


class Choice(NamedTuple):
    """One bundle per person."""

    pair: Ints  # (n_people, MAX_BUNDLE)
    n: Ints
    closure: Floats
    jp: Ints
    bound: Floats


class Use(NamedTuple):
    """What all chosen bundles use together."""

    seats: Longs  # per session
    money: Longs  # per line, fixed costs not included
    minutes: Longs  # per pool
    away: Ints  # (staffing groups, slots)
    quota: Longs
    fair: Floats  # closure per fair group
    total: Floats  # [closure, missing JP]


def empty_choice(n_people: int) -> Choice:
    """Nobody sits anywhere."""
    return Choice(
        np.zeros((n_people, MAX_BUNDLE), np.int32),
        np.zeros(n_people, np.int32),
        np.zeros(n_people),
        np.zeros(n_people, np.int32),
        np.zeros(n_people),
    )


def empty_use(problem: Problem) -> Use:
    """Nothing is used; the total's missing JP are those of the empty plan."""
    return Use(
        np.zeros(problem.n_sessions, np.int64),
        np.zeros(problem.line.size, np.int64),
        np.zeros(problem.pool.size, np.int64),
        np.zeros(problem.staffing.shape, np.int32),
        np.zeros(problem.quota.size, np.int64),
        np.zeros(problem.fair_need.size),
        np.array([0.0, float(problem.jp_needed.sum())]),
    )


@njit(cache=True, nogil=True)
def cell_prices(P: Problem, staffing: Floats) -> Floats:
    """Price of a session's half-days per (staffing group, session) cell."""
    out = np.zeros(P.cell_group.size)
    for c in range(out.size):
        s, total = P.cell_session[c], 0.0
        for a in range(P.slot_ptr[s], P.slot_ptr[s + 1]):
            total += staffing[P.cell_group[c], P.slot[a]]
        out[c] = total
    return out


def worth_per_point(problem: Problem, fairness: Floats) -> Floats:
    """mult_i = 1 + sum of gamma_G over i's groups - sum over H of gamma_H share_H."""
    mult = np.full(problem.n_people, 1.0 - float(fairness @ problem.fair_need))
    for column in range(problem.fair.shape[1]):
        inside = problem.fair[:, column] >= 0
        mult[inside] += fairness[problem.fair[inside, column]]
    return mult


def price_columns(
    problem: Problem, prices: Prices, *, closure: bool = True, unit: float = 1.0
) -> PriceColumns:
    """Prices for the kernels; stage 1 gives closure no worth."""
    mult = worth_per_point(problem, prices.fairness)
    return PriceColumns(
        prices.seat.copy(),
        prices.money,
        prices.coach,
        prices.quota,
        prices.opening[problem.p_row],
        cell_prices(problem, prices.staffing),
        mult if closure else np.zeros(problem.n_people),
        float(prices.hours),
        unit,
    )


@njit(cache=True, nogil=True)
def pair_price(P: Problem, R: PriceColumns, p: int) -> float:
    """Price of all shared things that pair p uses."""
    s = P.p_session[p]
    price = R.seat[s] + R.pair[p]
    if P.p_line[p] >= 0:
        price += R.money[P.p_line[p]] * P.p_cost[p]
    if P.s_pool[s] >= 0:
        price += R.coach[P.s_pool[s]] * P.s_minutes[s]
    for c in range(P.cell_ptr[p], P.cell_ptr[p + 1]):
        price += R.cell[P.cell[c]]
    for q in range(P.pq_ptr[p], P.pq_ptr[p + 1]):
        price -= R.quota[P.pq_quota[q]]
    return price


@njit(cache=True, nogil=True)
def pins_of(P: Problem, i: int) -> int:
    """Number of pinned pairs of person i."""
    n = 0
    for p in range(P.pair_ptr[i], P.pair_ptr[i + 1]):
        n += P.p_pinned[p]
    return n


@njit(cache=True, nogil=True)
def choose_one(
    P: Problem, R: PriceColumns, D: Desk, i: int, eps: float, max_nodes: int, C: Choice
) -> None:
    """Best bundle of person i at prices R, written to row i of C."""
    first = P.pair_ptr[i]
    for p in range(first, P.pair_ptr[i + 1]):
        D.price[p - first] = pair_price(P, R, p)
        D.allowed[p - first] = 1
    n, closure, jp, _, bound = best_bundle(
        P, D, i, R.mult[i], R.hours, eps, C.pair[i], C.n[i], max_nodes
    )
    for a in range(n):
        C.pair[i, a] = D.result[a]
    C.n[i], C.closure[i], C.jp[i] = n, closure, jp
    C.bound[i] = bound - PIN_BONUS * pins_of(P, i)


@njit(cache=True, nogil=True, parallel=True)
def choose_all(
    P: Problem, R: PriceColumns, people: Ints, eps: float, max_nodes: int, C: Choice
) -> None:
    """`choose_one` for the given people, in parallel."""
    n_parts = min(people.size, 128)
    for part in prange(n_parts):
        D = make_desk(P)
        for at in range(part, people.size, n_parts):
            choose_one(P, R, D, people[at], eps, max_nodes, C)


@njit(cache=True, nogil=True)
def use_one(P: Problem, i: int, sign: int, C: Choice, U: Use) -> None:
    """Add (sign 1) or take off (-1) what person i's bundle uses."""
    for a in range(C.n[i]):
        p = C.pair[i, a]
        s = P.p_session[p]
        U.seats[s] += sign
        if P.p_line[p] >= 0:
            U.money[P.p_line[p]] += sign * P.p_cost[p]
        if P.s_pool[s] >= 0:
            U.minutes[P.s_pool[s]] += sign * P.s_minutes[s]
        for c in range(P.cell_ptr[p], P.cell_ptr[p + 1]):
            g = P.cell_group[P.cell[c]]
            for t in range(P.slot_ptr[s], P.slot_ptr[s + 1]):
                U.away[g, P.slot[t]] += sign
        for q in range(P.pq_ptr[p], P.pq_ptr[p + 1]):
            U.quota[P.pq_quota[q]] += sign
    for column in range(P.fair.shape[1]):
        if P.fair[i, column] >= 0:
            U.fair[P.fair[i, column]] += sign * C.closure[i]
    U.total[0] += sign * C.closure[i]
    U.total[1] -= sign * min(C.jp[i], P.jp_needed[i])


@njit(cache=True, nogil=True)
def use_many(P: Problem, people: Ints, sign: int, C: Choice, U: Use) -> None:
    """`use_one` for many people, in their order."""
    for at in range(people.size):
        use_one(P, people[at], sign, C, U)
