"""The blank template of a book with its example row, and the file of problems of an upload."""

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from bina.formats.problems import SEVERITY_WORDS, Problem
from bina.formats.sheet import Book, Column, Sheet
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.text import Text

TEMPLATE_ROWS: Final = 2_000  # rows that get the text format and the choice list
_CHOICE_LETTERS: Final = 255  # Excel's limit for a list written into the validation
_KIND_WORDS: Final = {
    "text": "teks",
    "code": "kode (teks)",
    "nip": "angka NIP (format sel Teks)",
    "date": "tanggal HH-BB-TTTT",
    "integer": "bilangan bulat",
    "decimal": "angka, koma desimal",
    "money": "rupiah utuh",
    "choice": "pilihan",
    "flag": "ya atau tidak",
    "list": "daftar, dipisah titik koma",
    "time": "jam JJ:MM",
}

Say = Callable[[Text], str]


def blank_template(book: Book, *, label: str = "") -> bytes:
    """An .xlsx with one sheet per description, an example row, and the help sheet 'Petunjuk'.

    All cells are text, so Excel changes neither NIP, codes nor dates. `label` is written on the
    help sheet.
    """
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memory, options) as file:
        file.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same bytes each time
        formats = {
            "text": file.add_format({"num_format": "@"}),
            "wrap": file.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "title": file.add_format({"bold": True, "font_size": 14}),
            "required": file.add_format({"bold": True, "bg_color": "#CFE3E8", "text_wrap": True}),
            "optional": file.add_format({"bg_color": "#E9EEEF", "text_wrap": True}),
        }
        for sheet in book.sheets:
            _template_sheet(file, sheet, formats)
        _help_sheet(file, book, formats, label)
    return memory.getvalue()


def _template_sheet(file: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = file.add_worksheet(sheet.name)
    for at, column in enumerate(sheet.columns):
        shape = formats["required" if column.required else "optional"]
        page.write_string(0, at, column.header, shape)
        width = min(45, max(12, len(column.header) + 2, len(column.example) + 2))
        page.set_column(at, at, width, formats["text"])
        if column.example:
            page.write_string(1, at, column.example, formats["text"])
        if column.help:
            page.write_comment(0, at, column.help)
        shown = list(dict.fromkeys(shown for _, shown in column.choices))
        if shown and len(",".join(shown)) <= _CHOICE_LETTERS:
            page.data_validation(
                1,
                at,
                TEMPLATE_ROWS,
                at,
                {"validate": "list", "source": shown, "ignore_blank": True},
            )
    page.freeze_panes(1, 0)


def _help_sheet(file: Any, book: Book, formats: dict[str, Any], label: str) -> None:
    page = file.add_worksheet("Petunjuk")
    page.set_column(0, 1, 24, formats["wrap"])
    page.set_column(2, 3, 16, formats["wrap"])
    page.set_column(4, 5, 48, formats["wrap"])
    lines = [
        book.title,
        *([label] if label else []),
        *([book.help] if book.help else []),
        "Baris pertama tiap lembar adalah judul kolom; jangan diubah. Baris kedua contoh: hapus.",
        "Kolom berlatar gelap wajib diisi. Simpan sebagai .xlsx tanpa makro dan tanpa kata sandi.",
    ]
    for at, sentence in enumerate(lines):
        page.write_string(at, 0, sentence, formats["title"] if at == 0 else None)
    top = len(lines) + 1
    headers = ("Lembar", "Kolom", "Wajib", "Isi", "Keterangan", "Pilihan")
    for at, header in enumerate(headers):
        page.write_string(top, at, header, formats["required"])
    rows = [(sheet, column) for sheet in book.sheets for column in sheet.columns]
    for line, (sheet, column) in enumerate(rows, start=top + 1):
        for place, text in enumerate(_help_row(sheet, column)):
            page.write_string(line, place, text, formats["wrap"])


def _help_row(sheet: Sheet, column: Column) -> tuple[str, ...]:
    limits = ""
    if column.low is not None or column.high is not None:
        low = "" if column.low is None else f"paling kecil {column.low:g}"
        high = "" if column.high is None else f"paling besar {column.high:g}"
        limits = ", ".join(part for part in (low, high) if part)
    choices = "; ".join(dict.fromkeys(shown for _, shown in column.choices))
    return (
        sheet.name,
        column.header,
        "ya" if column.required else "",
        _KIND_WORDS[column.kind],
        " ".join(part for part in (column.help, limits) if part),
        choices,
    )


def problem_file(
    problems: Iterable[Problem], *, say: Say = Text.plain, title: str = "", label: str = ""
) -> bytes:
    """An .xlsx with one row per problem: where, what stands there, why, and what to do.

    `say` turns a sentence into the reader's language; `title` names the uploaded file.
    """
    columns = (
        TableColumn("Lembar", width=18),
        TableColumn("Baris", "integer", 8),
        TableColumn("Kolom", width=22),
        TableColumn("Nilai", width=30),
        TableColumn("Jenis", width=16),
        TableColumn("Alasan", width=55),
        TableColumn("Apa yang harus dilakukan", width=55),
    )
    rows = [
        (
            problem.sheet,
            problem.row,
            problem.column,
            problem.value,
            say(Text(SEVERITY_WORDS[problem.severity])),
            say(problem.reason),
            say(problem.remedy),
        )
        for problem in problems
    ]
    titles = (title,) if title else ()
    return write_table(TableSheet("Masalah", columns, rows, titles, label))
