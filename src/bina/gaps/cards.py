"""Cards of the gaps stage: a person's gaps with their uncertainty, and the city's by group."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import get_language, gettext

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.gaps.models import GapRun, PriorityFactor
from bina.gaps.rules.hidden import Hidden, hidden_means
from bina.gaps.rules.summary import Cell, Totals, added, group_cells
from bina.gaps.selectors.matrices import hidden_offices
from bina.gaps.selectors.runs import current_run, person_columns
from bina.law.law import law_on
from bina.people.models import Person, Unit
from bina.standards.models import Competency
from bina.text import N_

GROUPS = list(Competency.Group.values)
SHORT = {  # four heads side by side on a phone
    "managerial": N_("Manajerial"),
    "sociocultural": N_("Sosial kultural"),
    "service": N_("Karakter"),
    "technical": N_("Teknis"),
}
WORST = 8  # offices on the picture; the table behind has every one


def name_of(competency: Competency) -> str:
    """The competency's name in the reader's language."""
    return competency.name_en if get_language() == "en" and competency.name_en else competency.name


def card_gaps(access: Access, person: Person) -> dict[str, Any]:
    """Held and required levels of the current run; unmeasured ones apart, never as gaps."""
    run = current_run()
    card: dict[str, Any] = {"template": "gaps/cards/gaps.html", "run": run, "person": person}
    if run is None:
        return {**card, "rows": [], "unmeasured": [], "factors": []}
    columns = person_columns(run, person.pk, person.unit_id)
    names = {pk: name_of(one) for pk, one in Competency.objects.in_bulk().items()}
    rows, unmeasured = [], []
    for at, competency in enumerate(columns["competency_id"].tolist()):
        if np.isnan(columns["held"][at]):
            unmeasured.append(names.get(competency, "?"))
        else:
            rows.append(_row(columns, at, names.get(competency, "?")))
    rows.sort(key=lambda row: (-row["weighted"], row["label"]))
    chart = ("label", "held", "error", "required")
    return {
        **card,
        "rows": rows,
        "chart": [{name: row[name] for name in chart} for row in rows],
        "unmeasured": sorted(unmeasured),
        "n_gaps": sum(row["gap"] > 0 for row in rows),
        "factors": _factors(columns),
        "own": access.person_id == person.pk,
    }


def _row(columns: dict[str, Any], at: int, label: str) -> dict[str, Any]:
    held, required = float(columns["held"][at]), float(columns["standard"][at])
    gap = max(0.0, required - held)
    return {
        "label": label,
        "held": held,
        "error": float(columns["se"][at]),
        "required": required,
        "gap": gap,
        "weight": float(columns["weight"][at]),
        "weighted": gap * float(columns["weight"][at]),
        "doubtful": 0 < gap < float(columns["se"][at]),
    }


def _factors(columns: dict[str, Any]) -> list[PriorityFactor]:
    """The accepted factors that weigh this person's gaps."""
    ids = {int(id_) for id_ in np.unique(columns["factor_id"]).tolist() if id_}
    found = PriorityFactor.objects.filter(pk__in=ids).select_related("competency", "unit")
    return list(found.order_by("source", "pk"))


def card_city_gaps(access: Access, run: GapRun | None) -> dict[str, Any]:
    """Mean gap by competency group for the city and its offices; small cells hidden."""
    card: dict[str, Any] = {"template": "gaps/cards/city.html", "run": run}
    if run is None:
        return card
    least = 0 if access.may("people.list") else int(law_on(today()).value("gaps.small_cell"))
    total, hidden = hidden_offices(run, least)
    group_of = {
        pk: GROUPS.index(group) for pk, group in Competency.objects.values_list("pk", "group")
    }
    labels = dict(Competency.Group.choices)
    city = _by_group(run.totals.get("city"), group_of, total)
    offices = run.totals.get("offices", {})
    units = Unit.objects.in_bulk([int(pk) for pk in offices])
    rows = [
        _office(units[int(pk)], _by_group(totals, group_of, hidden[pk]))
        for pk, totals in offices.items()
        if int(pk) in units
    ]
    rows.sort(key=lambda row: (-row["worst"], row["label"]))
    return {
        **card,
        "totals": run.totals,
        "share_measured": run.totals.get("measured", 0) / (run.totals.get("needs") or 1),
        "groups": [
            {"label": labels.get(group, group), **_figures(city.get(at))}
            for at, group in enumerate(GROUPS)
        ],
        "bars": [_bar(labels.get(group, group), city.get(at)) for at, group in enumerate(GROUPS)],
        "columns": [gettext(SHORT[group]) for group in GROUPS],
        "rows": rows[:WORST],
        "all_rows": rows,
    }


@dataclass(frozen=True)
class MeanGap:
    """A district's gap over everything measured: mean in levels, its error, how many results."""

    mean: float | None
    error: float | None
    measured: int | None
    hidden: bool = False


def gaps_by_district(run: GapRun, hide_below: int) -> dict[str, MeanGap]:
    """Mean gap of the units of each district, over all competencies; one query."""
    parts: dict[str, list[Totals]] = defaultdict(list)
    for district, totals in run.blocks.values_list("unit__district", "totals"):
        parts[district or ""].append(totals)
    sums = {name: added(totals) for name, totals in parts.items()}
    hidden = hidden_means(list(sums.values()), hide_below)
    return {
        name: _mean_gap(totals, is_hidden=hide)
        for (name, totals), hide in zip(sums.items(), hidden, strict=True)
    }


def _mean_gap(totals: Totals, *, is_hidden: bool) -> MeanGap:
    measured = sum(totals["measured"])
    if is_hidden and measured:
        return MeanGap(None, None, None, hidden=True)
    if not measured:
        return MeanGap(None, None, 0)
    error = float(np.sqrt(sum(totals["variance"]))) / measured
    return MeanGap(sum(totals["gap"]) / measured, error, measured)


def _by_group(totals: Totals | None, group_of: dict[int, int], hidden: Hidden) -> dict[int, Cell]:
    if not totals:
        return {}
    return group_cells(totals, group_of, hidden.groups)


def _figures(cell: Cell | None) -> dict[str, Any]:
    if cell is None or cell.mean_gap is None or cell.measured is None:
        return {"cell": cell, "share": None}
    return {"cell": cell, "share": cell.measured / cell.required}


def _bar(label: Any, cell: Cell | None) -> dict[str, Any]:
    mean = cell.mean_gap if cell is not None and cell.mean_gap is not None else 0.0
    return {"label": str(label), "share": min(1.0, mean), "text": _said(cell)}


def _said(cell: Cell | None) -> str:
    if cell is None or cell.mean_gap is None:
        return "–"
    text = f"{cell.mean_gap:.2f}"
    return text if get_language() == "en" else text.replace(".", ",")


def _office(unit: Unit, found: dict[int, Cell]) -> dict[str, Any]:
    line = []
    for at in range(len(GROUPS)):
        cell = found.get(at)
        mean = cell.mean_gap if cell is not None else None
        line.append(
            {
                "text": _said(cell),
                "share": None if mean is None else min(0.99, mean),
                "hidden": cell is not None and cell.hidden,
            }
        )
    worst = max((cell["share"] or 0.0 for cell in line), default=0.0)
    return {"label": unit.name, "unit": unit, "cells": line, "worst": worst}


def step_gaps(access: Access) -> dict[str, Any]:
    """The step of the year that computes gaps, and the one that measures."""
    run = current_run()
    totals = run.totals if run else {}
    return {
        "day": run.day if run else None,
        "measured": totals.get("measured", 0),
        "share_measured": totals.get("measured", 0) / (totals.get("needs") or 1),
        "people_measured": totals.get("people_measured", 0),
        "people": totals.get("people", 0),
        "done": run is not None,
    }
