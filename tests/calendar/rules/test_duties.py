"""Deadlines at, before and after their day."""

import datetime as dt

import pytest

from bina.calendar.rules.duties import default_duties, duty_state

LAST = dt.date(2026, 11, 15)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2026, 11, 7), "ahead"),
        (dt.date(2026, 11, 8), "soon"),
        (dt.date(2026, 11, 14), "soon"),
        (dt.date(2026, 11, 15), "today"),
        (dt.date(2026, 11, 16), "past"),
    ],
)
def test_the_last_day_is_not_late(day, state) -> None:
    assert duty_state(LAST, day) == state


def test_defaults_fall_in_the_year_before() -> None:
    table = [{"code": "X", "what": "Usul", "who": "employee", "month": 12, "day": 31}]

    (row,) = default_duties(2027, table)

    assert (row.deadline, row.code, row.who) == (dt.date(2026, 12, 31), "X", "employee")
