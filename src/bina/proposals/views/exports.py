"""Proposals as a workbook in the columns of AKPK (domain 4.4)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.gaps.selectors.people import competency_name
from bina.law.law import law_on
from bina.proposals.models import Proposal
from bina.proposals.selectors import lists, needs
from bina.proposals.selectors.lateness import behind, matching
from bina.proposals.views.agency import query_of
from bina.proposals.views.frame import asked_late, asked_round

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("proposals.list")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the list's filters find, on all pages."""
    query = query_of(request, request.GET)
    found = list(lists.proposal_list(access_of(request).reach("proposals.list"), query))
    levels = needs.levels_of(found)
    classical = {
        row["form"]: row["classical"] for row in law_on(today()).value("development.forms")
    }
    rows = [_row(row, levels.get((row.person_id, row.competency_id)), classical) for row in found]
    note = _("Kolom penyelenggara sampai anggaran diisi dari rencana; usulan belum memuatnya.")
    sheet = TableSheet(
        "AKPK",
        _columns(),
        rows,
        titles=(_("Usulan kebutuhan pengembangan %(year)s") % {"year": query.year}, note),
        label=_("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else "",
    )
    return HttpResponse(
        write_table(sheet),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="akpk-{query.year}.xlsx"'},
    )


@requires("proposals.decide")
@require_GET
def late_export(request: HttpRequest) -> HttpResponse:
    """Who has not done a stage: all that the page's filters find."""
    round_, (code, search) = asked_round(request), asked_late(request)
    duty, past = round_.duties[code], round_.is_past(code)
    rows = [
        (
            row.unit.name,
            row.n,
            ", ".join(row.names),
            _("ya") if row.user_ids else _("tidak ada yang mempunyai akun"),
            _("ya") if row.reminded_today else _("belum"),
        )
        for row in matching(behind(round_, code), search)
    ]
    columns = (
        TableColumn(_("Unit")),
        TableColumn(_("Usulan"), "integer"),
        TableColumn(_("Yang ditunggu")),
        TableColumn(_("Dapat diingatkan")),
        TableColumn(_("Diingatkan hari ini")),
    )
    text = _("terlambat sejak %(day)s") if past else _("tenggat %(day)s belum lewat")
    sheet = TableSheet(
        _("Belum selesai"),
        columns,
        rows,
        titles=(duty.what, text % {"day": duty.deadline.strftime("%d-%m-%Y")}),
        label=_("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else "",
    )
    name = f"tenggat-{code.lower()}-{round_.year}.xlsx"
    return HttpResponse(
        write_table(sheet),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _columns() -> tuple[TableColumn, ...]:
    """NIP to status as domain 4.4 names them; the last two are the words."""
    return (
        TableColumn("NIP"),
        TableColumn(_("Nama")),
        TableColumn(_("Jabatan")),
        TableColumn(_("Unit")),
        TableColumn(_("Kompetensi")),
        TableColumn(_("Jenis")),
        TableColumn(_("Dibutuhkan"), "decimal"),
        TableColumn(_("Dimiliki"), "decimal"),
        TableColumn(_("Kelas kesenjangan")),
        TableColumn(_("Bentuk")),
        TableColumn(_("Jalur")),
        TableColumn(_("Penyelenggara")),
        TableColumn(_("Jadwal")),
        TableColumn("JP", "decimal"),
        TableColumn(_("Kurikulum")),
        TableColumn(_("Anggaran"), "money"),
        TableColumn(_("Prioritas"), "integer"),
        TableColumn(_("Bobot"), "decimal"),
        TableColumn(_("Status")),
        TableColumn(_("Alasan")),
        TableColumn(_("Jawaban BKPP")),
    )


def _row(row: Proposal, level: needs.Level | None, classical: dict[str, bool]) -> tuple[Any, ...]:
    person, unplanned = row.person, (None,) * 5
    way = {True: _("klasikal"), False: _("nonklasikal")}
    return (
        person.nip,
        person.full_name,
        person.position.name if person.position else "",
        person.unit.name if person.unit else "",
        competency_name(row.competency),
        row.competency.get_group_display(),
        level.standard if level else None,
        level.held if level else None,
        _(level.word.template) if level else "",
        row.form,
        way[classical[row.form]] if row.form in classical else "",
        *unplanned,
        row.rank or row.paper_rank,
        float(row.factor.value) if row.factor and row.factor.state == "accepted" else None,
        row.get_state_display(),
        row.reason,
        row.answer,
    )
