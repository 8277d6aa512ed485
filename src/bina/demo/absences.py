"""Who is away when: leave, study, the end of contracts, retirement."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from bina.demo.people import Person, age_on, retires_on
from bina.demo.workbook import Row


def absence_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date, year: int
) -> Iterator[Row]:
    """Rows of `cuti-dan-kontrak` that matter for the plan of `year`."""
    for serial, person in enumerate(people, start=1):
        for kind, start, end in _absences(person, chance, day, year):
            yield {
                "nip": person.nip,
                "name": person.name,
                "kind": kind,
                "start": start,
                "end": end,
                "document_no": f"KARANGAN/851/{serial}/{year}",
            }


def _absences(
    person: Person, chance: np.random.Generator, day: date, year: int
) -> Iterator[tuple[str, date, date | None]]:
    if person.legal == "study":
        yield "study", date(year - 1, 9, 1), date(year + 1, 8, 31)
    elif person.legal == "unpaid":
        yield "unpaid", date(year - 1, 7, 1), date(year + 1, 6, 30)
    retired = retires_on(person, day=day)
    if retired.year <= year:
        yield "retirement", retired, None
    if person.career.employment in ("pppk", "pppk_pw"):
        yield "contract_end", _contract_end(person, day), None
    if person.cast:
        return
    yield from _leave(person, chance, year)


def _leave(
    person: Person, chance: np.random.Generator, year: int
) -> Iterator[tuple[str, date, date | None]]:
    """Short leave comes in working weeks; maternity leave takes three months."""
    start = date(year, 1, 4) + timedelta(days=7 * int(chance.integers(1, 46)))
    draw = chance.random()
    if draw < 0.12:
        yield "annual", start, start + timedelta(days=4 + 7 * int(chance.integers(0, 2)))
    elif draw < 0.13:
        yield "important", start, start + timedelta(days=int(chance.integers(4, 25)))
    elif draw < 0.137:
        yield "sick", start, start + timedelta(days=int(chance.integers(13, 60)))
    elif draw < 0.141 and person.career.employment == "pns":
        yield "long", start, start + timedelta(days=89)
    elif draw < 0.18 and person.gender == "F" and age_on(person.career.born, start) < 40:
        yield "maternity", start, start + timedelta(days=89)


def _contract_end(person: Person, day: date) -> date:
    """The first day without a contract: five years run, part-time contracts one year."""
    step = 1 if person.career.employment == "pppk_pw" else 5
    since = person.career.since
    years = step
    while since.replace(year=since.year + years) <= day:
        years += step
    return since.replace(year=since.year + years)
