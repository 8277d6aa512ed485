"""The master: the best mixture of known bundles, a linear program whose duals are good prices.

    max  sum_j v_j z_j - M sum_G u_G     over mixtures z >= 0 of the pool's bundles, y in [0, 1]

under all shared rules; every person takes one bundle at most (mixed). Price rounds find prices that
are about right for everything at once; the master's duals are right to the last seat for what its
bundles can tell. New bundles at those prices join the pool, and so on. Its optimum is solved by an
interior point method without crossover: prices from the middle of the best ones, not from a corner.

Rules that the pool cannot meet yet (hours, quotas, fair shares) may be broken at a price.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.cells import spans
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs, Prices
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.program import INF, Entries, Program
from bina.engines.allocation.spare import mixed_spare, of_cells

MONEY, TIME = 1.0e6, 60.0  # rupiah and minutes per unit of the program: numbers near 1
BREAKING = 3.0  # price of a missing hour, in shares of its price so far
LOST_QUOTA = 100.0  # price of a missing seat of a quota, in typical seats' worth
NEAR_FAIR = 1.2  # fair groups with more than this share of their floor have no row


@dataclass(frozen=True)
class Mixture:
    """The solution: prices of the shared rules, weight per bundle, held share per session."""

    prices: Prices
    weight: Floats
    held: Floats


def _staffing_rows(
    problem: Problem, pool: Pool, of_pair: Ints, active: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Ints, NDArray[np.int64]]:
    """(group x slots + slot, bundle) per use of a half-day that can run short, and those rows."""
    P = problem
    first, last = P.pair["cell"][pool.pair], P.pair["cell"][pool.pair + 1]
    use, at_cell = spans(first, last)
    cell = P.cell[at_cell]
    session, group = P.cells["session"][cell], P.cells["group"][cell]
    of_cell, at = spans(P.slot_ptr[session], P.slot_ptr[session + 1])
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


class _Master:
    """The program over a pool: one method per rule, and where its rows are.

    Columns: a weight per bundle, the held share per session, missing hours, missing seats per
    quota, shortfall per fair group, the closure of all.
    """

    def __init__(self, problem: Problem, pool: Pool, groups: NDArray[np.int64]) -> None:
        P, n = problem, pool.size
        self.problem, self.pool, self.groups = P, pool, groups
        self.of_pair, self.session = pool.of_pair(), P.p_session[pool.pair]
        self.bundles = np.arange(n)
        self.held = n + np.arange(P.n_sessions)
        self.short = np.array([n + P.n_sessions])
        self.lost = 1 + self.short[0] + np.arange(P.quota.size)
        self.unfair = self.lost.size + 1 + self.short[0] + np.arange(groups.size)
        self.total = 1 + self.short + self.lost.size + groups.size
        self.lp = Program(int(self.total[0]) + 1)

    def one_bundle_each(self) -> None:
        """A person takes one bundle at most."""
        n = self.problem.n_people
        entries = [(self.pool.owner, self.bundles, np.ones(self.bundles.size))]
        self.lp.rows(entries, np.full(n, -INF), np.ones(n))

    def seats(self) -> tuple[slice, slice]:
        """No more than the seats of a held session, no fewer than its minimum."""
        P, n = self.problem, self.problem.n_sessions
        taken = (self.session, self.of_pair, np.ones(self.session.size))
        every, no, any_ = np.arange(n), np.zeros(n), np.full(n, INF)
        full = self.lp.rows([taken, (every, self.held, -P.s_max)], -any_, no)
        low = self.lp.rows([taken, (every, self.held, -P.s_min)], no, any_)
        return full, low

    def money(self) -> slice:
        """Heads and held sessions stay within the lines."""
        P, line = self.problem, self.problem.pair["line"][self.pool.pair]
        paid, pays = np.flatnonzero(line >= 0), np.flatnonzero(P.s_line >= 0)
        cost = P.p_cost[self.pool.pair[paid]] / MONEY
        entries: list[Entries] = [
            (line[paid], self.of_pair[paid], cost),
            (P.s_line[pays], self.held[pays], P.s_fixed[pays] / MONEY),
        ]
        return self.lp.rows(entries, np.full(P.line.size, -INF), P.line / MONEY)

    def coach(self) -> slice:
        """Coach time of the pools."""
        P, pool = self.problem, self.problem.session["pool"][self.session]
        led = np.flatnonzero(pool >= 0)
        minutes = P.s_minutes[self.session[led]] / TIME
        entries: list[Entries] = [(pool[led], self.of_pair[led], minutes)]
        return self.lp.rows(entries, np.full(P.pool.size, -INF), P.pool / TIME)

    def hours(self, missing_jp: float) -> slice:
        """No more hours missing, or at a price."""
        P, row = self.problem, np.zeros(self.bundles.size, np.int64)
        counted = np.minimum(self.pool.jp, P.jp_needed[self.pool.owner]).astype(np.float64)
        counted += np.bincount(self.of_pair, P.p_keep[self.pool.pair], minlength=counted.size)
        entries: list[Entries] = [(row, self.bundles, counted), (row[:1], self.short, np.ones(1))]
        owed = float(P.owed) - missing_jp
        return self.lp.rows(entries, np.array([owed]), np.full(1, INF))

    def quotas(self) -> slice:
        """Seats for the members, or at a high price."""
        P, pair = self.problem, self.pool.pair
        use, at = spans(P.pair["quota"][pair], P.pair["quota"][pair + 1])
        n = P.quota.size
        entries: list[Entries] = [
            (P.pq_quota[at], self.of_pair[use], np.ones(at.size)),
            (np.arange(n), self.lost, np.ones(n)),
        ]
        return self.lp.rows(entries, P.quota.astype(np.float64), np.full(n, INF))

    def fairness(self) -> slice:
        """The groups' floors, or at the penalty; they count from the closure of all."""
        P, pool, one = self.problem, self.pool, np.ones(1)
        row = np.zeros(self.bundles.size, np.int64)
        whole = [(row, self.bundles, pool.closure), (row[:1], self.total, -one)]
        self.lp.rows(whole, np.zeros(1), np.zeros(1))
        entries: list[Entries] = []
        for at, g in enumerate(self.groups):
            own = np.flatnonzero((P.fair == g).any(axis=1)[pool.owner])
            here = np.array([at])
            entries.append((np.full(own.size, at), own, pool.closure[own]))
            entries.append((here, self.total, -P.fair_need[[g]]))
            entries.append((here, self.unfair[[at]], one))
        n = self.groups.size
        return self.lp.rows(entries, np.zeros(n), np.full(n, INF))

    def staffing(self, cells: tuple[Ints, Ints]) -> tuple[slice, NDArray[np.int64]]:
        """People away per group and half-day; also (group x slots + slot) of the rows."""
        P = self.problem
        active = np.zeros(P.staffing.size, dtype=np.bool_)
        active[cells[0].astype(np.int64) * P.staffing.shape[1] + cells[1]] = True
        key, bundle, rows = _staffing_rows(P, self.pool, self.of_pair, active)
        entries = [(np.searchsorted(rows, key), bundle, np.ones(key.size))]
        room = P.staffing.ravel()[rows].astype(np.float64)
        return self.lp.rows(entries, np.full(rows.size, -INF), room), rows

    def spared(self, binds: Bytes) -> tuple[slice, NDArray[np.int64]]:
        """No more of a group in a held session than it can spare; also the cells of the rows."""
        P, pair = self.problem, self.pool.pair
        use, at = spans(P.pair["cell"][pair], P.pair["cell"][pair + 1])
        cell, bundle = P.cell[at], self.of_pair[use]
        cells = np.flatnonzero((np.bincount(cell, minlength=binds.size) > 0) & (binds == 1))
        inside = np.isin(cell, cells)
        session, spare = P.cells["session"][cells], P.cells["spare"][cells].astype(np.float64)
        entries: list[Entries] = [
            (np.searchsorted(cells, cell[inside]), bundle[inside], np.ones(int(inside.sum()))),
            (np.arange(cells.size), self.held[session], -spare),
        ]
        return self.lp.rows(entries, np.full(cells.size, -INF), np.zeros(cells.size)), cells

    def opened(self, paid: Longs) -> tuple[slice, NDArray[np.int64]]:
        """Nobody sits in a session beyond the share to which it is held: pairs of the instance."""
        P, pair = self.problem, self.pool.pair
        number = np.full(P.p_session.size, -1)
        pairs = np.flatnonzero(np.isin(P.p_row, paid))
        number[pairs] = np.arange(pairs.size)
        use = np.flatnonzero(number[pair] >= 0)
        entries: list[Entries] = [
            (number[pair[use]], self.of_pair[use], np.ones(use.size)),
            (np.arange(pairs.size), self.held[P.p_session[pairs]], -np.ones(pairs.size)),
        ]
        return self.lp.rows(entries, np.full(pairs.size, -INF), np.zeros(pairs.size)), pairs

    def solve(self, hour: float, unit: float) -> tuple[Floats, Floats] | None:
        """(values, duals); a missing hour costs `hour`, a typical seat is worth `unit`."""
        n = int(self.total[0]) + 1
        cost, floor, top = np.zeros(n), np.zeros(n), np.full(n, INF)
        cost[self.bundles] = -self.pool.closure
        cost[self.short], cost[self.lost] = hour, LOST_QUOTA * unit
        cost[self.unfair] = self.problem.fair_penalty
        floor[self.held], top[self.held] = self.problem.s_must, 1.0
        return self.lp.solve(cost, floor, top)


def solve_master(
    problem: Problem,
    pool: Pool,
    cells: tuple[Ints, Ints],
    like: Prices,
    missing_jp: float,
    unit: float,
    fair: Floats,
    binds: Bytes,
) -> Mixture | None:
    """The best mixture of the pool's bundles with at most `missing_jp` hours missing.

    `cells` are the (group, slot) rows that can bind, `like` the prices so far, `fair` the present
    closure per fair group over its floor. Returns None when there is nothing to learn.
    """
    if pool.size == 0:
        return None
    P = problem
    groups = np.flatnonzero((P.fair_need > 0) & ((fair < NEAR_FAIR) | (like.fairness > 0)))
    master = _Master(problem, pool, groups)
    master.one_bundle_each()
    full, low = master.seats()
    money, coach = master.money(), master.coach()
    hours, quotas, fairness = master.hours(missing_jp), master.quotas(), master.fairness()
    away, rows = master.staffing(cells)
    spared, of_row = master.spared(binds)
    opened, of_pairs = master.opened(np.flatnonzero(like.opening > 0))
    answer = master.solve(BREAKING * max(like.hours, 0.1 * unit), unit)
    if answer is None:
        return None
    values, duals = answer
    staffing, floors = np.zeros(P.staffing.size), np.zeros(P.fair_need.size)
    staffing[rows] = np.maximum(0.0, -duals[away])
    opening = np.zeros_like(like.opening)
    opening[P.p_row[of_pairs]] = np.maximum(0.0, -duals[opened])
    tau = np.zeros(P.cells.size)
    tau[of_row] = np.maximum(0.0, -duals[spared])
    floors[groups] = np.clip(duals[fairness], 0.0, P.fair_penalty)
    prices = Prices(
        seat=-duals[full] - duals[low],
        money=np.maximum(0.0, -duals[money]) / MONEY,
        staffing=staffing.reshape(P.staffing.shape),
        coach=np.maximum(0.0, -duals[coach]) / TIME,
        quota=np.maximum(0.0, duals[quotas]),
        opening=opening,
        spare=of_cells(P, tau),
        fairness=floors,
        hours=float(max(0.0, duals[hours][0])),
    )
    weight, held = values[master.bundles], values[master.held]
    return Mixture(prices, np.maximum(0.0, weight), np.clip(held, 0.0, 1.0))


def between(one: Prices, other: Prices, share: float) -> Prices:
    """Prices on the way from `one` (share 0) to `other` (share 1)."""
    kinds = ("seat", "money", "staffing", "coach", "quota", "opening", "fairness", "hours")
    mixed = {k: (1.0 - share) * getattr(one, k) + share * getattr(other, k) for k in kinds}
    return Prices(**mixed, spare=mixed_spare(one.spare, other.spare, share))
