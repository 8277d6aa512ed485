"""When a session meets: its days, its half-days of the year, and the stays away it takes.

Half-day index: 2 × (day of the year − 1) + half; half 0 = morning, 1 = afternoon, as in
bina.calendar.rules.days. A session never meets on a holiday.
"""

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from bina.calendar.rules.days import half_day_index

HALVES = {"full": (0, 1), "morning": (0,), "afternoon": (1,)}
LONGEST_PAUSE_DAYS = 3  # ours, provisional: after a longer pause people have gone home


def meeting_days(
    start: dt.date, end: dt.date, weekdays: str, holidays: Collection[dt.date] = ()
) -> list[dt.date]:
    """The days from `start` to `end`, both included, on the given weekdays ("0" = Monday).

    >>> meeting_days(dt.date(2027, 3, 5), dt.date(2027, 3, 8), "01234")
    [datetime.date(2027, 3, 5), datetime.date(2027, 3, 8)]
    """
    days = (start + dt.timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in days if str(day.weekday()) in weekdays and day not in holidays]


def session_slots(days: Sequence[dt.date], half_days: str, year: int) -> NDArray[np.int32]:
    """The half-days of `year` that the meeting days take, rising, (n_slots,).

    >>> session_slots([dt.date(2027, 1, 1), dt.date(2027, 1, 2)], "afternoon", 2027)
    array([1, 3], dtype=int32)
    """
    return np.array(
        [
            half_day_index(day, half)
            for day in days
            if day.year == year
            for half in HALVES[half_days]
        ],
        dtype=np.int32,
    )


def stays(days: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each stay: days with a pause of at most LONGEST_PAUSE_DAYS between.

    A weekend between two course weeks is one stay; a course on Saturdays is a stay a week.

    >>> [end.day - start.day for start, end in stays(
    ...     [dt.date(2027, 3, 5), dt.date(2027, 3, 8), dt.date(2027, 3, 15)])]
    [3, 0]
    """
    found: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if found and (day - found[-1][1]).days <= LONGEST_PAUSE_DAYS:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
