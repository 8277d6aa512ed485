"""From a stored file to what it would change: read, convert, compare. Writes nothing."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from bina.files.services import read
from bina.formats.archive import Limits
from bina.formats.problems import Problem
from bina.formats.reading import BookData, read_book
from bina.formats.sheet import Book, with_kept
from bina.formats.workbook import read_workbook
from bina.imports.errors import UnknownKind
from bina.imports.importer import IMPORTERS, Change, Comparison, ForUnits, Importer
from bina.imports.models import ImportRun, Source
from bina.text import N_, Text

LIMITS: Final = Limits()
READING: Final = Text(N_("Membaca berkas"))
COMPARING: Final = Text(N_("Membandingkan dengan data yang ada"))
WRITING: Final = Text(N_("Menyimpan"))
STEPS: Final = 3
Progress = Callable[[Text, int, int], None]  # phase, steps done, steps in all


@dataclass(frozen=True)
class Checked:
    """A file against the tables at one moment."""

    data: BookData
    comparison: Comparison
    digest: str  # sha256 over the changes: equal digests write the same

    @property
    def problems(self) -> list[Problem]:
        """Those of reading and of comparing, in the order of the file."""
        order = {name: place for place, name in enumerate(self.data.sheets)}
        return sorted(
            [*self.data.problems, *self.comparison.problems],
            key=lambda problem: (order.get(problem.sheet, -1), problem.row or 0),
        )


def silent(phase: Text, done: int, total: int) -> None:
    """The progress of work that nobody watches."""


def importer_of(kind: str) -> Importer:
    """The importer registered under `kind`. Raises UnknownKind."""
    if kind not in IMPORTERS:
        raise UnknownKind(kind=kind, known=", ".join(sorted(IMPORTERS)))
    return IMPORTERS[kind]


def importer_for(run: ImportRun) -> Importer:
    """The importer of the run's kind, held to the units of whoever uploaded it."""
    importer = importer_of(run.kind)
    if run.unit_ids is None:
        return importer
    if not isinstance(importer, ForUnits):
        raise TypeError(f"{run.kind} cannot be held to units, but {run} was uploaded for some")
    return importer.for_units(frozenset(run.unit_ids))


def data_of(run: ImportRun) -> BookData:
    """The typed rows of the stored file. Raises FileRefused or FileDamaged."""
    if run.file is None:
        raise ValueError(f"{run} has no stored file; it was refused unread")
    sheets = read_workbook(read(run.file), run.file_name, limits=LIMITS)
    source = run.source
    data = read_book(
        book_of(source),
        sheets,
        header_map=source.header_map,
        corrections=corrections_of(source),
    )
    return replace(data, source=source.name)


def book_of(source: Source) -> Book:
    """The book as this source's files are read: with the columns kept for a purpose."""
    return with_kept(importer_of(source.kind).book, source.kept.keys())


def corrections_of(source: Source) -> dict[tuple[str, str], str]:
    """(column key, value as in the file) -> value meant."""
    return {(column, value): meant for column, value, meant in source.corrections}


def checked(run: ImportRun, data: BookData) -> Checked:
    """Compare with the tables as they are now."""
    comparison = importer_for(run).compare(data)
    return Checked(data, comparison, digest(comparison.changes))


def digest(changes: Iterable[Change]) -> str:
    """sha256 of the changes in their order."""
    encode = DjangoJSONEncoder(sort_keys=True).encode
    total = hashlib.sha256()
    for change in changes:
        total.update(
            encode([change.op, change.sheet, change.key, change.before, change.after]).encode()
        )
    return total.hexdigest()


def understood(data: BookData, source: Source) -> dict[str, Any]:
    """What was made of the sheets and headers, for the page."""
    book = book_of(source)
    sheets = [
        {
            "name": sheet.name,
            "file_sheet": sheet.file_sheet,
            "rows": len(sheet.ok),
            "good": sum(sheet.ok),
            "understood": [
                [header, header_of(book, sheet.name, key), key]
                for key, header in sheet.understood.items()
            ],
            "unknown": list(sheet.unknown),
            "dropped": list(sheet.dropped),
            "kept": [
                [header, source.kept[key]["purpose"]]
                for key, header in sheet.understood.items()
                if key in source.kept
            ],
            "missing": list(sheet.missing),
        }
        for sheet in data.sheets.values()
    ]
    absent = [sheet.name for sheet in book.sheets if sheet.name not in data.sheets]
    return {"sheets": sheets, "absent": absent}


def header_of(book: Book, sheet_name: str, key: str) -> str:
    """The template's header of a column key."""
    for sheet in book.sheets:
        if sheet.name == sheet_name:
            return sheet.column(key).header
    return key


def counts(result: Checked) -> dict[str, int]:
    """Rows and problems by kind, as shown and as audited."""
    found = {"new": 0, "changed": 0, "missing": 0}
    for change in result.comparison.changes:
        found[change.op] += 1
    severities = {"error": 0, "doubt": 0, "notice": 0}
    for problem in result.problems:
        severities[problem.severity] += 1
    rejected = {
        (problem.sheet, problem.row)
        for problem in result.problems
        if problem.severity == "error" and problem.row
    }
    return {
        "rows": sum(len(sheet.ok) for sheet in result.data.sheets.values()),
        "rejected": len(rejected),
        **found,
        "unchanged": result.comparison.unchanged,
        **severities,
    }
