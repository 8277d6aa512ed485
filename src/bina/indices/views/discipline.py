"""Discipline: punishments that still count, and the punishment that days of absence lead to."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.tables import TableColumn
from bina.indices.selectors.discipline import cases_within, counted_cases, steps_of
from bina.indices.views.files import list_file
from bina.law.law import Law, Parameter, law_on
from bina.people.models import DisciplineCase
from bina.people.selectors import active_people, within

PAGE = 50
MOST_DAYS = 366
NAMES = ("discipline.lookback_years", "discipline.absence_steps")


def _cases(request: HttpRequest) -> QuerySet[DisciplineCase]:
    people = within(access_of(request).reach("indices.view"), active_people())
    found = cases_within(people, request.GET.get("cari", "").strip()[:100])
    if request.GET.get("urut") == "nama":
        found = found.order_by("person__name", "-start", "pk")
    return found


def _parameters(law: Law) -> list[Parameter]:
    return [law.parameter(name) for name in NAMES]


@requires("indices.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Punishments within reach with their look-back, and the steps of absence."""
    law = law_on(today())
    page = Paginator(_cases(request), PAGE).get_page(request.GET.get("hal"))
    written = request.GET.get("hari", "").strip()
    days = int(written) if written.isascii() and written.isdigit() else None
    if days is not None and days > MOST_DAYS:
        days = None
    context = {
        "cari": request.GET.get("cari", "").strip()[:100],
        "urut": request.GET.get("urut", ""),
        "page": page,
        "rows": counted_cases(page.object_list, law),
        "hari": written,
        "days": days,
        "steps": steps_of(law, days),
        "parameters": _parameters(law),
        "day": law.day,
    }
    return render(request, "indices/discipline.html", context)


@requires("indices.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    law = law_on(today())
    columns = [
        ("nip", TableColumn("NIP")),
        ("name", TableColumn(_("Nama"))),
        ("level", TableColumn(_("Tingkat"))),
        ("kind", TableColumn(_("Jenis hukuman"))),
        ("document", TableColumn(_("Nomor SK"))),
        ("start", TableColumn("TMT", "date")),
        ("counts", TableColumn(_("Masih dihitung"))),
        ("free_on", TableColumn(_("Tidak dihitung sejak"), "date")),
    ]
    rows = [
        (row.case.person.nip, row.case.person.full_name, str(row.case.get_level_display()),
         row.case.kind, row.case.document_no, row.case.start,
         _("ya") if row.counts else _("tidak"), row.free_on)
        for row in counted_cases(_cases(request), law)
    ]  # fmt: skip
    return list_file(request, _("Hukuman disiplin"), columns, rows, _parameters(law))
