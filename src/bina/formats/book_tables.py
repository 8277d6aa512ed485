"""Rows that leave Bina in the layout in which they can be imported again."""

from collections.abc import Sequence
from typing import Any, Final

from bina.formats.sheet import Sheet
from bina.formats.tables import CellKind, TableColumn, TableSheet

_SHOWN_AS: Final[dict[str, CellKind]] = {
    "integer": "integer",
    "decimal": "decimal",
    "money": "money",
    "date": "date",
}


def as_imported(sheet: Sheet, rows: Sequence[Sequence[Any]], label: str = "") -> TableSheet:
    """A table with the headers of an import sheet; `rows` in the order of its columns."""
    columns = tuple(
        TableColumn(column.header, _SHOWN_AS.get(column.kind, "text")) for column in sheet.columns
    )
    return TableSheet(sheet.name, columns, rows, label=label)
