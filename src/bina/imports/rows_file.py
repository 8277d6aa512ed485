"""Rows that another program gives, as the workbook that a person would have uploaded."""

from collections.abc import Mapping, Sequence
from typing import Any

from bina.formats.sheet import Book
from bina.formats.tables import TableColumn, TableSheet, write_table


def headers_of(book: Book) -> list[str]:
    """The headers of the book's first sheet; what it drops for lack of a purpose is not among them.

    Row n of `workbook_of` stands in row n + 1 of the file, under these.
    """
    return [column.header for column in book.sheets[0].columns]


def workbook_of(book: Book, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """An .xlsx of rows given by header; every cell is text, so nothing changes on the way."""
    headers = headers_of(book)
    table = [[row.get(header, "") for header in headers] for row in rows]
    sheet = TableSheet(book.sheets[0].name, tuple(map(TableColumn, headers)), table)
    return write_table(sheet)
