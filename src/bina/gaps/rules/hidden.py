"""Which cells of a matrix units × competencies must be hidden from who may not see persons.

Three tables hang together: units × competencies, units × groups of competencies (sums of the
first), and both with the totals of all units. A cell is hidden when few people are measured, few
of them have a gap, or few have none; and as many more that no hidden one follows from the rest.

Source: ours; see `engines/suppression.py` and `engines/suppressed_tables.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.engines.suppressed_tables import suppressed_cells
from bina.engines.suppression import suppressed, suppressed_means
from bina.gaps.rules.summary import Totals, added

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Hidden:
    """The competencies (ids) and groups of competencies whose cells of a row are hidden."""

    competencies: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()

    def of(self, keys: Mapping[int, int]) -> frozenset[int]:
        """The hidden columns, where `keys` gives a competency's column: itself, or its group."""
        by_itself = all(key == competency for competency, key in keys.items())
        return self.competencies if by_itself else self.groups


NOTHING = Hidden()


def hidden_cells(
    rows: Sequence[Totals], group_of: Mapping[int, int], least: int, above: Hidden = NOTHING
) -> tuple[Hidden, list[Hidden]]:
    """What to hide of all units together, and of each row.

    `above`: what a table above hides of these units together; it stays hidden, and so does every
    row of such a column.
    """
    if not least:
        return NOTHING, [NOTHING] * len(rows)
    whole = added(rows)
    marks: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in range(len(rows) + 1)]
    for group in sorted(set(group_of.values())):
        of_group = [pk for pk in whole["competency"] if group_of.get(pk) == group]
        if not of_group:
            continue
        mask = _group_mask([*rows, whole], of_group, least, _above(of_group, group, above))
        for at, (competencies, groups) in enumerate(marks):
            competencies.update(pk for pk, hide in zip(of_group, mask[at], strict=False) if hide)
            if mask[at, -1]:
                groups.add(group)
    found = [Hidden(frozenset(c), frozenset(g)) for c, g in marks]
    return found[-1], found[:-1]


def _above(competencies: Sequence[int], group: int, above: Hidden) -> list[bool]:
    return [*(pk in above.competencies for pk in competencies), group in above.groups]


def _group_mask(
    rows: Sequence[Totals], competencies: Sequence[int], least: int, above: list[bool]
) -> NDArray[np.bool_]:
    """The cells to hide, rows with the total last × competencies with the group last."""
    measured, with_gap = (_table(rows, competencies, name) for name in ("measured", "with_gap"))
    hidden = np.zeros(measured.shape, dtype=np.bool_)
    for at in range(measured.shape[1]):
        found = suppressed(with_gap[:-1, at], measured[:-1, at], least)
        hidden[:-1, at] = found.rows
        hidden[-1, at] = found.total
    hidden[:, above] = True
    people = measured.copy()  # of a group: those of the competency with most of them
    people[:, -1] = measured[:, :-1].max(axis=1)
    return suppressed_cells(people, least, hidden)


def _table(rows: Sequence[Totals], competencies: Sequence[int], name: str) -> Ints:
    place = {pk: at for at, pk in enumerate(competencies)}
    table = np.zeros((len(rows), len(competencies) + 1), dtype=np.int64)
    for at, totals in enumerate(rows):
        for pk, value in zip(totals["competency"], totals[name], strict=True):
            if pk in place:
                table[at, place[pk]] = value
    table[:, -1] = table[:, :-1].sum(axis=1)
    return table


def hidden_means(rows: Sequence[Totals], least: int) -> list[bool]:
    """Which rows of means over all competencies must be hidden (districts)."""
    if not least or not rows:
        return [False] * len(rows)
    measured, with_gap = (
        np.array([sum(row[name]) for row in rows], dtype=np.int64)
        for name in ("measured", "with_gap")
    )
    people = np.array([max(row["measured"], default=0) for row in rows], dtype=np.int64)
    counts = suppressed(with_gap, measured, least)
    found: list[bool] = suppressed_means(people, least, counts.rows).rows.tolist()
    return found
