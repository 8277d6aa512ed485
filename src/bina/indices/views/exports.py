"""The figures of a group as XLSX, CSV, PDF and JSON; an unsure figure says so in the file."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.formats.tables import TableColumn, TableSheet, write_csv, write_table
from bina.indices.exports.tables import template_text, typeset
from bina.indices.rules.ip_asn import DIMENSIONS
from bina.indices.selectors.explained import DIMENSION_WORDS, parameter_json
from bina.indices.selectors.measured import (
    RULESET_NAMES,
    Measured,
    Row,
    agency_total,
)
from bina.indices.selectors.pages import Table, table_of
from bina.indices.views.files import asked_type, download, label, law_sheet, mark
from bina.indices.views.frame import asked_measure, hide_below, is_closed, unit_within
from bina.law.law import Parameter
from bina.law.scaled import MISSING, SCALE, shown
from bina.people.models import Unit


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The city's offices."""
    return _file(request, None)


@requires("indices.unit")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The units below a unit."""
    return _file(request, unit_within(request, public_id))


def _file(request: HttpRequest, top: Unit | None) -> HttpResponse:
    ending = asked_type(request)
    measured = asked_measure(request, top)
    least = hide_below(access_of(request), top)
    table = table_of(measured, top, least, closed=is_closed(request, top, least))
    rows = table.rows
    title = _("IP ASN dan JP {year} menurut {ruleset}").format(
        year=measured.law.day.year, ruleset=RULESET_NAMES[measured.ruleset]
    )
    if ending == "json":
        content: bytes = json.dumps(_json(measured, rows), ensure_ascii=False, indent=1).encode()
    elif ending == "pdf":
        content = _pdf(measured, table, title)
    else:
        sheet = _sheet(measured, rows, title)
        content = (
            write_csv(sheet)
            if ending == "csv"
            else write_table(sheet, law_sheet(_behind(measured)))
        )
    return download(content, f"indeks-{measured.law.day.year}-{measured.ruleset}.{ending}", ending)


def _sheet(measured: Measured, rows: list[Row], title: str) -> TableSheet:
    heads = (
        TableColumn(_("Unit")),
        TableColumn(_("Pegawai"), "integer"),
        TableColumn(_("Terhitung"), "integer"),
        *(TableColumn(_(word), "decimal") for word in DIMENSION_WORDS.values()),
        TableColumn("IP ASN", "decimal"),
        TableColumn(_("Kategori")),
        TableColumn(_("Mencapai JP"), "integer"),
    )
    lines = [
        (
            row.label,
            row.n,
            None if row.hidden else row.n_measured,
            *(None if value == MISSING else value / SCALE for value in row.dimensions),
            row.points,
            _("disembunyikan") if row.hidden else row.band,
            None if row.hidden else row.n_reached,
        )
        for row in rows
    ]
    titles = tuple(each for each in (title, mark(measured.unsure)) if each)
    return TableSheet("IP ASN", heads, lines, titles=titles, label=label())


def _behind(measured: Measured) -> list[Parameter]:
    """The parameters that a file tells of: unsure or missing ones, and the categories."""
    ids = sorted({*[each.id for each in measured.unsure + measured.lacking], "ip_asn.bands"})
    return [measured.law.parameter(id_) for id_ in ids]


def _json(measured: Measured, rows: list[Row]) -> dict[str, Any]:
    return {
        "day": measured.law.day.isoformat(),
        "ruleset": RULESET_NAMES[measured.ruleset],
        "law": measured.law.hash,
        "provisional": [each.id for each in measured.unsure],
        "lacking": [parameter_json(each) for each in measured.lacking],
        "rows": [
            {
                "unit": row.label,
                "people": row.n,
                "hidden": row.hidden,
                "ip_asn": row.points,
                "band": row.band,
                "reached": None if row.hidden else row.n_reached,
                **{
                    name: None if value == MISSING else value / SCALE
                    for name, value in zip(DIMENSIONS, row.dimensions, strict=True)
                },
            }
            for row in rows
        ],
    }


def _pdf(measured: Measured, table: Table, title: str) -> bytes:
    """Set by typst; HR's own template in BINA_DATA/templates/indeks.typ goes first."""
    total = agency_total(measured) if len(measured.people.person_id) else MISSING
    data = {
        "title": title,
        "agency": settings.AGENCY,
        "label": label(),
        "mark": mark(measured.unsure),
        "total": "" if table.whole.hidden else shown(total),
        "header": [_("Unit"), _("Pegawai"), *map(_, DIMENSION_WORDS.values()), "IP ASN",
                   _("Kategori"), _("Mencapai JP")],
        "rows": [
            [row.label, str(row.n), *map(shown, row.dimensions), shown(row.total),
             _("disembunyikan") if row.hidden else row.band,
             "-" if row.hidden else str(row.n_reached)]
            for row in table.rows
        ],
    }  # fmt: skip
    return typeset(template_text("indeks.typ"), data)
