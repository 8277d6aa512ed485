"""The calendar of a year: holidays, joint leave, school calendars."""

import datetime as dt
import uuid
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar import selectors, services
from bina.calendar.forms import HolidayForm
from bina.calendar.models import Holiday
from bina.calendar.rules.sheets import CALENDAR
from bina.calendar.today import today
from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _year(request: HttpRequest) -> int:
    """The asked year, or this one when the question makes no sense."""
    asked = request.GET.get("tahun", "")
    plain = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if plain and 1900 < int(asked) < 2200 else today().year


@requires("calendar.view")
@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """The year by month, of one kind or all."""
    shown, kind = _year(request), request.GET.get("jenis", "")
    kind = kind if kind in Holiday.Kind.values else ""
    first = dt.date(shown, 1, 1)
    entries = groupby(selectors.in_year(shown, kind), key=lambda row: max(row.start, first).month)
    context = {
        "year": shown,
        "kind": kind,
        "kinds": Holiday.Kind.choices,
        "months": [(dt.date(shown, month, 1), list(rows)) for month, rows in entries],
        "n_office_days": int(selectors.days_of(shown).office.sum()) // 2,
    }
    return render(request, "calendar/year.html", context)


@requires("calendar.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    return _form(request, Holiday(), None)


@requires("calendar.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change an entry."""
    found = get_object_or_404(Holiday, public_id=public_id)
    return _form(request, found, found)


def _form(request: HttpRequest, holiday: Holiday, present: Holiday | None) -> HttpResponse:
    first = {name: getattr(holiday, name) for name in services.FIELDS} if present else {}
    form = HolidayForm(request.POST or None, holiday=present, initial=first)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("calendar.edit")
        saved = services.save_holiday(actor, holiday, form.cleaned_data)
        messages.success(request, _("Kalender disimpan."))
        return redirect(f"{reverse('calendar:year')}?tahun={saved.start.year}")
    return render(request, "calendar/form.html", {"form": form, "holiday": present})


@requires("calendar.edit")
@require_POST
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take an entry out; a second tap finds nothing left to do."""
    found = Holiday.objects.filter(public_id=public_id).first()
    if found is None:
        messages.info(request, _("Hari ini sudah dihapus sebelumnya."))
        return redirect("calendar:year")
    shown = found.start.year
    services.delete_holiday(access_of(request).actor("calendar.edit"), found)
    messages.success(request, _("Dihapus dari kalender: %(name)s.") % {"name": found.name})
    return redirect(f"{reverse('calendar:year')}?tahun={shown}")


@requires("calendar.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The year in the layout of the import."""
    shown = _year(request)
    rows = [
        (row.start, row.end, row.get_kind_display(), row.name, row.source)
        for row in selectors.in_year(shown)
    ]
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    return HttpResponse(
        write_table(as_imported(CALENDAR.sheets[0], rows, label)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="kalender-{shown}.xlsx"'},
    )
