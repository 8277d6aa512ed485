"""Facts for programs: rows out, and rows in through the very upload that a person would make.

What came by API is an upload like any other: it stands in the list, has its problems, and is undone
there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet

from bina.api.errors import NotRows, Outdated, TooManyRows
from bina.api.models import ApiClient
from bina.api.registry import Fact
from bina.audit.services import Actor, act
from bina.formats.sheet import Book, Column
from bina.imports import services as imports
from bina.imports.comparing import importer_of
from bina.imports.errors import PreviewOutdated
from bina.imports.models import ImportRun
from bina.imports.rows_file import workbook_of
from bina.imports.wording import spoken
from bina.text import N_, Text

MOST_ROWS: Final = 1_000  # of one request
PAGE_ROWS: Final = 500
YEAR_DIGITS: Final = 4
ROLE: Final = "api_client"
_SIMPLE: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Asked:
    """What a program sent: rows by key, and how they are meant."""

    rows: Sequence[Mapping[str, Any]]
    dry_run: bool = False
    partial: bool = False  # good rows go in although others do not


@dataclass(frozen=True)
class Written:
    """What became of them. `problems` name row (from 1), field, reason and remedy."""

    applied: bool
    counts: Mapping[str, int]
    problems: list[dict[str, Any]]
    run: ImportRun | None = None


def actor_of(client: ApiClient) -> Actor:
    """The program as it stands in the audit."""
    return Actor(None, f"API {client.name}"[:200], ROLE)


def asked_of(body: Any) -> Asked:
    """The rows of a decoded body. Raises NotRows, TooManyRows."""
    if not isinstance(body, Mapping):
        raise NotRows(problem=spoken(Text(N_("bukan objek"))))
    unknown = set(body) - {"rows", "dry_run", "partial"}
    if unknown:
        words = {"names": ", ".join(sorted(map(str, unknown)))}
        raise NotRows(problem=spoken(Text(N_("{names} tidak dikenal"), words)))
    rows = body.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise NotRows(problem=spoken(Text(N_("rows kosong atau bukan daftar objek"))))
    flags = [body.get(name, False) for name in ("dry_run", "partial")]
    if not all(isinstance(flag, bool) for flag in flags):
        raise NotRows(problem=spoken(Text(N_("dry_run dan partial harus true atau false"))))
    if len(rows) > MOST_ROWS:
        raise TooManyRows(found=len(rows), most=MOST_ROWS)
    return Asked(rows, *flags)


def read_page(client: ApiClient, fact: Fact, asked: Mapping[str, str], page: int) -> dict[str, Any]:
    """A page of the facts, of those asked for or all; the reading is in the audit.

    `asked` has words of the fact's filters; an empty one chooses nothing. A word that no value of
    the column can be (a year in letters) gives no rows.
    """
    found, chosen = fact.rows(), {word: asked.get(word, "") for word in fact.filters}
    for word, value in chosen.items():
        if value:
            found = _with(found, fact.filters[word], value)
    pages = Paginator(found.order_by("pk"), PAGE_ROWS)
    here = pages.get_page(page)
    first = (here.number - 1) * PAGE_ROWS
    rows = fact.as_rows(found.order_by("pk")[first : first + PAGE_ROWS])
    with act(actor_of(client), "api.read", ("api_client", client.public_id)) as entry:
        entry.note(kind=fact.kind, **chosen, page=here.number, rows=len(rows))
    return {
        "kind": fact.kind,
        "rows": rows,
        "page": here.number,
        "pages": pages.num_pages,
        "total": pages.count,
    }


def _with(found: QuerySet[Any], path: str, value: str) -> QuerySet[Any]:
    is_year = value.isascii() and value.isdigit() and len(value) == YEAR_DIGITS
    if path.endswith("year") and not is_year:
        return found.none()
    try:
        return found.filter(**{path: value})
    except (ValueError, ValidationError):
        return found.none()


def write(client: ApiClient, kind: str, asked: Asked) -> Written:
    """Write the rows as an upload, all or none unless `partial`. Raises Outdated."""
    actor, book = actor_of(client), importer_of(kind).book
    with act(actor, "api.write", ("api_client", client.public_id)) as entry:
        entry.note(kind=kind, rows=len(asked.rows), dry_run=asked.dry_run, partial=asked.partial)
    wrong = _unknown_fields(book, asked.rows)
    if wrong:
        return Written(False, {"rows": len(asked.rows)}, wrong)
    by_header = [_by_header(book, row) for row in asked.rows]
    data = workbook_of(book, by_header)
    run = imports.receive(actor, kind, actor.name, data, f"api-{kind}.xlsx")
    imports.preview(actor, run)
    problems = _problems(book, run)
    rejected = any(one["severity"] == "error" for one in problems)
    nothing = run.counts["rows"] <= run.counts["rejected"]
    if asked.dry_run or nothing or (rejected and not asked.partial):
        imports.cancel(actor, run)
        return Written(False, run.counts, problems, run)
    try:
        imports.apply(actor, run)
    except PreviewOutdated:
        imports.cancel(actor, run)
        raise Outdated from None
    return Written(True, run.counts, problems, run)


def _columns(book: Book) -> dict[str, Column]:
    return {column.key: column for column in book.sheets[0].columns}


def _unknown_fields(book: Book, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Fields that the file does not have, and values that no cell could hold."""
    known = _columns(book)
    said = {"names": ", ".join(known)}
    found = []
    for number, row in enumerate(rows, start=1):
        if all(value in (None, "") for value in row.values()):
            remedy = Text(N_("Isi bidangnya, atau hapus barisnya."))
            found.append(_problem(number, "", "", N_("baris ini kosong"), remedy))
        for field, value in row.items():
            if field not in known:
                found.append(
                    _problem(number, str(field), "", N_("bidang ini tidak dikenal"),
                             Text(N_("Yang dikenal: {names}."), said))
                )  # fmt: skip
            elif not isinstance(value, _SIMPLE) or _has_control(value):
                found.append(
                    _problem(number, str(field), known[field].header,
                             N_("nilai harus teks, angka, true, false atau null"),
                             Text(N_("Tulis tanggal sebagai teks TTTT-BB-HH.")))
                )  # fmt: skip
    return found


def _has_control(value: Any) -> bool:
    return isinstance(value, str) and "\x00" in value


def _problem(row: int, field: str, column: str, reason: str, remedy: Text) -> dict[str, Any]:
    return {
        "row": row, "field": field, "column": column, "value": "", "severity": "error",
        "reason": spoken(Text(reason)), "remedy": spoken(remedy),
    }  # fmt: skip


def _by_header(book: Book, row: Mapping[str, Any]) -> dict[str, str]:
    columns = _columns(book)
    return {columns[key].header: _cell(value) for key, value in row.items()}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)


def _problems(book: Book, run: ImportRun) -> list[dict[str, Any]]:
    """The upload's problems with rows as the program counts them."""
    keys = {column.header: key for key, column in _columns(book).items()}
    return [
        {
            "row": one.row - 1 if one.row > 1 else None,  # the file has its headers in row 1
            "field": keys.get(one.column, one.column),
            "column": one.column,
            "value": one.value,
            "severity": one.severity,
            "reason": spoken(Text.from_json(one.reason)),
            "remedy": spoken(Text.from_json(one.remedy)),
        }
        for one in run.problems.order_by("row", "pk")
    ]
