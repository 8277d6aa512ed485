"""The half-days that a dated session takes: its days that are neither off nor a public holiday.

Half-day index as in bina.calendar.rules.days.
"""

import datetime as dt
from collections.abc import Iterable

from bina.calendar.rules.days import half_day_index
from bina.plan.rules.facts import SessionFact

HALVES = {"full": (0, 1), "morning": (0,), "afternoon": (1,)}


def n_half_days(year: int) -> int:
    """Number of half-days of the year.

    >>> n_half_days(2027), n_half_days(2028)
    (730, 732)
    """
    return 2 * ((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)


def days_of(session: SessionFact, holidays: Iterable[dt.date] = ()) -> list[dt.date]:
    """The days on which the session meets, rising."""
    off = set(holidays)
    count = (session.end - session.start).days + 1
    days = (session.start + dt.timedelta(days=n) for n in range(count))
    return [day for day in days if str(day.weekday()) in session.weekdays and day not in off]


def half_days_of(session: SessionFact, holidays: Iterable[dt.date] = ()) -> list[int]:
    """The half-days that the session takes, rising; only days of its starting year."""
    return [
        half_day_index(day, half)
        for day in days_of(session, holidays)
        if day.year == session.start.year
        for half in HALVES[session.halves]
    ]
