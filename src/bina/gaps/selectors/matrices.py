"""Matrices of gaps: units × competencies of the city, people × competencies of a unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from bina.gaps.models import GapRun
from bina.gaps.rules.held import gap_levels
from bina.gaps.rules.hidden import NOTHING, Hidden, hidden_cells
from bina.gaps.rules.summary import Cell, Totals, group_cells
from bina.gaps.rules.words import SIZE_WORDS, TONES, Size, gap_size
from bina.gaps.selectors.people import competency_name
from bina.gaps.selectors.runs import GroupTotals, below_totals, unit_columns
from bina.people.models import Person, Unit
from bina.standards.models import Competency
from bina.text import Text

GROUPS = tuple(Competency.Group)


@dataclass(frozen=True)
class Column:
    """A column of a matrix: a competency, or a group of them."""

    key: int
    label: str
    full: str  # the whole name, for the heading's explanation
    group: str


@dataclass(frozen=True)
class Shown:
    """A cell with its word."""

    cell: Cell | None  # None: nobody needs it
    size: Size

    @property
    def word(self) -> Text:
        """The size of the mean gap in a word."""
        return Text(SIZE_WORDS[self.size])

    @property
    def tone(self) -> str:
        """The class that colours it."""
        return TONES[self.size]


def columns(group: str) -> tuple[list[Column], dict[int, int]]:
    """The columns, and the column key of each competency id.

    Without a group, one column a group; with one, one column a competency of it.
    """
    competencies = list(Competency.objects.order_by("order", "code"))
    if not group:
        keys = {pk: GROUPS.index(Competency.Group(c.group)) for c in competencies for pk in [c.pk]}
        shown = [
            Column(at, str(kind.label), str(kind.label), kind.value)
            for at, kind in enumerate(GROUPS)
            if at in set(keys.values())
        ]
        return shown, keys
    wanted = [c for c in competencies if c.group == group]
    return [Column(c.pk, c.code, competency_name(c), c.group) for c in wanted], {
        c.pk: c.pk for c in wanted
    }


def competency_columns(group: str) -> list[Column]:
    """One column for each competency of the group, or of all groups; one query."""
    found = Competency.objects.order_by("order", "code")
    rows = [c for c in found if not group or c.group == group]
    order = {kind.value: at for at, kind in enumerate(GROUPS)}
    rows.sort(key=lambda c: order[c.group])
    return [Column(c.pk, c.code, competency_name(c), c.group) for c in rows]


def shown_cells(
    totals: Totals, shown: Sequence[Column], keys: dict[int, int], hidden: Collection[int]
) -> list[Shown]:
    """One cell a column, in their order; `hidden` columns without a figure."""
    found = group_cells(totals, keys, hidden)
    return [
        Shown(
            found.get(column.key),
            gap_size(found[column.key].mean_gap) if column.key in found else "unknown",
        )
        for column in shown
    ]


def weighted_sum(totals: Totals, hidden: Hidden) -> float:
    """Σ weight·gap over the shown competencies: what the matrix is sorted by."""
    return _sum_of(totals, "weighted", hidden)


def measured_sum(totals: Totals, hidden: Hidden) -> float:
    """Results over the shown competencies."""
    return _sum_of(totals, "measured", hidden)


def _sum_of(totals: Totals, name: str, hidden: Hidden) -> float:
    pairs = zip(totals["competency"], totals[name], strict=True)
    return float(sum(value for pk, value in pairs if pk not in hidden.competencies))


@dataclass(frozen=True)
class OfficeRow:
    """An office (second level of the tree) in the city's matrix."""

    unit: Unit | None  # None: people whose unit is not known
    n_people: int
    totals: Totals
    hidden: Hidden


def city_rows(run: GapRun, least: int) -> tuple[list[OfficeRow], Hidden]:
    """The offices with their sums as stored with the run, and what to hide of their total."""
    units = Unit.objects.in_bulk([int(pk) for pk in run.totals["offices"]])
    people = run.totals["office_people"]
    total, hidden = hidden_offices(run, least)
    return [
        OfficeRow(units.get(int(pk)), people[pk], totals, hidden[pk])
        for pk, totals in run.totals["offices"].items()
    ], total


def hidden_offices(run: GapRun, least: int) -> tuple[Hidden, dict[str, Hidden]]:
    """What to hide of the city, and of each office by its key in the stored totals."""
    offices = run.totals.get("offices", {})
    total, rows = hidden_cells(list(offices.values()), _groups() if least else {}, least)
    return total, dict(zip(offices, rows, strict=True))


def _groups() -> dict[int, int]:
    """Competency id → position in GROUPS; one query."""
    pairs = Competency.objects.values_list("pk", "group")
    return {pk: GROUPS.index(Competency.Group(group)) for pk, group in pairs}


def hidden_below(
    run: GapRun, unit: Unit, below: Sequence[GroupTotals], least: int
) -> tuple[Hidden, list[Hidden]]:
    """What to hide of a unit and of each row `below` it, after all tables above it."""
    if not least:
        return NOTHING, [NOTHING] * len(below)
    groups = _groups()
    _total, offices = hidden_offices(run, least)
    ids = [int(part) for part in unit.path.split("/") if part]
    if len(ids) == 1:  # the city less the people whose unit is not known
        above = offices.get("0", NOTHING)
        return hidden_cells([row.totals for row in below], groups, least, above)
    above = offices.get(str(ids[1]), NOTHING)
    known = Unit.objects.in_bulk(ids)
    for parent_id, child_id in pairwise(ids[1:]):
        _whole, rows = below_totals(run, known[parent_id])
        _own, found = hidden_cells([row.totals for row in rows], groups, least, above)
        of = {row.unit.pk: hide for row, hide in zip(rows, found, strict=True)}
        above = of.get(child_id, above)
    return hidden_cells([row.totals for row in below], groups, least, above)


@dataclass(frozen=True)
class PersonRow:
    """One person of a unit: a value per column, None where not needed."""

    person: Person
    levels: list[dict[str, Any] | None]
    weighted_gap: float
    n_measured: int
    n_required: int


def people_rows(
    run: GapRun, unit_id: int, people: Sequence[Person], keys: Sequence[int]
) -> list[PersonRow]:
    """Each person's levels in the columns `keys` (competency ids), from the unit's block."""
    block = unit_columns(run, unit_id)
    found = []
    for person in people:
        own = np.flatnonzero(block["person_id"] == person.pk)
        by_competency = {int(block["competency_id"][at]): at for at in own.tolist()}
        gap = gap_levels(block["standard"][own], block["held"][own])
        found.append(
            PersonRow(
                person,
                [
                    _level(block, by_competency[key]) if key in by_competency else None
                    for key in keys
                ],
                float(np.nansum(gap * block["weight"][own])),
                int((~np.isnan(gap)).sum()),
                len(own),
            )
        )
    return found


def _level(block: dict[str, Any], at: int) -> dict[str, Any]:
    held = float(block["held"][at])
    standard = float(block["standard"][at])
    gap = None if np.isnan(held) else max(0.0, standard - held)
    size = gap_size(gap)
    return {
        "standard": standard,
        "held": None if gap is None else held,
        "error": None if gap is None else float(block["se"][at]),
        "gap": gap,
        "size": size,
        "word": Text(SIZE_WORDS[size]),
        "tone": TONES[size],
    }
