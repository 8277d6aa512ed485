"""Every bad file that an office sends, for any kind of upload: what it is and what is said of it.

Workbooks are made of the example rows of the kind's own template by a program that is not the one
under test, so that a kind that gains a column keeps its bad files.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from bina.formats.sheet import Book
from bina.imports.importer import IMPORTERS
from tests.formats.workbooks import part, with_part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEYOND = 50_000_001  # bytes: the limit of the upload page and one more
Values = dict[tuple[str, str], Any]  # (sheet, column key) -> what stands in row 2


@dataclass(frozen=True)
class BadFile:
    """A file, and what its page must say: all of `said`, and of a row its place."""

    name: str
    make: Callable[[], bytes]
    said: tuple[str, ...]
    place: tuple[str, ...] = ()  # sheet, row, column; empty: the file as a whole is refused

    @property
    def is_refused(self) -> bool:
        """Whether the file is not read at all."""
        return not self.place


def workbook(kind: str, values: Values | None = None, *, rename: str = "") -> bytes:
    """The template's sheets with one filled row each; `rename` misspells every header of it."""
    book: Book = IMPORTERS[kind].book
    made = Workbook()
    made.remove(made.active)
    for sheet in book.sheets:
        page = made.create_sheet(sheet.name)
        page.append([f"{rename}{column.header}" for column in sheet.columns])
        row = [(values or {}).get((sheet.name, c.key), c.example or None) for c in sheet.columns]
        page.append(row)
    memory = io.BytesIO()
    made.save(memory)
    return memory.getvalue()


def whole(kind: str) -> list[BadFile]:
    """Files that are not even read, whatever they were meant to be."""

    def good() -> bytes:
        return workbook(kind)

    first = IMPORTERS[kind].book.sheets[0].name
    letters = "KODE;NAMA\n1;名前名前名前名前名前名前\n".encode("shift_jis")
    locked = OLE + b"\x00" * 900 + "EncryptedPackage".encode("utf-16-le")
    old = OLE + b"\x00" * 500 + "_VBA_PROJECT".encode("utf-16-le") + "Workbook".encode("utf-16-le")
    return [
        BadFile("kosong.xlsx", lambda: b"", ("kosong",)),
        BadFile("tanpa-isi.xlsx", _nothing_inside, ("kosong",)),
        BadFile("terpotong.xlsx", lambda: good()[: len(good()) // 2], ("rusak",)),
        BadFile(
            "sobek.xlsx", lambda: _torn(good()), ("rusak", f"isi lembar {first} tidak terbaca")
        ),
        BadFile("terkunci.xlsx", lambda: locked, ("kata sandi",)),
        BadFile("bernama.xlsm", good, ("makro",)),
        BadFile(
            "bermakro.xlsx", lambda: with_part(good(), "xl/vbaProject.bin", b"\x01"),
            ("makro", "vbaProject.bin"),
        ),
        BadFile("lama.xls", lambda: old, ("makro",)),
        BadFile("besar.xlsx", lambda: b"PK" + bytes(BEYOND - 2), ("50 MB",)),
        BadFile(
            "bom.xlsx", lambda: with_part(good(), "xl/media/a.bin", bytes(30_000_000)),
            ("mengembang", "xl/media/a.bin"),
        ),
        BadFile(
            "berisi.xlsx", lambda: with_part(good(), "xl/embeddings/lain.bin", good()),
            ("berkas lain", "xl/embeddings/lain.bin"),
        ),
        BadFile("surat.xlsx", lambda: b"%PDF-1.7 \n...", ("bukan buku kerja", "PDF")),
        BadFile("huruf.csv", lambda: letters, ("UTF-8",)),
        BadFile("kutip.csv", lambda: b'KODE;NAMA\n1;"Ani\n2;Budi\n', ("baris 2",)),
        BadFile("biner.csv", lambda: b"KODE;NAMA\n\x01\x02;\x03\n", ("bukan buku kerja",)),
    ]  # fmt: skip


def _nothing_inside() -> bytes:
    memory = io.BytesIO()
    Workbook().save(memory)
    return memory.getvalue()


def _torn(data: bytes) -> bytes:
    sheet = part(data, "xl/worksheets/sheet1.xml")
    return with_part(data, "xl/worksheets/sheet1.xml", sheet[: len(sheet) // 2])


def _error_cell(data: bytes, cell: str, number: int) -> bytes:
    """The cell of sheet `number` holds #N/A of a formula, as a spreadsheet program saves it."""
    path = f"xl/worksheets/sheet{number}.xml"
    xml = part(data, path)
    head, found, tail = xml.partition(f'<c r="{cell}"'.encode())
    assert found, f"no cell {cell} in {path}"
    rest = tail.partition(b"</c>")[2]
    wrong = f'<c r="{cell}" t="e"><f>NA()</f><v>#N/A</v></c>'.encode()
    return with_part(data, path, head + wrong + rest)


def rows(
    kind: str, number: tuple[str, str], more: dict[tuple[str, str], tuple[Any, str]]
) -> list[BadFile]:
    """Files of which row 2 is bad: a formula without a result, an error cell, and `more`.

    `number`: a required column; `more`: (sheet, column key) -> (bad value, what is said).
    """
    sheet, key = number
    header, letter, at = _place(kind, sheet, key)
    cell = f"{letter}2"
    found = [
        BadFile(
            "rumus.xlsx", lambda: workbook(kind, {number: "=1+1"}),
            (f"sel {cell} berisi rumus tanpa hasil tersimpan",), (sheet, "baris 2", header),
        ),
        BadFile(
            "galat.xlsx", lambda: _error_cell(workbook(kind), cell, at),
            (f"sel {cell} berisi galat rumus",), (sheet, "baris 2", header),
        ),
        BadFile(
            "judul-lain.xlsx", lambda: workbook(kind, rename="X"),
            (f"lembar {sheet} tidak ditemukan",), (sheet,),
        ),
    ]  # fmt: skip
    for number_of, ((sheet_name, column), (value, said)) in enumerate(more.items(), start=1):
        values: Values = {(sheet_name, column): value}
        found.append(
            BadFile(
                f"salah-{number_of}-{column}.xlsx",
                lambda values=values: workbook(kind, values),  # type: ignore[misc]  # bound now
                (said,),
                (sheet_name, "baris 2", _place(kind, sheet_name, column)[0]),
            )
        )
    return found


def _place(kind: str, sheet: str, key: str) -> tuple[str, str, int]:
    """Header, column letter and sheet number of a column in the template."""
    for at, one in enumerate(IMPORTERS[kind].book.sheets, start=1):
        if one.name == sheet:
            keys = [column.key for column in one.columns]
            return one.column(key).header, chr(ord("A") + keys.index(key)), at
    raise KeyError(sheet)


def catalogue() -> list[BadFile]:
    """Bad rows of the catalogue: impossible dates above all."""
    return rows("catalog", ("Program", "jp"), {
        ("Sesi", "start"): ("31-02-2027", "tanggal itu tidak ada di kalender"),
        ("Sesi", "end"): ("01-03-2027", "TANGGAL SELESAI sebelum TANGGAL MULAI"),
        ("Sesi", "min_seats"): ("2000", "kursi minimum 2000 lebih banyak dari maksimum 30"),
        ("Sesi", "fixed_cost"): ("-6.500.000", "kurang dari batas terendah 0"),
        ("Program", "jp"): ("enam belas", "bukan bilangan bulat"),
    })  # fmt: skip


def budget() -> list[BadFile]:
    """Bad rows of the budget: a negative amount above all."""
    return rows("budget", ("Anggaran", "year"), {
        ("Anggaran", "amount"): ("-1.250.000.000", "kurang dari batas terendah 0"),
        ("Anggaran", "fund"): ("Emas", "bukan salah satu pilihan"),
        ("Anggaran", "code"): (None, "wajib diisi tetapi kosong"),
        ("Anggaran", "year"): (1027, "kurang dari batas terendah 2000"),
    })  # fmt: skip
