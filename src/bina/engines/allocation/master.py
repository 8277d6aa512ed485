"""The master: the best mixture of known bundles, a linear program whose duals are good prices.

    max  sum_j v_j z_j - M sum_G u_G     over mixtures z >= 0 of the pool's bundles, y in [0, 1]

under all shared rules; every person takes one bundle at most (mixed). Price rounds find prices that
are about right for everything at once; the master's duals are right to the last seat for what its
bundles can tell. New bundles at those prices join the pool, and so on. Its optimum is solved by an
interior point method without crossover: prices from the middle of the best ones, not from a corner.

Rules that the pool cannot meet yet (hours, quotas, fair shares) may be broken at a price.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Floats, Ints, Prices
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem

MONEY, TIME = 1.0e6, 60.0  # rupiah and minutes per unit of the program: numbers near 1
TOLERANCE = 0.01  # relative, of the interior point method
BREAKING = 3.0  # price of a missing hour, in shares of its price so far
NEAR_FAIR = 1.2  # fair groups with more than this share of their floor have no row
INF = highspy.kHighsInf

Entries = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]  # rows, columns, values


@dataclass(frozen=True)
class Mixture:
    """The solution: prices of the shared rules, weight per bundle, held share per session."""

    prices: Prices
    weight: Floats
    held: Floats


@dataclass
class _Program:
    """Rows, columns and entries on their way to HiGHS."""

    n_columns: int
    row: list[NDArray[np.int64]] = field(default_factory=list)
    column: list[NDArray[np.int64]] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    n_rows: int = 0

    def rows(self, entries: Sequence[Entries], low: Floats, high: Floats) -> slice:
        """Add low <= entries (row, column, value) <= high; returns where its rows are."""
        for row, column, value in entries:
            self.row.append(row.astype(np.int64) + self.n_rows)
            self.column.append(column.astype(np.int64))
            self.value.append(np.asarray(value, dtype=np.float64))
        self.low.append(low)
        self.high.append(high)
        first = self.n_rows
        self.n_rows += low.size
        return slice(first, self.n_rows)

    def solve(self, cost: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats] | None:
        """Minimise; (values, duals of the rows), or None without a usable answer."""
        row, column = np.concatenate(self.row), np.concatenate(self.column)
        key = column * self.n_rows + row
        order = np.argsort(key, kind="stable")
        found, first = np.unique(key[order], return_index=True)
        value = np.add.reduceat(np.concatenate(self.value)[order], first)
        column, row = np.divmod(found, self.n_rows)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.n_columns, self.n_rows
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
        lp.row_lower_, lp.row_upper_ = np.concatenate(self.low), np.concatenate(self.high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.searchsorted(column, np.arange(self.n_columns + 1))
        lp.a_matrix_.start_ = starts.astype(np.int32)
        lp.a_matrix_.index_ = row.astype(np.int32)
        lp.a_matrix_.value_ = value
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy carries no types
        for name, setting in (
            ("output_flag", False), ("log_to_console", False), ("threads", 1), ("solver", "ipx"),
            ("run_crossover", "off"), ("ipm_optimality_tolerance", TOLERANCE),
        ):  # fmt: skip
            solver.setOptionValue(name, setting)
        solver.passModel(lp)
        solver.run()
        answer = solver.getSolution()
        values, duals = np.array(answer.col_value), np.array(answer.row_dual)
        usable = values.size == self.n_columns and duals.size == self.n_rows
        if not usable or not np.isfinite(values).all() or not np.isfinite(duals).all():
            return None
        return values, duals


def _staffing_rows(
    problem: Problem, pool: Pool, of_pair: Ints, active: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Ints, NDArray[np.int64]]:
    """(group x slots + slot, bundle) per use of a half-day that can run short, and those rows."""
    P = problem
    first, last = P.pair["cell"][pool.pair], P.pair["cell"][pool.pair + 1]
    use, at_cell = _ranges(first, last)
    cell = P.cell[at_cell]
    session, group = P.cells["session"][cell], P.cells["group"][cell]
    of_cell, at = _ranges(P.slot_ptr[session], P.slot_ptr[session + 1])
    key = group[of_cell].astype(np.int64) * P.staffing.shape[1] + P.slot[at]
    bundle = of_pair[use[of_cell]]
    room = P.staffing.ravel()
    inside = active[key]
    key, bundle = key[inside], bundle[inside]
    each = np.unique(key * P.n_people + pool.owner[bundle])  # a person is away once
    rows, people = np.unique(each // P.n_people, return_counts=True)
    rows = rows[people > room[rows]]
    inside = np.isin(key, rows)
    return key[inside], bundle[inside], rows


def _ranges(first: Ints, last: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(number of the range, element) over all elements first..last - 1 of many ranges."""
    count = (last - first).astype(np.int64)
    number = np.repeat(np.arange(count.size), count)
    before = np.cumsum(count) - count
    return number, np.arange(number.size) - before[number] + first[number].astype(np.int64)


def solve_master(  # noqa: PLR0915 - one rule after the other, in the order of the module's head
    problem: Problem,
    pool: Pool,
    cells: tuple[Ints, Ints],
    like: Prices,
    missing_jp: float,
    unit: float,
    fair: Floats,
) -> Mixture | None:
    """The best mixture of the pool's bundles with at most `missing_jp` hours missing.

    `cells` are the (group, slot) rows that can bind, `like` the prices so far, `fair` the present
    closure per fair group over its floor. Returns None when there is nothing to learn.
    """
    P, n, n_s = problem, pool.size, problem.n_sessions
    if n == 0:
        return None
    of_pair, ones = pool.of_pair(), np.ones
    every, session = np.arange(n_s), P.p_session[pool.pair]
    groups = np.flatnonzero((P.fair_need > 0) & ((fair < NEAR_FAIR) | (like.fairness > 0)))
    held, short, lost = n + every, n + n_s, n + n_s + 1
    unfair = lost + P.quota.size + np.arange(groups.size)
    total = lost + P.quota.size + groups.size
    lp = _Program(total + 1)
    lp.rows([(pool.owner, np.arange(n), ones(n))], np.full(P.n_people, -INF), ones(P.n_people))
    seats = (session, of_pair, ones(session.size))
    full = lp.rows([seats, (every, held, -P.s_max)], np.full(n_s, -INF), np.zeros(n_s))
    low = lp.rows([seats, (every, held, -P.s_min)], np.zeros(n_s), np.full(n_s, INF))
    line, pays = P.pair["line"][pool.pair], np.flatnonzero(P.s_line >= 0)
    paid = np.flatnonzero(line >= 0)
    money = lp.rows(
        [
            (line[paid], of_pair[paid], P.p_cost[pool.pair[paid]] / MONEY),
            (P.s_line[pays], held[pays], P.s_fixed[pays] / MONEY),
        ],
        np.full(P.line.size, -INF), P.line / MONEY,
    )  # fmt: skip
    coach = P.session["pool"][session]
    led = np.flatnonzero(coach >= 0)
    coached = lp.rows(
        [(coach[led], of_pair[led], P.s_minutes[session[led]] / TIME)],
        np.full(P.pool.size, -INF), P.pool / TIME,
    )  # fmt: skip
    counted = np.minimum(pool.jp, P.jp_needed[pool.owner])
    owed = np.array([float(P.jp_needed.sum()) - missing_jp])
    hours = lp.rows(
        [
            (np.zeros(n, np.int64), np.arange(n), counted),
            (np.zeros(1, np.int64), np.array([short]), ones(1)),
        ],
        owed, np.full(1, INF),
    )  # fmt: skip
    use, row = _ranges(P.pair["quota"][pool.pair], P.pair["quota"][pool.pair + 1])
    quotas = P.pq_quota[row]
    each = np.arange(P.quota.size)
    quota = lp.rows(
        [(quotas, of_pair[use], ones(quotas.size)), (each, lost + each, ones(each.size))],
        P.quota.astype(np.float64), np.full(P.quota.size, INF),
    )  # fmt: skip
    lp.rows(
        [
            (np.zeros(n, np.int64), np.arange(n), pool.closure),
            (np.zeros(1, np.int64), np.array([total]), -ones(1)),
        ],
        np.zeros(1), np.zeros(1),
    )  # fmt: skip
    entries: list[Entries] = []
    for at, g in enumerate(groups):
        own = np.flatnonzero((P.fair == g).any(axis=1)[pool.owner])
        entries.append((np.full(own.size, at), own, pool.closure[own]))
        entries.append((np.array([at]), np.array([total]), np.array([-P.fair_need[g]])))
        entries.append((np.array([at]), unfair[at : at + 1], ones(1)))
    fairness = lp.rows(entries, np.zeros(groups.size), np.full(groups.size, INF))
    active = np.zeros(P.staffing.size, dtype=np.bool_)
    active[cells[0].astype(np.int64) * P.staffing.shape[1] + cells[1]] = True
    key, bundle, rows = _staffing_rows(P, pool, of_pair, active)
    away = lp.rows(
        [(np.searchsorted(rows, key), bundle, ones(key.size))],
        np.full(rows.size, -INF), P.staffing.ravel()[rows].astype(np.float64),
    )  # fmt: skip

    cost, floor, top = np.zeros(total + 1), np.zeros(total + 1), np.full(total + 1, INF)
    cost[:n] = -pool.closure
    cost[short] = BREAKING * max(like.hours, 0.1 * unit)
    cost[lost : lost + each.size] = 100.0 * unit
    cost[unfair] = P.fair_penalty
    floor[held], top[held] = P.s_must, 1.0
    answer = lp.solve(cost, floor, top)
    if answer is None:
        return None
    values, duals = answer
    up = np.maximum
    staffing = np.zeros(P.staffing.size)
    staffing[rows] = up(0.0, -duals[away])
    fair_prices = np.zeros(P.fair_need.size)
    fair_prices[groups] = np.clip(duals[fairness], 0.0, P.fair_penalty)
    prices = Prices(
        seat=-duals[full] - duals[low],
        money=up(0.0, -duals[money]) / MONEY,
        staffing=staffing.reshape(P.staffing.shape),
        coach=up(0.0, -duals[coached]) / TIME,
        quota=up(0.0, duals[quota]),
        opening=np.zeros_like(like.opening),
        fairness=fair_prices,
        hours=float(max(0.0, duals[hours][0])),
    )
    return Mixture(prices, up(0.0, values[:n]), np.clip(values[held], 0.0, 1.0))


def between(one: Prices, other: Prices, share: float) -> Prices:
    """Prices on the way from `one` (share 0) to `other` (share 1)."""
    kinds = ("seat", "money", "staffing", "coach", "quota", "opening", "fairness", "hours")
    return Prices(**{k: (1.0 - share) * getattr(one, k) + share * getattr(other, k) for k in kinds})
