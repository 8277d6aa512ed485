"""Rows that say the same thing twice, or two things about the same key."""

from typing import Any, Final

from bina.formats.problems import Problem
from bina.formats.sheet import Sheet
from bina.text import N_, Text

_REMOVE_ONE: Final = Text(N_("Hapus salah satu baris, atau samakan isinya."))


def drop_duplicates(
    sheet: Sheet, columns: dict[str, list[Any]], rows: list[int], ok: list[bool]
) -> list[Problem]:
    """Problems about repeated keys and rows without a key; `ok` is set to False where dropped.

    An identical later row is dropped with a notice. Of differing rows the first goes in with a
    doubt and each later one is an error. A row whose key is empty is known by its NIP; without
    that it is an error.
    """
    own = _keys(sheet, columns, len(rows))
    headers = ", ".join(sheet.column(key).header for key in sheet.key)
    first: dict[tuple[Any, ...], int] = {}
    doubted: set[int] = set()
    problems: list[Problem] = []
    for at, key in enumerate(own):
        if not ok[at]:
            continue
        if key is None:
            ok[at] = False
            problems.append(_no_key(sheet, rows[at], headers))
        elif key not in first:
            first[key] = at
        else:
            ok[at] = False
            same = all(values[at] == values[first[key]] for values in columns.values())
            shown = ", ".join(str(part) for part in key[1:] if part is not None)
            problems.append(_repeated(sheet, rows[at], rows[first[key]], headers, shown, same))
            if not same and first[key] not in doubted:
                doubted.add(first[key])
                problems.append(_first_of(sheet, rows[first[key]], rows[at], headers, shown))
    return problems


def _keys(sheet: Sheet, columns: dict[str, list[Any]], n_rows: int) -> list[tuple[Any, ...] | None]:
    """One key per row, without case; by NIP where the sheet's own key is empty."""
    parts = [[_folded(value) for value in columns[key]] for key in sheet.key]
    own: list[tuple[Any, ...] | None] = [("key", *key) for key in zip(*parts, strict=True)]
    numbers = next((columns[c.key] for c in sheet.columns if c.kind == "nip"), [None] * n_rows)
    for at in range(n_rows):
        key = own[at]
        if key is not None and all(part is None for part in key[1:]):
            own[at] = ("nip", numbers[at]) if numbers[at] is not None else None
    return own


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _no_key(sheet: Sheet, row: int, headers: str) -> Problem:
    return Problem(
        sheet.name,
        row,
        headers,
        "",
        Text(N_("baris tanpa {headers} dan tanpa kunci lain"), {"headers": headers}),
        Text(N_("Isi {headers}."), {"headers": headers}),
    )


def _repeated(
    sheet: Sheet, row: int, first_row: int, headers: str, shown: str, same: bool
) -> Problem:
    if same:
        reason = Text(N_("sama persis dengan baris {row}; dilewati"), {"row": first_row})
        return Problem(sheet.name, row, headers, shown, reason, _REMOVE_ONE, "notice")
    reason = Text(
        N_("{headers} sama dengan baris {row} tetapi isinya berbeda; baris {row} yang dipakai"),
        {"headers": headers, "row": first_row},
    )
    return Problem(sheet.name, row, headers, shown, reason, _REMOVE_ONE)


def _first_of(sheet: Sheet, row: int, later: int, headers: str, shown: str) -> Problem:
    reason = Text(
        N_("{headers} muncul lagi di baris {row} dengan isi berbeda"),
        {"headers": headers, "row": later},
    )
    return Problem(sheet.name, row, headers, shown, reason, _REMOVE_ONE, "doubt")
