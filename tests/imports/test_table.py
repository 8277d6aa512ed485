"""Sheets as tables: references, sheets in order, links, repeats, missing columns, undo."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.catalog.models import Programme, ProgrammeEffect, Session
from bina.formats.sheet import Book, Column, Sheet
from bina.imports import services
from bina.imports.errors import UndoneImpossible
from bina.imports.importer import IMPORTERS, register
from bina.imports.models import ImportRun
from bina.imports.table import Field, Reference, TableImporter, TableSheet, by_field, codes
from bina.standards.models import Competency
from tests.formats.workbooks import xlsx
from tests.imports.tables import dump

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
BOOK = Book(
    "try",
    "Percobaan",
    "percobaan.xlsx",
    (
        Sheet(
            "Program",
            (
                Column("code", "KODE", "code", required=True),
                Column("name", "NAMA", required=True),
                Column("jp", "JP", "integer", required=True),
                Column("before", "PRASYARAT", "list"),
                Column("tiers", "JENJANG", "list"),
                Column("competency", "KOMPETENSI", "code"),
                Column("lift", "KENAIKAN", "decimal"),
            ),
            ("code", "competency"),
        ),
        Sheet(
            "Sesi",
            (
                Column("code", "KODE SESI", "code", required=True),
                Column("programme", "KODE PROGRAM", "code", required=True),
                Column("start", "MULAI", "date", required=True),
                Column("seats", "KURSI", "integer", required=True),
                Column("cost", "BIAYA", "money"),
            ),
            ("code",),
            required=False,
        ),
    ),
)
PROGRAMMES = Reference(by_field(Programme, "code"), sheet="Program")
TABLES = TableImporter(
    BOOK,
    "catalog.edit",
    (
        TableSheet(
            "Program",
            Programme,
            key=("code",),
            fields=(
                Field("code"),
                Field("name"),
                Field("jp"),
                Field("tiers"),
                Field("prerequisites", "before", convert=codes, reference=PROGRAMMES),
            ),
            repeats=True,
            fixed={"mode": "classroom", "form": "Diklat"},
        ),
        TableSheet(
            "Program",
            ProgrammeEffect,
            name="Kompetensi",
            key=("programme", "competency"),
            fields=(
                Field("programme", "code", reference=PROGRAMMES),
                Field("competency", reference=Reference(by_field(Competency, "code"))),
                Field("lift"),
                Field("ceiling", "lift", convert=lambda lift: 4.0),
            ),
            only=lambda row: bool(row["competency"]),
        ),
        TableSheet(
            "Sesi",
            Session,
            key=("code",),
            fields=(
                Field("code"),
                Field("programme", reference=PROGRAMMES),
                Field("start"),
                Field("end", "start"),
                Field("min_seats", "seats"),
                Field("max_seats", "seats"),
                Field("fixed_cost", "cost"),
            ),
            fixed={"place": "Kota Jayapura"},
        ),
    ),
)
PROGRAM = ["KODE", "NAMA", "JP", "PRASYARAT", "JENJANG", "KOMPETENSI", "KENAIKAN"]
SESI = ["KODE SESI", "KODE PROGRAM", "MULAI", "KURSI", "BIAYA"]
DASAR = ["A-1", "Dasar", 16, None, "06;21", "RES", "0,8"]
DASAR_2 = ["A-1", "Dasar", 16, None, "06;21", "NEG", "0,25"]
LANJUT = ["A-2", "Lanjut", 24, "a-1", None, None, None]
SESSION = ["S-1", "A-2", "01-03-2027", 20, "Rp 1.250.000"]


@pytest.fixture(autouse=True)
def scene(db: None) -> Any:
    register(TABLES)
    with unguarded():
        for code in ("RES", "NEG"):
            Competency.objects.create(code=code, name=code, group="service")
    yield
    del IMPORTERS["try"]


def book(programmes: list[list[Any]], sessions: list[list[Any]]) -> bytes:
    return xlsx(("Program", [PROGRAM, *programmes]), ("Sesi", [SESI, *sessions]))


def previewed(data: bytes) -> ImportRun:
    return services.preview(CITRA, services.receive(CITRA, "try", "", data, "x.xlsx"))


def applied(data: bytes) -> ImportRun:
    return services.import_now(CITRA, "try", data, "x.xlsx")


def test_later_sheets_find_the_rows_that_earlier_ones_create() -> None:
    run = applied(book([DASAR, DASAR_2, LANJUT], [SESSION]))

    assert (run.state, run.counts["new"], run.counts["error"]) == ("applied", 5, 0)
    basic, further = Programme.objects.order_by("code")
    assert (basic.mode, basic.tiers, further.tiers) == ("classroom", ["06", "21"], [])
    assert list(further.prerequisites.all()) == [basic]
    assert list(
        ProgrammeEffect.objects.order_by("lift").values_list("programme__code", "lift", "ceiling")
    ) == [("A-1", Decimal("0.25"), Decimal(4)), ("A-1", Decimal("0.8"), Decimal(4))]
    session = Session.objects.get()
    assert (session.programme, session.end) == (further, dt.date(2027, 3, 1))
    assert (session.max_seats, session.fixed_cost) == (20, 1_250_000)


def test_the_same_tables_twice_change_nothing() -> None:
    data = book([DASAR, DASAR_2, LANJUT], [SESSION])
    applied(data)

    run = applied(data)

    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 0, 5)


def test_undo_restores_rows_links_and_values_exactly() -> None:
    applied(book([DASAR, LANJUT], [SESSION]))
    # A link has no value but its two ends, so its own row number may differ.
    tables = ("imports_", "audit_", "files_", "sqlite_", "catalog_programme_prerequisites")
    before = dump(without=tables)
    changed = book(
        [["A-1", "Dasar", 20, None, "21", "RES", "1"], [*DASAR_2[:6], "2"],
         [*LANJUT[:3], None, None, None, None], ["A-3", "Baru", 8, "A-2", None, "NEG", "1"]],
        [["S-1", "A-1", "02-03-2027", 25, None], ["S-2", "A-3", "03-03-2027", 9, None]],
    )  # fmt: skip
    run = applied(changed)
    assert not Programme.objects.get(code="A-2").prerequisites.exists()

    services.undo(CITRA, run)

    assert dump(without=tables) == before
    assert Programme.objects.get(code="A-2").prerequisites.get().code == "A-1"


def test_a_name_that_is_not_found_tells_row_column_value_and_what_to_do() -> None:
    run = previewed(book([[*DASAR[:5], "ZZZ", "1"], LANJUT], [["S-1", "A-9", "01-03-2027", 5, 0]]))

    found = {(each.sheet, each.row, each.column, each.value) for each in run.problems.all()}
    assert {("Program", 2, "KOMPETENSI", "ZZZ"), ("Sesi", 2, "KODE PROGRAM", "A-9")} < found
    assert all(each.remedy["t"] for each in run.problems.all())


def test_a_rejected_row_takes_along_what_rests_on_it_and_nothing_else() -> None:
    # A-1 is rejected for its competency, so A-2 (its prerequisite) and S-1 fall; A-3 stays.
    run = applied(
        book(
            [[*DASAR[:5], "ZZZ", "1"], LANJUT, ["A-3", "Lain", 8, None, None, "RES", "1"]],
            [SESSION, ["S-3", "A-3", "01-03-2027", 5, 0]],
        )
    )

    assert run.counts["rejected"] == 3
    assert list(Programme.objects.values_list("code", flat=True)) == ["A-3"]
    assert list(Session.objects.values_list("code", flat=True)) == ["S-3"]


def test_rows_of_one_key_that_differ_are_doubtful_and_the_first_counts() -> None:
    run = applied(book([DASAR, ["A-1", "Dasar sekali", *DASAR_2[2:]]], []))

    assert Programme.objects.get().name == "Dasar"
    problem = run.problems.get()
    assert (problem.severity, problem.row, problem.column) == ("doubt", 3, "NAMA")
    assert ProgrammeEffect.objects.count() == 2


def test_a_column_that_is_not_in_the_file_leaves_its_field() -> None:
    applied(book([DASAR], []))

    run = applied(xlsx(("Program", [PROGRAM[:3], ["A-1", "Dasar", 40]])))

    assert run.counts["changed"] == 1
    kept = Programme.objects.get()
    assert (kept.jp, kept.tiers) == (40, ["06", "21"])
    assert ProgrammeEffect.objects.get().lift == Decimal("0.8")


def test_a_value_beyond_the_table_is_a_problem_and_no_crash() -> None:
    run = previewed(
        book([["A-1", "x" * 250, 16, *DASAR[3:]], ["A-2", "B", 99_999, *[None] * 4]], [])
    )

    assert {(each.row, each.column) for each in run.problems.filter(severity="error")} == {
        (2, "NAMA"),
        (3, "JP"),
    }


def test_undo_is_refused_when_others_use_a_row_of_the_upload() -> None:
    run = applied(book([DASAR], []))
    with unguarded():
        Session.objects.create(
            code="X", programme=Programme.objects.get(), place="P", start=dt.date(2027, 1, 1),
            end=dt.date(2027, 1, 1), min_seats=1, max_seats=2,
        )  # fmt: skip

    with pytest.raises(UndoneImpossible, match="1 data lain"):
        services.undo(CITRA, run)

    assert Programme.objects.count() == 1


@pytest.mark.parametrize("size", [3, 300])
def test_comparing_makes_the_same_queries_for_any_number_of_rows(
    size: int, django_assert_num_queries: Any
) -> None:
    rows = [[f"P-{n}", "Nama", 8, None, None, "RES", "1"] for n in range(size)]
    data = book(rows, [[f"S-{n}", f"P-{n}", "01-03-2027", 5, 0] for n in range(size)])
    applied(data)
    run = services.receive(CITRA, "try", "", data, "x.xlsx")
    read = services.comparing.data_of(run)

    with django_assert_num_queries(6):
        TABLES.compare(read)
