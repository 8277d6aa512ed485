"""Which rows of a published table must be hidden, so that no small cell can be read or computed.

A row has `size` members of whom `count` have something. It is small when 1..least−1 are members,
or have it, or lack it. Hiding it is not enough: with the totals beside the table a single hidden
row can be computed. So further rows are hidden, smallest first, until totals and sizes leave each
small row at least `least` possible counts (or, for fewer members, every count there is).

Where nobody or everybody has it, the total alone says so of each: nothing is hidden then.

Source: ours, after primary and complementary cell suppression as statistics offices practise it;
sizes and totals count as known to everybody, the hidden counts of other rows do not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Suppressed:
    """`rows` (n_rows,) true: hide; `total`: the sum of the counts must be hidden as well."""

    rows: Mask
    total: bool


def suppressed(counts: Counts, sizes: Counts | None, least: int) -> Suppressed:
    """The rows to hide.

    Parameters: `counts` (n_rows,) 0..size; `sizes` (n_rows,), None where a row has no known size
    (a table of reasons); `least` smallest count that may be shown, 0 or 1 hides nothing.
    Raises ValueError when a count is negative or larger than its size.

    >>> suppressed(np.array([2, 6, 30]), np.array([3, 12, 60]), 5).rows.tolist()
    [True, True, False]
    >>> suppressed(np.array([40, 9]), np.array([80, 18]), 5).rows.tolist()
    [False, False]
    """
    whole = np.full(len(counts), counts.sum()) if sizes is None else sizes
    if (counts < 0).any() or (counts > whole).any():
        raise ValueError("counts must be 0..size in every row; give counts of members only.")
    hidden = _small(counts, least)
    if sizes is not None and counts.sum() in (0, whole.sum()):
        return Suppressed(np.zeros(len(counts), bool), total=False)
    if sizes is not None:
        hidden |= _small(sizes, least) | _small(sizes - counts, least)
    if not hidden.any():
        return Suppressed(hidden, total=False)
    small = hidden.copy()
    weight = counts if sizes is None else sizes
    order = np.argsort(weight, kind="stable").tolist()
    rest = [row for row in order if weight[row] > 0 and not hidden[row]]
    while not _safe(counts, whole, hidden, small, least) and rest:
        hidden[rest.pop(0)] = True
    return Suppressed(hidden, total=not _safe(counts, whole, hidden, small, least))


def possible(counts: Counts, sizes: Counts, hidden: Mask) -> list[tuple[int, int]]:
    """(lowest, highest) count of each hidden row that fits the totals and the shown rows."""
    at = np.flatnonzero(hidden)
    left, members = int(counts[at].sum()), int(sizes[at].sum())
    return [(max(0, left - (members - int(sizes[row]))), min(int(sizes[row]), left)) for row in at]


def _small(counts: Counts, least: int) -> Mask:
    return (counts > 0) & (counts < least)


def _safe(counts: Counts, sizes: Counts, hidden: Mask, small: Mask, least: int) -> bool:
    spans = possible(counts, sizes, hidden)
    rows = np.flatnonzero(hidden).tolist()
    return len(rows) > 1 and all(
        high - low + 1 >= min(least, int(sizes[row]) + 1)
        for (low, high), row in zip(spans, rows, strict=True)
        if small[row]
    )


def suppressed_shares(columns: Counts, sizes: Counts, least: int) -> Suppressed:
    """The rows to hide in a table of several counts of the same members, hidden as whole rows.

    `columns` (n_rows, n_columns), each 0..size. Hiding more rows only widens what is possible, so
    the rows that any column needs protect every column.

    >>> suppressed_shares(np.array([[6, 2], [20, 20]]), np.array([12, 50]), 5).rows.tolist()
    [True, True]
    """
    hidden = np.zeros(len(sizes), dtype=np.bool_)
    total = False
    for column in columns.T:
        found = suppressed(column, sizes, least)
        hidden |= found.rows
        total |= found.total
    return Suppressed(hidden, total)


def suppressed_means(contributors: Counts, least: int, hidden: Mask | None = None) -> Suppressed:
    """The rows to hide in a table of means whose total mean stands beside it.

    A mean of 1..least−1 people tells of them; so does what the total leaves for all hidden rows
    together when they are one row or fewer than `least` people. `hidden` rows are hidden already.

    >>> suppressed_means(np.array([3, 12, 60]), 5).rows.tolist()
    [True, True, False]
    >>> suppressed_means(np.array([3, 4, 60]), 5).rows.tolist()
    [True, True, False]
    """
    found = _small(contributors, least)
    if hidden is not None:
        found |= hidden
    order = np.argsort(contributors, kind="stable").tolist()
    rest = [row for row in order if contributors[row] > 0 and not found[row]]
    while not _many(contributors[found], least) and rest:
        found[rest.pop(0)] = True
    return Suppressed(found, total=not _many(contributors[found], least))


def _many(contributors: Counts, least: int) -> bool:
    """Whether hidden rows together tell of nobody: none at all, or two of `least` people in all."""
    n = int(contributors.sum())
    return n == 0 or (n >= least and int((contributors > 0).sum()) > 1)
