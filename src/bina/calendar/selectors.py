"""Questions to the calendar."""

import datetime as dt

from django.db.models import QuerySet

from bina.calendar.models import Duty, Holiday
from bina.calendar.rules.days import Span, YearDays, year_days
from bina.calendar.rules.duties import default_duties
from bina.calendar.today import today
from bina.law.law import law_on


def in_year(year: int, kind: str = "") -> QuerySet[Holiday]:
    """Spans that touch a year, by day; of one kind when given."""
    found = Holiday.objects.filter(start__lte=dt.date(year, 12, 31), end__gte=dt.date(year, 1, 1))
    return found.filter(kind=kind) if kind else found


def days_of(year: int) -> YearDays:
    """The half-days of a year as flags; one query."""
    rows = in_year(year).values_list("start", "end", "kind")
    return year_days(year, (Span(*row) for row in rows))


def years() -> list[int]:
    """Years that have any entry, rising."""
    return sorted({day.year for day in Holiday.objects.dates("start", "year")})


def duties(year: int) -> list[Duty]:
    """What must be done to prepare a year, by deadline; one query.

    Without any row of that year: the provisional defaults, not stored (no key).
    """
    return list(Duty.objects.filter(year=year)) or duty_defaults(year)


def duty_defaults(year: int) -> list[Duty]:
    """The defaults of a year as unsaved rows, marked provisional."""
    found = law_on(today()).parameter("calendar.duties")
    return [
        Duty(
            year=year, code=row.code, what=row.what, who=row.who, deadline=row.deadline,
            source=found.regulation, is_provisional=True,
        )
        for row in default_duties(year, found.value)
    ]  # fmt: skip
