"""Data quality before sending: figures by dimension and unit, and the list to repair."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.formats.tables import TableColumn
from bina.indices.selectors.quality import FAULTS, people_with, quality_of
from bina.indices.views.files import list_file
from bina.law.law import law_on
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within

PAGE = 50


def _asked(request: HttpRequest) -> tuple[QuerySet[Person], Unit | None]:
    """The people within reach, of the unit asked for with all below it."""
    people = within(access_of(request).reach("people.list"), active_people())
    written = request.GET.get("unit", "")
    try:
        unit = Unit.objects.filter(public_id=written).first() if written else None
    except ValidationError:  # no public id at all
        unit = None
    if unit is None:
        return people, None
    return people.filter(unit__path__startswith=unit.path), unit


@requires("people.list")
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Figures and faults within reach, and the people who have one of them."""
    people, unit = _asked(request)
    search = request.GET.get("cari", "").strip()[:100]
    law, asked = law_on(today()), request.GET.get("masalah", "")
    reach = access_of(request).reach("people.list")
    by_office = reach.everybody and unit is None
    key = ("quality", reach, unit.path if unit else "", today())
    found = kept(key, lambda: quality_of(people, law, by_office=by_office))
    if asked not in {fault.name for fault in FAULTS}:
        asked = found.counted[0].fault.name
    faulty = people_with(asked, people.filter(name__icontains=search) if search else people, law)
    units = found.units
    if request.GET.get("urut") == "nama":
        units = sorted(units, key=lambda row: row.unit.name if row.unit else "")
    context: dict[str, Any] = {
        "quality": found,
        "unit": unit,
        "bars": [_bar(str(_(one.dimension.template)), one.share, one.n_clean, one.n)
                 for one in found.figures],
        "units": Paginator(units, PAGE).get_page(request.GET.get("hal_unit")),
        "urut": request.GET.get("urut", ""),
        "asked": next(each for each in found.counted if each.fault.name == asked),
        "cari": search,
        "page": Paginator(faulty, PAGE).get_page(request.GET.get("hal")),
    }  # fmt: skip
    return render(request, "indices/quality.html", context)


def _bar(word: str, share: float | None, n_clean: int, n: int) -> dict[str, Any]:
    return {"label": word, "share": share or 0.0, "text": f"{n_clean}/{n}", "tone": "leaf"}


@requires("people.list")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every person with every fault, with who can repair it."""
    people, _unit = _asked(request)
    law = law_on(today())
    columns = [
        ("nip", TableColumn("NIP")),
        ("name", TableColumn(_("Nama"))),
        ("unit", TableColumn(_("Unit"))),
        ("dimension", TableColumn(_("Dimensi"))),
        ("fault", TableColumn(_("Masalah"))),
        ("repair", TableColumn(_("Siapa memperbaiki"))),
    ]
    rows = [
        (person.nip, person.full_name, person.unit.name if person.unit else None,
         _(fault.dimension), _(fault.reason), _(fault.repair))
        for fault in FAULTS
        for person in people_with(fault.name, people, law)
    ]  # fmt: skip
    return list_file(request, _("Data yang perlu diperbaiki"), columns, rows, [])
