"""Budget lines in the layout of their import, and line by line what became of the money."""

from collections.abc import Iterable
from typing import Any

from bina.formats.book_tables import as_imported
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.money.models import BudgetLine, Posting
from bina.money.rules.sheets import BUDGET, FUNDS, STAGES
from bina.money.selectors import balances, lines_in_force, postings_of


def budget_workbook(lines: Iterable[BudgetLine], label: str = "") -> bytes:
    """Lines that can be imported again; each with its version."""
    return write_table(budget_sheet(lines, label))


def budget_sheet(lines: Iterable[BudgetLine], label: str = "") -> TableSheet:
    """The sheet Anggaran of these lines; their versions must be there."""
    sheet = BUDGET.sheets[0]
    rows = [[_cell(line, column.key) for column in sheet.columns] for line in lines]
    return as_imported(sheet, rows, label)


def _cell(line: BudgetLine, key: str) -> Any:
    if key in ("year", "stage", "number", "valid_from", "document_no"):
        value = getattr(line.version, key)
        return dict(STAGES)[value] if key == "stage" else value
    value = getattr(line, key)
    if key == "fund":
        return dict(FUNDS).get(value, value)
    if key.startswith("quarter_"):
        return value if line.quarters else None
    return "; ".join(value) if isinstance(value, list) else value


def state_workbook(year: int, label: str = "") -> bytes:
    """Line by line: amount, open obligations, realisation, rest; and the ledger they sum up."""
    return write_table(_state_sheet(year, label), _ledger_sheet(year, label))


def _state_sheet(year: int, label: str) -> TableSheet:
    names = dict(lines_in_force(year).values_list("code", "name"))
    columns = (
        TableColumn("TAHUN", "integer"), TableColumn("KODE ANGGARAN"), TableColumn("URAIAN"),
        *(TableColumn(word, "money") for word in ("PAGU", "KOMITMEN", "REALISASI", "SISA")),
    )  # fmt: skip
    rows = [
        [year, code, names.get(code, ""), one.amount, one.obligation, one.realisation, one.rest]
        for code, one in balances(year).items()
    ]
    return TableSheet("Keadaan Pos", columns, rows, label=label)


def _ledger_sheet(year: int, label: str) -> TableSheet:
    columns = (
        TableColumn("NOMOR", "integer"), TableColumn("KODE ANGGARAN"), TableColumn("JENIS"),
        TableColumn("JUMLAH", "money"), TableColumn("UNTUK"), TableColumn("TANGGAL", "date"),
        TableColumn("DOKUMEN"), TableColumn("MEMBATALKAN", "integer"),
        TableColumn("MELAMPAUI", "money"), TableColumn("ALASAN"), TableColumn("OLEH"),
        TableColumn("TENTANG"),
    )  # fmt: skip
    kinds = {
        kind.value: word
        for kind, word in (
            (Posting.Kind.OBLIGATION, "Komitmen"),
            (Posting.Kind.REALISATION, "Realisasi"),
        )
    }
    rows = [
        [one.pk, one.line.code, kinds[one.kind], -one.amount if one.reverses_id else one.amount,
         one.words, one.day, one.document_no, one.reverses_id, one.over, one.reason, one.posted_by,
         one.about]
        for one in postings_of(year).order_by("pk")
    ]  # fmt: skip
    return TableSheet("Buku Pos", columns, rows, label=label)
