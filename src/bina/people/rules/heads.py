"""Who heads a unit: HR's word first, else the holder of its structural post."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """A person in a unit who holds a structural post; tier as in domain 1.3, lower is higher.

    `echelon` as in the files ("IV.A"); within one tier it tells the head of a puskesmas (IV.A)
    from the head of its administration (IV.B).
    """

    person: int
    tier: str
    since: dt.date | None
    echelon: str = ""


def head_of(holders: Sequence[Holder], override: int | None = None) -> int | None:
    """The head's person id; None for a unit without one.

    The lowest tier code first, then the highest echelon, then the longest in the post, then the
    first person. A holder whose tier, echelon or day is unknown comes last.

    >>> head_of([Holder(7, "05", None, "IV.B"), Holder(9, "05", None, "IV.A")])
    9
    """
    if override is not None:
        return override
    ordered = sorted(holders, key=_order)
    return ordered[0].person if ordered else None


def _order(holder: Holder) -> tuple[str, str, dt.date, int]:
    """Roman numerals up to V sort as text: I.A, I.B, II.A, … IV.B, V.A."""
    echelon = holder.echelon.upper() or "Z"
    return holder.tier or "99", echelon, holder.since or dt.date.max, holder.person
