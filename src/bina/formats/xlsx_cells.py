"""What the values of a workbook do not tell: extents, formulas and error cells, from the XML.

The reader of values gives a formula's saved result and an empty cell for an error; people must
know about both. Extents are checked first, since a single far cell would make a huge table.
"""

import posixpath
import re
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

import numpy as np

from bina.formats.archive import Limits
from bina.formats.refusals import BrokenWorkbook, TooManyCells

_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_EMPTY_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")  # formatted, without a value
_EMPTY_ROW: Final = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*/>|[^>]*>\s*</(?:\w+:)?row>)")
_SPACED_EQUALS: Final = (b" =", b"\t=", b"\n=", b"\r=", b"= ", b"=\t", b"=\n", b"=\r")
_REFERENCE_BYTES: Final = 16  # quotes, at most 3 letters and 7 digits, and room to spare
_FORMULA_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>.*?</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>", re.S
)
_ERROR_CELL: Final = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*\st=["']e["'][^>]*)>.*?<(?:\w+:)?v>([^<]*)<""", re.S
)
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Za-z]+)(\d+)["']""")
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")


@dataclass(frozen=True)
class CellMarks:
    """Cells of one sheet by (row, column), both counted from 1."""

    formulas: frozenset[tuple[int, int]] = frozenset()  # the saved result is used
    unsaved: frozenset[tuple[int, int]] = frozenset()  # formulas without a saved result
    errors: frozenset[tuple[int, int]] = frozenset()  # #N/A, #DIV/0! and the like


def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_paths(workbook: bytes, relations: bytes, name: str) -> dict[str, str]:
    """Path inside the archive -> sheet name, from workbook.xml and its relations."""
    try:
        targets = {
            node.get("Id", ""): node.get("Target", "")
            for node in Xml.fromstring(relations)  # noqa: S314 - entities were refused before
        }
        book = Xml.fromstring(workbook)  # noqa: S314 - entities were refused before
    except (Xml.ParseError, ValueError, LookupError) as problem:
        raise BrokenWorkbook(name=name, found="daftar lembar tidak terbaca") from problem
    paths = {}
    for node in book.iter():
        if node.tag.rpartition("}")[2] == "sheet":
            target = targets.get(node.get(_RELATION_ID) or node.get(_STRICT_ID) or "", "")
            path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            paths[posixpath.normpath(path)] = node.get("name", "")
    return paths


def check_extent(xml: bytes, sheet: str, name: str, limits: Limits) -> int:
    """The number of cells the sheet's table would have; refuses what is beyond `limits`.

    Formatted cells and rows without a value do not count: some programs write them to the last
    possible row.
    """
    rows, columns = _extent(xml)
    if rows > limits.max_rows or columns > limits.max_columns:
        rows, columns = _extent(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml)))
    if columns > limits.max_columns:
        raise TooManyCells(
            name=name,
            sheet=sheet,
            found=f"kolom {column_letters(columns)} ({columns} kolom)",
            limit=f"{limits.max_columns} kolom",
        )
    if rows > limits.max_rows:
        raise TooManyCells(
            name=name, sheet=sheet, found=f"baris {rows}", limit=f"{limits.max_rows} baris"
        )
    return max(rows * columns, xml.count(b"<v") + xml.count(b"<is"))


def _extent(xml: bytes) -> tuple[int, int]:
    """The highest row and column that any reference names; vectorised for the usual spelling."""
    if any(spelling in xml for spelling in _SPACED_EQUALS):
        places = set(_PLACE.findall(xml))
        columns = max((column_number(letters.decode()) for letters, _ in places), default=0)
        return max((int(row) for _, row in places), default=0), columns
    text = np.frombuffer(xml + b" " * _REFERENCE_BYTES, dtype=np.uint8)
    at = np.flatnonzero((text[1:-2] == ord("r")) & (text[2:-1] == ord("=")) & (text[:-3] <= 32))
    at = at[at < len(xml)] + 4
    rows = np.zeros(at.size, dtype=np.int64)
    columns_found = np.zeros(at.size, dtype=np.int64)
    for offset in range(_REFERENCE_BYTES - 4):
        letter = text[at + offset].astype(np.int64)
        capital = letter & ~32
        is_letter = (capital >= ord("A")) & (capital <= ord("Z"))
        is_digit = (letter >= ord("0")) & (letter <= ord("9"))
        columns_found = np.where(is_letter, columns_found * 26 + capital - 64, columns_found)
        rows = np.where(is_digit, rows * 10 + letter - ord("0"), rows)
        at = np.where(is_letter | is_digit, at, len(xml))
    return int(rows.max(initial=0)), int(columns_found.max(initial=0))


def marks(xml: bytes) -> CellMarks:
    """Formula and error cells of a sheet's XML; quick when there are none."""
    formulas: set[tuple[int, int]] = set()
    unsaved: set[tuple[int, int]] = set()
    if b"<f" in xml or b":f" in xml:
        for attributes, rest in _FORMULA_CELL.findall(xml):
            place = _place(attributes)
            if place is not None:
                (formulas if _VALUE.search(rest) else unsaved).add(place)
    errors: set[tuple[int, int]] = set()
    if b't="e"' in xml or b"t='e'" in xml:
        errors = {
            place
            for attributes, _ in _ERROR_CELL.findall(xml)
            if (place := _place(attributes)) is not None
        }
    return CellMarks(frozenset(formulas - errors), frozenset(unsaved), frozenset(errors))


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    return (int(found[2]), column_number(found[1].decode())) if found else None
