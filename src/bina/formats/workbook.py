"""A file that people upload becomes plain rows, or is refused with a reason, before it is parsed.

Reads .xlsx, .xls, .ods and .csv by content, never by name. Nothing here knows what the columns
mean; `bina.formats.reading` does.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from bina.formats.archive import Limits, check_size, unpacked
from bina.formats.csv_text import csv_rows
from bina.formats.ods_cells import ods_marks
from bina.formats.refusals import (
    BrokenWorkbook,
    EmptyFile,
    HasMacros,
    NotAWorkbook,
    PasswordProtected,
    TooLarge,
    TooManyCells,
)
from bina.formats.xlsx_cells import CellMarks, check_extent, marks, sheet_paths
from bina.text import N_

Cell = str | float | int | bool | date | datetime | time | timedelta | None
_OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_NAMES: Final = (".xlsm", ".xltm", ".xlam", ".xlsb")
_CSV_NAMES: Final = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it lies in the file. `rows[0]` is the file's row `first_row` (from 1)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    marks: CellMarks = field(default_factory=CellMarks)


def read_workbook(data: bytes, name: str, *, limits: Limits) -> list[RawSheet]:
    """The sheets of the file with their cells; empty cells are None or ''.

    `name` is the file's name for messages. Raises a FileRefused that names it.
    """
    if not data:
        raise EmptyFile(name=name)
    check_size(data, name, limits)
    if name.lower().endswith(_MACRO_NAMES):
        raise HasMacros(name=name, found=PurePath(name).suffix)
    if data.startswith(b"PK"):
        sheets = _from_zip(data, name, limits)
    elif data.startswith(_OLE_START):
        sheets = _from_ole(data, name, limits)
    else:
        sheets = _from_text(data, name, limits)
    if not any(cell not in ("", None) for sheet in sheets for row in sheet.rows for cell in row):
        raise EmptyFile(name=name)
    return sheets


def _from_zip(data: bytes, name: str, limits: Limits) -> list[RawSheet]:
    found = _zip_marks(data, name, limits)
    return [
        RawSheet(sheet, rows, 1, found.get(sheet, CellMarks()))
        for sheet, rows in _values(data, name)
    ]


def _zip_marks(data: bytes, name: str, limits: Limits) -> dict[str, CellMarks]:
    """Guards over every entry; the formula and error cells per sheet name."""
    parts: dict[str, bytes] = {}
    worksheets: dict[str, CellMarks] = {}
    cells = 0
    for path, content in unpacked(data, name, limits):
        if path in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml", "mimetype"):
            parts[path] = content
        elif b"sheetData" in content[:20_000] or "worksheets/sheet" in path:
            cells += check_extent(content, PurePath(path).stem, name, limits)
            worksheets[path] = marks(content)
    if cells > limits.max_cells:
        raise TooManyCells(
            name=name,
            sheet=N_("semua lembar"),
            found=f"{cells} sel",
            limit=f"{limits.max_cells} sel",
        )
    if "xl/workbook.xml" in parts:
        relations = parts.get("xl/_rels/workbook.xml.rels", b"<Relationships/>")
        paths = sheet_paths(parts["xl/workbook.xml"], relations, name)
        return {paths[path]: found for path, found in worksheets.items() if path in paths}
    if b"opendocument.spreadsheet" in parts.get("mimetype", b"") and "content.xml" in parts:
        return ods_marks(parts["content.xml"], name, limits)
    raise NotAWorkbook(name=name, found=N_("arsip zip tanpa lembar kerja"))


def _from_ole(data: bytes, name: str, limits: Limits) -> list[RawSheet]:
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        raise PasswordProtected(name=name)
    if _utf16("_VBA_PROJECT") in data:
        raise HasMacros(name=name, found="VBA")
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        raise NotAWorkbook(name=name, found=N_("dokumen Office lain"))
    if len(data) > limits.max_old_bytes:
        raise TooLarge(
            name=name,
            found_mb=round(len(data) / 1_000_000, 1),
            limit_mb=limits.max_old_bytes // 1_000_000,
        )
    return [RawSheet(sheet, rows) for sheet, rows in _values(data, name)]


def _from_text(data: bytes, name: str, limits: Limits) -> list[RawSheet]:
    start = data[:1000].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"%pdf", b"{", b"<table")):
        raise NotAWorkbook(name=name, found=N_("halaman web, PDF atau data lain"))
    if b"\x00" in data[:4000] and not name.lower().endswith(_CSV_NAMES):
        raise NotAWorkbook(name=name, found=N_("data biner yang tidak dikenal"))
    rows = csv_rows(data, name, limits)
    if max(map(len, rows)) < 2 and not name.lower().endswith(_CSV_NAMES):
        raise NotAWorkbook(name=name, found=N_("teks tanpa kolom"))
    return [RawSheet(PurePath(name).stem, rows)]


def _values(data: bytes, name: str) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
    """Sheet names with their rows from row 1, column A."""
    found: list[tuple[str, Sequence[Sequence[Cell]]]] = []
    reading = N_("isi lembar tidak terbaca")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ == SheetTypeEnum.WorkSheet:
                    reading = f"isi lembar {meta.name} tidak terbaca"
                    rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                    found.append((meta.name, rows))
    except PasswordError as problem:
        raise PasswordProtected(name=name) from problem
    except BaseException as problem:  # the parser's panics are no Exception
        panic = type(problem).__name__ == "PanicException"
        if not panic and not isinstance(problem, (CalamineError, OSError, ValueError)):
            raise
        raise BrokenWorkbook(name=name, found=reading) from problem
    return found


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
