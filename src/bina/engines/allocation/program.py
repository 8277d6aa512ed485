"""A program on its way to HiGHS: by its interior point method, or in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Floats

TOLERANCE = 0.01  # relative, of the interior point method
# Of a program in whole numbers. HiGHS's presolve strengthens rows of costs in a loop that may take
# hours (seen in 1.16), also after a restart and in the programs of its heuristics: all stay off.
WHOLE = {
    "presolve": "off", "mip_allow_restart": False, "mip_heuristic_effort": 0.0, "mip_rel_gap": 1e-5
}  # fmt: skip
INF = highspy.kHighsInf

Entries = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]  # rows, columns, values


class QuietHighs(highspy.Highs):
    """HiGHS without the banner that it prints while callbacks are switched on, before any option.

    The solver is called once and is not interrupted, so it needs none of them.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # highspy carries no types
        self.setOptionValue("output_flag", False)

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        """None are used."""


@dataclass
class Program:
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
        """Minimise; (values, duals of the rows), or None without a usable answer.

        By the interior point method without crossover.
        """
        solver = _solver(solver="ipx", run_crossover="off", ipm_optimality_tolerance=TOLERANCE)
        solver.passModel(self._model(cost, low, high))
        solver.run()
        answer = solver.getSolution()
        values, duals = np.array(answer.col_value), np.array(answer.row_dual)
        usable = values.size == self.n_columns and duals.size == self.n_rows
        if not usable or not np.isfinite(values).all() or not np.isfinite(duals).all():
            return None
        return values, duals

    def choose(self, cost: Floats, start: Floats, nodes: int) -> Floats:
        """Minimise over columns of 0 and 1, from `start`, by at most `nodes` branchings.

        Returns the best columns found; `start`, which must keep all rows, when nothing is better.
        """
        model = self._model(cost, np.zeros(cost.size), np.ones(cost.size))
        model.integrality_ = [highspy.HighsVarType.kInteger] * cost.size
        solver = _solver(mip_max_nodes=nodes, **WHOLE)
        solver.passModel(model)
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        solver.setSolution(known)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        if values.size != cost.size or not np.isfinite(values).all():
            return start
        found = np.round(values)
        return found if cost @ found < cost @ start else start

    def _model(self, cost: Floats, low: Floats, high: Floats) -> highspy.HighsLp:
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
        return lp


def _solver(**options: Any) -> QuietHighs:
    solver = QuietHighs()
    for name, setting in {"log_to_console": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, setting)
    return solver
