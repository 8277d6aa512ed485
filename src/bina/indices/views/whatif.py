"""What-if: change any parameter and see the city move; nothing is stored."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.calendar.today import today
from bina.indices.selectors.columns import year_end
from bina.indices.selectors.measured import Measured, agency_total, below, measure, rows_by
from bina.indices.selectors.pages import ACTION_WORDS, actions_of
from bina.indices.views.frame import asked_ruleset, asked_year, query_context, unit_within
from bina.law.law import law_on
from bina.law.parameters import thawed
from bina.law.scaled import MISSING, SCALE
from bina.people.models import Unit
from bina.people.selectors import active_people
from bina.text import Text

CHANGEABLE = ("ip_asn.", "development.jp_min.", "discipline.lookback_years")


@requires("indices.issue")
@require_GET
def whatif(request: HttpRequest) -> HttpResponse:
    """One parameter changed: the city and its offices before and after."""
    return _whatif(request, None)


@requires("indices.issue")
@require_GET
def whatif_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One parameter changed: a unit and those below it before and after."""
    return _whatif(request, unit_within(request, public_id))


def _whatif(request: HttpRequest, top: Unit | None) -> HttpResponse:
    people = active_people()
    if top is not None:
        people = people.filter(unit__path__startswith=top.path)
    day = year_end(asked_year(request), today())
    law, ruleset = law_on(day), asked_ruleset(request) or "bkn_8_2019"
    ids = [each for each in law.ids() if each.startswith(CHANGEABLE)]
    id_ = request.GET.get("parameter", "")
    id_ = id_ if id_ in ids else "ip_asn.bkn_8_2019.lookback_years"
    written = request.GET.get("nilai", "")
    before = measure(day, ruleset=ruleset, found=people)
    context: dict[str, Any] = {
        "unit": top,
        "parameters": [law.parameter(each) for each in ids],
        "parameter": law.parameter(id_),
        "present": json.dumps(thawed(law.parameter(id_).value), ensure_ascii=False),
        "written": written,
        "before": _figures(before),
        "actions": [
            (Text(ACTION_WORDS[a.name]), len(a.people), a.group_gain / SCALE, a.hours, a.name)
            for a in actions_of(before)
        ],
        **query_context(request, before),
        "ruleset": ruleset,
    }
    if written:
        try:
            changes = {id_: json.loads(written)}
            after = measure(day, ruleset=ruleset, changes=changes, found=people)
            context |= {"after": _figures(after), "moved": _moved(before, after, top)}
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            context["error"] = _(
                "Nilai ini tidak dapat dipakai ({problem}). Tulis dengan bentuk yang sama seperti "
                "nilai yang berlaku."
            ).format(problem=str(problem)[:120])
    status = 422 if "error" in context else 200
    return render(request, "indices/whatif.html", context, status=status)


def _figures(measured: Measured) -> dict[str, Any]:
    n = len(measured.people.person_id)
    total = agency_total(measured) if n else MISSING
    return {
        "total": None if total == MISSING else total / SCALE,
        "n": n,
        "n_missing": int((measured.scores.total == MISSING).sum()),
        "reached": int(measured.reached.sum()),
    }


def _moved(before: Measured, after: Measured, top: Unit | None) -> list[dict[str, Any]]:
    """Units right below that move, most first."""
    group, units = below(before, top)
    names = [unit.name for unit in units]
    pairs = zip(rows_by(before, group, names), rows_by(after, group, names), strict=True)
    rows = [
        {"name": old.label, "before": old.points, "after": new.points,
         "reached": new.n_reached - old.n_reached,
         "by": (new.total - old.total) / SCALE if MISSING not in (old.total, new.total) else None}
        for old, new in pairs
        if (old.total, old.n_reached) != (new.total, new.n_reached)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-abs(row["by"] or 0), row["name"]))
