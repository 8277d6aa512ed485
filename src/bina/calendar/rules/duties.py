"""Decides the deadlines of a year's duties where nobody wrote them, and how far off each is.

Source: law parameter calendar.duties (provisional): day and month of the year before the year that
is prepared. HR's own rows replace all of them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["ahead", "soon", "today", "past"]
SOON_DAYS = 7  # ours: when a page warns


@dataclass(frozen=True)
class DefaultDuty:
    """A duty as the parameter gives it, with its deadline for one year."""

    code: str
    what: str
    who: str
    deadline: dt.date


def default_duties(year: int, table: Iterable[Mapping[str, Any]]) -> tuple[DefaultDuty, ...]:
    """The duties that prepare `year`; each falls in the year before.

    >>> rows = [{"code": "A", "what": "Usul", "who": "employee", "month": 10, "day": 15}]
    >>> default_duties(2027, rows)[0].deadline
    datetime.date(2026, 10, 15)
    """
    return tuple(
        DefaultDuty(
            row["code"], row["what"], row["who"], dt.date(year - 1, row["month"], row["day"])
        )
        for row in table
    )


def duty_state(deadline: dt.date, day: dt.date) -> State:
    """Where a day stands against a deadline; on the deadline itself nobody is late.

    >>> duty_state(dt.date(2026, 11, 15), dt.date(2026, 11, 16))
    'past'
    """
    if day > deadline:
        return "past"
    if day == deadline:
        return "today"
    return "soon" if (deadline - day).days <= SOON_DAYS else "ahead"
