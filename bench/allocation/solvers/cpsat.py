"""OR-Tools CP-SAT on the compact program in whole numbers, rounded outward.

Fractional columns are counted in units of UNIT, hours in whole JP. A row is multiplied by the
smallest of FACTORS that makes it whole; where none does, its coefficients and sides are rounded so
that no plan is lost (all columns are 0 or more), and so is the cost. The bound then holds as it is,
but for a person's closure that is no multiple of UNIT: as much is added for everybody.
"""

import time

import numpy as np

from bench.allocation.highs_run import Answer
from bench.allocation.mip import Mip
from bench.allocation.solvers import Outcome, Task
from bench.allocation.solvers.stages import two_stages

UNIT = 1e-4
FACTORS = (1, 2, 10, 20, 100, 200, 1_000, 2_000, 10_000, 100_000)
NEARLY = 1e-7
HUGE = 2**52


class CpSat:
    """Alone, or warm: with our first plan as a hint."""

    package = "ortools"

    def __init__(self, *, warm: bool = False) -> None:
        self.name, self.wants_start = ("cpsat-warm" if warm else "cpsat"), warm

    def solve(self, task: Task) -> Outcome:
        """Both stages."""
        return two_stages(task, lambda mip, seconds, start: minimise(mip, seconds, start, task))


def units(mip: Mip) -> np.ndarray:
    """What one of each column's whole numbers stands for, (n_columns,)."""
    counted = np.array([name.startswith("short_") for name in mip.names], dtype=bool)
    return np.where(mip.whole | counted, 1.0, UNIT)


def scaled(values: np.ndarray) -> tuple[np.ndarray, float, bool]:
    """(values times a factor, the factor, whether they are whole then)."""
    for factor in FACTORS:
        times = values * factor
        if np.abs(times - np.round(times)).max(initial=0.0) < NEARLY:
            return np.round(times), float(factor), True
    return values * FACTORS[-1], float(FACTORS[-1]), False


def whole_rows(mip: Mip):
    """Rows in whole numbers: (columns, coefficients, low, high), with outward rounding."""
    unit = units(mip)
    for r in range(mip.n_rows):
        first, last = mip.start[r], mip.start[r + 1]
        columns = mip.index[first:last]
        value, factor, exact = scaled(mip.value[first:last] * unit[columns] / UNIT)
        factor /= UNIT
        low, high = mip.row_low[r] * factor, mip.row_high[r] * factor
        if np.isfinite(high):
            yield columns, np.floor(value), -HUGE, int(np.floor(high + NEARLY) if exact
                                                       else np.ceil(high))  # fmt: skip
        if np.isfinite(low):
            yield columns, np.ceil(value), int(np.ceil(low - NEARLY) if exact
                                               else np.floor(low)), HUGE  # fmt: skip


def hint_of(mip: Mip, start: np.ndarray) -> np.ndarray:
    """A point in whole numbers that keeps the rows: closure rounded down, sum and floors anew."""
    hint = np.round(start / units(mip)).astype(np.int64)
    kinds = np.array([name.split("_")[0] + "_" * ("_" in name) for name in mip.names])
    each, total, below = (
        np.flatnonzero(kinds == kind) for kind in ("closure_", "closure", "below_")
    )
    hint[each] = np.floor(start[each] / UNIT + NEARLY)
    if not below.size:
        return hint
    hint[total] = hint[each].sum()
    for columns, value, low, _ in whole_rows(mip):
        at = np.flatnonzero(np.isin(columns, below))
        if at.size and low > -HUGE:
            column, own = columns[at[0]], int(value[at[0]])
            lacking = low - int(value.astype(np.int64) @ hint[columns])
            hint[column] = max(0, hint[column] - lacking // -own)
    return hint


def minimise(mip: Mip, seconds: float, start: np.ndarray | None, task: Task) -> Answer:
    """One program."""
    from ortools.sat.python import cp_model

    model, unit = cp_model.CpModel(), units(mip)
    tops = np.where(np.isfinite(mip.high), np.ceil(mip.high / unit - NEARLY), HUGE)
    lows = np.floor(mip.low / unit + NEARLY)
    columns = [
        model.new_int_var(int(low), int(high), name)
        for low, high, name in zip(lows, tops, mip.names, strict=True)
    ]
    for used, value, low, high in whole_rows(mip):
        terms = cp_model.LinearExpr.weighted_sum(
            [columns[c] for c in used.tolist()], value.astype(np.int64).tolist()
        )
        model.add_linear_constraint(terms, low, high)
    paid = np.flatnonzero(mip.cost)
    cost, factor, _ = scaled(mip.cost[paid] * unit[paid] / unit[paid].min(initial=1.0))
    factor /= unit[paid].min(initial=1.0)
    chosen = [columns[c] for c in paid.tolist()]
    weights = np.floor(cost).astype(np.int64).tolist()
    model.minimize(cp_model.LinearExpr.weighted_sum(chosen, weights))
    if start is not None:
        for column, value in zip(columns, hint_of(mip, start).tolist(), strict=True):
            model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.num_workers = task.threads
    solver.parameters.random_seed = task.seed
    begun = time.monotonic()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    point = np.array([solver.value(c) for c in columns], dtype=float) * unit if found else None
    bound = mip.offset + solver.best_objective_bound / factor
    if (unit[paid] != 1.0).any():
        bound -= UNIT * paid.size
    if status == cp_model.UNKNOWN and solver.best_objective_bound == 0:
        bound = -np.inf  # it has none yet, and says 0
    return Answer(
        point, bound, proven=status == cp_model.OPTIMAL,
        infeasible=status == cp_model.INFEASIBLE, seconds=time.monotonic() - begun,
    )  # fmt: skip
