"""Who covers a counter, day by day: by hand, at each border of the minimum."""

import datetime as dt

import pytest

from bina.citizens.rules.cover import Counter, Spell, away_on, coming_days, cover

MONDAY = dt.date(2026, 11, 23)
WEEKDAYS = frozenset(range(5))


def day_of(members: int, minimum: int, n_away: int, closed: frozenset[dt.date] = frozenset()):
    counter = Counter(frozenset(range(members)), minimum, WEEKDAYS)
    away = {MONDAY: frozenset(range(n_away))}
    return cover(counter, away, closed)[0]


@pytest.mark.parametrize(
    ("n_away", "state"), [(0, "enough"), (1, "enough"), (2, "touched"), (3, "below")]
)
def test_state_above_at_and_below_the_minimum(n_away: int, state: str) -> None:
    assert day_of(3, 1, n_away).state == state


def test_a_counter_that_is_always_at_its_minimum_is_not_touched_by_nobody() -> None:
    assert day_of(1, 1, 0).state == "enough"


def test_closed_days_miss_nobody() -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    counter = Counter(frozenset({1}), 1, WEEKDAYS)

    assert day_of(1, 1, 1, frozenset({MONDAY})).state == "closed"
    assert cover(counter, {sunday: frozenset({1})}, frozenset())[0].state == "closed"


def test_present_and_away_are_the_members_only() -> None:
    counter = Counter(frozenset({1, 2}), 1, WEEKDAYS)

    row = cover(counter, {MONDAY: frozenset({2, 9})}, frozenset())[0]

    assert (row.present, row.away) == (frozenset({1}), frozenset({2}))


def test_a_spell_covers_both_its_ends_and_no_end_means_for_good() -> None:
    days = coming_days(MONDAY, 1)
    away = away_on([Spell(1, MONDAY, MONDAY + dt.timedelta(days=1)), Spell(2, MONDAY, None)], days)

    assert [sorted(people) for people in away.values()] == [[1, 2], [1, 2], [2], [2], [2]]
