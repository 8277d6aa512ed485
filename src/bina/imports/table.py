"""An importer for sheets whose rows are rows of a table: declare the fields, get the rest.

    register(TableImporter(BOOK, "catalog.edit", (
        TableSheet("Program", Programme, key=("code",), fields=(
            Field("code"), Field("name"), Field("jp"),
        )),
        TableSheet("Sesi", Session, key=("code",), fields=(
            Field("code"),
            Field("programme", reference=Reference(codes_of(Programme), sheet="Program")),
        )),
    )))

Compares column by column with one query per table and per reference, never one per row.
"""

from typing import Any

from bina.formats.problems import Problem
from bina.formats.reading import BookData
from bina.formats.sheet import Book
from bina.imports.importer import Comparison
from bina.imports.table_compare import SheetChanges, compare_sheet
from bina.imports.table_fields import Field, Finding, Reference, TableSheet, by_field, codes
from bina.imports.table_rows import Lookups, SheetRows
from bina.imports.table_undo import changed_since, undo_rows, used_elsewhere
from bina.imports.table_write import write_sheet
from bina.imports.undo_images import undo_image_of
from bina.text import Text

__all__ = ["Field", "Finding", "Reference", "TableImporter", "TableSheet", "by_field", "codes"]


class TableImporter:
    """The importer of a book whose sheets are tables; sheets are compared and written in order."""

    def __init__(self, book: Book, permission: str, sheets: tuple[TableSheet, ...]) -> None:
        self.book = book
        self.permission = permission
        self.sheets = sheets

    def compare(self, data: BookData) -> Comparison:
        """All sheets against their tables; the payload is a list of SheetChanges.

        A row that one sheet rejects must not go in through another, nor carry rows that refer to
        it, so everything is compared again until no further row falls out.
        """
        problems: dict[tuple[str, ...], Problem] = {}
        rejected: set[tuple[str, int]] = set()
        lookups: Lookups = {}
        while True:
            before = len(rejected)
            compared = self._pass(data, rejected, lookups)
            for problem in (each for changes in compared for each in changes.problems):
                place = (problem.sheet, str(problem.row), problem.column, str(problem.reason))
                problems.setdefault(place, problem)
            if len(rejected) == before or len(self.sheets) == 1:
                break
        return Comparison(
            changes=[change for changes in compared for change in changes.shown],
            unchanged=sum(changes.unchanged for changes in compared),
            problems=list(problems.values()),
            payload=compared,
        )

    def _pass(
        self, data: BookData, rejected: set[tuple[str, int]], lookups: Lookups
    ) -> list[SheetChanges]:
        done: dict[str, SheetChanges] = {}
        for sheet in self.sheets:
            rows = data.sheets.get(sheet.sheet)
            if rows is not None:
                described = next(each for each in self.book.sheets if each.name == sheet.sheet)
                done[sheet.id] = compare_sheet(
                    SheetRows(sheet, described, rows, lookups), done, rejected
                )
        return list(done.values())

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """Write sheet after sheet; rows of later sheets find the new rows of earlier ones."""
        created: dict[tuple[str, Any], int] = {}
        images = [write_sheet(changes, created) for changes in comparison.payload]
        return {"sheets": images}

    def undo(self, image: dict[str, Any]) -> None:
        """Delete what was new, put back what was changed; last sheet first."""
        for part in reversed(image["sheets"]):
            undo_rows(self._sheet(part["id"]), part)

    def undo_refusal(self, run_id: int) -> Text | None:
        """Refuse when rows were edited or used since."""
        image = undo_image_of(run_id)
        if image is None:
            return None
        parts = [(self._sheet(part["id"]), part) for part in image["sheets"]]
        return used_elsewhere(parts) or changed_since(parts)

    def _sheet(self, id_: str) -> TableSheet:
        return next(sheet for sheet in self.sheets if sheet.id == id_)
