"""Questions to the calendar."""

import datetime as dt

from django.db.models import QuerySet

from bina.calendar.models import Holiday
from bina.calendar.rules.days import Span, YearDays, year_days


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
