"""What the realisation views share: the year asked for, a unit within reach, files."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bina.accounts.access import access_of
from bina.calendar.today import today
from bina.people.models import Unit
from bina.reports.selectors import pages

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_year(request: HttpRequest, known: list[int]) -> int:
    """The year in the query, else this one, or the newest with an approved plan."""
    written = request.GET.get("tahun", "")
    if written.isascii() and written.isdigit() and int(written) in {*known, today().year}:
        return int(written)
    return today().year if today().year in known or not known else known[0]


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Trimmed query values."""
    return {name: request.GET.get(name, "").strip()[:200] for name in names}


def page_of(request: HttpRequest, rows: Any, size: int = PER_PAGE) -> Page[Any]:
    """Page ?hal=… of the rows."""
    return Paginator(rows, size).get_page(request.GET.get("hal"))


def unit_within(request: HttpRequest, public_id: UUID | str) -> Unit:
    """The unit if its sums may be seen; 404 otherwise."""
    reach = access_of(request).reach("reports.view")
    units = Unit.objects.all() if reach.everybody else Unit.objects.filter(pk__in=reach.unit_ids)
    return get_object_or_404(units, public_id=public_id)


def asked_unit(request: HttpRequest) -> Unit | None:
    """The unit in the query, if there is one; 404 when it may not be seen."""
    written = request.GET.get("unit", "")
    try:
        return unit_within(request, UUID(written)) if written else None
    except ValueError:
        return None


def years_for(request: HttpRequest) -> tuple[int, list[int]]:
    """(year asked for, years to choose from)."""
    known = pages.years()
    year = asked_year(request, known)
    return year, sorted({*known, year, today().year}, reverse=True)


def as_file(content: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def fiction() -> str:
    """The label of demonstration data on exports; empty for real data."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
