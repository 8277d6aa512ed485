"""Which version of a year's budget counts on a day.

The approved version that began last. Before one has begun: the furthest document, approved or
not, for that is what the year is planned with.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

STAGES = ("rka", "dpa", "apbdp")  # as they follow each other


@dataclass(frozen=True)
class Version:
    """A version as the rule sees it; `valid_from` None: the first day of the year."""

    id: int
    year: int
    stage: str
    number: int
    valid_from: dt.date | None
    approved: bool

    @property
    def begins(self) -> dt.date:
        """The first day on which it counts once approved."""
        return self.valid_from or dt.date(self.year, 1, 1)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the row of documents."""
        return STAGES.index(self.stage), self.number


def version_in_force(versions: Iterable[Version], day: dt.date) -> Version | None:
    """The version of a year that counts on the day; None without any.

    >>> rka = Version(1, 2027, "rka", 1, None, True)
    >>> dpa = Version(2, 2027, "dpa", 1, dt.date(2027, 1, 4), True)
    >>> version_in_force([rka, dpa], dt.date(2027, 1, 3)).stage
    'rka'
    >>> version_in_force([rka, dpa], dt.date(2027, 1, 4)).stage
    'dpa'
    """
    known = list(versions)
    begun = [one for one in known if one.approved and one.begins <= day]
    if begun:
        return max(begun, key=lambda one: (one.begins, one.place))
    return max(known, key=lambda one: one.place, default=None)
