"""Value against money and the prices of rules, as a workbook."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.models import Plan
from bina.plan.rules.curves import PriceOfRule
from bina.plan.selectors.curves import Curves


def curves_workbook(plan: Plan, curves: Curves, label: str) -> bytes:
    """A sheet of budgets, a sheet of rules."""
    columns = (
        TableColumn(_("BAGIAN ANGGARAN"), "percent"), TableColumn(_("ANGGARAN"), "money"),
        TableColumn(_("BATAS DARI HARGA"), "decimal"), TableColumn(_("NILAI DITEMUKAN"), "decimal"),
        TableColumn(_("JP KURANG"), "integer"),
        TableColumn(_("NILAI DIHITUNG ULANG"), "decimal"),
        TableColumn(_("BATAS TERBUKTI"), "decimal"),
    )  # fmt: skip
    rows = [
        [
            point.percent / 100, point.amount, point.at_once, point.value, point.missing_jp,
            point.proven.value if point.proven else None,
            point.proven.bound if point.proven else None,
        ]
        for point in curves.points
    ]  # fmt: skip
    names = (
        TableColumn(_("ATURAN")), TableColumn(_("UNIT")), TableColumn(_("ORANG"), "integer"),
        TableColumn(_("BATAS NAIK PALING BANYAK"), "decimal"),
        TableColumn(_("DITEMUKAN"), "decimal"), TableColumn(_("PALING BANYAK TERBUKTI"), "decimal"),
    )  # fmt: skip
    rules = [_rule(_("Batas keadilan"), curves.floors)]
    rules += [_rule(rule.name, rule) for rule in curves.staffing]
    return write_table(
        TableSheet(_("Nilai terhadap uang"), columns, rows, (plan.name,), label),
        TableSheet(_("Harga aturan"), names, rules, (plan.name,), label),
    )


def _rule(name: str, rule: PriceOfRule) -> list[object]:
    return [name, rule.place, rule.members, rule.at_once, rule.found, rule.proven]
