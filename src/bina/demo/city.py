"""Writes every file that an agency would upload, for one fictitious city, and says what is in them.

Same seed, day and size, same bytes. Nothing here is anybody's data: names are combined by chance,
NIP carry serial numbers that the state does not use, and every file says "data karangan".
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bina.assessment.rules.sheets import RESULTS
from bina.calendar.rules.sheets import CALENDAR, DUTIES
from bina.catalog.rules.sheets import CATALOG, COSTS
from bina.citizens.rules.sheets import SERVICES, SKM
from bina.demo.absences import absence_rows
from bina.demo.access import agency_head, officers, role_rows
from bina.demo.calendar_days import holiday_rows
from bina.demo.catalog import Catalogue, build_catalogue
from bina.demo.dirt import Dirt, draw_dirt, soil
from bina.demo.factors import factor_rows
from bina.demo.goals import goal_sheets
from bina.demo.history import training_rows
from bina.demo.learning import attendance_rows, past_sessions, report_rows
from bina.demo.money import budget_rows, cost_rows
from bina.demo.organisation import build_units
from bina.demo.people import Person, build_people
from bina.demo.performance import discipline_rows, performance_rows, talent_rows
from bina.demo.posts import build_posts
from bina.demo.proposals import duty_rows, proposal_rows
from bina.demo.register import Role, service_roles
from bina.demo.results import result_rows
from bina.demo.siasn import TRAILING_BLANK_ROWS, siasn_rows, write_siasn
from bina.demo.standards import dictionary_rows, has_standard, positions_of, standard_rows
from bina.demo.survey import survey_rows
from bina.demo.tables import table
from bina.demo.units import Unit
from bina.demo.workbook import Row, write_book
from bina.formats.sheet import Book
from bina.gaps.rules.sheets import FACTORS
from bina.goals.rules.sheets import GOALS
from bina.indices.rules.sheets import TALENT
from bina.learning.rules.sheets import ATTENDANCE, REPORTS
from bina.money.rules.sheets import BUDGET
from bina.people.rules.sheets import ABSENCES, ACCESS, SIASN, TRAININGS, UNITS
from bina.people.rules.sheets_facts import DISCIPLINE, PERFORMANCE
from bina.proposals.rules.sheets import PROPOSALS
from bina.standards.rules.sheets import STANDARDS

DEMO_DAY = date(2026, 11, 23)
DEMO_SEED = 2027
STREAMS = 16  # one generator a part; parts are added behind, so that the others stay
# The order in which the files are to be imported: later ones name what earlier ones bring.
BOOKS: tuple[Book, ...] = (
    UNITS,
    SIASN,
    GOALS,
    STANDARDS,
    TRAININGS,
    ABSENCES,
    ACCESS,
    SERVICES,
    SKM,
)
BOOKS += (CALENDAR, RESULTS, FACTORS, COSTS, BUDGET, CATALOG)
BOOKS += (DUTIES, PROPOSALS)
BOOKS += (ATTENDANCE, REPORTS)
BOOKS += (PERFORMANCE, DISCIPLINE, TALENT)


@dataclass(frozen=True)
class Persona:
    """One person whom tests and the page of log-ins name."""

    nip: str
    pns_id: str
    name: str
    position: str
    unit_code: str
    unit_name: str


@dataclass(frozen=True)
class Manifest:
    """What `generate` wrote. `files`: kind of book -> file name, in the order of import."""

    seed: int
    day: str
    people: int
    year: int
    files: dict[str, str]
    counts: dict[str, int]
    cast: dict[str, Persona]
    dirt: dict[str, list[str]]
    trailing_blank_rows: int
    single_points: list[str]
    positions_without_standard: list[str]

    def as_json(self) -> str:
        """The manifest as a text that is the same for the same city."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True)
class City:
    """The city in memory, before it is written."""

    units: Mapping[str, Unit]
    people: Sequence[Person]
    known: Sequence[Person]  # those whose NIP the SIASN file spells as it is
    dirt: Dirt
    roles: Sequence[Role]
    catalogue: Catalogue


def generate(
    out: Path, *, seed: int = DEMO_SEED, day: date = DEMO_DAY, people: int = 8000
) -> Manifest:
    """Write all files and `manifest.json` into `out` (made if it is missing).

    Parameters: `people` from about 250 up, below 4,000 as a small town with fewer units.
    Raises ValueError for a town smaller than its structural posts.
    """
    out.mkdir(parents=True, exist_ok=True)
    streams = iter(np.random.default_rng(seed).spawn(STREAMS))
    city = build_city(streams, day=day, people=people)
    counts = _write(out, city, streams, day)
    manifest = _manifest(city, counts, seed=seed, day=day)
    (out / "manifest.json").write_text(manifest.as_json(), encoding="utf-8")
    return manifest


def build_city(streams: Iterable[np.random.Generator], *, day: date, people: int) -> City:
    """Units, people, services and catalogue. `streams` gives one generator per part."""
    stream = iter(streams)
    units = build_units(people)
    by_code = {unit.code: unit for unit in units}
    inhabitants = build_people(build_posts(units, people, next(stream)), next(stream), day=day)
    dirt = draw_dirt(inhabitants, next(stream))
    hidden = dirt.pns_ids("nip_as_number", "same_nip_other_id", "graduation_year_impossible")
    catalogue = build_catalogue(
        positions_of(inhabitants), frozenset(by_code), next(stream), year=day.year + 1
    )
    return City(
        units=by_code,
        people=inhabitants,
        known=[p for p in inhabitants if p.pns_id not in hidden],
        dirt=dirt,
        roles=service_roles(inhabitants, by_code),
        catalogue=catalogue,
    )


def _write(
    out: Path, city: City, streams: Iterable[np.random.Generator], day: date
) -> dict[str, int]:
    """Write the books one after the other. Returns rows per 'kind/sheet'."""
    counts: dict[str, int] = {}
    rows = soil(siasn_rows(city.people, city.units), city.dirt)
    write_siasn(out / SIASN.file_name, rows, day=day)
    for book in BOOKS:
        if book is SIASN:
            counts[f"{book.kind}/{book.sheets[0].name}"] = len(rows)
            continue
        sheets = {name: list(part) for name, part in _sheets(book, city, streams, day).items()}
        write_book(out / book.file_name, book, sheets, day=day, note=NOTES.get(book.kind, ""))
        counts |= {f"{book.kind}/{name}": len(part) for name, part in sheets.items()}
    return counts


NOTES = {
    "results": "Nilai acak; tidak menggambarkan siapa pun.",
    "catalog": "Sesi daring: hanya pertemuan penutup yang bertanggal; selebihnya belajar bebas.",
    "goals": "Rencana karangan: tujuan, target dan kode bukan dari dokumen mana pun.",
    "calendar": "Baris dengan sumber 'Sementara' harus dicocokkan dengan keputusan resmi.",
    "roles": "Wali kota bukan ASN dan tidak ber-NIP: akunnya dibuat oleh operator.",
}


def _sheets(
    book: Book, city: City, streams: Iterable[np.random.Generator], day: date
) -> Mapping[str, Iterable[Row]]:
    chance = iter(streams)
    positions = positions_of(city.people)
    codes = frozenset(city.units)
    if book is STANDARDS:
        return {"Kamus": dictionary_rows(), "SKJ": standard_rows(positions, day=day)}
    if book is GOALS:
        return goal_sheets(codes)
    if book is CATALOG:
        parts = city.catalogue
        return {
            "Program": parts.programmes,
            "Kompetensi Program": parts.lifts,
            "Sesi": [*parts.sessions, *past_sessions(parts.programmes, day)],
            "Pelatih": parts.pools,
        }
    year = day.year + 1
    share = min(1.0, len(city.people) / 8000)
    makers: dict[str, Callable[[], Iterable[Row]]] = {
        UNITS.kind: lambda: unit_rows(city.units),
        TRAININGS.kind: lambda: training_rows(city.known, next(chance), day=day),
        ABSENCES.kind: lambda: absence_rows(city.known, next(chance), day=day, year=year),
        ACCESS.kind: lambda: role_rows(city.known, day=day),
        SERVICES.kind: lambda: (role.row for role in city.roles),
        SKM.kind: lambda: survey_rows(city.roles, next(chance), year=day.year),
        CALENDAR.kind: holiday_rows,
        RESULTS.kind: lambda: result_rows(city.known, next(chance), day=day),
        FACTORS.kind: lambda: factor_rows(codes, positions, year=year),
        COSTS.kind: cost_rows,
        DUTIES.kind: lambda: duty_rows(day),
        PROPOSALS.kind: lambda: proposal_rows(city.known, day=day),
        ATTENDANCE.kind: lambda: attendance_rows(city.known, city.catalogue.programmes, day),
        REPORTS.kind: lambda: report_rows(city.known, day),
        BUDGET.kind: lambda: budget_rows(codes, year=year, share=share),
        PERFORMANCE.kind: lambda: performance_rows(city.known, next(chance), day=day),
        DISCIPLINE.kind: lambda: discipline_rows(city.known, next(chance), day=day),
        TALENT.kind: lambda: talent_rows(city.known, next(chance), day=day),
    }
    return {book.sheets[0].name: makers[book.kind]()}


def unit_rows(units: Mapping[str, Unit]) -> Iterable[Row]:
    """Rows of `unit-organisasi`, parents first."""
    since = table("organisation")["since"]
    for unit in units.values():
        yield {
            "code": unit.code,
            "name": unit.name,
            "parent_code": unit.parent,
            "kind": unit.kind,
            "district": unit.district,
            "place": unit.place,
            "since": since,
        }


def _manifest(city: City, counts: dict[str, int], *, seed: int, day: date) -> Manifest:
    personas = {person.cast: _persona(person) for person in city.people if person.cast}
    personas["hr_head"] = _persona(agency_head(city.people))
    named = {"UNOR-DINKES": "officer_health", "UNOR-DUKCAPIL": "officer_registry"}
    for code, person in officers(city.people).items():
        if code in named:
            personas[named[code]] = _persona(person)
    heads = {"UNOR-DINKES": "head_health", "UNOR-DUKCAPIL": "head_registry"}
    for person in city.people:
        if person.head and person.unit.code in heads:
            personas[heads[person.unit.code]] = _persona(person)
    positions = positions_of(city.people)
    return Manifest(
        seed=seed,
        day=day.isoformat(),
        people=len(city.people),
        year=day.year + 1,
        files={book.kind: book.file_name for book in BOOKS},
        counts=counts,
        cast=personas,
        dirt=city.dirt.faults,
        trailing_blank_rows=TRAILING_BLANK_ROWS,
        single_points=[f"{role.service}/{role.role}" for role in city.roles if role.single_point],
        positions_without_standard=[p.name for p in positions if not has_standard(p)],
    )


def _persona(person: Person) -> Persona:
    unit = person.unit
    return Persona(
        person.nip, person.pns_id, person.name, person.position_name, unit.code, unit.name
    )
