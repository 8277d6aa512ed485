"""Writes rows into a workbook exactly as a book's layout declares it, same input, same bytes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bina.formats.sheet import Book, Column, Sheet

Row = Mapping[str, Any]  # column key -> value; a missing key or None is an empty cell
LABEL = "DATA KARANGAN untuk peragaan Bina: bukan data pegawai, unit atau layanan yang sebenarnya."


def write_book(
    path: Path, book: Book, rows: Mapping[str, Iterable[Row]], *, day: date, note: str = ""
) -> None:
    """Write `rows[sheet name]` under the headers of `book`, with a sheet Keterangan behind.

    Dates are written as Excel dates, choices by the word that the file shows, lists with
    semicolons, NIP and codes as text.
    """
    with new_workbook(path, book.title, day) as target:
        dates = target.add_format({"num_format": "dd-mm-yyyy"})
        for sheet in book.sheets:
            if sheet.name in rows:
                _write_sheet(target, sheet, rows[sheet.name], dates)
        write_note(target, book.title, day, note)


def new_workbook(path: Path, title: str, day: date) -> xlsxwriter.Workbook:
    """An open workbook whose properties name the day and the label, not the clock."""
    target = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    target.set_properties(
        {
            "title": f"{title} (data karangan)",
            "comments": LABEL,
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day, no clock
        }
    )
    return target


def write_note(target: xlsxwriter.Workbook, title: str, day: date, note: str) -> None:
    """Add the sheet Keterangan, which is for people: no import reads it."""
    sheet = target.add_worksheet("Keterangan")
    lines = [title, LABEL, f"Keadaan {day:%d-%m-%Y}.", note]
    for row, line in enumerate(line for line in lines if line):
        sheet.write_string(row, 0, line)


def _write_sheet(
    target: xlsxwriter.Workbook,
    sheet: Sheet,
    rows: Iterable[Row],
    dates: Any,
) -> None:
    page = target.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.columns) - 1, 20)
    for column, spec in enumerate(sheet.columns):
        page.write_string(0, column, spec.header)
    words = [(spec, dict(spec.choices)) for spec in sheet.columns]
    for number, row in enumerate(rows, start=1):
        for column, (spec, shown) in enumerate(words):
            value = row.get(spec.key)
            if value is None or value == "" or value == []:
                continue
            if isinstance(value, date):
                page.write_datetime(number, column, value, dates)
            elif isinstance(value, (int, float)):
                page.write_number(number, column, value)
            else:
                page.write_string(number, column, _text(spec, shown, value))


def _text(spec: Column, shown: Mapping[str, str], value: Any) -> str:
    if spec.kind == "choice":
        return shown[value]
    if spec.kind == "list" and not isinstance(value, str):
        return ";".join(str(one) for one in value)
    return str(value)
