"""The program of a region: a bundle for everybody of some people, beside all others' seats.

    max  sum of the chosen bundles' closure and hours
    s.t. one bundle a person; seats and minima, money, half-days, coach time and quotas of what the
         people use now, and this region's part of what is free

Its linear program has few people torn between bundles, and prices of its own: at these, people are
asked for the bundles that fit what is left (columns are generated).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.cells import spans
from bina.engines.allocation.construct import Draft
from bina.engines.allocation.desk import make_desk
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    cell_prices,
    choose_some,
    empty_memory,
    use_many,
)
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.program import INF, Program

SIDES = 2  # regions at a time
ASKED_EPS, ASKED_NODES, ASKED_TURNS = 1e-5, 2, 8  # of a search at the region's own prices
BEYOND = 100.0  # hours' worth: nobody takes what is used up
MARKS = 2**38  # so many that two different rows hardly have one sum; twelve bits for the adding
MONEY, TIME = 1.0e6, 60.0  # rupiah and minutes per unit of the program


class Bundles(NamedTuple):
    """Bundles by row: number of the owner in the region, pairs from ptr[j] on, closure, JP."""

    owner: Ints
    ptr: Longs
    pair: Ints
    closure: Floats
    jp: Ints


class Left(NamedTuple):
    """What the region's people may use together: what they use now and this side's share of more.

    seats, least, money, minutes, quota as in `Limits`; room: people away per group and half-day.
    """

    seats: NDArray[np.int64]
    least: NDArray[np.int64]
    money: NDArray[np.int64]
    minutes: NDArray[np.int64]
    quota: NDArray[np.int64]
    room: NDArray[np.int64]


def left_for(problem: Problem, draft: Draft, own: Ints, side: int, number: int) -> Left:
    """What the people of region `number` on this side may use together."""
    L, U, used = draft.limits, draft.use, used_by(problem, draft, own)
    slack = _share(np.maximum(0, U.seats - L.least), side, number)
    over = _share(np.maximum(0, U.quota - L.quota), side, number)
    return Left(
        used.seats + _share(L.seats - U.seats, side, number),
        np.where(L.held == 1, np.maximum(0, used.seats - slack), 0),
        used.money + _share(L.money - U.money, side, number),
        used.minutes + _share(L.minutes - U.minutes, side, number),
        np.maximum(0, used.quota - over),
        (problem.staffing - U.away + used.away).astype(np.int64),
    )


def _share(free: NDArray[np.int64], side: int, number: int) -> NDArray[np.int64]:
    """This side's part of what is free; what is left over goes to the sides in turn."""
    turn = (np.arange(free.size) + side + number) % SIDES
    return free // SIDES + (turn < free % SIDES)


def used_by(problem: Problem, draft: Draft, own: Ints) -> Use:
    """What the region's people use now."""
    used = Use._make(np.zeros_like(x) for x in draft.use)
    use_many(problem, own, 1, draft.choice, used)
    return used


class Region:
    """The program of a region: a column per bundle, rows for all that is shared."""

    def __init__(
        self, problem: Problem, draft: Draft, own: Ints, columns: Bundles, left: Left
    ) -> None:
        P, self.problem, self.own, self.columns = problem, problem, own, columns
        owner, n = columns.owner, columns.owner.size
        self.of = of = np.repeat(np.arange(n), np.diff(columns.ptr))
        session = P.p_session[columns.pair]
        self.program = program = Program(n)
        pins = np.bincount(owner, np.bincount(of, P.p_pinned[columns.pair], minlength=n))
        must = (pins > 0).astype(np.float64)  # every bundle of theirs has the pins
        self.one = program.rows([(owner, np.arange(n), np.ones(n))], must, np.ones(own.size))
        ones = np.ones(of.size)
        self.seats = _bounded(program, owner, session, of, ones, left.least, left.seats)
        line, cost = P.pair["line"][columns.pair], P.p_cost[columns.pair]
        self.money = _bounded(program, owner, line, of, cost / MONEY, None, left.money / MONEY)
        pool, minutes = P.session["pool"][session], P.s_minutes[session]
        self.coach = _bounded(program, owner, pool, of, minutes / TIME, None, left.minutes / TIME)
        self.away = _staffed(P, program, columns, of, left.room)
        use, at = spans(P.pair["quota"][columns.pair], P.pair["quota"][columns.pair + 1])
        quota, ones = P.pq_quota[at], np.ones(use.size)
        self.quota = _bounded(program, owner, quota, of[use], ones, left.quota, None)

    def worth(self, hours: float) -> Floats:
        """Closure and hours of every bundle, (n,)."""
        P, columns = self.problem, self.columns
        counted = np.minimum(columns.jp, P.jp_needed[self.own[columns.owner]]).astype(np.float64)
        counted += np.bincount(self.of, P.p_keep[columns.pair], minlength=columns.owner.size)
        return np.asarray(columns.closure + hours * counted)

    def prices(
        self, duals: Floats, held: Bytes, left: Left, hours: float, unit: float
    ) -> PriceColumns:
        """The program's prices in the kernels' shape; what is used up has a price beyond all."""
        P = self.problem
        seat = np.where((held == 1) & (left.seats > 0), 0.0, BEYOND * hours)
        money, coach = np.zeros(P.line.size), np.zeros(P.pool.size)
        quota, away = np.zeros(P.quota.size), np.zeros(P.staffing.size)
        away[left.room.ravel() <= 0] = BEYOND * hours
        for price, (at, rows), unit in (
            (seat, self.seats, 1.0), (money, self.money, MONEY), (coach, self.coach, TIME),
            (away, self.away, 1.0), (quota, self.quota, -1.0),
        ):  # fmt: skip
            price[rows] -= duals[at] / unit
        return PriceColumns(
            seat, money, coach, quota, np.zeros(P.p_session.size),
            cell_prices(P, away.reshape(P.staffing.shape)), np.ones(P.n_people), hours, unit,
        )  # fmt: skip


def with_asked_for(
    problem: Problem,
    unit: float,
    draft: Draft,
    own: Ints,
    columns: Bundles,
    left: Left,
    hours: float,
) -> Bundles:
    """The bundles, and those that people would rather have at the region's own prices."""
    region = Region(problem, draft, own, columns, left)
    duals = region.program.duals(-region.worth(hours))
    if duals is None:
        return columns
    prices = region.prices(duals, draft.limits.held, left, hours, unit)
    wish = Choice._make(column.copy() for column in draft.choice)
    choose_some(
        problem, prices, make_desk(problem), own, ASKED_EPS * hours, ASKED_NODES, ASKED_TURNS, wish,
        empty_memory(0),
    )  # fmt: skip
    paid = -duals[region.one]
    new = np.flatnonzero((wish.value[own] > paid + ASKED_EPS * hours) & (wish.n[own] > 0))
    who = own[new]
    used = np.arange(wish.pair.shape[1])[None] < wish.n[who, None]
    return Bundles(
        np.concatenate([columns.owner, new.astype(np.int32)]),
        np.concatenate([columns.ptr, columns.ptr[-1] + np.cumsum(wish.n[who], dtype=np.int64)]),
        np.concatenate([columns.pair, wish.pair[who][used]]),
        np.concatenate([columns.closure, wish.closure[who]]),
        np.concatenate([columns.jp, wish.jp[who]]),
    )


def _bounded(
    program: Program, owner: Ints, row: Ints, column: Longs, value: Floats, low: Longs | None,
    high: NDArray[np.generic] | None,
) -> tuple[slice, Longs]:  # fmt: skip
    """Rows low <= sum <= high for those that a bundle has a part in; row -1 is none.

    Rows that hold whatever everybody's one bundle is are left out. Returns where the others are in
    the program, and which rows they are.
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
    entries = (number[place[use]], column[use], value[use])
    return program.rows([entries], lows[binds], highs[binds]), rows[binds].astype(np.int64)


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
    problem: Problem, program: Program, columns: Bundles, of: Longs, room: NDArray[np.int64]
) -> tuple[slice, Longs]:
    """Half-days of the region's groups that could run short; a group may have others beside it.

    Returns where the rows are in the program and which (group x slots + slot) they are.
    """
    P = problem
    use, at = spans(P.pair["cell"][columns.pair], P.pair["cell"][columns.pair + 1])
    cell = P.cells[P.cell[at]]
    of_cell, slot = spans(P.slot_ptr[cell["session"]], P.slot_ptr[cell["session"] + 1])
    key = cell["group"][of_cell].astype(np.int64) * P.staffing.shape[1] + P.slot[slot]
    rows, place, count = np.unique(key, return_inverse=True, return_counts=True)
    room = room.ravel()[rows]
    bundle = of[use[of_cell]]
    tight = np.flatnonzero((count > room) & _first_of_twins(place.ravel(), bundle, room))
    number = np.full(rows.size, -1)
    number[tight] = np.arange(tight.size)
    where, kept = _bounded(
        program, columns.owner, number[place.ravel()], bundle, np.ones(key.size), None,
        room[tight],
    )  # fmt: skip
    return where, np.asarray(rows[tight[kept]], dtype=np.int64)


def _first_of_twins(row: Longs, column: Longs, room: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Of the rows with the same columns the one with the least room, (n_rows,).

    A course's half-days mostly have the same people away; HiGHS would carry every one of them.
    Rows are told apart by sums of random whole numbers, exact in floating point.
    """
    mark = np.random.default_rng(0).integers(1, MARKS, int(column.max(initial=0)) + 1)
    sums = np.bincount(row, mark[column].astype(np.float64), minlength=room.size)
    order = np.lexsort((np.arange(room.size), room, sums))
    first = np.zeros(room.size, dtype=np.bool_)
    first[order] = np.diff(sums[order], prepend=-1.0) != 0.0
    return first
