"""Programs on their way to HiGHS: interior point and simplex method, and whole numbers."""

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
MANY_ROWS = 1500  # more are solved sooner by the interior point method
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
        solver = highs(solver="ipx", run_crossover="off", ipm_optimality_tolerance=TOLERANCE)
        solver.passModel(self._model(cost, low, high))
        solver.run()
        answer = solver.getSolution()
        values, duals = np.array(answer.col_value), np.array(answer.row_dual)
        usable = values.size == self.n_columns and duals.size == self.n_rows
        if not usable or not np.isfinite(values).all() or not np.isfinite(duals).all():
            return None
        return values, duals

    def duals(self, cost: Floats) -> Floats | None:
        """Duals of the rows at the minimum over columns from 0 to 1; None: there is none."""
        answer = self.matrix().relaxed(cost)
        return None if answer is None else answer[1]

    def matrix(self) -> "Matrix":
        """All entries so far, each once."""
        row, column = np.concatenate(self.row), np.concatenate(self.column)
        key = column * self.n_rows + row
        order = np.argsort(key, kind="stable")
        found, first = np.unique(key[order], return_index=True)
        value = np.add.reduceat(np.concatenate(self.value)[order], first)
        column, row = np.divmod(found, self.n_rows)
        return Matrix(
            row, column, value, self.n_columns, np.concatenate(self.low), np.concatenate(self.high)
        )

    def _model(self, cost: Floats, low: Floats, high: Floats) -> highspy.HighsLp:
        return self.matrix().model(cost, low, high)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Entries by column, then row, each once; low <= matrix @ columns <= high."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: Floats
    n_columns: int
    low: Floats
    high: Floats

    def model(self, cost: Floats, low: Floats, high: Floats) -> highspy.HighsLp:
        """The minimisation over columns low..high as HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.n_columns, self.low.size
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
        lp.row_lower_, lp.row_upper_ = self.low, self.high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.searchsorted(self.column, np.arange(self.n_columns + 1))
        lp.a_matrix_.start_ = starts.astype(np.int32)
        lp.a_matrix_.index_ = self.row.astype(np.int32)
        lp.a_matrix_.value_ = self.value
        return lp

    def used(self, columns: Floats) -> Floats:
        """What the columns come to in every row."""
        value = self.value * columns[self.column]
        return np.asarray(np.bincount(self.row, value, minlength=self.low.size))

    def beside(self, fixed: Floats, free: NDArray[np.int64]) -> "Matrix":
        """The free columns alone, beside what is fixed; rows without any of them are left out."""
        number = np.full(self.n_columns, -1)
        number[free] = np.arange(free.size)
        own = number[self.column] >= 0
        rows, place = np.unique(self.row[own], return_inverse=True)
        used = self.used(fixed)[rows]
        return Matrix(
            place, number[self.column[own]], self.value[own], free.size,
            self.low[rows] - used, self.high[rows] - used,
        )  # fmt: skip

    def relaxed(self, cost: Floats) -> tuple[Floats, Floats] | None:
        """(columns, duals of the rows) at the minimum over columns from 0 to 1, or None.

        A corner of what the rows allow, where most columns are whole: by the simplex method, in
        large programs by the interior point method and a crossover. None: no columns keep the rows.
        """
        solver = highs(solver="simplex" if self.low.size <= MANY_ROWS else "ipx")
        solver.passModel(self.model(cost, np.zeros(cost.size), np.ones(cost.size)))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        answer = solver.getSolution()
        return np.array(answer.col_value), np.array(answer.row_dual)

    def whole(self, cost: Floats, nodes: int) -> Floats | None:
        """The best columns of 0 and 1 found by at most `nodes` branchings; None: none was found."""
        model = self.model(cost, np.zeros(cost.size), np.ones(cost.size))
        model.integrality_ = [highspy.HighsVarType.kInteger] * cost.size
        solver = highs(mip_max_nodes=nodes, **WHOLE)
        solver.passModel(model)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        known = (
            solver.getInfo().primal_solution_status
            == highspy.SolutionStatus.kSolutionStatusFeasible
        )
        return np.round(values) if known and values.size == cost.size else None


def highs(**options: Any) -> QuietHighs:
    """HiGHS in one thread with these options."""
    solver = QuietHighs()
    for name, setting in {"log_to_console": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, setting)
    return solver
