"""Formula and error cells become problems: a formula's saved result is used, and people told."""

from typing import Final

from bina.formats.headers import HeaderMatch
from bina.formats.problems import Problem
from bina.formats.xlsx_cells import CellMarks, column_letters
from bina.text import N_, Text

_NAMED_CELLS: Final = 5
_PASTE_VALUES: Final = Text(
    N_("Salin kolom itu lalu Tempel Khusus > Nilai, simpan, dan unggah lagi bila nilainya salah.")
)


def marked_cells(
    sheet: str, found: CellMarks, match: HeaderMatch, rows: list[int], ok: list[bool]
) -> list[Problem]:
    """One doubt per column with formulas; one error per cell without a usable value.

    `rows` are the file's row numbers; `ok` is set to False where a row cannot go in.
    """
    if not (found.formulas or found.unsaved or found.errors):
        return []
    at = {row: position for position, row in enumerate(rows)}
    headers = {place + 1: match.understood[key] for key, place in match.places.items()}
    problems = []
    for column, header in headers.items():
        cells = sorted(row for row, place in found.formulas if place == column and row in at)
        if cells:
            problems.append(_formula_doubt(sheet, header, column, cells))
    for kind, reason in (
        (found.unsaved, N_("sel {cell} berisi rumus tanpa hasil tersimpan")),
        (found.errors, N_("sel {cell} berisi galat rumus, misalnya #N/A")),
    ):
        for row, column in sorted(kind):
            if row in at and column in headers:
                ok[at[row]] = False
                cell = f"{column_letters(column)}{row}"
                problems.append(
                    Problem(
                        sheet,
                        row,
                        headers[column],
                        "",
                        Text(reason, {"cell": cell}),
                        Text(N_("Ganti rumus dengan nilainya.")),
                    )
                )
    return problems


def _formula_doubt(sheet: str, header: str, column: int, rows: list[int]) -> Problem:
    named = ", ".join(f"{column_letters(column)}{row}" for row in rows[:_NAMED_CELLS])
    more = ", …" if len(rows) > _NAMED_CELLS else ""
    return Problem(
        sheet,
        rows[0],
        header,
        named + more,
        Text(
            N_("{n} sel berisi rumus ({cells}); yang dipakai hasil yang tersimpan"),
            {"n": len(rows), "cells": named + more},
        ),
        _PASTE_VALUES,
        "doubt",
    )
