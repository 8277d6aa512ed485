"""Performance: the distribution of predicates beside its guide, and credit points of people."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.tables import TableColumn
from bina.indices.selectors.columns import year_end
from bina.indices.selectors.performance import (
    Credit,
    Spread,
    credit_parameters,
    credits_of,
    functional,
    performance_year,
    spreads,
)
from bina.indices.views.files import list_file
from bina.indices.views.frame import FIRST_YEAR, asked_year
from bina.law.law import Law, law_on
from bina.people.models import Person
from bina.people.rules.predicates import PREDICATES
from bina.people.selectors import active_people, within
from bina.text import N_, Text

PAGE = 50
ORGANISATION = {
    "istimewa": N_("Istimewa"),
    "baik": N_("Baik"),
    "butuh_perbaikan": N_("Butuh Perbaikan"),
    "kurang": N_("Kurang"),
    "sangat_kurang": N_("Sangat Kurang"),
}


def _law(request: HttpRequest) -> Law:
    return law_on(year_end(asked_year(request), today()))


def _frame(request: HttpRequest, law: Law) -> dict[str, Any]:
    return {
        "cari": request.GET.get("cari", "").strip()[:100],
        "year": law.day.year,
        "years": range(today().year, FIRST_YEAR - 1, -1),
        "performance_year": performance_year(law),
    }


def _spreads(request: HttpRequest, law: Law) -> list[Spread]:
    reach = access_of(request).reach("people.list")
    people = within(reach, active_people())
    rows = spreads(people, reach, law, request.GET.get("cari", "").strip()[:100])
    sort = request.GET.get("urut", "")
    if sort == "cocok":  # those whose predicates follow the fewest guides first
        rows.sort(key=lambda row: (len(row.fits), row.unit.name))
    elif sort == "orang":
        rows.sort(key=lambda row: (-row.n, row.unit.name))
    return rows


@requires("people.list")
@require_GET
def spread(request: HttpRequest) -> HttpResponse:
    """Units within reach: their predicates, and what each guide would say of them."""
    law = _law(request)
    page = Paginator(_spreads(request, law), PAGE).get_page(request.GET.get("hal"))
    names = law.value("performance.predicates")
    context = {
        **_frame(request, law),
        "page": page,
        "rows": [
            (row, [(Text(ORGANISATION[name]), found) for name, found in row.warnings])
            for row in page
        ],
        "predicates": [names[name] for name in PREDICATES],
        "urut": request.GET.get("urut", ""),
        "parameters": [law.parameter("performance.distribution")],
    }
    return render(request, "indices/spread.html", context)


@requires("people.list")
@require_GET
def spread_export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, one row a unit and guide."""
    law = _law(request)
    names = law.value("performance.predicates")
    columns = [
        ("unit", TableColumn(_("Unit"))),
        *((name, TableColumn(names[name], "integer")) for name in PREDICATES),
        ("organisation", TableColumn(_("Predikat organisasi"))),
        ("warnings", TableColumn(_("Peringatan"))),
    ]
    rows = [
        (row.unit.name, *row.counts, _(ORGANISATION[name]),
         "; ".join(_(one.template).format(**one.values) for one in found) or _("sesuai"))
        for row in _spreads(request, law)
        for name, found in row.warnings
    ]  # fmt: skip
    parameters = [law.parameter("performance.distribution")]
    title = _("Sebaran predikat {year}").format(year=performance_year(law))
    return list_file(request, title, columns, rows, parameters)


def _holders(request: HttpRequest) -> QuerySet[Person]:
    people = functional(within(access_of(request).reach("people.list"), active_people()))
    search = request.GET.get("cari", "").strip()[:100]
    if search:
        people = people.filter(name__icontains=search)
    if request.GET.get("urut") == "jenjang":
        people = people.order_by("position__tier", "name", "pk")
    return people


@requires("people.list")
@require_GET
def credit(request: HttpRequest) -> HttpResponse:
    """Holders of functional posts within reach with the credit points of the year."""
    law = _law(request)
    page = Paginator(_holders(request), PAGE).get_page(request.GET.get("hal"))
    context = {
        **_frame(request, law),
        "page": page,
        "rows": credits_of(page.object_list, law),
        "names": law.value("performance.predicates"),
        "urut": request.GET.get("urut", ""),
        "parameters": credit_parameters(law),
    }
    return render(request, "indices/credit.html", context)


@requires("people.list")
@require_GET
def credit_export(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    law = _law(request)
    names = law.value("performance.predicates")
    columns = [
        ("nip", TableColumn("NIP")),
        ("name", TableColumn(_("Nama"))),
        ("unit", TableColumn(_("Unit"))),
        ("post", TableColumn(_("Jabatan"))),
        ("predicate", TableColumn(_("Predikat"))),
        ("coefficient", TableColumn(_("Koefisien"), "decimal")),
        ("percent", TableColumn(_("Persen"), "integer")),
        ("points", TableColumn(_("Angka kredit"), "decimal")),
    ]
    rows = [_credit_line(row, names) for row in credits_of(_holders(request), law)]
    title = _("Angka kredit {year}").format(year=performance_year(law))
    return list_file(request, title, columns, rows, credit_parameters(law))


def _credit_line(row: Credit, names: Any) -> tuple[Any, ...]:
    person = row.person
    return (
        person.nip,
        person.full_name,
        person.unit.name if person.unit else None,
        person.position.name if person.position else None,
        names.get(row.predicate, ""),
        None if row.coefficient is None else float(row.coefficient),
        row.multiplier,
        None if row.points is None else float(row.points),
    )
