"""What the pages of uploads show. Every page asks a fixed number of times."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext

from bina.formats.problems import Problem
from bina.formats.sheet import Book, Column, with_kept
from bina.imports.importer import IMPORTERS
from bina.imports.models import ImportChange, ImportRun, RowProblem, Source
from bina.imports.purposes import BASES
from bina.text import Text

PAGE_ROWS: Final = 50
OFFERED_CORRECTIONS: Final = 12
RECENT_RUNS: Final = 20
MOST_RUNS: Final = 500  # among which those of the own units are looked for


@dataclass(frozen=True)
class KindRow:
    """A kind of file with its newest applied upload."""

    book: Book
    last: ImportRun | None


Units = frozenset[int] | None  # those whose uploads the reader may see; None: all uploads


def of_units(runs: Iterable[ImportRun], units: Units) -> list[ImportRun]:
    """The uploads that touch no unit but these."""
    return [
        run
        for run in runs
        if units is None or (run.unit_ids is not None and units.issuperset(run.unit_ids))
    ]


def kinds(permitted: list[str], units: Units = None) -> list[KindRow]:
    """Those kinds, by title."""
    last: dict[str, ImportRun] = {}
    applied = ImportRun.objects.filter(state=ImportRun.State.APPLIED, kind__in=permitted)
    newest = applied.order_by("kind", "-applied_at").only(
        "public_id", "kind", "file_name", "applied_at", "created_by", "counts", "unit_ids"
    )
    for run in of_units(newest, units):
        last.setdefault(run.kind, run)
    rows = [KindRow(IMPORTERS[kind].book, last.get(kind)) for kind in permitted]
    return sorted(rows, key=lambda row: row.book.title)


def waiting(permitted: list[str], units: Units = None) -> list[ImportRun]:
    """Uploads that wait for a confirmation, newest first."""
    states = (ImportRun.State.READING, ImportRun.State.PREVIEW)
    runs = ImportRun.objects.filter(kind__in=permitted, state__in=states)
    return of_units(runs.select_related("source")[:MOST_RUNS], units)[:RECENT_RUNS]


def runs_of(kind: str, units: Units = None) -> list[ImportRun]:
    """The newest uploads of a kind."""
    runs = ImportRun.objects.filter(kind=kind).select_related("source")
    return of_units(runs[:MOST_RUNS], units)[:RECENT_RUNS]


def source_names(kind: str) -> list[str]:
    """Sources that are remembered for a kind."""
    return list(Source.objects.filter(kind=kind).order_by("name").values_list("name", flat=True))


def problems_page(run: ImportRun, severity: str, number: str | None) -> Page[RowProblem]:
    """A page of the problems in file order, of one severity or of all ('')."""
    rows = run.problems.order_by("pk")
    rows = rows.filter(severity=severity) if severity else rows
    return Paginator(rows, PAGE_ROWS).get_page(number)


def changes_page(run: ImportRun, op: str, number: str | None) -> Page[ImportChange]:
    """A page of the changes of one kind."""
    rows = run.changes.filter(op=op).order_by("pk")
    return Paginator(rows, PAGE_ROWS).get_page(number)


def stored_problems(run: ImportRun) -> list[Problem]:
    """All problems of a run, for the error file."""
    return [
        Problem(
            row.sheet,
            row.row or None,
            row.column,
            row.value,
            Text.from_json(row.reason),
            Text.from_json(row.remedy),
            row.severity,  # type: ignore[arg-type] # only the three words are stored
        )
        for row in run.problems.order_by("pk").iterator(2_000)
    ]


@dataclass(frozen=True)
class WrongChoice:
    """A value that is none of a choice column's, with how often it stands."""

    column: Column
    value: str
    n_rows: int


def wrong_choices(run: ImportRun) -> list[WrongChoice]:
    """The values most in need of a correction, most frequent first."""
    columns = choice_columns(run)
    if not columns:
        return []
    found = (
        run.problems.filter(severity="error", column__in={header for _, header in columns})
        .exclude(value="")
        .order_by()
        .values("sheet", "column", "value")
        .annotate(n_rows=Count("pk"))
        .order_by("-n_rows", "value")[:OFFERED_CORRECTIONS]
    )
    return [
        WrongChoice(columns[row["sheet"], row["column"]], row["value"], row["n_rows"])
        for row in found
        if (row["sheet"], row["column"]) in columns
    ]


def choice_columns(run: ImportRun) -> dict[tuple[str, str], Column]:
    """(sheet, header in the file) -> choice column."""
    book = IMPORTERS[run.kind].book
    whole = with_kept(book, [column.key for column in book.optional])
    sheets = {sheet.name: sheet for sheet in whole.sheets}
    return {
        (seen["name"], header): column
        for seen in run.understood.get("sheets", ())
        for header, _, key in seen["understood"]
        if (column := sheets[seen["name"]].column(key)).choices
    }


@dataclass(frozen=True)
class UnknownColumn:
    """A header that no column has, and the columns that it could mean."""

    sheet: str
    header: str
    free: list[Column]


def unknown_columns(run: ImportRun) -> list[UnknownColumn]:
    """All headers that were not understood."""
    sheets = {sheet.name: sheet for sheet in IMPORTERS[run.kind].book.sheets}
    found = []
    for seen in run.understood.get("sheets", ()):
        taken: set[Any] = {key for _, _, key in seen["understood"]}
        free = [column for column in sheets[seen["name"]].columns if column.key not in taken]
        found += [UnknownColumn(seen["name"], header, free) for header in seen["unknown"]]
    return found


@dataclass(frozen=True)
class KeptColumn:
    """An optional column that a source keeps, with its purpose."""

    source: Source
    title: str  # of the kind of file
    key: str
    header: str
    purpose: str
    basis: str
    by: str
    since: dt.date

    @property
    def choice(self) -> str:
        """Its value in the form."""
        return f"{self.source.kind}:{self.key}"


def optional_kinds() -> list[str]:
    """Kinds of file that have columns which may be kept for a purpose."""
    return [kind for kind, importer in IMPORTERS.items() if importer.book.optional]


def optional_columns() -> list[tuple[str, str]]:
    """("kind:key", header and title) of every column that may be kept for a purpose."""
    return [
        (f"{kind}:{column.key}", f"{column.header} – {gettext(book.title)}")
        for kind in optional_kinds()
        for book in [IMPORTERS[kind].book]
        for column in book.optional
    ]


def optional_sources() -> list[str]:
    """Names of the sources whose files have such columns."""
    rows = Source.objects.filter(kind__in=optional_kinds()).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())


def kept_columns() -> list[KeptColumn]:
    """All columns that are kept, by source."""
    found = []
    for source in Source.objects.filter(kind__in=optional_kinds()).order_by("kind", "name"):
        book = IMPORTERS[source.kind].book
        for column in book.optional:
            row = source.kept.get(column.key)
            if row is not None:
                found.append(
                    KeptColumn(
                        source,
                        book.title,
                        column.key,
                        column.header,
                        row["purpose"],
                        dict(BASES)[row["basis"]],
                        row["by"],
                        dt.date.fromisoformat(row["since"]),
                    )
                )
    return found
