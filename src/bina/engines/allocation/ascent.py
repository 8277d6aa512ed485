"""Finds good prices: a subgradient ascent with one adaptive step per row (stage 1 and stage 2).

Every round solves all people's bundles at the present prices, which gives a valid bound at once;
the prices then rise where a rule is broken and fall where it is slack, with steps that shrink as
rounds go by. The averages of the last rounds say which sessions the relaxed plan holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bina.engines.allocation.bounds import closure_bound, worth_with
from bina.engines.allocation.model import Bytes, Floats, Ints, Prices
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    cell_prices,
    choose_all,
    empty_choice,
    empty_memory,
    empty_use,
    price_columns,
    use_many,
    worth_per_point,
)
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.spare import binding_cells, earned, of_cells, on_cells

STEP, FADE, POWER = 0.15, 20.0, 1.5  # step_k = STEP / (1 + FADE k / K) ** POWER
MOMENTUM, MEMORY = 0.5, 0.98
AVERAGE_FROM = 0.6
OPENING_STEP = 1.0
EARLY_PARTS = 8  # in the first rounds prices move after every eighth of the people
EARLY_SHARE = 0.85
NODES, TURNS = 1, 4  # of a person's search in a round
FINISH_NODES = (32, 128, 512, 2048, 8192)  # of a person's search, per level of the proof
HOURS_START, HOURS_SCALE = 0.1, 0.2  # price of a missing JP, in typical seats' worth


@dataclass
class Row:
    """Prices of one kind of rule with the state of their steps."""

    price: Floats
    scale: float
    top: float = np.inf
    mean: Floats = field(init=False)
    square: Floats = field(init=False)
    average: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.mean = np.zeros_like(self.price)
        self.square = np.zeros_like(self.price)
        self.average = np.zeros_like(self.price)

    def step(self, excess: Floats, rate: float, k: int) -> None:
        """Move along `excess` (how far the rule is broken, in shares of its right-hand side)."""
        self.square *= MEMORY
        self.square += (1.0 - MEMORY) * excess * excess
        self.mean *= MOMENTUM
        self.mean += (1.0 - MOMENTUM) * excess
        norm = np.sqrt(self.square / (1.0 - MEMORY**k)) + 1e-3
        self.price += rate * self.scale * self.mean / norm
        np.clip(self.price, 0.0, self.top, out=self.price)


def seat_unit(problem: Problem, *, closure: bool) -> float:
    """Typical worth of a seat: steps are measured in it."""
    if not closure:
        held = problem.p_keep[problem.p_keep > 0]
        hours = held if held.size else problem.s_jp
        return max(1.0, float(hours.mean())) if hours.size else 1.0
    need = problem.need[:-1]
    worth = need["weight"] * (need["full"] + 0.5 * (need["gap"] - need["full"]))
    return max(1e-6, float(worth.mean())) if worth.size else 1.0


def _implied(problem: Problem) -> NDArray[np.bool_]:
    """(group, slot) rows that follow from another slot with no fewer sessions and no more room."""
    n_slots = problem.staffing.shape[1]
    taken = np.zeros((n_slots, problem.n_sessions), dtype=np.float32)
    taken[problem.slot, np.repeat(np.arange(problem.n_sessions), np.diff(problem.slot_ptr))] = 1.0
    common = taken @ taken.T
    size = taken.sum(axis=1)
    inside = common >= size[:, None] - 0.5  # row's sessions are all in the column's
    same = inside & inside.T
    first = np.arange(n_slots)
    implied = np.zeros(problem.staffing.shape, dtype=np.bool_)
    for t in np.flatnonzero(size > 0):
        for wider in np.flatnonzero(inside[t]):
            if wider == t:
                continue
            room, other = problem.staffing[:, t], problem.staffing[:, wider]
            tie = bool(same[t, wider]) and first[wider] > first[t]
            implied[:, t] |= (other < room) if tie else (other <= room)
    return implied


def _active_cells(problem: Problem) -> tuple[Ints, Ints]:
    """(group, slot) that some session of a member uses."""
    used = np.zeros(problem.staffing.shape, dtype=np.bool_)
    lengths = np.diff(problem.slot_ptr)[problem.cells["session"]]
    group = np.repeat(problem.cells["group"], lengths)
    starts = problem.slot_ptr[:-1][problem.cells["session"]]
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if lengths.size else lengths
    rows = np.repeat(starts - before, lengths) + np.arange(group.size)
    used[group, problem.slot[rows]] = True
    g, t = np.nonzero(used & ~_implied(problem))
    return g.astype(np.int32), t.astype(np.int32)


@njit(cache=True, nogil=True)
def _step_openings(
    P: Problem, C: Choice, held: Floats, step: float, binds: Bytes, rho: Floats, tau: Floats,
    sums: Floats,
) -> None:  # fmt: skip
    """Opening prices rise for pairs that are taken beyond the share to which a session is held.

    So do those of the cells that bind, where more are taken than that share of the spared.
    """
    pair, cells = P.pair, P.cells
    for p in range(rho.size):
        rho[p] -= step * held[pair[p].session]
    for c in range(tau.size):
        tau[c] -= step * held[cells[c].session] * cells[c].spare
    for i in range(C.n.size):
        for a in range(C.n[i]):
            p = C.pair[i, a]
            rho[p] += step
            for at in range(pair[p].cell, pair[p + 1].cell):
                tau[P.cell[at]] += step
    sums[:] = 0.0
    for p in range(rho.size):
        rho[p] = max(0.0, rho[p])
        sums[pair[p].session] += rho[p]
    for c in range(tau.size):
        tau[c] = max(0.0, tau[c]) if binds[c] == 1 else 0.0
        sums[cells[c].session] += tau[c] * cells[c].spare


class Ascent:
    """Prices on their way up; one `round` at a time. `best` holds the tightest bound so far."""

    def __init__(
        self,
        problem: Problem,
        *,
        closure: bool,
        missing_jp: float,
        rounds: int,
        n_pairs: int | None = None,
    ) -> None:
        self.problem, self.closure, self.rounds = problem, closure, rounds
        self.missing_jp = missing_jp
        self.n_steps = 0
        self.k, self.early = 0, int(EARLY_SHARE * rounds)
        self.unit = unit = seat_unit(problem, closure=closure)
        paid = problem.p_cost[problem.p_cost > 0]
        rupiah = float(paid.mean()) if paid.size else 1.0
        coached = problem.s_minutes[problem.s_minutes > 0]
        minutes = float(coached.mean()) if coached.size else 1.0
        self.cells = _active_cells(problem)
        n_s = problem.n_sessions
        self.rows = {
            "full": Row(np.zeros(n_s), unit),
            "low": Row(np.zeros(n_s), unit),
            "money": Row(np.full(problem.line.size, 0.03 * unit / rupiah), 0.1 * unit / rupiah),
            "staffing": Row(np.zeros(self.cells[0].size), 0.3 * unit),
            "coach": Row(np.full(problem.pool.size, 0.1 * unit / minutes), 0.3 * unit / minutes),
            "quota": Row(np.zeros(problem.quota.size), unit),
            "fairness": Row(np.zeros(problem.fair_need.size), 0.3, top=problem.fair_penalty),
            "hours": Row(np.full(1, HOURS_START * unit), HOURS_SCALE * unit),
        }
        self.rho = np.zeros(problem.p_session.size)
        self.rho_sum = np.zeros(n_s)  # per session
        self.rho_average = np.zeros(problem.p_session.size)
        self.tau = np.zeros(problem.cells.size)
        self.tau_average = np.zeros(problem.cells.size)
        self.binds = binding_cells(problem)
        self.n_rows = int(problem.p_row.max(initial=-1)) + 1 if n_pairs is None else n_pairs
        self.held = np.full(n_s, 0.7)  # smoothed share to which the relaxed plan holds a session
        self.choice: Choice = empty_choice(problem.n_people)
        self.memory = empty_memory(problem.n_people)
        self.use: Use = empty_use(problem)
        self.seats_average = np.zeros(n_s)
        self.n_average = 0
        self.best_bound = np.inf
        self.best_prices: Prices = self.prices()
        self.everyone = np.arange(problem.n_people, dtype=np.int32)

    def prices(self, *, averaged: bool = False) -> Prices:
        """Present (or averaged) prices in the certificate's shape."""
        get = {name: (r.average if averaged else r.price) for name, r in self.rows.items()}
        staffing = np.zeros(self.problem.staffing.shape)
        staffing[self.cells] = get["staffing"]
        opening = np.zeros(self.n_rows)
        opening[self.problem.p_row] = self.rho_average if averaged else self.rho
        return Prices(
            opening=opening,
            spare=of_cells(self.problem, self.tau_average if averaged else self.tau),
            seat=get["full"] - get["low"],
            money=get["money"].copy(),
            staffing=staffing,
            coach=get["coach"].copy(),
            quota=get["quota"].copy(),
            fairness=get["fairness"].copy() if self.closure else np.zeros_like(get["fairness"]),
            hours=float(get["hours"][0]) if self.closure else 1.0,
        )

    def stand_at(self, prices: Prices) -> None:
        """Go on from these prices."""
        P, rows = self.problem, self.rows
        rows["full"].price = np.maximum(prices.seat, 0.0)
        rows["low"].price = np.maximum(-prices.seat, 0.0)
        rows["money"].price = prices.money.copy()
        rows["staffing"].price = prices.staffing[self.cells]
        rows["coach"].price = prices.coach.copy()
        rows["quota"].price = prices.quota.copy()
        rows["fairness"].price = np.minimum(prices.fairness, P.fair_penalty)
        rows["hours"].price = np.array([prices.hours])
        self.rho, self.tau = prices.opening[P.p_row], on_cells(P, prices.spare)
        sums = np.bincount(P.p_session, self.rho, minlength=P.n_sessions)
        self.rho_sum = sums + earned(P, self.tau)

    def columns(self, prices: Prices) -> PriceColumns:
        """The prices in the kernels' shape."""
        return price_columns(self.problem, prices, closure=self.closure, unit=self.unit)

    def _columns_now(self) -> PriceColumns:
        """`columns(prices())` without the way through the certificate's shape."""
        get = {name: r.price for name, r in self.rows.items()}
        staffing = np.zeros(self.problem.staffing.shape)
        staffing[self.cells] = get["staffing"]
        mult = worth_per_point(
            self.problem, get["fairness"] if self.closure else 0.0 * get["fairness"]
        )
        cells = cell_prices(self.problem, staffing) + self.tau
        return PriceColumns(
            get["full"] - get["low"], get["money"].copy(), get["coach"].copy(), get["quota"].copy(),
            self.rho, cells, mult if self.closure else 0.0 * mult,
            float(get["hours"][0]) if self.closure else 1.0, self.unit,
        )  # fmt: skip

    def _eps(self) -> float:
        done = self.k / max(1, self.rounds)
        return self.unit * (0.05 if done < 0.15 else 0.01 if done < 0.7 else 0.003)

    def round(self) -> float:
        """All people once; returns the best bound so far (the value that no plan exceeds)."""
        parts = EARLY_PARTS if self.k < self.early else 1
        for part in range(parts):
            people = np.ascontiguousarray(self.everyone[part::parts])
            use_many(self.problem, people, -1, self.choice, self.use)
            choose_all(
                self.problem, self._columns_now(), people, self._eps(), NODES, self.choice,
                self.memory, TURNS,
            )  # fmt: skip
            use_many(self.problem, people, 1, self.choice, self.use)
            if parts == 1:
                self.keep(self.prices(), self.choice.bound)
            seen = (part + 1) / parts if self.k == 0 else 1.0
            self._step(1.0 / seen)
        self.k += 1
        return self.best_bound

    def keep(self, prices: Prices, person_bounds: Floats) -> None:
        """Keep the prices if they prove more than the best so far."""
        bound = closure_bound(self.problem, prices, person_bounds, self.missing_jp)
        if bound < self.best_bound:
            self.best_bound, self.best_prices = bound, prices

    def _step(self, blow_up: float) -> None:
        """One step of all prices; `blow_up` scales use up while not everybody was asked yet."""
        P, U = self.problem, self.use
        rate = STEP / (1.0 + FADE * self.k / max(1, self.rounds)) ** POWER
        top = np.maximum(1.0, P.s_max)
        seat = self.rows["full"].price - self.rows["low"].price
        worth = worth_with(P, seat, self.rows["money"].price, self.rho_sum) / (top * self.unit)
        self.held = np.clip(self.held + min(0.3, 4.0 * rate) * worth, 0.0, 1.0)
        self.held[P.s_must == 1] = 1.0
        seats = U.seats * blow_up
        fixed = self._fixed(self.held)
        line = np.maximum(1, P.line)
        pool = np.maximum(1, P.pool)
        away = U.away[self.cells] * blow_up
        allowed = P.staffing[self.cells]
        need = np.maximum(P.fair_need * self._need_total(), 1e-9)
        self.n_steps += 1
        steps: dict[str, NDArray[np.float64]] = {
            "full": (seats - P.s_max * self.held) / top,
            "low": (P.s_min * self.held - seats) / top,
            "money": 5.0 * (U.money * blow_up + fixed - P.line) / line,
            "staffing": (away - allowed) / np.maximum(allowed, 2),
            "coach": 5.0 * (U.minutes * blow_up - P.pool) / pool,
            "quota": (P.quota - U.quota * blow_up) / np.maximum(1, P.quota),
        }
        if self.closure:
            total = float(U.total[0])
            short = float(U.total[1])
            owed = max(1.0, float(P.jp_needed.sum()))
            steps["fairness"] = 5.0 * (P.fair_need * total - U.fair) * blow_up / need
            steps["hours"] = np.array([20.0 * (short - self.missing_jp) / owed])
        for name, excess in steps.items():
            self.rows[name].step(np.asarray(excess, dtype=np.float64), rate, self.n_steps)
        step = OPENING_STEP * rate * self.unit
        _step_openings(
            P, self.choice, self.held, step, self.binds, self.rho, self.tau, self.rho_sum
        )
        if self.k >= AVERAGE_FROM * self.rounds:
            self._average()

    def _need_total(self) -> float:
        P = self.problem
        return float((P.need["weight"] * P.need["gap"]).sum()) * 0.3 + 1e-9

    def _fixed(self, held: Floats) -> Floats:
        P = self.problem
        pays = P.s_line >= 0
        money = np.bincount(P.s_line[pays], (P.s_fixed * held)[pays], minlength=P.line.size)
        return np.asarray(money, dtype=np.float64)

    def _average(self) -> None:
        self.n_average += 1
        for row in self.rows.values():
            row.average += (row.price - row.average) / self.n_average
        self.rho_average += (self.rho - self.rho_average) / self.n_average
        self.tau_average += (self.tau - self.tau_average) / self.n_average
        self.seats_average += (self.use.seats - self.seats_average) / self.n_average

    def expected_seats(self) -> Floats:
        """Seats per session in the relaxed plan, averaged over the last rounds."""
        return self.seats_average if self.n_average else self.use.seats.astype(np.float64)

    def reschedule(self, rounds: int) -> None:
        """Let the steps fade over so many rounds in all."""
        self.rounds, self.early = rounds, int(EARLY_SHARE * rounds)

    def retarget(self, missing_jp: float) -> None:
        """Aim at a plan with `missing_jp` hours missing; the best bound moves along its line."""
        if np.isfinite(self.best_bound):
            self.best_bound += self.best_prices.hours * (missing_jp - self.missing_jp)
        self.missing_jp = missing_jp

    def fixed_share(self) -> Floats:
        """Share of each line that the relaxed plan pays for holding sessions (0..1)."""
        fixed = self._fixed(self.held)
        return np.asarray(fixed / np.maximum(1.0, fixed + self.use.money))

    def finish(self, levels: int, may_go_on: Callable[[], bool] = lambda: True) -> int:
        """Prove the best prices finer and finer.

        Each level searches longer for those whose bundle is not proven best yet. Keeps the bound;
        returns the number of levels done, at most len(FINISH_NODES) and at least 1.
        """
        prices = self.best_prices if np.isfinite(self.best_bound) else self.prices()
        columns, eps = self.columns(prices), 1e-5 * self.unit
        open_, done = self.everyone, 0
        bounds = np.full(self.problem.n_people, np.inf)
        for nodes in FINISH_NODES[:levels]:
            if done and not may_go_on():
                break
            choose_all(self.problem, columns, open_, eps, nodes, self.choice, self.memory)
            bounds = np.minimum(bounds, self.choice.bound)
            self.keep(prices, bounds)
            left = self.choice.bound - self.choice.value > 2 * eps
            open_ = np.flatnonzero(left).astype(np.int32)
            done += 1
        return done

    def hours_bound(self) -> int:
        """LB from the best prices so far (stage 1); `missing_jp` must be all that is owed."""
        if not np.isfinite(self.best_bound):
            return 0
        owed = self.problem.owed
        return max(0, int(np.ceil(owed - self.best_bound - 1e-6)))
