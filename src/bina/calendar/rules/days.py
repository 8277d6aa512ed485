"""Decides which half-days of a year are working days, for offices and for schools.

Source: the joint decree of three ministers on holidays and joint leave, and the school calendar of
the province, both imported; Perpres 21/2023 art. 3: five working days, Monday to Friday.
Half-day index: 2 x (day of the year - 1) + half; half 0 = morning, 1 = afternoon.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

HOLIDAY_KINDS: Final = frozenset({"holiday", "joint_leave", "local"})  # for everybody
SCHOOL_HOLIDAY: Final = "school_holiday"  # no pupils: teachers can leave
SCHOOL_EXAM: Final = "school_exam"  # teachers cannot leave
HALVES: Final = 2
SATURDAY: Final = 5
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`, both included, of one kind."""

    start: dt.date
    end: dt.date
    kind: str


@dataclass(frozen=True)
class YearDays:
    """The year as flags, (n_half_days,) each, n_half_days 730 or 732.

    holiday         everybody is off: national holiday, joint leave, local holiday
    school_holiday  schools have no pupils
    school_exam     schools need every teacher
    weekend         Saturday and Sunday
    weekday         0 Monday .. 6 Sunday
    """

    year: int
    holiday: Flags
    school_holiday: Flags
    school_exam: Flags
    weekend: Flags
    weekday: NDArray[np.int8]

    @property
    def n_half_days(self) -> int:
        """730, or 732 in a leap year."""
        return int(self.holiday.size)

    @property
    def office(self) -> Flags:
        """Half-days on which offices work."""
        return ~(self.holiday | self.weekend)

    @property
    def school(self) -> Flags:
        """Half-days on which pupils are at school."""
        return self.office & ~self.school_holiday


def half_day_index(day: dt.date, half: int) -> int:
    """Position of a half-day in its year.

    >>> half_day_index(dt.date(2027, 1, 2), 1)
    3
    """
    return HALVES * (day.timetuple().tm_yday - 1) + half


def half_days_between(year: int, start: dt.date, end: dt.date | None) -> slice:
    """The half-days of `year` from `start` to `end`, both included; `end` None = to the last.

    >>> half_days_between(2027, dt.date(2026, 12, 30), dt.date(2027, 1, 2))
    slice(0, 4, None)
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    low, high = max(start, first), min(end or last, last)
    if low > high:
        return slice(0, 0)
    return slice(half_day_index(low, 0), half_day_index(high, 1) + 1)


def year_days(year: int, spans: Iterable[Span]) -> YearDays:
    """The flags of a year from the spans of the calendar; spans outside the year do nothing."""
    first = dt.date(year, 1, 1)
    n_days = (dt.date(year + 1, 1, 1) - first).days
    flags = {kind: np.zeros(n_days * HALVES, dtype=np.bool_) for kind in ("off", "free", "exam")}
    for span in spans:
        name = {SCHOOL_HOLIDAY: "free", SCHOOL_EXAM: "exam"}.get(span.kind)
        if span.kind in HOLIDAY_KINDS:
            name = "off"
        if name is None:
            raise ValueError(
                f"the span from {span.start} has the kind {span.kind!r}, but must have one of "
                f"{sorted(HOLIDAY_KINDS | {SCHOOL_HOLIDAY, SCHOOL_EXAM})}."
            )
        flags[name][half_days_between(year, span.start, span.end)] = True
    weekday = ((first.weekday() + np.arange(n_days)) % 7).astype(np.int8).repeat(HALVES)
    return YearDays(year, flags["off"], flags["free"], flags["exam"], weekday >= SATURDAY, weekday)
