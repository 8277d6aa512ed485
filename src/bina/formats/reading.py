"""A book's rows from raw sheets: columns of typed values, and everything that is doubtful.

Works column by column and converts each distinct value once. A row with an error stays out
(`ok` is False); rows with a doubt go in. Nothing is repaired silently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bina.formats.cell_text import comparable, plain
from bina.formats.convert import Converter, converter
from bina.formats.duplicates import drop_duplicates
from bina.formats.headers import HeaderMatch, match_headers
from bina.formats.problems import Issue, Problem
from bina.formats.reported_cells import marked_cells
from bina.formats.sheet import Book, Column, Sheet
from bina.formats.workbook import Cell, RawSheet
from bina.text import N_, Text

Corrections = Mapping[tuple[str, str], str]  # (column key, text in the file) -> corrected text
_SHOWN_VALUE: Final = 120  # letters of a value that are repeated in a problem
HIDDEN: Final = "•••"  # in place of a protected value, in problems as in previews


@dataclass(frozen=True)
class SheetData:
    """The rows of one sheet. All lists have one item per row, in the order of the file."""

    name: str  # of the sheet description
    file_sheet: str  # as named in the file
    columns: dict[str, list[Any]]  # every column of the description; None where empty
    row_numbers: list[int]  # the file's own row numbers, from 1
    ok: list[bool]
    understood: dict[str, str] = field(default_factory=dict)  # column key -> header in the file
    unknown: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # headers of required columns

    def good(self) -> dict[str, list[Any]]:
        """The columns with only the rows that go in."""
        if all(self.ok):
            return self.columns
        return {
            key: [value for value, ok in zip(values, self.ok, strict=True) if ok]
            for key, values in self.columns.items()
        }

    def good_rows(self) -> list[int]:
        """The file's row numbers of the rows that go in, in the order of `good()`."""
        return [row for row, ok in zip(self.row_numbers, self.ok, strict=True) if ok]


@dataclass(frozen=True)
class BookData:
    """What was read: sheets by the name in their description, and the problems in file order."""

    kind: str
    sheets: dict[str, SheetData]
    problems: list[Problem]
    source: str = ""  # where the file came from, as the person who gave it says

    def count(self, severity: str) -> int:
        """How many problems of that severity."""
        return sum(problem.severity == severity for problem in self.problems)

    @property
    def is_usable(self) -> bool:
        """Whether any row of any sheet can go in."""
        return any(any(sheet.ok) for sheet in self.sheets.values())


def read_book(
    book: Book,
    sheets: list[RawSheet],
    *,
    header_map: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
) -> BookData:
    """Find each described sheet and convert it; a sheet that is not there is a problem."""
    data: dict[str, SheetData] = {}
    problems: list[Problem] = []
    for sheet, raw, match in _assigned(book, sheets, header_map):
        if raw is None or match is None:
            if sheet.required:
                problems.append(_sheet_missing(sheet, sheets))
            continue
        data[sheet.name], found = _read_sheet(sheet, raw, match, corrections or {})
        problems.extend(found)
    return BookData(book.kind, data, problems)


def _assigned(
    book: Book, sheets: list[RawSheet], header_map: Mapping[str, str] | None
) -> list[tuple[Sheet, RawSheet | None, HeaderMatch | None]]:
    """Each description with its sheet: by name, else by headers if either side has only one."""

    def headers(sheet: Sheet, raw: RawSheet) -> HeaderMatch | None:
        return match_headers(sheet, raw.rows, dropped=book.dropped, header_map=header_map)

    by_name = {comparable(raw.name): raw for raw in reversed(sheets)}
    chosen: dict[str, RawSheet] = {}
    for sheet in book.sheets:
        for name in (sheet.name, *sheet.aliases):
            raw = by_name.get(comparable(name))
            if raw is not None and headers(sheet, raw) is not None:
                chosen.setdefault(sheet.name, raw)
    if not chosen and (len(book.sheets) == 1 or len(sheets) == 1):
        pairs = [
            (len(match.missing) == 0, len(match.places), -order, sheet.name, raw)
            for order, sheet in enumerate(book.sheets)
            for raw in sheets
            if (match := headers(sheet, raw)) is not None
        ]
        if pairs:
            best = max(pairs, key=lambda pair: pair[:3])
            chosen[best[3]] = best[4]
    return [
        (sheet, raw, headers(sheet, raw) if raw else None)
        for sheet in book.sheets
        for raw in [chosen.get(sheet.name)]
    ]


def _sheet_missing(sheet: Sheet, sheets: list[RawSheet]) -> Problem:
    required = ", ".join(column.header for column in sheet.columns if column.required)
    found = ", ".join(raw.name for raw in sheets)
    return Problem(
        sheet.name,
        None,
        "",
        found,
        Text(
            N_("lembar {sheet} tidak ditemukan; lembar yang ada: {found}"),
            {"sheet": sheet.name, "found": found},
        ),
        Text(
            N_(
                "Beri nama lembar itu {sheet}, dengan judul kolom paling sedikit {required} dalam "
                "20 baris pertama."
            ),
            {"sheet": sheet.name, "required": required},
        ),
    )


def _read_sheet(
    sheet: Sheet, raw: RawSheet, match: HeaderMatch, corrections: Corrections
) -> tuple[SheetData, list[Problem]]:
    first_data = match.row + 1
    kept = [
        index
        for index in range(first_data, len(raw.rows))
        if _is_filled(raw.rows[index], match.places)
    ]
    kept, problems = _without_example(sheet, raw, match, kept)
    rows = [index + raw.first_row for index in kept]
    columns: dict[str, list[Any]] = {}
    ok = [not match.missing] * len(kept)
    problems += _header_problems(sheet, match)
    for column in sheet.columns:
        place = match.places.get(column.key)
        if place is None:
            columns[column.key] = [None] * len(kept)
            continue
        cells = [raw.rows[i][place] if place < len(raw.rows[i]) else None for i in kept]
        header = match.understood[column.key]
        columns[column.key], issues = _converted(column, cells, corrections)
        for at, issue in issues:
            value = HIDDEN if column.protected else plain(cells[at])[:_SHOWN_VALUE]
            problems.append(
                Problem(
                    sheet.name, rows[at], header, value, issue.reason, issue.remedy, issue.severity
                )
            )
            if issue.severity == "error":
                ok[at] = False
    problems += marked_cells(sheet.name, raw.marks, match, rows, ok)
    problems += drop_duplicates(sheet, columns, rows, ok)
    problems.sort(key=lambda problem: (problem.row is not None, problem.row or 0))
    data = SheetData(
        sheet.name,
        raw.name,
        columns,
        rows,
        ok,
        match.understood,
        match.unknown,
        match.dropped,
        match.missing,
    )
    return data, problems


def _is_filled(row: Sequence[Cell], places: Mapping[str, int]) -> bool:
    width = len(row)
    for place in places.values():
        if place < width:
            cell = row[place]
            if cell is not None and (not isinstance(cell, str) or cell.strip()):
                return True
    return False


def _without_example(
    sheet: Sheet, raw: RawSheet, match: HeaderMatch, kept: list[int]
) -> tuple[list[int], list[Problem]]:
    """The row left standing from the template is dropped with a notice.

    Only the template's own rows can be meant: the first data row, with every column as shown.
    """
    columns = [column for column in sheet.columns if not column.protected]
    whole = all(column.key in match.places for column in columns)
    if not kept or len(kept) < 2 or not whole:
        return kept, []
    row = raw.rows[kept[0]]
    for column in columns:
        place = match.places[column.key]
        cell = plain(row[place]) if place < len(row) else ""
        if cell != plain(column.example):
            return kept, []
    notice = Problem(
        sheet.name,
        kept[0] + raw.first_row,
        "",
        "",
        Text(N_("baris contoh dari templat dilewati")),
        Text(N_("Hapus baris contoh itu, atau ubah bila memang data Anda.")),
        "notice",
    )
    return kept[1:], [notice]


def _header_problems(sheet: Sheet, match: HeaderMatch) -> list[Problem]:
    missing = [
        Problem(
            sheet.name,
            None,
            header,
            "",
            Text(N_("kolom wajib {header} tidak ditemukan"), {"header": header}),
            Text(N_("Tambahkan kolom itu, atau petakan judul kolom yang ada kepadanya.")),
        )
        for header in match.missing
    ]
    repeated = [
        Problem(
            sheet.name,
            None,
            header,
            "",
            Text(N_("kolom ini ada dua kali; hanya satu yang dibaca")),
            Text(N_("Hapus salah satunya.")),
            "doubt",
        )
        for header in match.repeated
    ]
    return missing + repeated


def _converted(
    column: Column, cells: list[Cell], corrections: Corrections
) -> tuple[list[Any], list[tuple[int, Issue]]]:
    """The values, and (position, issue) for those with something to say."""
    convert = converter(column)
    own = {text: right for (key, text), right in corrections.items() if key == column.key}
    distinct = set(cells)
    if True in distinct or False in distinct:  # 1 and TRUE are equal keys but not equal cells
        cells = [plain(cell) if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    table = {cell: _corrected(convert, cell, own) for cell in distinct}
    values = [table[cell][0] for cell in cells]
    if all(issue is None for _, issue in table.values()):
        return values, []
    return values, [
        (at, issue) for at, cell in enumerate(cells) if (issue := table[cell][1]) is not None
    ]


def _corrected(convert: Converter, cell: Cell, own: Mapping[str, str]) -> tuple[Any, Issue | None]:
    return convert(own.get(plain(cell), cell) if own else cell)
