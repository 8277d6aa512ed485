"""What one more of every scarce thing would bring, as a workbook."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.models import Plan
from bina.plan.rules.more import KINDS, More
from bina.text import Text


def more_workbook(plan: Plan, rows: list[More], label: str) -> bytes:
    """One row a thing: kind, name, unit, step, points and seats at most, in words."""
    columns = (
        TableColumn(_("JENIS")), TableColumn(_("NAMA")), TableColumn(_("UNIT ATAU URAIAN")),
        TableColumn(_("TAMBAHAN")), TableColumn(_("POIN PALING BANYAK"), "decimal"),
        TableColumn(_("KURSI PALING BANYAK"), "integer"), TableColumn(_("ARTINYA")),
        TableColumn(_("CATATAN")),
    )  # fmt: skip
    table = [
        [
            _(KINDS[row.kind]), row.name, row.place, said(row.step), round(row.points, 4),
            row.seats, said(row.sentence), said(row.note) if row.note else "",
        ]
        for row in rows
    ]  # fmt: skip
    return write_table(TableSheet(_("Tambahan"), columns, table, (plan.name,), label))


def said(text: Text) -> str:
    """The sentence in the reader's language."""
    return _(text.template).format(**text.values)
