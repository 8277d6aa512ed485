"""Which half-days a session has, and whether somebody was there enough to have taken part.

Source: the least share is law parameter development.attendance_min_share (provisional).
"""

import datetime as dt
from collections.abc import Sequence

HALVES = {
    "full": ("morning", "afternoon"),
    "morning": ("morning",),
    "afternoon": ("afternoon",),
}


def half_days(days: Sequence[dt.date], halves: str) -> list[tuple[dt.date, str]]:
    """The half-days of the meeting days, in order; `halves` is full, morning or afternoon.

    >>> half_days([dt.date(2026, 3, 2)], "full")
    [(datetime.date(2026, 3, 2), 'morning'), (datetime.date(2026, 3, 2), 'afternoon')]
    """
    return [(day, half) for day in days for half in HALVES[halves]]


def took_part(n_present: int, n_half_days: int, min_share: float) -> bool:
    """Whether the share present reaches the least share. Nobody takes part in nothing.

    >>> took_part(4, 5, 0.8), took_part(3, 5, 0.8), took_part(0, 0, 0.8)
    (True, False, False)
    """
    if n_present < 0 or n_present > n_half_days:
        raise ValueError(
            f"n_present must lie between 0 and n_half_days ({n_half_days}), but is {n_present}."
        )
    return n_half_days > 0 and n_present >= min_share * n_half_days - 1e-9
