"""A mixed integer program as arrays, gathered block by block: minimise, rows low <= A x <= high."""

from dataclasses import dataclass, field, replace

import numpy as np

INF = float("inf")


@dataclass(frozen=True, eq=False)
class Mip:
    """minimise cost x + offset  subject to  row_low <= A x <= row_high, low <= x <= high.

    A is stored by rows: entries start[r] .. start[r + 1] - 1 of `index` (column) and `value`.
    `whole` marks columns that take whole numbers only. Names are unique and free of blanks.
    """

    cost: np.ndarray
    offset: float
    low: np.ndarray
    high: np.ndarray
    whole: np.ndarray
    start: np.ndarray
    index: np.ndarray
    value: np.ndarray
    row_low: np.ndarray
    row_high: np.ndarray
    names: list[str]
    row_names: list[str]

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return int(self.low.size)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.row_low.size)

    def row_of(self) -> np.ndarray:
        """Row of every entry."""
        return np.repeat(np.arange(self.n_rows), np.diff(self.start))

    def activity(self, point: np.ndarray) -> np.ndarray:
        """A x, (n_rows,)."""
        return np.bincount(self.row_of(), self.value * point[self.index], minlength=self.n_rows)

    def objective(self, point: np.ndarray) -> float:
        """Cost of a point, offset included."""
        return float(self.cost @ point) + self.offset

    def broken(self, point: np.ndarray, tolerance: float = 1e-6) -> list[str]:
        """Names of rows and columns that the point breaks by more than the tolerance."""
        done = self.activity(point)
        rows = (done < self.row_low - tolerance) | (done > self.row_high + tolerance)
        columns = (point < self.low - tolerance) | (point > self.high + tolerance)
        columns |= self.whole & (np.abs(point - np.round(point)) > tolerance)
        return [self.row_names[r] for r in np.flatnonzero(rows)] + [
            self.names[c] for c in np.flatnonzero(columns)
        ]

    def with_row(self, name: str, entries: np.ndarray, high: float) -> "Mip":
        """The same with one more row, entries (n_columns,) x <= high."""
        index = np.flatnonzero(entries)
        return replace(
            self,
            start=np.append(self.start, self.start[-1] + index.size),
            index=np.concatenate([self.index, index.astype(self.index.dtype)]),
            value=np.concatenate([self.value, entries[index]]),
            row_low=np.append(self.row_low, -INF),
            row_high=np.append(self.row_high, high),
            row_names=[*self.row_names, name],
        )

    def part(self, point: np.ndarray, free: np.ndarray) -> tuple["Mip", np.ndarray]:
        """The program of the free columns while all others stay at the point; and their numbers."""
        columns = np.flatnonzero(free)
        number = np.full(self.n_columns, -1)
        number[columns] = np.arange(columns.size)
        row, inside = self.row_of(), free[self.index]
        fixed = self.activity(np.where(free, 0.0, point))
        used = np.zeros(self.n_rows, bool)
        used[row[inside]] = True
        rows = np.flatnonzero(used)
        counts = np.bincount(row[inside], minlength=self.n_rows)[rows]
        smaller = Mip(
            cost=self.cost[columns],
            offset=self.offset + float(self.cost @ np.where(free, 0.0, point)),
            low=self.low[columns],
            high=self.high[columns],
            whole=self.whole[columns],
            start=np.concatenate([[0], np.cumsum(counts)]),
            index=number[self.index[inside]],
            value=self.value[inside],
            row_low=self.row_low[rows] - fixed[rows],
            row_high=self.row_high[rows] - fixed[rows],
            names=[self.names[c] for c in columns.tolist()],
            row_names=[self.row_names[r] for r in rows.tolist()],
        )
        return smaller, columns


@dataclass
class Gathering:
    """Columns and rows on their way to a `Mip`, added in blocks."""

    low: list[np.ndarray] = field(default_factory=list)
    high: list[np.ndarray] = field(default_factory=list)
    whole: list[np.ndarray] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    row: list[np.ndarray] = field(default_factory=list)
    column: list[np.ndarray] = field(default_factory=list)
    value: list[np.ndarray] = field(default_factory=list)
    row_low: list[np.ndarray] = field(default_factory=list)
    row_high: list[np.ndarray] = field(default_factory=list)
    row_names: list[str] = field(default_factory=list)

    def columns(self, names: list[str], low, high, *, whole: bool) -> np.ndarray:
        """Add columns; returns their numbers."""
        first, n = len(self.names), len(names)
        self.low.append(np.broadcast_to(np.asarray(low, float), n))
        self.high.append(np.broadcast_to(np.asarray(high, float), n))
        self.whole.append(np.full(n, whole))
        self.names += names
        return np.arange(first, first + n)

    def rows(self, names: list[str], low, high, *entries) -> None:
        """Add rows low <= sum of entries <= high; entries are (row from 0, column, value)."""
        first, n = len(self.row_names), len(names)
        self.row_low.append(np.broadcast_to(np.asarray(low, float), n))
        self.row_high.append(np.broadcast_to(np.asarray(high, float), n))
        self.row_names += names
        for row, column, value in entries:
            self.row.append(np.asarray(row, np.int64) + first)
            self.column.append(np.asarray(column, np.int64))
            self.value.append(np.broadcast_to(np.asarray(value, float), self.row[-1].size))

    def finish(self) -> Mip:
        """The program, without a cost. An empty row that cannot hold gets a column fixed at 0."""
        n_rows = len(self.row_names)
        row_low, row_high = joined(self.row_low, float), joined(self.row_high, float)
        filled = np.zeros(n_rows, bool)
        for row in self.row:
            filled[row] = True
        lost = np.flatnonzero(~filled & ((row_low > 0) | (row_high < 0)))
        if lost.size:
            none = self.columns(["none"], 0.0, 0.0, whole=False)
            self.row.append(lost)
            self.column.append(np.repeat(none, lost.size))
            self.value.append(np.ones(lost.size))
        row, column = joined(self.row, np.int64), joined(self.column, np.int64)
        n_columns = len(self.names)
        key, inverse = np.unique(row * max(1, n_columns) + column, return_inverse=True)
        value = np.bincount(inverse, joined(self.value, float), minlength=key.size)
        row, column = np.divmod(key, max(1, n_columns))
        return Mip(
            cost=np.zeros(n_columns),
            offset=0.0,
            low=joined(self.low, float),
            high=joined(self.high, float),
            whole=joined(self.whole, bool),
            start=np.searchsorted(row, np.arange(n_rows + 1)),
            index=column.astype(np.int32),
            value=value,
            row_low=row_low,
            row_high=row_high,
            names=self.names,
            row_names=self.row_names,
        )


def joined(blocks: list[np.ndarray], kind) -> np.ndarray:
    """One array of all blocks, also of none."""
    return np.concatenate([np.zeros(0, kind), *blocks]).astype(kind)
