"""Which row of a sheet is the header, and which column of the file is which column of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bina.formats.cell_text import comparable, plain
from bina.formats.sheet import Book, Sheet

SEARCHED_ROWS: Final = 20
IGNORED: Final = ""  # in a header map: the person said that this header has no meaning here


@dataclass(frozen=True)
class HeaderMatch:
    """`row` is the index of the header row; `places` gives a column key its index in the rows."""

    row: int
    places: dict[str, int]
    understood: dict[str, str]  # column key -> header as written in the file
    unknown: tuple[str, ...]
    dropped: tuple[str, ...]
    repeated: tuple[str, ...]  # headers whose column was already found further left
    missing: tuple[str, ...]  # headers of required columns that are not there


def match_headers(
    sheet: Sheet,
    rows: Sequence[Sequence[Any]],
    *,
    dropped: Sequence[str] = (),
    header_map: Mapping[str, str] | None = None,
) -> HeaderMatch | None:
    """The best header row among the first 20, or None when no row names a column.

    Required columns count before others; of equal rows the first wins. Headers are compared
    without case, blanks and punctuation; `header_map` (header -> column key, '' to ignore)
    comes before names and aliases.
    """
    known = _known_headers(sheet, header_map or {})
    without_purpose = {comparable(header) for header in dropped}
    required = {column.key for column in sheet.columns if column.required}
    best: HeaderMatch | None = None
    best_score = (0, 0)
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        found = _match_row(index, row, known, without_purpose)
        score = (len(required & found.places.keys()), len(found.places))
        if score[1] and score > best_score:
            best, best_score = found, score
    if best is None:
        return None
    missing = tuple(
        column.header
        for column in sheet.columns
        if column.required and column.key not in best.places
    )
    return HeaderMatch(
        best.row,
        best.places,
        best.understood,
        best.unknown,
        best.dropped,
        best.repeated,
        missing,
    )


def known_header_keys(book: Book) -> dict[str, str]:
    """Comparable header -> column key over all sheets, for pages that offer a mapping."""
    return {
        comparable(header): column.key
        for sheet in book.sheets
        for column in sheet.columns
        for header in (column.header, *column.aliases)
    }


def _known_headers(sheet: Sheet, header_map: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Comparable header -> (column key, rank); of two headers for a key the lower rank wins."""
    known: dict[str, tuple[str, int]] = {}
    for column in sheet.columns:
        for alias in column.aliases:
            known.setdefault(comparable(alias), (column.key, 2))
    for column in sheet.columns:
        known[comparable(column.header)] = (column.key, 1)
    keys = {column.key for column in sheet.columns}
    for header, key in header_map.items():
        if key == IGNORED or key in keys:
            known[comparable(header)] = (key, 0)
    return known


def _match_row(
    index: int, row: Sequence[Any], known: dict[str, tuple[str, int]], without_purpose: set[str]
) -> HeaderMatch:
    places: dict[str, int] = {}
    ranks: dict[str, int] = {}
    texts = [plain(cell) for cell in row]
    unknown: list[str] = []
    dropped: list[str] = []
    repeated: list[str] = []
    for place, text in enumerate(texts):
        form = comparable(text)
        if not form:
            continue
        key, rank = known.get(form, (None, 9))
        if key is None:
            (dropped if form in without_purpose else unknown).append(text)
        elif key == IGNORED:
            dropped.append(text)
        elif key not in places or rank < ranks[key]:
            if key in places:
                repeated.append(texts[places[key]])
            places[key], ranks[key] = place, rank
        else:
            repeated.append(text)
    understood = {key: texts[place] for key, place in places.items()}
    return HeaderMatch(
        index, places, understood, tuple(unknown), tuple(dropped), tuple(repeated), ()
    )
