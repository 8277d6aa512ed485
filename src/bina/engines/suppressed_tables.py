"""Which cells of a table with row and column totals must be hidden, so that none can be computed.

The table stands with its margins: the last row and the last column are the sums of the others, and
each line (a row or a column, its margin among them) is one equation. A hidden cell can be computed
exactly when it is a bridge of the graph that has the lines as points and the hidden cells as edges:
then one side of the graph sums to it alone. So cells are hidden, fewest contributors first, until
no hidden cell is a bridge.

Source: ours; complementary suppression in two-way tables, the graph as in Gusfield (1988), "A
graph theoretic approach to statistical data security", SIAM J. Comput. 17(3).
"""

import numpy as np
from numpy.typing import NDArray

from bina.engines.suppression import Mask, suppressed_means

Contributors = NDArray[np.int64]
Place = tuple[int, int]


def suppressed_cells(contributors: Contributors, least: int, hidden: Mask) -> Mask:
    """The cells to hide, (n_rows, n_columns) with both margins last.

    Parameters: `contributors` people behind each cell, margins among them (people may stand in
    several columns, so that a margin is no sum); `hidden` cells that must be hidden already.
    A cell of 1..least−1 people is hidden, and in each column what the total leaves for the hidden
    rows tells of `least` people or more.

    >>> table = np.array([[3, 20, 23], [30, 40, 70], [33, 60, 93]])
    >>> suppressed_cells(table, 5, np.zeros((3, 3), bool)).tolist()
    [[True, True, False], [True, True, False], [False, False, False]]
    """
    found = hidden | ((contributors > 0) & (contributors < least))
    if least < 2:
        return found
    for at in range(contributors.shape[1]):
        column = suppressed_means(contributors[:-1, at], least, found[:-1, at])
        found[:-1, at] = column.rows
        found[-1, at] |= column.total
    while told := computable(found & (contributors > 0)):
        more = _next(contributors, found, told)
        if more is None:
            break
        found[more] = True
    return found


def _next(contributors: Contributors, found: Mask, told: list[Place]) -> Place | None:
    """The cell to hide so that those that are told are fewer: a shown one in one of their lines.

    Inner cells before margins, then one that closes a circle, then fewest people.
    """
    touched = np.argwhere(found).tolist()
    rows, columns = {row for row, _column in touched}, {column for _row, column in touched}
    last_row, last_column = contributors.shape[0] - 1, contributors.shape[1] - 1
    places = {(row, at) for row, _column in told for at in range(last_column + 1)}
    places |= {(at, column) for _row, column in told for at in range(last_row + 1)}
    free = [place for place in places if contributors[place] > 0 and not found[place]]
    return min(
        free,
        key=lambda place: (
            place[0] == last_row or place[1] == last_column,
            not (place[0] in rows and place[1] in columns),
            contributors[place],
            place,
        ),
        default=None,
    )


def computable(hidden: Mask) -> list[Place]:
    """The hidden cells whose value follows from the shown ones.

    >>> computable(np.array([[True, False], [False, False]]))
    [(0, 0)]
    """
    n_rows = hidden.shape[0]
    edges = [(int(row), n_rows + int(column)) for row, column in np.argwhere(hidden)]
    beside: dict[int, list[tuple[int, int]]] = {}
    for at, (row, column) in enumerate(edges):
        beside.setdefault(row, []).append((column, at))
        beside.setdefault(column, []).append((row, at))
    places = [edges[at] for at in sorted(_bridges(beside))]
    return [(row, column - n_rows) for row, column in places]


def _bridges(beside: dict[int, list[tuple[int, int]]]) -> list[int]:
    """The edges that lie on no circle, by depth first search without recursion."""
    found: list[int] = []
    seen: dict[int, int] = {}
    lowest: dict[int, int] = {}
    for start in beside:
        if start in seen:
            continue
        seen[start] = lowest[start] = len(seen)
        path = [(start, -1, iter(beside[start]))]
        while path:
            point, came, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[point])
                    if lowest[point] > seen[above]:
                        found.append(came)
                continue
            other, edge = step
            if edge == came:
                continue
            if other in seen:
                lowest[point] = min(lowest[point], seen[other])
            else:
                seen[other] = lowest[other] = len(seen)
                path.append((other, edge, iter(beside[other])))
    return found
