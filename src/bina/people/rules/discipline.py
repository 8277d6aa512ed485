"""Discipline: the punishment that days of absence lead to, and the worst one that still counts.

Source: PP 94/2021 art. 9-11 (law parameter discipline.absence_steps); the look-back is
discipline.lookback_years. More days are worse; a later level is worse.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LEVELS: Final = ("none", "ringan", "sedang", "berat")  # worse and worse


def absence_steps(days: Any, steps: Sequence[Mapping[str, Any]]) -> NDArray[np.int64]:
    """The position in `steps` (worst first) that each count of absent working days reaches.

    Raises ValueError for a negative count.
    """
    counted = np.asarray(days, dtype=np.int64)
    if np.any(counted < 0):
        raise ValueError("Days of absence must be 0 or more; correct the attendance first.")
    bounds = np.array([step["from"] for step in steps], dtype=np.int64)
    reached: NDArray[np.int64] = np.argmax(counted[..., None] >= bounds, axis=-1)
    return reached


def counts_on(start: dt.date, day: dt.date, years: int) -> bool:
    """Whether a punishment that began on `start` counts on `day`: fewer than `years` years ago.

    >>> counts_on(dt.date(2021, 6, 1), dt.date(2026, 5, 31), 5)
    True
    >>> counts_on(dt.date(2021, 6, 1), dt.date(2026, 6, 1), 5)
    False
    """
    return years_before(day, years) < start <= day


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years earlier; 29 Feb becomes 28 Feb."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)


def free_on(start: dt.date, years: int) -> dt.date:
    """The first day on which a punishment that began on `start` no longer counts.

    >>> free_on(dt.date(2021, 6, 1), 5), free_on(dt.date(2020, 2, 29), 5)
    (datetime.date(2026, 6, 1), datetime.date(2025, 3, 1))
    """
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return dt.date(start.year + years, start.month + 1, 1)


def worst_levels(
    person: NDArray[np.int64], level: NDArray[np.int8], n_people: int
) -> NDArray[np.int8]:
    """The worst level of each person over cases that count, as positions in LEVELS."""
    worst = np.zeros(n_people, dtype=np.int8)
    np.maximum.at(worst, person, level)
    return worst
