"""Regions: some dozens of people decided anew at once, in whole numbers, beside all others' seats.

Where the search moves a few people at a time and often ends where no small move helps, a region
takes whole units, and for each person the pool's best bundles at the prices. HiGHS chooses among
them under what the others leave: seats, minima, money, half-days, coach time, quotas. Sessions stay
held or closed. Two regions at a time, side by side, each with half of what is free.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.cells import spans
from bina.engines.allocation.construct import Draft
from bina.engines.allocation.desk import MAX_BUNDLE
from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import PriceColumns, Use, pair_prices, use_many
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.program import INF, Program
from bina.engines.allocation.search import Pools, recount
from bina.engines.allocation.side_by_side import side_by_side

PEOPLE, SHARE = (45, 120), 12  # in a region: of so many of all people one, within these
BUNDLES = 1800  # of the pool in a region: everybody's best ones at the prices
NODES = 30  # branchings of a region
SIDES = 2  # regions at a time
MONEY, TIME = 1.0e6, 60.0  # rupiah and minutes per unit of the program


@dataclass(frozen=True, eq=False)
class Offers:
    """Bundles that people may be given, best first: rows of the pool, from first[i] on."""

    pool: Pool
    row: Longs
    first: Longs  # (n_people + 1,)


class _Column(NamedTuple):
    """A region's bundles: owner, pairs from ptr[j] on, closure, JP."""

    owner: Ints
    ptr: Longs
    pair: Ints
    closure: Floats
    jp: Ints


def offers(problem: Problem, prices: PriceColumns, pool: Pool, draft: Draft) -> Offers:
    """Everybody's best bundles of the pool whose sessions are held and that have the pins."""
    P, n = problem, pool.size
    of = pool.of_pair()
    paid = np.bincount(of, pair_prices(P, prices)[pool.pair], minlength=n)
    counted = np.minimum(pool.jp, P.jp_needed[pool.owner])
    worth = prices.mult[pool.owner] * pool.closure + prices.hours * counted - paid
    person = np.repeat(np.arange(P.n_people), np.diff(P.pair_ptr))
    pins = np.bincount(person, P.p_pinned, minlength=P.n_people)
    pinned = np.bincount(of, P.p_pinned[pool.pair], minlength=n)
    shut = np.bincount(of, draft.limits.held[P.p_session[pool.pair]] == 0, minlength=n)
    fits = (pinned == pins[pool.owner]) & (shut == 0) & (np.diff(pool.ptr) <= MAX_BUNDLE)
    rows = np.flatnonzero(fits)
    rows = rows[np.lexsort((-worth[rows], pool.owner[rows]))]
    first = np.searchsorted(pool.owner[rows], np.arange(P.n_people + 1))
    place = np.arange(rows.size) - first[pool.owner[rows]]
    rows = rows[place < BUNDLES // region_size(P.n_people)]
    return Offers(pool, rows, np.searchsorted(pool.owner[rows], np.arange(P.n_people + 1)))


def region_size(n_people: int) -> int:
    """People of a region in a city of so many."""
    return int(np.clip(n_people // SHARE, *PEOPLE))


def drawn(pools: Pools, rng: np.random.Generator) -> list[Ints]:
    """People of SIDES regions that share no staffing group; of a large unit a part."""
    order, found = rng.permutation(pools.n_islands), []
    wanted = region_size(pools.island.size)
    members = np.argsort(pools.island, kind="stable")
    first = np.searchsorted(pools.island[members], np.arange(pools.n_islands + 1))
    at = 0
    for _ in range(SIDES):
        own: list[Ints] = []
        while at < order.size and sum(x.size for x in own) < wanted:
            g = order[at]
            people = members[first[g] : first[g + 1]]
            own.append(rng.permutation(people)[:wanted])
            at += 1
        if own:
            found.append(np.sort(np.concatenate(own)).astype(np.int32))
    return found


def decide_anew(
    problem: Problem, given: Offers, pools: Pools, draft: Draft, *, hours: float, seed: int,
    number: int,
) -> bool:  # fmt: skip
    """Two regions anew; `hours` is the worth of a missing JP. True if the draft got better."""
    people = drawn(pools, np.random.default_rng([seed, number, 1]))
    before = draft.score(problem)

    def region(side: int) -> tuple[_Column, Longs]:
        return _decided(problem, given, draft, people[side], side, number, hours)

    held = draft.copy()
    for own, (columns, taken) in zip(people, side_by_side(region, range(len(people))), strict=True):
        _take(problem, draft, own, columns, taken)
    recount(problem, draft)
    if draft.score(problem) < before and keeps_all(problem, draft):
        return True
    for now, then in ((draft.choice, held.choice), (draft.use, held.use)):
        for name in now._fields:
            getattr(now, name)[...] = getattr(then, name)
    return False


def keeps_all(problem: Problem, draft: Draft) -> bool:
    """All shared rules hold to the last rupiah; HiGHS allows itself a millionth."""
    P, U, L = problem, draft.use, draft.limits
    few = (L.held == 1) & (U.seats < L.least)
    return not (
        few.any()
        or (U.seats > np.where(L.held == 1, L.seats, 0)).any()
        or (U.money > L.money).any()
        or (U.minutes > L.minutes).any()
        or (U.away > P.staffing).any()
        or (U.quota < L.quota).any()
    )


def _columns(given: Offers, draft: Draft, own: Ints) -> _Column:
    """What the people hold, then what they are offered."""
    C, pool = draft.choice, given.pool
    number, at = spans(given.first[own], given.first[own + 1])
    rows = given.row[at]
    held, offered = C.n[own].astype(np.int64), np.diff(pool.ptr)[rows]
    _, pairs = spans(pool.ptr[rows], pool.ptr[rows] + offered)
    used = np.arange(C.pair.shape[1])[None] < held[:, None]
    return _Column(
        np.concatenate([np.arange(own.size), number]).astype(np.int32),
        np.concatenate([[0], np.cumsum(np.concatenate([held, offered]))]).astype(np.int64),
        np.concatenate([C.pair[own][used], pool.pair[pairs]]).astype(np.int32),
        np.concatenate([C.closure[own], pool.closure[rows]]),
        np.concatenate([C.jp[own], pool.jp[rows]]).astype(np.int32),
    )


def _share(free: NDArray[np.int64], side: int, number: int) -> NDArray[np.int64]:
    """This side's part of what is free; what is left over goes to the sides in turn."""
    turn = (np.arange(free.size) + side + number) % SIDES
    return free // SIDES + (turn < free % SIDES)


def _decided(
    problem: Problem, given: Offers, draft: Draft, own: Ints, side: int, number: int, hours: float
) -> tuple[_Column, Longs]:
    """The region's bundles and the rows of those chosen."""
    P, L, columns = problem, draft.limits, _columns(given, draft, own)
    used = _used(problem, draft, own)
    owner, n = columns.owner, columns.owner.size
    of = np.repeat(np.arange(n), np.diff(columns.ptr))
    session = P.p_session[columns.pair]
    program = Program(n)
    pins = np.bincount(columns.owner, np.bincount(of, P.p_pinned[columns.pair], minlength=n))
    must = (pins > 0).astype(np.float64)  # every bundle of theirs has the pins
    program.rows([(columns.owner, np.arange(n), np.ones(n))], must, np.ones(own.size))
    free = used.seats + _share(L.seats - draft.use.seats, side, number)
    slack = _share(np.maximum(0, draft.use.seats - L.least), side, number)
    least = np.where(L.held == 1, np.maximum(0, used.seats - slack), 0)
    _bounded(program, owner, session, of, np.ones(of.size), least, free)
    line, cost = P.pair["line"][columns.pair], P.p_cost[columns.pair]
    money = used.money + _share(L.money - draft.use.money, side, number)
    _bounded(program, owner, line, of, cost / MONEY, None, money / MONEY)
    pool, minutes = P.session["pool"][session], P.s_minutes[session]
    time = used.minutes + _share(L.minutes - draft.use.minutes, side, number)
    _bounded(program, owner, pool, of, minutes / TIME, None, time / TIME)
    _staffed(problem, program, draft, columns, of, used)
    use, at = spans(P.pair["quota"][columns.pair], P.pair["quota"][columns.pair + 1])
    over = _share(np.maximum(0, draft.use.quota - L.quota), side, number)
    quota = np.maximum(0, used.quota - over)
    _bounded(program, owner, P.pq_quota[at], of[use], np.ones(use.size), quota, None)
    counted = np.minimum(columns.jp, P.jp_needed[own[columns.owner]]).astype(np.float64)
    counted += np.bincount(of, P.p_keep[columns.pair], minlength=n)
    start = (np.arange(n) < own.size).astype(np.float64)
    chosen = program.choose(-(columns.closure + hours * counted), start, NODES)
    return columns, np.flatnonzero(chosen > 0.5)


def _used(problem: Problem, draft: Draft, own: Ints) -> Use:
    """What the region's people use now."""
    used = Use._make(np.zeros_like(x) for x in draft.use)
    use_many(problem, own, 1, draft.choice, used)
    return used


def _bounded(
    program: Program, owner: Ints, row: Ints, column: Longs, value: Floats, low: Longs | None,
    high: NDArray[np.generic] | None,
) -> None:  # fmt: skip
    """Rows low <= sum <= high for those that a bundle has a part in; row -1 is none.

    Rows that hold whatever everybody's one bundle is are left out.
    """
    inside = row >= 0
    rows, place = np.unique(row[inside], return_inverse=True)
    column, value = column[inside], value[inside].astype(np.float64)
    no = np.full(rows.size, INF)
    lows = -no if low is None else low[rows].astype(np.float64)
    highs = no if high is None else high[rows].astype(np.float64)
    binds = (lows > 0.0) | (_most(place, column, value, owner, rows.size) > highs)
    number = np.cumsum(binds) - 1
    use = binds[place]
    program.rows([(number[place[use]], column[use], value[use])], lows[binds], highs[binds])


def _most(row: Longs, column: Longs, value: Floats, owner: Ints, n_rows: int) -> Floats:
    """The most that each row can come to when everybody has one bundle, (n_rows,)."""
    cell, at = np.unique(row * owner.size + column, return_inverse=True)
    part = np.bincount(at, value, minlength=cell.size)
    of_row, bundle = np.divmod(cell, owner.size)
    person = owner[bundle]
    order = np.lexsort((part, person, of_row))
    of_row, person, part = of_row[order], person[order], part[order]
    last = np.ones(part.size, dtype=np.bool_)
    last[:-1] = (of_row[1:] != of_row[:-1]) | (person[1:] != person[:-1])
    most = np.bincount(of_row[last], np.maximum(0.0, part[last]), minlength=n_rows)
    return np.asarray(most, dtype=np.float64)  # without entries numpy counts in integers


def _staffed(
    problem: Problem, program: Program, draft: Draft, columns: _Column, of: Longs, used: Use
) -> None:
    """Half-days of the region's groups that could run short; a group may have others beside it."""
    P = problem
    use, at = spans(P.pair["cell"][columns.pair], P.pair["cell"][columns.pair + 1])
    cell = P.cells[P.cell[at]]
    of_cell, slot = spans(P.slot_ptr[cell["session"]], P.slot_ptr[cell["session"] + 1])
    key = cell["group"][of_cell].astype(np.int64) * P.staffing.shape[1] + P.slot[slot]
    rows, place, count = np.unique(key, return_inverse=True, return_counts=True)
    room = (P.staffing - draft.use.away + used.away).ravel()[rows]
    tight = np.flatnonzero(count > room)
    number = np.full(rows.size, -1)
    number[tight] = np.arange(tight.size)
    _bounded(
        program, columns.owner, number[place.ravel()], of[use[of_cell]], np.ones(key.size), None,
        room[tight],
    )  # fmt: skip


def _take(problem: Problem, draft: Draft, own: Ints, columns: _Column, taken: Longs) -> None:
    """Give the people the chosen bundles; who has none gets no seat."""
    C = draft.choice
    use_many(problem, own, -1, C, draft.use)
    C.n[own], C.closure[own], C.jp[own] = 0, 0.0, 0
    for j in taken.tolist():
        i, pairs = own[columns.owner[j]], columns.pair[columns.ptr[j] : columns.ptr[j + 1]]
        C.pair[i, : pairs.size], C.n[i] = pairs, pairs.size
        C.closure[i], C.jp[i] = columns.closure[j], columns.jp[j]
    use_many(problem, own, 1, C, draft.use)
