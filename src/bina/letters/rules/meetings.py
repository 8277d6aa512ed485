"""A session as events of a calendar: one a meeting day, at the hours that the agency keeps."""

import datetime as dt
from dataclasses import dataclass

from bina.catalog.rules.slots import meeting_days
from bina.formats.ics import Event


@dataclass(frozen=True)
class Hours:
    """When a day of learning starts, pauses and ends: a setting of the agency."""

    start: dt.time
    noon: dt.time
    end: dt.time


@dataclass(frozen=True)
class Meeting:
    """What a calendar needs of a session."""

    key: str  # stable: part of the UID
    title: str
    place: str
    start: dt.date
    end: dt.date
    half_days: str  # full, morning, afternoon
    weekdays: str
    note: str
    changed_at: dt.datetime
    cancelled: bool = False


def span_of(half_days: str, hours: Hours) -> tuple[dt.time, dt.time]:
    """First and last hour of a meeting day.

    >>> h = Hours(dt.time(8), dt.time(12), dt.time(15))
    >>> [span_of(half, h)[1].hour for half in ("full", "morning", "afternoon")]
    [15, 12, 15]
    """
    first = hours.noon if half_days == "afternoon" else hours.start
    return first, hours.noon if half_days == "morning" else hours.end


def events_of(meeting: Meeting, hours: Hours, holidays: frozenset[dt.date]) -> list[Event]:
    """One event per meeting day, rising; the UID is the key with the day."""
    first, last = span_of(meeting.half_days, hours)
    return [
        Event(
            uid=f"{meeting.key}-{day:%Y%m%d}@bina",
            start=dt.datetime.combine(day, first),
            end=dt.datetime.combine(day, last),
            summary=meeting.title,
            stamp=meeting.changed_at,
            location=meeting.place,
            description=meeting.note,
            cancelled=meeting.cancelled,
        )
        for day in meeting_days(meeting.start, meeting.end, meeting.weekdays, holidays)
    ]
