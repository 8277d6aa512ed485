"""Workbooks of the gap pages."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.formats.book_tables import as_imported
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.gaps.rules.hidden import Hidden
from bina.gaps.rules.sheets import FACTORS
from bina.gaps.rules.summary import Totals
from bina.gaps.selectors import matrices as tables
from bina.gaps.selectors.factors import exported_factors
from bina.gaps.selectors.runs import below_totals, current_run
from bina.gaps.views.matrices import hide_below, unit_within
from bina.people.selectors import active_people, within

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, *sheets: TableSheet) -> HttpResponse:
    """A download; `name` without its ending."""
    return HttpResponse(
        write_table(*sheets),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def label() -> str:
    """What stands above every sheet of a demonstration."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""


def _sums(title: str, rows: list[tuple[str, int, Totals, Hidden]]) -> TableSheet:
    """One row a unit and competency."""
    columns = tables.competency_columns("")
    keys = {column.key: column.key for column in columns}
    found = []
    for name, n_people, totals, hidden in rows:
        shown = tables.shown_cells(totals, columns, keys, hidden.competencies)
        for column, each in zip(columns, shown, strict=True):
            cell = each.cell
            if cell is not None:
                error = cell.standard_error
                found.append(
                    (
                        name,
                        n_people,
                        column.label,
                        column.full,
                        cell.required,
                        cell.measured,
                        cell.with_gap,
                        cell.mean_gap,
                        error,
                        cell.weighted_gap,
                        _("disembunyikan") if cell.hidden else "",
                    )
                )
    heads = (
        TableColumn(_("Unit")),
        TableColumn(_("Pegawai"), "integer"),
        TableColumn(_("Kode")),
        TableColumn(_("Kompetensi")),
        TableColumn(_("Dibutuhkan"), "integer"),
        TableColumn(_("Terukur"), "integer"),
        TableColumn(_("Di bawah standar"), "integer"),
        TableColumn(_("Rata-rata kesenjangan"), "decimal"),
        TableColumn(_("Galat baku"), "decimal"),
        TableColumn(_("Kesenjangan berbobot"), "decimal"),
        TableColumn(_("Catatan")),
    )
    return TableSheet(_("Kesenjangan"), heads, found, titles=(title,), label=label())


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The city's matrix, one row an office and competency."""
    run = current_run()
    offices = tables.city_rows(run, hide_below(access_of(request)))[0] if run else []
    unknown = _("Unit belum diketahui")
    rows = [
        (row.unit.name if row.unit else unknown, row.n_people, row.totals, row.hidden)
        for row in offices
    ]
    title = _("Kesenjangan kompetensi per perangkat daerah")
    return workbook("kesenjangan-kota", _sums(title, rows))


@requires("gaps.unit")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A unit's sums, and its own people for readers who may see them."""
    access = access_of(request)
    found = unit_within(access, public_id)
    run = current_run()
    if run is None:
        return workbook("kesenjangan-unit", _sums(found.name, []))
    _whole, below = below_totals(run, found)
    _total, hidden = tables.hidden_below(run, found, below, hide_below(access, found))
    rows = [
        (row.unit.name, row.n_people, row.totals, hide)
        for row, hide in zip(below, hidden, strict=True)
    ]
    sums = _sums(found.name, rows)
    own = active_people().filter(unit=found).select_related("position").order_by("name", "pk")
    people = list(within(access.reach("gaps.view"), own))
    columns = tables.competency_columns("")
    lines = []
    for row in tables.people_rows(run, found.pk, people, [column.key for column in columns]):
        for column, level in zip(columns, row.levels, strict=True):
            if level is not None:
                lines.append(
                    (
                        row.person.nip,
                        row.person.full_name,
                        column.label,
                        column.full,
                        level["standard"],
                        level["held"],
                        level["error"],
                        level["gap"],
                    )
                )
    heads = (
        TableColumn("NIP"),
        TableColumn(_("Nama")),
        TableColumn(_("Kode")),
        TableColumn(_("Kompetensi")),
        TableColumn(_("Dibutuhkan"), "decimal"),
        TableColumn(_("Dimiliki"), "decimal"),
        TableColumn(_("Galat baku"), "decimal"),
        TableColumn(_("Kesenjangan"), "decimal"),
    )
    named = TableSheet(_("Pegawai"), heads, lines, titles=(found.name,), label=label())
    return workbook("kesenjangan-unit", sums, *([named] if people else []))


@requires("gaps.factors")
@require_GET
def factors(request: HttpRequest) -> HttpResponse:
    """All factors in the layout of the import."""
    sheet = as_imported(FACTORS.sheets[0], exported_factors(), label())
    return workbook("faktor-prioritas", sheet)
