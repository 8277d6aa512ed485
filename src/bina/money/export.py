"""Budget lines in the layout of their import, and line by line what became of the money."""

from collections.abc import Iterable
from typing import Any

from bina.formats.book_tables import as_imported
from bina.formats.tables import TableSheet, write_table
from bina.money.models import BudgetLine
from bina.money.rules.sheets import BUDGET, FUNDS, STAGES


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
