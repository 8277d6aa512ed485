"""Performance and punishments as tables: what another regulation wrote is refused, not guessed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from bina.calendar.today import today
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.law.law import NotInForce, law_on
from bina.people.models import DisciplineCase, PerformanceReview
from bina.people.rules.sheets_facts import DISCIPLINE, PERFORMANCE
from bina.people.tables import LOAD_PEOPLE, NO_PERSON, ends_before_it_starts, people_by_number
from bina.text import N_, Text

_PERSON: Final = Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)


def predicate_of(cells: tuple[str | None, int | None]) -> str | Issue:
    """The predicate's code under the rule of its year; "" where none is written."""
    written, year = cells
    if not written:
        return ""
    try:
        parameter = law_on(dt.date(year or dt.MINYEAR, 12, 31)).parameter("performance.predicates")
    except NotInForce:
        return Issue(
            Text(N_("predikat {value} ditulis untuk {year}, sebelum predikat berlaku")
                 , {"value": written, "year": year or "-"}),
            Text(N_("Kosongkan PREDIKAT dan isi NILAI 0 sampai 100.")),
        )  # fmt: skip
    known = {code_form(name): code for code, name in parameter.value.items()}
    found = known.get(code_form(written))
    return found or Issue(
        Text(
            N_("predikat {value} tidak ada pada {regulation}"),
            {"value": written, "regulation": parameter.regulation},
        ),
        Text(N_("Tulis salah satu: {names}."), {"names": ", ".join(parameter.value.values())}),
    )


def past_year(year: int | None) -> int | Issue | None:
    """A year of performance that has begun."""
    if year is None or year <= today().year:
        return year
    return Issue(Text(N_("tahun ini belum tiba")), Text(N_("Periksa angka tahunnya.")))


def past_day(day: dt.date | None) -> dt.date | Issue | None:
    """The date of a decree that exists."""
    if day is None or day <= today():
        return day
    return Issue(Text(N_("tanggal ini belum tiba")), Text(N_("Periksa tahun dan bulannya.")))


def says_nothing(row: Mapping[str, Any]) -> Finding | None:
    """A year since 2022 needs its predicate, an earlier one its value."""
    try:
        law_on(dt.date(row["year"], 12, 31)).value("performance.predicates")
    except NotInForce:
        if row["value"] is not None:
            return None
        return Finding(
            "value", Text(N_("nilai kosong")), Text(N_("Isi NILAI 0 sampai 100 untuk tahun ini."))
        )
    if row["predicate"]:
        return None
    return Finding(
        "predicate",
        Text(N_("predikat kosong")),
        Text(N_("Isi PREDIKAT menurut Permenpan RB 6/2022; nilai angka tidak dipakai lagi.")),
    )


def contradicts_its_ratings(row: Mapping[str, Any]) -> Finding | None:
    """Result and behaviour lead to another predicate than the one written: a doubt."""
    code = predicate_of((row["predicate"], row["year"]))
    if isinstance(code, Issue) or not (code and row["result"] and row["behaviour"]):
        return None
    law = law_on(dt.date(row["year"], 12, 31))
    expected = law.value("performance.matrix")[row["result"]][row["behaviour"]]
    if expected == code:
        return None
    name = law.value("performance.predicates")[expected]
    return Finding(
        "predicate",
        Text(N_("hasil kerja dan perilaku memberi predikat {name}"), {"name": name}),
        Text(N_("Bandingkan dengan e-Kinerja; yang tertulis tetap dipakai.")),
        "doubt",
    )


def fact_importers() -> tuple[TableImporter, ...]:
    """The importers of raw facts."""
    reviews = TableSheet(
        "Kinerja",
        PerformanceReview,
        key=("person", "year"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("year", convert=past_year),
            Field("result"),
            Field("behaviour"),
            Field("predicate", ("predicate", "year"), convert=predicate_of),
            Field("value"),
            Field("document_no"),
        ),
        label=("year",),
        checks=(says_nothing, contradicts_its_ratings),
        report_missing=False,
    )
    cases = TableSheet(
        "Hukdis",
        DisciplineCase,
        key=("person", "document_no"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("document_no"),
            Field("level"),
            Field("kind"),
            Field("document_date", convert=past_day),
            Field("start"),
            Field("end"),
        ),
        label=("document_no",),
        checks=(ends_before_it_starts,),
        report_missing=False,
    )
    return (
        TableImporter(PERFORMANCE, "imports.run", (reviews,)),
        TableImporter(DISCIPLINE, "imports.run", (cases,)),
    )
