"""Reads workbooks and their cells with openpyxl."""

import datetime as dt
from pathlib import Path
from typing import IO, Any

import openpyxl

DAYS = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
Row = dict[str, Any]


class Unreadable(Exception):
    """A file or sheet that the check needs cannot be read."""


def read_sheets(path: Path | IO[bytes]) -> dict[str, list[Row]]:
    """Every sheet as rows by header; the header is the first row with two or more known words."""
    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except Exception as wrong:
        raise Unreadable(f"{path}: {wrong}") from wrong
    found = {}
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        at = next((n for n, row in enumerate(rows[:20]) if _is_header(row)), None)
        if at is None:
            continue
        heads = [str(cell).strip() if cell is not None else "" for cell in rows[at]]
        found[sheet.title] = [
            {h: c for h, c in zip(heads, row, strict=False) if h}
            for row in rows[at + 1 :]
            if any(cell not in (None, "") for cell in row)
        ]
    return found


def _is_header(row: list[Any]) -> bool:
    words = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return len(words) >= 2 and all(word == word.upper() for word in words)


def text(value: Any) -> str:
    """Trimmed text of a cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def number(value: Any) -> float:
    """A number of a cell; empty is 0. Understands Indonesian money."""
    if isinstance(value, int | float):
        return float(value)
    plain = text(value).replace("Rp", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.split(".")[1]) == 3):
        plain = plain.replace(".", "")
    return float(plain) if plain else 0.0


def date(value: Any) -> dt.date | None:
    """A day of a cell: an Excel date, YYYY-MM-DD or DD-MM-YYYY."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    plain = text(value).replace("/", "-")
    if not plain:
        return None
    parts = plain[:10].split("-")
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    return dt.date(int(year), int(month), int(day))


def words(value: Any) -> list[str]:
    """A list cell."""
    return [word.strip() for word in text(value).split(";") if word.strip()]


def weekdays(value: Any) -> set[int]:
    """Days of the week of a cell; empty: Monday to Friday."""
    found: set[int] = set()
    for word in words(value) or ["Sen-Jum"]:
        ends = [DAYS.index(part.strip().casefold()[:3]) for part in word.split("-")]
        found |= set(range(ends[0], ends[-1] + 1))
    return found
