"""Decides, day by day, how many of a counter's people are there, and who is left to cover.

A day is judged as a whole: somebody away for half of it counts as away. Lower margin = worse.
Source: UU 25/2009 (a service standard names its staff); the minimum is the register's.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["closed", "enough", "touched", "below"]


@dataclass(frozen=True)
class Counter:
    """A role at a service: who can fill it (ids), how many must be there, its weekdays 0..6."""

    members: frozenset[int]
    minimum: int
    weekdays: frozenset[int]


@dataclass(frozen=True)
class Spell:
    """Days on which a person is away, both ends included; no end: for good."""

    person: int
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True)
class Day:
    """A counter on a day. `present` are the ids of those who cover."""

    day: dt.date
    state: State
    present: frozenset[int]
    away: frozenset[int]


def coming_days(first: dt.date, n_weeks: int) -> list[dt.date]:
    """Monday to Friday of the week of `first` and the following ones, `first` and later only.

    >>> [day.day for day in coming_days(dt.date(2026, 11, 26), 1)]
    [26, 27]
    """
    monday = first - dt.timedelta(days=first.weekday())
    days = (monday + dt.timedelta(days=at) for at in range(7 * n_weeks))
    return [day for day in days if day.weekday() < 5 and day >= first]


def away_on(spells: Iterable[Spell], days: Sequence[dt.date]) -> Mapping[dt.date, frozenset[int]]:
    """Who is away on each of the `days`, which rise."""
    found: list[set[int]] = [set() for _ in days]
    for spell in spells:
        first = bisect_left(days, spell.start)
        last = len(days) if spell.end is None else bisect_right(days, spell.end)
        for at in range(first, last):
            found[at].add(spell.person)
    return {day: frozenset(people) for day, people in zip(days, found, strict=True)}


def cover(
    counter: Counter, away: Mapping[dt.date, frozenset[int]], closed: frozenset[dt.date]
) -> list[Day]:
    """The counter on each day of `away`: "touched" when nobody more may leave though some are away.

    >>> monday = dt.date(2026, 11, 23)
    >>> two = Counter(frozenset({1, 2}), 1, frozenset(range(5)))
    >>> cover(two, {monday: frozenset({2})}, frozenset())[0].state
    'touched'
    """
    rows = []
    for day, gone in away.items():
        missing = counter.members & gone
        present = counter.members - gone
        rows.append(Day(day, _state(counter, day, len(present), missing, closed), present, missing))
    return rows


def _state(
    counter: Counter,
    day: dt.date,
    n_present: int,
    missing: frozenset[int],
    closed: frozenset[dt.date],
) -> State:
    if day.weekday() not in counter.weekdays or day in closed:
        return "closed"
    if n_present < counter.minimum:
        return "below"
    return "touched" if missing and n_present == counter.minimum else "enough"
