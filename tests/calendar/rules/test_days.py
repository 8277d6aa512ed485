"""Half-days of a year against the calendar of the standard library."""

import datetime as dt

import pytest

from bina.calendar.rules.days import Span, half_day_index, half_days_between, year_days

NEW_YEAR = Span(dt.date(2027, 1, 1), dt.date(2027, 1, 1), "holiday")


@pytest.mark.parametrize(("year", "n"), [(2027, 730), (2028, 732)])
def test_a_year_has_two_half_days_a_day(year: int, n: int) -> None:
    assert year_days(year, []).n_half_days == n


def test_weekdays_are_those_of_the_calendar() -> None:
    days = year_days(2028, [])

    for number in range(366):
        day = dt.date(2028, 1, 1) + dt.timedelta(days=number)
        assert days.weekday[half_day_index(day, 0)] == day.weekday()
        assert days.weekend[half_day_index(day, 1)] == (day.weekday() >= 5)


def test_a_span_is_marked_to_its_last_afternoon_and_not_beyond() -> None:
    days = year_days(2027, [Span(dt.date(2027, 3, 9), dt.date(2027, 3, 11), "joint_leave")])

    first = half_day_index(dt.date(2027, 3, 9), 0)
    assert days.holiday.sum() == 6
    assert days.holiday[first : first + 6].all()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (dt.date(2026, 12, 30), dt.date(2027, 1, 1), slice(0, 2)),
        (dt.date(2027, 12, 31), dt.date(2028, 1, 5), slice(728, 730)),
        (dt.date(2027, 12, 31), None, slice(728, 730)),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), slice(0, 0)),
        (dt.date(2028, 1, 1), None, slice(0, 0)),
    ],
)
def test_a_span_is_cut_at_the_borders_of_the_year(
    start: dt.date, end: dt.date | None, expected: slice
) -> None:
    assert half_days_between(2027, start, end) == expected


def test_school_days_concern_schools_only() -> None:
    days = year_days(2027, [Span(dt.date(2027, 6, 21), dt.date(2027, 6, 25), "school_holiday")])

    monday = half_day_index(dt.date(2027, 6, 21), 0)
    assert days.office[monday]
    assert not days.school[monday]


def test_office_days_of_2027_are_weekdays_without_new_year() -> None:
    weekdays = sum((dt.date(2027, 1, 1) + dt.timedelta(days=n)).weekday() < 5 for n in range(365))

    assert year_days(2027, [NEW_YEAR]).office.sum() == 2 * (weekdays - 1)  # 1 January: a Friday


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'pesta'"):
        year_days(2027, [Span(dt.date(2027, 1, 1), dt.date(2027, 1, 1), "pesta")])
