"""What the page of one person shows, and who may be the same person as another."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bina.law.law import Parameter, law_on
from bina.people.models import Absence, DevelopmentRecord, Person
from bina.people.rules.availability import Away, Spans, availability, reason_away
from bina.people.rules.duplicates import Candidate, candidates
from bina.people.rules.hours import Record, YearHours, hours_of_year
from bina.text import Text


@dataclass(frozen=True)
class Hours:
    """JP of the year with everything that explains them."""

    year: int
    done: YearHours
    # record, counted JP, state, which cap holds
    rows: Sequence[tuple[DevelopmentRecord, Any, str, Text | None]]
    minimum: Parameter

    @property
    def missing_jp(self) -> Any:
        """JP that are still owed; 0 when the minimum is reached."""
        return max(0, self.minimum.value - self.done.total_jp)


def hours_of(person: Person, day: dt.date) -> Hours:
    """All records, newest first, and what of them counts in the year of `day`."""
    law = law_on(day)
    records = list(person.records.order_by("-end", "title"))
    done = hours_of_year(
        [Record(row.form, row.end, row.jp, row.status, row.start) for row in records],
        day.year,
        law.value("development.forms"),
        warn_above_jp=(
            law.value("development.jp_cap.pppk") if person.employment == "pppk" else None
        ),
    )
    rows = list(zip(records, done.counted_jp, done.states, done.limits, strict=True))
    return Hours(day.year, done, rows, law.parameter(f"development.jp_min.{person.employment}"))


@dataclass(frozen=True)
class Presence:
    """When the person is away, and why not plannable today (None: plannable)."""

    spans: tuple[Away, ...]
    today: str | None
    absences: list[Absence]


def presence_of(person: Person, day: dt.date) -> Presence:
    """The spans away by law and by the absences on file."""
    law = law_on(day)
    absences = list(person.absences.order_by("-start"))
    spans = availability(
        [person.pk],
        [person.birth_date],
        [person.position.tier if person.position else ""],
        [person.legal_position],
        absences=Spans(
            [person.pk] * len(absences),
            [row.kind for row in absences],
            [row.start for row in absences],
            [row.end for row in absences],
        ),
        ages_years=law.table("employment.retirement_age"),
        words=law.value("employment.legal_positions"),
    )[0]
    return Presence(spans, reason_away(spans, day), absences)


def duplicate_pairs() -> list[tuple[Candidate, Person, Person]]:
    """Pairs of records that may be one person, oldest record first."""
    rows = list(
        Person.objects.filter(merged_into=None)
        .order_by("pk")
        .values_list("pk", "nip", "name", "birth_date")
    )
    if not rows:
        return []
    found = candidates(*(list(column) for column in zip(*rows, strict=True)))
    wanted = {pk for pair in found for pk in (pair.a, pair.b)}
    people = Person.objects.select_related("unit", "position").in_bulk(wanted)
    return [(pair, people[pair.a], people[pair.b]) for pair in found]
