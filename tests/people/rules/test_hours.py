"""Which hours count for a year."""

import datetime as dt
from decimal import Decimal

import pytest

from bina.law.law import law_on
from bina.people.rules.hours import Record, hours_of_year, totals_by_person

FORMS = law_on(dt.date(2026, 6, 1)).value("development.forms")
D = dt.date


def record(
    end: dt.date, jp: float, form: str = "Bimbingan Teknis", status: str = "approved"
) -> Record:
    return Record(form, end, Decimal(str(jp)), status)


@pytest.mark.parametrize(
    ("end", "expected"),
    [(D(2025, 12, 31), 0), (D(2026, 1, 1), 8), (D(2026, 12, 31), 8), (D(2027, 1, 1), 0)],
)
def test_a_record_counts_in_the_year_in_which_it_ended(end: dt.date, expected: int) -> None:
    assert hours_of_year([record(end, 8)], 2026, FORMS).total_jp == expected


def test_claimed_and_refused_hours_do_not_count() -> None:
    day = D(2026, 5, 1)
    found = hours_of_year(
        [record(day, 8), record(day, 9, status="claimed"), record(day, 7, status="refused")],
        2026,
        FORMS,
    )

    assert found.total_jp == 8
    assert found.states == ["counted", "claimed", "refused"]


def test_coaching_counts_two_sessions_of_two_hours_a_month() -> None:
    # law parameter development.forms: 2 JP per session, 2 sessions a month
    found = hours_of_year(
        [
            record(D(2026, 5, 20), 2, "Coaching"),
            record(D(2026, 5, 2), 3, "Coaching"),
            record(D(2026, 6, 1), 2, "Coaching"),
        ],
        2026,
        FORMS,
    )

    assert found.counted_jp == [1, 3, 2]
    assert found.states == ["capped", "counted", "counted"]


@pytest.mark.parametrize(("jp", "warned"), [(24, False), (24.1, True)])
def test_above_24_hours_of_a_pppk_warns_and_still_counts(jp: float, warned: bool) -> None:
    found = hours_of_year([record(D(2026, 5, 1), jp)], 2026, FORMS, warn_above_jp=24)

    assert (found.total_jp, found.warning is not None) == (Decimal(str(jp)), warned)


def test_totals_are_by_person() -> None:
    day = D(2026, 5, 1)

    found = totals_by_person(
        [1, 2, 1], [record(day, 8), record(day, 4), record(day, 2)], 2026, FORMS
    )

    assert found == {1: 10, 2: 4}


def test_no_records_are_no_hours() -> None:
    assert hours_of_year([], 2026, FORMS).total_jp == 0
