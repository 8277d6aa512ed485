"""All people at given prices: each person's best bundle, in parallel, and what they use together.

Price of a pair: seat + money * cost + coach * minutes + staffing over its half-days and groups
- quota - hours * keep. The work of a person depends on nothing but the prices, so the number of
threads never changes a result.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.desk import (
    KEPT,
    MAX_BUNDLE,
    MAX_GUESTS,
    MAX_HOSTS,
    MAX_OWN,
    OWN,
    PIN_BONUS,
    Desk,
    make_desk,
)
from bina.engines.allocation.model import Floats, Ints, Longs, Prices
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.search_bundle import best_bundle
from bina.engines.allocation.side_by_side import side_by_side
from bina.engines.allocation.spare import on_cells
from bina.engines.allocation.tables import Table

ROOT_TURNS = 16  # how often a person's own prices move before a branching


class PriceColumns(NamedTuple):
    """Prices in the kernels' shape."""

    seat: Floats
    money: Floats
    coach: Floats
    quota: Floats
    pair: Floats  # per pair: price of x <= y
    cell: Floats  # per (staffing group, session): the half-days' sum and the price of being spared
    mult: Floats  # per person: worth of one point of closure
    hours: float
    unit: float  # typical worth of a seat


class Choice(NamedTuple):
    """One bundle per person."""

    pair: Ints  # (n_people, MAX_BUNDLE)
    n: Ints
    closure: Floats
    jp: Ints
    value: Floats  # of the bundle at the prices it was chosen at
    bound: Floats  # of every bundle of the person


class Use(NamedTuple):
    """What all chosen bundles use together."""

    seats: Longs  # per session
    money: Longs  # per line, fixed costs not included
    minutes: Longs  # per pool
    away: Ints  # (staffing groups, slots)
    quota: Longs
    fair: Floats  # closure per fair group
    total: Floats  # [closure, missing JP]


class Memory(NamedTuple):
    """Own prices of everybody's bundle, from one time to the next; no rows: nothing is kept."""

    own: Table  # (n_people, MAX_OWN)
    guests: Table  # (n_people, MAX_HOSTS * MAX_GUESTS)
    n: Longs  # (n_people, 2): how many of both


def empty_memory(n_people: int) -> Memory:
    """Nothing kept yet; for 0 people: never anything."""
    return Memory(
        np.zeros((n_people, MAX_OWN), OWN),
        np.zeros((n_people, MAX_HOSTS * MAX_GUESTS), KEPT),
        np.zeros((n_people, 2), np.int64),
    )


def empty_choice(n_people: int) -> Choice:
    """Nobody sits anywhere."""
    return Choice(
        np.zeros((n_people, MAX_BUNDLE), np.int32),
        np.zeros(n_people, np.int32),
        np.zeros(n_people),
        np.zeros(n_people, np.int32),
        np.zeros(n_people),
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
        np.array([0.0, float(problem.owed)]),
    )


@njit(cache=True, nogil=True)
def cell_prices(P: Problem, staffing: Floats) -> Floats:
    """Price of a session's half-days per (staffing group, session) cell."""
    out = np.zeros(P.cells.size)
    for c in range(out.size):
        s, total = P.cells[c].session, 0.0
        for a in range(P.session[s].slot, P.session[s + 1].slot):
            total += staffing[P.cells[c].group, P.slot[a]]
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
        cell_prices(problem, prices.staffing) + on_cells(problem, prices.spare),
        mult if closure else np.zeros(problem.n_people),
        float(prices.hours),
        unit,
    )


@njit(cache=True, nogil=True)
def pair_price(P: Problem, R: PriceColumns, p: int) -> float:
    """Price of all shared things that pair p uses; what the seat counts for is not in it."""
    s = P.pair[p].session
    price = R.seat[s] + R.pair[p]
    if P.pair[p].line >= 0:
        price += R.money[P.pair[p].line] * P.pair[p].cost
    if P.session[s].pool >= 0:
        price += R.coach[P.session[s].pool] * P.session[s].minutes
    for c in range(P.pair[p].cell, P.pair[p + 1].cell):
        price += R.cell[P.cell[c]]
    for q in range(P.pair[p].quota, P.pair[p + 1].quota):
        price -= R.quota[P.pq_quota[q]]
    return price


@njit(cache=True, nogil=True)
def pair_prices(P: Problem, R: PriceColumns) -> Floats:
    """`pair_price` less what the seat counts for, of every pair, (n_pairs,)."""
    out = np.zeros(R.pair.size)
    for p in range(out.size):
        out[p] = pair_price(P, R, p) - R.hours * P.pair[p].keep
    return out


@njit(cache=True, nogil=True)
def pins_of(P: Problem, i: int) -> int:
    """Number of pinned pairs of person i."""
    n = 0
    for p in range(P.person[i].pair, P.person[i + 1].pair):
        n += P.pair[p].pinned
    return n


@njit(cache=True, nogil=True)
def choose_one(
    P: Problem, R: PriceColumns, D: Desk, i: int, eps: float, max_nodes: int, turns: int, C: Choice,
    M: Memory,
) -> None:  # fmt: skip
    """Best bundle of person i at prices R, written to row i of C; own prices from and to M."""
    if M.n.size > 0:
        D.kept_sum[:] = M.n[i]
        for a in range(M.n[i, 0]):
            D.kept_own[a] = M.own[i, a]
        for a in range(M.n[i, 1]):
            D.kept_guests[a] = M.guests[i, a]
    first = P.person[i].pair
    for p in range(first, P.person[i + 1].pair):
        D.pairs[p - first].price = pair_price(P, R, p) - R.hours * P.pair[p].keep
        D.pairs[p - first].allowed = 1
    n, closure, jp, value, bound = best_bundle(
        P, D, i, R.mult[i], R.hours, eps, C.pair[i], C.n[i], C.closure[i], max_nodes, turns,
        False, M.n.size > 0,
    )  # fmt: skip
    for a in range(n):
        C.pair[i, a] = D.result[a]
    C.n[i], C.closure[i], C.jp[i] = n, closure, jp
    pinned = PIN_BONUS * pins_of(P, i)
    C.value[i], C.bound[i] = value - pinned, bound - pinned
    if M.n.size > 0:
        M.n[i] = D.kept_sum
        for a in range(M.n[i, 0]):
            M.own[i, a] = D.kept_own[a]
        for a in range(M.n[i, 1]):
            M.guests[i, a] = D.kept_guests[a]


@njit(cache=True, nogil=True)
def choose_some(
    P: Problem, R: PriceColumns, D: Desk, people: Ints, eps: float, max_nodes: int, turns: int,
    C: Choice, M: Memory,
) -> None:  # fmt: skip
    """`choose_one` for the given people, one after the other."""
    for at in range(people.size):
        choose_one(P, R, D, people[at], eps, max_nodes, turns, C, M)


def choose_all(
    problem: Problem,
    columns: PriceColumns,
    people: Ints,
    eps: float,
    max_nodes: int,
    choice: Choice,
    memory: Memory | None = None,
    turns: int = ROOT_TURNS,
) -> None:
    """`choose_one` for the given people, side by side."""
    kept = empty_memory(0) if memory is None else memory
    n_parts = max(1, min(16, people.size // 32))

    def some(part: int) -> None:
        own = np.ascontiguousarray(people[part::n_parts])
        choose_some(problem, columns, make_desk(problem), own, eps, max_nodes, turns, choice, kept)

    side_by_side(some, range(n_parts))


@njit(cache=True, nogil=True)
def use_one(P: Problem, i: int, sign: int, C: Choice, U: Use) -> None:
    """Add (sign 1) or take off (-1) what person i's bundle uses."""
    counted = min(C.jp[i], P.person[i].jp_needed)
    for a in range(C.n[i]):
        p = C.pair[i, a]
        counted += P.pair[p].keep
        s = P.pair[p].session
        U.seats[s] += sign
        if P.pair[p].line >= 0:
            U.money[P.pair[p].line] += sign * P.pair[p].cost
        if P.session[s].pool >= 0:
            U.minutes[P.session[s].pool] += sign * P.session[s].minutes
        for c in range(P.pair[p].cell, P.pair[p + 1].cell):
            g = P.cells[P.cell[c]].group
            for t in range(P.session[s].slot, P.session[s + 1].slot):
                U.away[g, P.slot[t]] += sign
        for q in range(P.pair[p].quota, P.pair[p + 1].quota):
            U.quota[P.pq_quota[q]] += sign
    for column in range(P.fair.shape[1]):
        if P.fair[i, column] >= 0:
            U.fair[P.fair[i, column]] += sign * C.closure[i]
    U.total[0] += sign * C.closure[i]
    U.total[1] -= sign * counted


@njit(cache=True, nogil=True)
def use_many(P: Problem, people: Ints, sign: int, C: Choice, U: Use) -> None:
    """`use_one` for many people, in their order."""
    for at in range(people.size):
        use_one(P, people[at], sign, C, U)
