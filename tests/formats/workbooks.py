"""Small workbooks made for the tests, with a program that is not the one under test."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook


def xlsx(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """An .xlsx with these sheets; a text that starts with '=' becomes a formula."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def with_part(data: bytes, path: str, content: bytes) -> bytes:
    """The same archive with one entry added or replaced."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w") as new:
        for info in old.infolist():
            if info.filename != path:
                new.writestr(info, old.read(info), zipfile.ZIP_DEFLATED)
        new.writestr(path, content, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def part(data: bytes, path: str) -> bytes:
    """One entry of the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(path)


def ods(content: str) -> bytes:
    """An OpenDocument spreadsheet with this body between <office:spreadsheet> tags."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}>'
            f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return memory.getvalue()
