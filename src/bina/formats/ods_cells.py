"""Extents and formulas of an OpenDocument sheet, read before its values are.

OpenDocument repeats rows and cells by a number, so a few bytes can mean a million cells.
"""

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from bina.formats.archive import Limits
from bina.formats.refusals import BrokenWorkbook, TooManyCells
from bina.formats.xlsx_cells import CellMarks

_REPEAT_ROWS: Final = "table:number-rows-repeated"
_REPEAT_COLUMNS: Final = "table:number-columns-repeated"


@dataclass
class _Walk:
    """Where the parser stands in the sheet; row and column count the filled cells' places."""

    file_name: str
    limits: Limits
    sheet: str = ""
    row: int = 0
    repeat: int = 1
    column: int = 0
    marks: dict[str, CellMarks] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    cells: int = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheet, self.row = given.get("table:name", ""), 0
            self.formulas, self.errors = set(), set()
        elif tag == "table:table-row":
            self.repeat, self.column = int(given.get(_REPEAT_ROWS, "1")), 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(given)

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.row += self.repeat
        elif tag == "table:table":
            self.marks[self.sheet] = CellMarks(
                formulas=frozenset(self.formulas), errors=frozenset(self.errors)
            )

    def _cell(self, given: dict[str, str]) -> None:
        repeat = int(given.get(_REPEAT_COLUMNS, "1"))
        if "office:value-type" in given or "table:formula" in given:
            self._check(self.column + repeat, self.row + self.repeat, repeat)
            place = (self.row + 1, self.column + 1)
            if given.get("calcext:value-type") == "error":
                self.errors.add(place)
            elif "table:formula" in given:
                self.formulas.add(place)
        self.column += repeat

    def _check(self, columns: int, rows: int, repeat: int) -> None:
        self.cells += repeat * self.repeat
        limits = self.limits
        for found, limit, word in (
            (columns, limits.max_columns, "kolom"),
            (rows, limits.max_rows, "baris"),
            (self.cells, limits.max_cells, "sel"),
        ):
            if found > limit:
                raise TooManyCells(
                    name=self.file_name,
                    sheet=self.sheet,
                    found=f"{found} {word}",
                    limit=f"{limit} {word}",
                )


def ods_marks(content: bytes, name: str, limits: Limits) -> dict[str, CellMarks]:
    """Formula and error cells per sheet of content.xml; refuses what is beyond `limits`."""
    walk = _Walk(name, limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise BrokenWorkbook(name=name, found="content.xml tidak terbaca") from problem
    return walk.marks
