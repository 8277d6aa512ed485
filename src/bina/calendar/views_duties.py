"""The duties of a year: who must have done what by when."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar import selectors, services
from bina.calendar.forms import DutyForm
from bina.calendar.models import Duty
from bina.calendar.rules.duties import duty_state
from bina.calendar.rules.sheets import DUTIES
from bina.calendar.today import today
from bina.calendar.views import XLSX
from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table
from bina.law.law import law_on

FLAG = {True: "ya", False: "tidak"}


def _year(request: HttpRequest) -> int:
    """The asked year, else the one that is prepared now."""
    asked = request.GET.get("tahun") or request.POST.get("tahun") or ""
    plain = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if plain and 2000 <= int(asked) < 2200 else today().year + 1


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('calendar:duties')}?tahun={year}")


@requires("calendar.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The duties that prepare a year, by deadline."""
    year, who = _year(request), request.GET.get("siapa", "")
    who = who if who in Duty.Who.values else ""
    rows = selectors.duties(year)
    context = {
        "year": year,
        "who": who,
        "whos": Duty.Who.choices,
        "rows": [(row, duty_state(row.deadline, today())) for row in rows if who in ("", row.who)],
        "stored": any(row.pk for row in rows),
        "provisional": any(row.is_provisional for row in rows),
        "parameter": law_on(today()).parameter("calendar.duties"),
    }
    return render(request, "calendar/duties.html", context)


@requires("calendar.edit")
@require_POST
def defaults(request: HttpRequest) -> HttpResponse:
    """Write the provisional defaults, so that they can be changed."""
    year = _year(request)
    n = services.store_duty_defaults(access_of(request).actor("calendar.edit"), year)
    messages.success(request, _("%(n)s tugas bawaan ditulis; semuanya sementara.") % {"n": n})
    return _back(year)


@requires("calendar.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new duty."""
    return _form(request, Duty(), {"year": _year(request)})


@requires("calendar.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a duty."""
    found = get_object_or_404(Duty, public_id=public_id)
    return _form(request, found, {name: getattr(found, name) for name in services.DUTY_FIELDS})


def _form(request: HttpRequest, duty: Duty, first: dict[str, object]) -> HttpResponse:
    form = DutyForm(request.POST or None, duty=duty, initial=first)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("calendar.edit")
        saved = services.save_duty(actor, duty, form.cleaned_data)
        messages.success(request, _("Tugas disimpan."))
        return _back(saved.year)
    context = {"form": form, "duty": duty if duty.pk else None}
    return render(request, "calendar/duty_form.html", context)


@requires("calendar.edit")
@require_POST
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a duty out; a second tap finds nothing left to do."""
    found = Duty.objects.filter(public_id=public_id).first()
    if found is None:
        messages.info(request, _("Tugas ini sudah dihapus sebelumnya."))
        return redirect("calendar:duties")
    year, what = found.year, found.what
    services.delete_duty(access_of(request).actor("calendar.edit"), found)
    messages.success(request, _("Dihapus dari kalender: %(name)s.") % {"name": what})
    return _back(year)


@requires("calendar.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The duties of a year in the layout of the import."""
    year = _year(request)
    rows = [
        (row.year, row.code, row.what, dict(DUTIES.sheets[0].column("who").choices)[row.who],
         row.deadline, row.source, FLAG[row.is_provisional])
        for row in selectors.duties(year)
    ]  # fmt: skip
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    return HttpResponse(
        write_table(as_imported(DUTIES.sheets[0], rows, label)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="kalender-tugas-{year}.xlsx"'},
    )
