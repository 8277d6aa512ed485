"""Who can be planned when: legal position, absences, end of contract, retirement.

Retirement: the first day of the month after the birthday on which the age of the tier is reached.
Source: UU 20/2023 art. 55 and PP 11/2017 art. 239 for the ages (law parameters
employment.retirement_age.*); legal positions from law parameter employment.legal_positions.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bina.formats.siasn import read_plannable

FOR_GOOD: Final = frozenset({"contract_end", "retirement"})  # whoever leaves then stays away


@dataclass(frozen=True)
class Away:
    """A span in which a person cannot be planned; `end` is the last day, None: for good."""

    start: dt.date
    end: dt.date | None
    kind: str  # an absence kind, "retirement" or "legal"


@dataclass(frozen=True)
class Spans:
    """Columns of absences, in any order: person id, kind, first and last day."""

    person: Sequence[int] = field(default_factory=tuple)
    kind: Sequence[str] = field(default_factory=tuple)
    start: Sequence[dt.date] = field(default_factory=tuple)
    end: Sequence[dt.date | None] = field(default_factory=tuple)


def retires_on(birth_date: dt.date, age_years: int) -> dt.date:
    """The first day without the person.

    >>> retires_on(dt.date(1969, 12, 3), 58)
    datetime.date(2028, 1, 1)
    """
    month = birth_date.month + 1
    return dt.date(birth_date.year + age_years + month // 13, 1 if month == 13 else month, 1)


def availability(
    ids: Sequence[int],
    births: Sequence[dt.date | None],
    tiers: Sequence[str],
    legal_positions: Sequence[str],
    *,
    absences: Spans,
    ages_years: Mapping[str, int],
    words: Sequence[Mapping[str, Any]],
) -> list[tuple[Away, ...]]:
    """Per person (in the order of `ids`) the spans away, earliest first.

    A legal position that forbids planning is one span without beginning (date.min) and end. An
    unknown birth date or tier gives no retirement: the data's doubts tell of it. An absence of
    kind contract_end or retirement starts on its day and never ends.
    """
    spells: dict[int, list[Away]] = defaultdict(list)
    for person, kind, start, end in zip(
        absences.person, absences.kind, absences.start, absences.end, strict=True
    ):
        spells[person].append(Away(start, None if kind in FOR_GOOD else end, kind))
    plannable = {text: read_plannable(None, text, words)[0] for text in set(legal_positions)}
    found = []
    for person, birth, tier, legal in zip(ids, births, tiers, legal_positions, strict=True):
        own = spells.get(person, [])
        if not plannable[legal]:
            own = [*own, Away(dt.date.min, None, "legal")]
        if birth is not None and tier in ages_years:
            own = [*own, Away(retires_on(birth, ages_years[tier]), None, "retirement")]
        found.append(tuple(sorted(own, key=lambda away: away.start)))
    return found


def reason_away(spans: Sequence[Away], day: dt.date) -> str | None:
    """The kind of the first span that holds `day`; None: the person can be planned."""
    return next(
        (span.kind for span in spans if span.start <= day and (not span.end or day <= span.end)),
        None,
    )
