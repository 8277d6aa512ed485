"""Pages of the matrices: the city by office, a unit by sub-unit and by person."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bina.accounts.access import Access, access_of, requires
from bina.calendar.today import today
from bina.gaps.models import GapRun
from bina.gaps.selectors import matrices as tables
from bina.gaps.selectors.runs import below_totals, current_run
from bina.law.law import law_on
from bina.people.models import Unit
from bina.people.selectors import active_people, within
from bina.standards.models import Competency

PAGE = 50
SORTS = ("bobot", "nama", "terukur")


def hide_below(access: Access, unit: Unit | None = None) -> int:
    """How many people a shown cell must have for this reader; 0 for who may see the people."""
    reach = access.reach("gaps.view")
    if reach.everybody or (unit is not None and unit.pk in reach.unit_ids):
        return 0
    return int(law_on(today()).value("gaps.small_cell"))


def asked_group(request: HttpRequest) -> str:
    """The competency group in the query, or "" for all."""
    group = request.GET.get("kelompok", "")
    return group if group in Competency.Group.values else ""


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The city's matrix: offices × groups of competencies, or × the competencies of a group."""
    run = current_run()
    group, search = asked_group(request), request.GET.get("cari", "").strip()
    sort = request.GET.get("urut", "")
    context: dict[str, Any] = {
        "run": run,
        "group": group,
        "cari": search,
        "urut": sort if sort in SORTS else "bobot",
        "groups": Competency.Group.choices,
    }
    if run is not None:
        columns, keys = tables.columns(group)
        hide = hide_below(access_of(request))
        offices, total_hidden = tables.city_rows(run, hide)
        rows = [
            row
            for row in offices
            if search.casefold() in (row.unit.name if row.unit else "").casefold()
        ]
        page = Paginator(_sorted(rows, context["urut"]), PAGE).get_page(request.GET.get("hal"))
        context |= {
            "columns": columns,
            "page": page,
            "rows": [
                (r, tables.shown_cells(r.totals, columns, keys, r.hidden.of(keys))) for r in page
            ],
            "total": tables.shown_cells(run.totals["city"], columns, keys, total_hidden.of(keys)),
            "outdated": run.day != today(),
        }
    return render(request, "gaps/city.html", context)


def _sorted(rows: list[tables.OfficeRow], sort: str) -> list[tables.OfficeRow]:
    if sort == "nama":
        return sorted(rows, key=lambda row: row.unit.name if row.unit else "")
    if sort == "terukur":
        return sorted(rows, key=lambda row: -tables.measured_sum(row.totals, row.hidden))
    return sorted(rows, key=lambda row: -tables.weighted_sum(row.totals, row.hidden))


@requires("gaps.unit")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A unit: its sub-units × competencies, and its own people × competencies."""
    access = access_of(request)
    found = unit_within(access, public_id)
    run = current_run()
    group = asked_group(request)
    context: dict[str, Any] = {
        "unit": found,
        "run": run,
        "group": group,
        "groups": Competency.Group.choices,
        "above": ancestors(found, access),
    }
    if run is not None:
        columns, keys = tables.columns(group)
        whole, below = below_totals(run, found)
        total, hidden = tables.hidden_below(run, found, below, hide_below(access, found))
        context |= {
            "columns": columns,
            "whole": whole,
            "total": tables.shown_cells(whole.totals, columns, keys, total.of(keys)),
            "below": [
                (r, tables.shown_cells(r.totals, columns, keys, hide.of(keys)))
                for r, hide in zip(below, hidden, strict=True)
            ],
            **_people(request, access, run, found),
        }
    return render(request, "gaps/unit.html", context)


def unit_within(access: Access, public_id: UUID) -> Unit:
    """The unit if its sums may be seen; 404 otherwise."""
    reach = access.reach("gaps.unit")
    units = Unit.objects.all() if reach.everybody else Unit.objects.filter(pk__in=reach.unit_ids)
    return get_object_or_404(units, public_id=public_id)


def ancestors(found: Unit, access: Access) -> list[Unit]:
    """The units above that the reader may open, from the top."""
    reach = access.reach("gaps.unit")
    ids = [int(part) for part in found.path.strip("/").split("/")[:-1] if part]
    units = Unit.objects.filter(pk__in=[i for i in ids if reach.everybody or i in reach.unit_ids])
    return sorted(units, key=lambda one: len(one.path))


def _people(request: HttpRequest, access: Access, run: GapRun, found: Unit) -> dict[str, Any]:
    """The people directly in the unit, for readers who may see them."""
    own = active_people().filter(unit=found).select_related("position").order_by("name", "pk")
    people = within(access.reach("gaps.view"), own)
    page = Paginator(people, PAGE).get_page(request.GET.get("hal"))
    competencies = tables.competency_columns(asked_group(request))
    keys = [column.key for column in competencies]
    rows = tables.people_rows(run, found.pk, list(page), keys)
    used = [at for at in range(len(keys)) if any(row.levels[at] for row in rows)]
    return {
        "page": page,
        "people": [(row, [row.levels[at] for at in used]) for row in rows],
        "people_columns": [competencies[at] for at in used],
        "may_see_people": access.may("gaps.view"),
    }
