"""The realisation of the city, and of a unit with all below it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.people.models import Unit
from bina.reports.rules.realisation import cost_per_point
from bina.reports.selectors import pages
from bina.reports.selectors.measured import measured
from bina.reports.views.frame import asked, page_of, unit_within, years_for
from bina.reports.words import GROUPING

PERCENT = 100
GROUPS = 20  # of a page: as many as a phone can bear
LABEL_LETTERS = 38  # what a phone's card holds beside the figure


@requires("reports.view")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The city for those who see it whole; the own units for a head or an officer."""
    return _page(request, None)


@requires("reports.view")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A unit by the units right below it."""
    return _page(request, unit_within(request, public_id))


def _page(request: HttpRequest, top: Unit | None) -> HttpResponse:
    access = access_of(request)
    year, years = years_for(request)
    found = measured(year)
    scope = pages.scope_of(found, access.reach("reports.view"), top)
    grouping = request.GET.get("kelompok", "")
    grouping = grouping if grouping in pages.GROUPINGS else "unit"
    least = pages.hide_below(access)
    rows = pages.rows_of(found, scope, grouping, least)
    query = asked(request, "urut", "cari")
    total = pages.total_of(found, scope, least)
    beside = sum(found.paid_beside.values()) if scope.is_city else 0
    paid, cost = total.paid + beside, total.cost + (found.fixed_cost if scope.is_city else 0)
    context: dict[str, Any] = {
        "found": found,
        "year": year,
        "years": years,
        "unit": top,
        "unit_key": str(top.public_id) if top else "",
        "is_city": scope.is_city,
        "grouping": grouping,
        "groupings": GROUPING,
        "page": page_of(request, pages.listed(rows, query["cari"], query["urut"]), GROUPS),
        "orders": pages.ORDERS,
        **query,
        "total": total,
        "paid": paid,
        "cost": cost,
        "beside": beside,
        "per_point": cost_per_point(paid, total.done_closure),
        "planned_per_point": cost_per_point(cost, total.closure),
        "reasons": pages.reason_rows(found, scope, least),
        "least": least,
        "seat_bars": _bars(rows, "seat_share", "done_seats", "seats"),
        "reach_bars": _bars(rows, "reached_share", "reached", "n"),
    }
    return render(request, "reports/group.html", context)


def _bars(rows: list[pages.Row], share: str, done: str, of: str) -> list[dict[str, Any]]:
    """The groups with the least share, as rows of a bar chart; hidden ones are left out."""
    known = [row for row in rows if not row.hidden and getattr(row, share) is not None]
    known.sort(key=lambda row: (getattr(row, share), row.label))
    return [
        {
            "label": Truncator(row.label).chars(LABEL_LETTERS),
            "share": getattr(row, share),
            "text": f"{number_format(PERCENT * getattr(row, share), 0)} % · "
            f"{getattr(row, done)}/{getattr(row, of)}",
        }
        for row in known[: pages.BARS]
    ]
