"""When a person cannot come: leave, study leave, contract end, retirement.

Retirement: the first day of the month after the birthday on which the age of the tier is reached.
Source: UU 20/2023 art. 55 and PP 11/2017 art. 239 for the ages (law parameters
employment.retirement_age.*).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.calendar.rules.days import half_days_between
from bina.law.law import law_on
from bina.plan.rules.timeline import n_half_days

FOR_GOOD = frozenset({"contract_end", "retirement"})  # whoever leaves then does not come back


@dataclass(frozen=True)
class Availability:
    """What decides a person's retirement: birth date (None: unknown) and tier."""

    birth_date: dt.date | None
    tier: str


@dataclass(frozen=True)
class Spell:
    """A span in which a person (row) cannot come; `end` None: without end."""

    person: int
    kind: str
    start: dt.date
    end: dt.date | None

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the absence; None for an end that is final."""
        return None if self.kind in FOR_GOOD else self.end


def retires_on(birth_date: dt.date, age_years: int) -> dt.date:
    """The first day without the person.

    >>> retires_on(dt.date(1969, 12, 3), 58)
    datetime.date(2028, 1, 1)
    """
    year, month = birth_date.year + age_years, birth_date.month + 1
    return dt.date(year + month // 13, 1 if month == 13 else month, 1)


def half_days_away(
    year: int, people: Sequence[Availability], spells: Sequence[Spell]
) -> NDArray[np.bool_]:
    """(n_people, n_half_days): who cannot come when."""
    away = np.zeros((len(people), n_half_days(year)), dtype=np.bool_)
    law = law_on(dt.date(year, 1, 1))
    ages = {tier: int(age) for tier, age in law.table("employment.retirement_age").items()}
    for row, person in enumerate(people):
        age = ages.get(person.tier)
        if person.birth_date is not None and age is not None:
            away[row, half_days_between(year, retires_on(person.birth_date, age), None)] = True
    for spell in spells:
        away[spell.person, half_days_between(year, spell.start, spell.last_day)] = True
    return away


def runs_of(away: NDArray[np.bool_]) -> Iterator[tuple[int, slice]]:
    """(row, slice) of every unbroken run of True in each row.

    >>> list(runs_of(np.array([[False, True, True, False, True]])))
    [(0, slice(1, 3, None)), (0, slice(4, 5, None))]
    """
    for row in np.flatnonzero(away.any(axis=1)).tolist():
        edges = np.flatnonzero(
            np.diff(np.concatenate([[False], away[row], [False]]).astype(np.int8))
        )
        for start, end in edges.reshape(-1, 2).tolist():
            yield row, slice(start, end)
