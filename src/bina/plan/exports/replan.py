"""The changes of a re-plan as a workbook: a row per seat that falls or is new."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.exports.hcdp import fixed_sheet
from bina.plan.models import Plan, Seat
from bina.plan.selectors.replanned import ChangedPerson, added_costs
from bina.text import Text


def replan_workbook(plan: Plan, people: list[ChangedPerson], label: str) -> bytes:
    """All changes with reasons and sums."""
    columns = (
        TableColumn(_("NIP")),
        TableColumn(_("NAMA")),
        TableColumn(_("UNIT")),
        TableColumn(_("PERUBAHAN")),
        TableColumn(_("PROGRAM")),
        TableColumn(_("SESI")),
        TableColumn(_("MULAI"), "date"),
        TableColumn(_("JP"), "integer"),
        TableColumn(_("BIAYA"), "money"),
        TableColumn(_("POIN"), "decimal"),
        TableColumn("KODE ANGGARAN"),
        TableColumn("DARI RENCANA"),  # "tidak": a substitute's seat
        TableColumn(_("ALASAN")),
    )
    rows = []
    for one in people:
        for seats, word, sign in (
            (one.released, _("dilepas"), -1),
            (one.new, _("baru"), 1),
        ):
            rows += [_row(one, seat, word, sign, reasons) for seat, reasons in seats]
    sums = [sum(int(str(row[at])) for row in rows) for at in (7, 8)]
    points = round(sum(float(str(row[9])) for row in rows), 3)
    totals = [_("Jumlah"), *([""] * 6), *sums, points, "", "", ""]
    sheet = TableSheet(_("Perubahan"), columns, rows, (plan.name,), label, totals=totals)
    return write_table(sheet, fixed_sheet(plan, added_costs(plan), label))


def _row(one: ChangedPerson, seat: Seat, word: str, sign: int, reasons: list[Text]) -> list[object]:
    person = one.person
    return [
        person.nip,
        person.full_name,
        person.unit.name if person.unit else "",
        word,
        seat.programme.name,
        seat.session.code if seat.session else "",
        seat.session.start if seat.session else None,
        sign * seat.jp,
        sign * seat.cost,
        round(sign * seat.closure, 3),
        seat.budget_line.code if seat.budget_line else "",
        "tidak" if seat.replaces_id else "ya",
        " ".join(_(text.template).format(**text.values) for text in reasons),
    ]
