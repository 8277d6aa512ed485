"""Pages of the indices: the city, a unit with all below it, one person."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.indices.rules.codes import PREDICATE
from bina.indices.selectors import explained, pages, talent
from bina.indices.selectors.columns import year_end
from bina.indices.selectors.discipline import cases_within, counted_cases
from bina.indices.selectors.distributions import TITLES
from bina.indices.selectors.measured import RULESET_NAMES, Measured, measure, under
from bina.indices.selectors.performance import (
    credit_of,
    credit_parameters,
    performance_year,
)
from bina.indices.views.frame import (
    asked_measure,
    asked_ruleset,
    asked_year,
    hide_below,
    is_closed,
    query_context,
    unit_within,
)
from bina.law.law import NotInForce
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within
from bina.people.selectors.persons import Hours, hours_of
from bina.text import Text


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """All indices of the city by office."""
    return _group(request, None)


@requires("indices.unit")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All indices of a unit by the units below it."""
    return _group(request, unit_within(request, public_id))


def _group(request: HttpRequest, top: Unit | None) -> HttpResponse:
    access = access_of(request)
    measured = asked_measure(request, top)
    hidden = hide_below(access, top)
    closed = is_closed(request, top, hidden)
    reader = (hidden, closed, get_language())
    key = ("indices page", top and top.path, measured.law.day, measured.ruleset, today(), *reader)
    context = {
        "unit": top,
        "export": _export_url(top),
        "kinds": [(kind, Text(word)) for kind, word in TITLES.items()],
        **query_context(request, measured),
        **kept(key, lambda: _figures(measured, top, hidden, closed=closed)),
    }
    return render(request, "indices/group.html", context)


def _figures(measured: Measured, top: Unit | None, hidden: int, *, closed: bool) -> dict[str, Any]:
    """What the page says of the group to readers from whom groups below `hidden` are kept."""
    told = not hidden or top is None
    return {
        "offers": pages.offers_of(measured, named=hidden == 0, least=hidden) if told else [],
        **pages.page_of(measured, top, hidden, closed=closed),
    }


def _export_url(top: Unit | None) -> str:
    if top is None:
        return reverse("indices:city_export")
    return reverse("indices:unit_export", args=[top.public_id])


def _person(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Everything of a person's page; the figures of the only person measured."""
    people = within(access_of(request).reach("indices.view"), active_people())
    found = get_object_or_404(people.select_related("unit", "position"), public_id=public_id)
    day = year_end(asked_year(request), today())
    one = Person.objects.filter(pk=found.pk)
    asked = asked_ruleset(request)
    measured = measure(day, ruleset=asked, found=one, with_hours=False)
    rows = explained.rows_of(found, measured)
    other = None if asked else under(measured, "bkn_8_2019")
    match = talent.match_of(measured)
    return {
        "person": found,
        "own": access_of(request).person_id == found.pk,
        "measured": measured,
        "ip": explained.explain_ip_asn(measured, rows),
        "other": explained.explain_ip_asn(other, rows) if other else None,
        "ruleset_name": RULESET_NAMES[measured.ruleset],
        "hours": _hours(found, day),
        "match": explained.explain_match(measured, match),
        "talent": explained.explain_talent(measured, talent.talent_of(measured, match)),
        "band_parameter": measured.law.parameter("ip_asn.bands"),
        **_more_of(found, measured),
        **query_context(request, measured),
    }


def _more_of(person: Person, measured: Measured) -> dict[str, Any]:
    """Credit points of a functional post, and the punishments with their look-back."""
    law = measured.law
    functional = person.position is not None and person.position.job_kind == "functional"
    predicate = PREDICATE[int(measured.people.facts.predicate[0]) - 1]
    credit = credit_of(person, predicate, credit_parameters(law)) if functional else None
    cases = cases_within(Person.objects.filter(pk=person.pk))
    return {
        "credit": credit,
        "credit_parameters": credit_parameters(law),
        "performance_year": performance_year(law),
        "predicate_name": credit and law.value("performance.predicates").get(credit.predicate, ""),
        "cases": counted_cases(cases, law),
        "lookback": law.parameter("discipline.lookback_years"),
    }


def _hours(person: Person, day: dt.date) -> Hours | None:
    """JP of the year; None where no rule says what the person owes."""
    try:
        return hours_of(person, day)
    except NotInForce:
        return None


@requires("indices.view")
@require_GET
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person's indices, opened to their components."""
    return render(request, "indices/person.html", _person(request, public_id))


@requires("indices.view")
@require_GET
def person_json(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """The same explanation for a program."""
    found = _person(request, public_id)
    hours, match = found["hours"], found["match"]
    return JsonResponse(
        {
            "nip": found["person"].nip,
            "day": found["measured"].law.day.isoformat(),
            "law": found["measured"].law.hash,
            "ip_asn": _index_json(found["ruleset_name"], found["ip"]),
            "ip_asn_comparison": _index_json("BKN-8-2019", found["other"] or found["ip"]),
            "hours": hours and {
                "value": float(hours.done.total_jp),
                "minimum": explained.parameter_json(hours.minimum),
                "rows": [
                    {"title": row.title, "counted": float(counted), "state": state}
                    for row, counted, state, _limit in hours.rows if state != "other_year"
                ],
            },
            "jpm": {"value": match["value"], "required": match["n_required"],
                    "measured": match["n_measured"]},
            "box": found["talent"] and found["talent"]["box"],
            "credit": found["credit"] and {
                "value": _float(found["credit"].points),
                "coefficient": _float(found["credit"].coefficient),
                "percent": found["credit"].multiplier,
                "predicate": found["credit"].predicate,
                "parameters": [explained.parameter_json(p) for p in found["credit_parameters"]],
            },
            "discipline": {
                "lookback": explained.parameter_json(found["lookback"]),
                "rows": [
                    {"kind": row.case.kind, "level": row.case.level,
                     "start": row.case.start.isoformat(), "counts": row.counts,
                     "free_on": row.free_on.isoformat()}
                    for row in found["cases"]
                ],
            },
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )  # fmt: skip


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _index_json(ruleset: str, index: explained.Explained) -> dict[str, Any]:
    return {
        "ruleset": ruleset,
        "value": index.value,
        "band": index.band,
        "parts": [part.as_json() for part in index.parts],
        "lacking": [explained.parameter_json(each) for each in index.lacking],
    }
