"""Which hours count for a year."""

import datetime as dt
import random
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


def spread(start: dt.date, end: dt.date, jp: float, form: str) -> Record:
    return Record(form, end, Decimal(str(jp)), "approved", start)


@pytest.mark.parametrize(
    ("form", "start", "end", "jp", "expected"),
    [
        # two sessions of 2 JP in each month that it touches; never more than it has
        ("Coaching", D(2026, 3, 1), D(2026, 3, 31), 10, 4),
        ("Coaching", D(2026, 3, 31), D(2026, 4, 1), 10, 8),
        ("Coaching", D(2026, 1, 15), D(2026, 3, 10), 10, 10),
        ("Mentoring", D(2026, 1, 15), D(2026, 3, 10), 13, 12),
        # months of the former year are not of this one
        ("Coaching", D(2025, 11, 1), D(2026, 1, 31), 10, 4),
        # 2 JP for each day
        ("Belajar Mandiri (Self Development)", D(2026, 5, 4), D(2026, 5, 8), 10, 10),
        ("Belajar Mandiri (Self Development)", D(2026, 5, 4), D(2026, 5, 8), 11, 10),
        ("Komunitas Belajar (Community of Practices)", D(2026, 5, 4), D(2026, 5, 4), 3, 2),
        ("Bimbingan Teknis", D(2026, 5, 4), D(2026, 5, 8), 50, 50),
    ],
)
def test_a_capped_form_fills_each_month_or_day_that_the_activity_touches(
    form: str, start: dt.date, end: dt.date, jp: float, expected: float
) -> None:
    found = hours_of_year([spread(start, end, jp, form)], 2026, FORMS)

    assert found.total_jp == Decimal(str(expected))
    assert (found.limits[0] is None) == (expected == jp)


def test_the_words_say_which_cap_holds_and_how_much_counts() -> None:
    found = hours_of_year([record(D(2026, 5, 2), 5.5, "Coaching"), record(D(2026, 6, 2), 4)],
                          2026, FORMS)  # fmt: skip

    assert found.limits[1] is None and found.limits[0] is not None
    assert (
        found.limits[0]
        .plain()
        .startswith("4 dari 5.5 JP dihitung: Coaching paling banyak 4 JP sebulan")
    )


def test_counted_hours_are_those_of_a_search_over_single_units() -> None:
    """Random coaching records against a matching of half-hours to months, by augmenting paths."""
    chance = random.Random(7)
    for _round in range(60):
        records = []
        for _one in range(chance.randint(1, 6)):
            first = chance.randint(1, 12)
            last = min(12, first + chance.randint(0, 3))
            records.append(spread(D(2026, first, 5), D(2026, last, 20), chance.randint(1, 9),
                                  "Coaching"))  # fmt: skip

        found = hours_of_year(records, 2026, FORMS)

        assert found.total_jp == most_units(records)
        assert all(jp <= one.jp for jp, one in zip(found.counted_jp, records, strict=True))


def most_units(records: list[Record]) -> int:
    """The most whole JP that find a month with room, 4 in each."""
    jobs = [
        [(month, slot) for month in range(one.start.month, one.end.month + 1) for slot in range(4)]
        for one in records
        if one.start is not None
        for _unit in range(int(one.jp))
    ]
    held: dict[tuple[int, int], int] = {}

    def place(job: int, seen: set[tuple[int, int]]) -> bool:
        for slot in jobs[job]:
            if slot not in seen:
                seen.add(slot)
                if slot not in held or place(held[slot], seen):
                    held[slot] = job
                    return True
        return False

    return sum(place(job, set()) for job in range(len(jobs)))
