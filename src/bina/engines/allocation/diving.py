"""One column for every owner: the linear program first, then whole numbers, step by step.

The linear program gives nearly everybody whole columns. Of those whom it tears between several, the
surest quarter is decided and the rest is asked again, which costs little from where the simplex
method stands; the last few dozen are decided in whole numbers by branching.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Floats, Ints
from bina.engines.allocation.program import Matrix, Program, highs

WHOLE_ENOUGH = 1e-6  # a column this near to 0 or 1 is whole
AT_ONCE = 0.25  # of the torn owners: so many are decided in a step
SURE = 0.5  # smaller parts of columns wait unless all are smaller
FEW_TORN = 40  # owners who are decided in whole numbers at once


@dataclass(frozen=True, eq=False)
class Chosen:
    """What `choose` found."""

    columns: Floats  # 0 or 1
    torn: NDArray[np.bool_]  # (n_owners,): the linear program gives parts of several columns
    wish: NDArray[np.int64]  # (n_owners,): whose largest part is which column; -1: not torn
    duals: Floats  # of the rows, in the linear program


def choose(program: Program, cost: Floats, owner: Ints, nodes: int) -> Chosen | None:
    """Minimise over columns of 0 and 1, of which every owner has one at most.

    The last torn owners are decided by at most `nodes` branchings; one of them may be left without
    a column where none fits, and then rows from below may be broken. None: no plan keeps the rows.
    """
    matrix = program.matrix()
    answer = matrix.relaxed(cost)
    if answer is None:
        return None
    part, duals = answer
    found = np.round(part)
    torn = np.zeros(int(owner.max(initial=-1)) + 1, dtype=np.bool_)
    torn[owner[~_is_whole(part)]] = True
    free = np.flatnonzero(torn[owner])
    found[free] = 0.0
    wish = np.full(torn.size, -1)
    order = free[np.argsort(part[free], kind="stable")]
    wish[owner[order]] = order  # the last one written is the largest
    if free.size:
        found[free] = dive(matrix.beside(found, free), cost[free], owner[free], nodes)
    return Chosen(found, torn, wish, duals)


def _is_whole(part: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.abs(part - np.round(part)) <= WHOLE_ENOUGH)


def dive(matrix: Matrix, cost: Floats, owner: Ints, nodes: int) -> Floats:
    """Columns of 0 and 1, decided step by step; rows from above hold, see `choose`."""
    diving, few = _Dive(matrix, cost), FEW_TORN
    while True:
        part = diving.parts()
        if part is None:
            return diving.low
        torn = np.unique(owner[~_is_whole(part)])
        if torn.size == 0:
            return np.round(part)
        if torn.size <= few:
            few = 0  # tried once
            left = np.isin(owner, torn)
            free, whole = np.flatnonzero(left & (diving.high > 0.0)), np.round(part)
            whole[left] = 0.0
            chosen = matrix.beside(whole, free).whole(cost[free], nodes)
            if chosen is not None:
                whole[free] = chosen
                return whole
        diving.decide(part)


class _Dive:
    """The linear program with some columns decided: low = high = 1 (taken) or 0 (forbidden)."""

    def __init__(self, matrix: Matrix, cost: Floats) -> None:
        self.matrix, n = matrix, cost.size
        self.low, self.high = np.zeros(n), np.ones(n)
        self.starts = np.searchsorted(matrix.column, np.arange(n + 1))
        self.solver = highs(solver="simplex")
        self.solver.passModel(matrix.model(cost, self.low, self.high))
        self.last: list[int] = []  # taken since the rows were last kept

    def parts(self) -> Floats | None:
        """Columns at the minimum; what was taken last is given up where it breaks the rows.

        None: neither with nor without the last column that was tried.
        """
        while True:
            self.solver.run()
            if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return np.array(self.solver.getSolution().col_value)
            if not self.last:
                return None
            if len(self.last) == 1:
                self._bound(self.last.pop(), 0.0, 0.0)
                continue
            kept = len(self.last) // 2
            for j in self.last[kept:]:
                self._bound(j, 0.0, 1.0)
            del self.last[kept:]

    def decide(self, part: Floats) -> None:
        """Take the largest parts while they fit beside what is taken; forbid those that do not."""
        torn = np.flatnonzero(~_is_whole(part))
        order = torn[np.argsort(-part[torn], kind="stable")]
        surest = order[: max(1, int(AT_ONCE * order.size))]
        room = self.matrix.high - self.matrix.used(self.low)
        self.last = []
        for j in surest[part[surest] >= min(SURE, part[order[0]])].tolist():
            own = slice(self.starts[j], self.starts[j + 1])
            rows, value = self.matrix.row[own], self.matrix.value[own]
            if (value <= room[rows] + WHOLE_ENOUGH).all():
                room[rows] -= value
                self._bound(j, 1.0, 1.0)
                self.last.append(j)
            else:
                self._bound(j, 0.0, 0.0)

    def _bound(self, column: int, low: float, high: float) -> None:
        self.low[column], self.high[column] = low, high
        self.solver.changeColBounds(column, low, high)
