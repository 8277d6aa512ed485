"""Tables that leave Bina: one way to write every list as .xlsx or .csv.

Text is always written as text, so a name that starts with '=' stays a name. In CSV, where a
spreadsheet program decides for itself, such text gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import xlsxwriter

from bina.formats.cell_text import plain

CellKind = Literal["text", "integer", "decimal", "percent", "money", "date"]
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_FORMATS: Final[dict[CellKind, str]] = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",  # the value is a share, 0..1
    "money": '"Rp" #,##0',
    "date": "dd-mm-yyyy",
}
_WIDEST: Final = 60
_NARROWEST: Final = 8
_SHEET_NAME_LETTERS: Final = 31  # Excel's limit
_MEASURED_ROWS: Final = 200


@dataclass(frozen=True)
class TableColumn:
    """A column of an export: its header, how values are shown, and its width in letters."""

    header: str
    kind: CellKind = "text"
    width: int | None = None  # None: from the content


@dataclass(frozen=True)
class TableSheet:
    """One sheet. `titles` stand above the header; `label` says e.g. that the data are made up."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: Sequence[Sequence[Any]]  # one value per column, None for empty
    titles: tuple[str, ...] = ()
    label: str = ""
    totals: Sequence[Any] | None = None  # written bold under the rows


def write_table(*sheets: TableSheet) -> bytes:
    """The sheets as an .xlsx workbook; headers are frozen and can be filtered."""
    memory = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same bytes each time
        formats = _formats(book)
        names: set[str] = set()
        for sheet in sheets:
            _write_sheet(book, sheet, formats, _sheet_name(sheet.name, names))
    return memory.getvalue()


def write_csv(sheet: TableSheet) -> bytes:
    """One sheet as CSV: semicolons, UTF-8 with mark, as Excel with Indonesian settings reads it."""
    memory = io.StringIO(newline="")
    writer = csv.writer(memory, delimiter=";", lineterminator="\r\n")
    for title in (sheet.label, *sheet.titles):
        if title:
            writer.writerow([harmless(title)])
    writer.writerow([harmless(column.header) for column in sheet.columns])
    rows: Iterable[Sequence[Any]] = sheet.rows
    for row in (*rows, *([sheet.totals] if sheet.totals else [])):
        writer.writerow(
            [_csv_value(value, column) for value, column in zip(row, sheet.columns, strict=True)]
        )
    return memory.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula.

    >>> harmless("=1+1"), harmless("Ani")
    ("'=1+1", 'Ani')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _csv_value(value: Any, column: TableColumn) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and column.kind != "text":
        return str(value).replace(".", ",")
    return harmless(plain(value))


def _formats(book: Any) -> dict[str, Any]:
    formats: dict[str, Any] = {}
    for kind, number_format in _NUMBER_FORMATS.items():
        base = {"num_format": number_format, "valign": "top"}
        formats[kind] = book.add_format(base)
        formats[f"total {kind}"] = book.add_format({**base, "bold": True, "top": 1})
    formats["header"] = book.add_format(
        {"bold": True, "bg_color": "#E7EEF0", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    formats["title"] = book.add_format({"bold": True, "font_size": 14})
    formats["label"] = book.add_format({"bold": True, "font_color": "#8A4B00"})
    return formats


def _write_sheet(book: Any, sheet: TableSheet, formats: dict[str, Any], name: str) -> None:
    page = book.add_worksheet(name)
    top = 0
    if sheet.label:
        page.write_string(top, 0, sheet.label, formats["label"])
        top += 1
    for title in sheet.titles:
        page.write_string(top, 0, title, formats["title"] if top < 2 else None)
        top += 1
    top += top > 0
    for at, column in enumerate(sheet.columns):
        page.write_string(top, at, column.header, formats["header"])
        page.set_column(at, at, column.width or _width(sheet, at))
    for line, row in enumerate(sheet.rows, start=top + 1):
        for at, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, (line, at), value, column.kind, formats[column.kind])
    last = top + len(sheet.rows)
    if sheet.totals is not None:
        for at, (value, column) in enumerate(zip(sheet.totals, sheet.columns, strict=True)):
            _write_cell(page, (last + 1, at), value, column.kind, formats[f"total {column.kind}"])
    page.freeze_panes(top + 1, 0)
    if sheet.columns and sheet.rows:
        page.autofilter(top, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _write_cell(page: Any, place: tuple[int, int], value: Any, kind: str, shape: Any) -> None:
    if value is None or value == "":
        page.write_blank(*place, None, shape)
    elif kind == "date" and isinstance(value, (date, datetime)):
        page.write_datetime(*place, value, shape)
    elif kind != "text" and isinstance(value, (int, float)) and not isinstance(value, bool):
        page.write_number(*place, value, shape)
    else:
        page.write_string(*place, plain(value)[:32_000], shape)


def _width(sheet: TableSheet, at: int) -> int:
    shown = [len(plain(row[at])) + 1 for row in sheet.rows[:_MEASURED_ROWS]]
    return min(_WIDEST, max(_NARROWEST, len(sheet.columns[at].header) + 2, *shown, 0))


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that Excel allows and that no earlier sheet has."""
    clean = "".join(" " if letter in "[]:*?/\\'" else letter for letter in name).strip()
    base = clean[:_SHEET_NAME_LETTERS] or "Lembar"
    found, number = base, 1
    while found.casefold() in used:
        number += 1
        tail = f" {number}"
        found = base[: _SHEET_NAME_LETTERS - len(tail)] + tail
    used.add(found.casefold())
    return found
