"""Who heads a unit: HR's word first, else the holder of its structural post."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """A person in a unit who holds a structural post; tier as in domain 1.3, lower is higher."""

    person: int
    tier: str
    since: dt.date | None
    echelon: str = ""  # "IV.A" stands above "IV.B"; both are tier 05


def head_of(holders: Sequence[Holder], override: int | None = None) -> int | None:
    """The head's person id; None for a unit without one.

    The lowest tier code first, then the higher echelon, then the longest in the post, then the
    first person. A holder whose tier, echelon or day is unknown comes last.

    >>> head_of([Holder(7, "05", None), Holder(9, "04", None)])
    9
    """
    if override is not None:
        return override
    last = dt.date.max
    ordered = sorted(
        holders, key=lambda h: (h.tier or "99", h.echelon or "Z", h.since or last, h.person)
    )
    return ordered[0].person if ordered else None
