"""Questions to stored gap runs: the current one, a person's rows, a unit's, everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.gaps.models import GapBlock, GapRun
from bina.gaps.rules.columns import joined
from bina.gaps.rules.summary import Totals, added
from bina.people.models import Unit

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NeedColumns:
    """All rows of a run for the plan engine, (n_needs,), sorted by unit, person, competency."""

    person_id: NDArray[np.int32]
    competency_id: NDArray[np.int32]
    held: Floats  # level 0..5, NaN unmeasured
    se: Floats  # levels, NaN unmeasured
    standard: Floats  # level 1..5
    weight: Floats  # product of accepted priority factors


def current_run() -> GapRun | None:
    """The run that pages and plans read; None before the first."""
    return GapRun.objects.filter(is_current=True).first()


def need_columns(run: GapRun) -> NeedColumns:
    """What everybody needs and holds, from the stored blocks, in one query."""
    columns: Mapping[str, Any] = joined(
        list(run.blocks.order_by("pk").values_list("payload", flat=True))
    )
    return NeedColumns(
        *(columns[name] for name in ("person_id", "competency_id")),
        *(columns[name] for name in ("held", "se", "standard", "weight")),
    )


def unit_columns(run: GapRun, unit_id: int | None) -> dict[str, Any]:
    """The rows of the people directly in a unit; empty columns when there is no block."""
    blocks = (
        run.blocks.filter(unit__isnull=True)
        if unit_id is None
        else (run.blocks.filter(unit_id=unit_id))
    )
    payload = blocks.values_list("payload", flat=True).first()
    return joined([payload] if payload is not None else [])


def person_columns(run: GapRun, person_id: int, unit_id: int | None) -> dict[str, Any]:
    """A person's rows; empty when the person was not in the unit at the time of the run."""
    columns = unit_columns(run, unit_id)
    own = columns["person_id"] == person_id
    return {name: column[own] for name, column in columns.items()}


@dataclass(frozen=True)
class GroupTotals:
    """The sums of one unit with all below it."""

    unit: Unit
    n_people: int
    totals: Totals
    has_below: bool


def below_totals(run: GapRun, unit: Unit) -> tuple[GroupTotals, list[GroupTotals]]:
    """The sums of a unit with all below it, and of each unit directly under it, by name.

    The unit's own people stand under its own name when there are units below.
    """
    units = list(Unit.objects.filter(path__startswith=unit.path).order_by("name"))
    of_unit = {
        block.unit_id: block
        for block in GapBlock.objects.filter(run=run, unit__path__startswith=unit.path).defer(
            "payload"
        )
    }
    groups: dict[int, list[GapBlock]] = {}
    depth = unit.path.count("/")
    for below in units:
        if below.pk in of_unit:
            parts = below.path.strip("/").split("/")
            head = int(parts[depth - 1]) if len(parts) > depth - 1 else unit.pk
            groups.setdefault(head, []).append(of_unit[below.pk])
    rows = [
        GroupTotals(
            member,
            sum(block.n_people for block in groups[member.pk]),
            added(block.totals for block in groups[member.pk]),
            member.pk != unit.pk,
        )
        for member in units
        if member.pk in groups
    ]
    whole = GroupTotals(
        unit, sum(row.n_people for row in rows), added(row.totals for row in rows), len(rows) > 1
    )
    return whole, rows
