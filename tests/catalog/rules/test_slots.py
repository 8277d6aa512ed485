"""When a session meets, by the calendar of 2027 and of a leap year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bina.catalog.rules.slots import meeting_days, session_slots, stays

D = dt.date


def test_a_weekend_and_a_holiday_inside_are_left_out():
    # 5 March 2027 is a Friday; 9 March is made a holiday
    days = meeting_days(D(2027, 3, 5), D(2027, 3, 9), "01234", {D(2027, 3, 9)})

    assert days == [D(2027, 3, 5), D(2027, 3, 8)]


def test_saturdays_only():
    assert meeting_days(D(2027, 3, 1), D(2027, 3, 14), "5") == [D(2027, 3, 6), D(2027, 3, 13)]


@pytest.mark.parametrize(
    ("half_days", "expected"), [("full", [118, 119]), ("morning", [118]), ("afternoon", [119])]
)
def test_half_days_of_1_march(half_days, expected):
    # 1 March 2027 is day 60 of the year: 2 × 59 = 118
    assert session_slots([D(2027, 3, 1)], half_days, 2027).tolist() == expected


def test_a_leap_year_shifts_march_by_a_day():
    assert session_slots([D(2028, 3, 1)], "morning", 2028).tolist() == [120]


def test_days_of_another_year_take_no_half_day_of_this_one():
    days = [D(2027, 12, 31), D(2028, 1, 3)]

    assert session_slots(days, "morning", 2027).tolist() == [728]


@pytest.mark.parametrize(("pause", "n"), [(1, 1), (3, 1), (4, 2), (7, 2)])
def test_a_pause_of_more_than_three_days_is_a_new_stay(pause, n):
    first = D(2027, 3, 5)

    assert len(stays([first, first + dt.timedelta(days=pause)])) == n


@given(st.sets(st.dates(D(2027, 1, 1), D(2027, 3, 1)), max_size=20))
def test_stays_hold_every_day_and_do_not_overlap(days):
    found = stays(sorted(days))

    assert all(sum(start <= day <= end for start, end in found) == 1 for day in days)
    assert all(found[at][1] < found[at + 1][0] for at in range(len(found) - 1))
