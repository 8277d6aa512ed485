"""What a cut costs, line by line, as a workbook: the page of cuts."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.models import Plan
from bina.plan.selectors.cuts import Cuts


def cuts_workbook(plan: Plan, cuts: Cuts, label: str) -> bytes:
    """One row a line with its sums, and a sheet of what is proven about all together."""
    money = (
        _("PAGU"), _("PAGU BARU"), _("POTONGAN"), _("SUDAH TERIKAT"), _("DIPAKAI RENCANA"),
        _("KURANG"),
    )  # fmt: skip
    columns = (
        TableColumn(_("KODE ANGGARAN")), TableColumn(_("URAIAN")),
        *(TableColumn(word, "money") for word in money),
        TableColumn(_("KURSI"), "integer"), TableColumn(_("ORANG"), "integer"),
        TableColumn(_("JP"), "integer"), TableColumn(_("POIN"), "decimal"),
        TableColumn(_("BATAS TURUN"), "decimal"), TableColumn(_("KIRA-KIRA HILANG"), "decimal"),
    )  # fmt: skip
    rows = [
        [
            row.code, row.name, row.cut.before, row.cut.after, row.cut.cut, row.cut.tied,
            row.line.spent, row.cut.short, row.carried.seats, row.carried.people, row.carried.jp,
            round(row.carried.closure, 3), _rounded(row.cut.falls), _rounded(row.cut.about),
        ]
        for row in cuts.rows
    ]  # fmt: skip
    sums = [sum(float(str(row[at] or 0)) for row in rows) for at in range(2, 9)]
    return write_table(
        TableSheet(_("Potongan per pos"), columns, rows, (plan.name,), label,
                   totals=[_("Jumlah"), "", *sums, *([""] * 5)]),
        TableSheet(_("Seluruhnya"), (TableColumn(_("UKURAN")), TableColumn(_("NILAI"), "decimal")),
                   _facts(plan, cuts), (plan.name,), label),
    )  # fmt: skip


def _facts(plan: Plan, cuts: Cuts) -> list[list[object]]:
    rows: list[list[object]] = [
        [_("Nilai rencana (poin)"), plan.certificate.get("value")],
        [_("Batas terbukti rencana (poin)"), plan.certificate.get("closure_bound")],
    ]
    if cuts.total:
        rows.append([_("Kira-kira hilang menurut harga (poin)"), cuts.total.about])
        if cuts.proven:
            rows += [
                [_("Batas terbukti dengan pagu baru (poin)"), cuts.total.bound],
                [_("Terbukti hilang paling sedikit (poin)"), cuts.total.lost_at_least],
            ]
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
