"""Punishments within reach: which still count, until when, and what days of absence lead to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from bina.law.law import Law
from bina.people.models import DisciplineCase, Person
from bina.people.rules.discipline import absence_steps, counts_on, free_on


@dataclass(frozen=True)
class Counting:
    """A punishment, whether it counts on the day, and the first day on which it does not."""

    case: DisciplineCase
    counts: bool
    free_on: dt.date


def cases_within(people: QuerySet[Person], search: str = "") -> QuerySet[DisciplineCase]:
    """The punishments of these people, newest first."""
    found = DisciplineCase.objects.filter(person__in=people).select_related(
        "person__unit", "person__position"
    )
    if search:
        found = found.filter(Q(person__name__icontains=search) | Q(person__nip=search))
    return found.order_by("-start", "pk")


def counted_cases(cases: Iterable[DisciplineCase], law: Law) -> list[Counting]:
    """Each case with its look-back."""
    years = int(law.value("discipline.lookback_years"))
    return [
        Counting(case, counts_on(case.start, law.day, years), free_on(case.start, years))
        for case in cases
    ]


@dataclass(frozen=True)
class Step:
    """A step of absence: its first and last day (None: no last), and the punishment."""

    first: int
    last: int | None
    name: str
    level: str
    reached: bool


def steps_of(law: Law, days: int | None) -> list[Step]:
    """The steps, mildest first; `days` of unexcused absence mark the one they reach."""
    steps: list[Any] = list(law.value("discipline.absence_steps"))
    at = None if days is None else int(absence_steps([days], steps)[0])
    ends = [None, *(step["from"] - 1 for step in steps[:-1])]
    found = [
        Step(step["from"], end, step["name"], step["level"], place == at)
        for place, (step, end) in enumerate(zip(steps, ends, strict=True))
    ]
    return found[::-1]
