"""Money and seats of a plan per goal of the regional plan, as a workbook."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.models import Plan
from bina.plan.selectors.goals import ShareOfGoal


def goals_workbook(plan: Plan, rows: list[ShareOfGoal], label: str) -> bytes:
    """One row a goal, then what serves none, with totals."""
    columns = (
        TableColumn(_("KODE TUJUAN")),
        TableColumn(_("TUJUAN")),
        TableColumn(_("KURSI"), "integer"),
        TableColumn(_("BAGIAN KURSI"), "percent"),
        TableColumn(_("UANG"), "money"),
        TableColumn(_("BAGIAN UANG"), "percent"),
        TableColumn(_("JP"), "integer"),
        TableColumn(_("POIN TERTUTUP"), "decimal"),
    )
    table = [
        [
            row.goal.code if row.goal else "",
            row.goal.name if row.goal else _("Tanpa tujuan"),
            row.part.seats,
            row.part.seat_share,
            row.part.cost,
            row.part.cost_share,
            row.part.jp,
            round(row.part.closure, 3),
        ]
        for row in rows
    ]
    totals = [_("Jumlah"), "", *(sum(float(str(row[at])) for row in table) for at in range(2, 8))]
    return write_table(
        TableSheet(_("Per tujuan"), columns, table, (plan.name,), label, totals=totals)
    )
