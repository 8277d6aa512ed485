"""What the views of this stage share: the span and unit asked for, files, errors as words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bina.accounts.access import Reach, access_of
from bina.calendar.today import today
from bina.people.models import Unit
from bina.siasn.selectors.records import Scope
from bina.text import BinaError, Text

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """The scope in the query, with what the page needs to ask again."""

    scope: Scope
    reach: Reach
    units: list[Unit]

    @property
    def unit_key(self) -> str:
        """The unit's public id; "" for all."""
        return str(self.scope.unit.public_id) if self.scope.unit else ""


def asked_scope(request: HttpRequest) -> Asked:
    """Records that ended this year until today, unless the query says otherwise.

    A unit outside the reader's reach counts as none.
    """
    source = request.POST if request.method == "POST" else request.GET
    day, reach = today(), access_of(request).reach("siasn.view")
    start = _day(source.get("mulai")) or dt.date(day.year, 1, 1)
    end = _day(source.get("sampai")) or max(start, day)
    units = Unit.objects.order_by("name", "pk")
    units = units if reach.everybody else units.filter(pk__in=reach.unit_ids)
    known = list(units)
    wanted = source.get("unit", "")
    unit = next((one for one in known if str(one.public_id) == wanted), None)
    return Asked(Scope(start, max(start, end), unit), reach, known)


def _day(written: Any) -> dt.date | None:
    try:
        return parse_date(str(written or ""))
    except ValueError:
        return None


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Page ?hal=… of the rows."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))


def as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def fiction() -> str:
    """The label of demonstration data on exports; empty for real data."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""


def said(text: Text) -> str:
    """The sentence in the reader's language."""
    return _(text.template).format(**text.values)


def attempt(request: HttpRequest, work: Callable[[], str]) -> bool:
    """Do the work and show its word, or what stood against it; whether it was done."""
    try:
        messages.success(request, work())
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return False
    return True
