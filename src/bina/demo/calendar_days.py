"""The days of the plan's year: holidays as rows, and the working days between them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bina.demo.tables import table
from bina.demo.workbook import Row


def holiday_rows() -> Iterator[Row]:
    """Rows of `kalender`; what is not sure says so in its source."""
    spec = table("holidays")
    for start, end, kind, name, source in spec["days"]:
        yield {"start": start, "end": end, "kind": kind, "name": name, "source": spec[source]}


def working_days(year: int) -> list[date]:
    """Monday to Friday without holidays and joint leave, from February to November."""
    closed = {day for row in _closed() for day in _span(*row)}
    first = date(year, 2, 1)
    days = (first + timedelta(days=n) for n in range(303))
    return [day for day in days if day.weekday() < 5 and day not in closed]


def saturdays(year: int) -> list[date]:
    """Saturdays on which schools can let teachers learn, holidays left out."""
    closed = {day for row in _closed() for day in _span(*row)}
    first = date(year, 1, 16)
    days = (first + timedelta(days=n) for n in range(315))
    return [day for day in days if day.weekday() == 5 and day not in closed]


def _closed() -> Iterator[tuple[date, date | str]]:
    rows: list[Any] = table("holidays")["days"]
    for start, end, kind, _name, _source in rows:
        if kind in ("holiday", "joint_leave", "local"):
            yield start, end


def _span(start: date, end: date | str) -> Iterator[date]:
    last = end if isinstance(end, date) else start
    for n in range((last - start).days + 1):
        yield start + timedelta(days=n)
