"""Who signs on a day: an acting official (Plh, Plt) goes before the holder of the post."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

ORDER = {"plh": 0, "plt": 1, "definitive": 2}
WORDS = {"plh": "Plh. ", "plt": "Plt. ", "definitive": ""}


@dataclass(frozen=True)
class Signer:
    """A person who may sign in a span of days; `until` is the last day, None while it holds."""

    id: int
    mode: str  # definitive, plh, plt
    title: str
    since: dt.date
    until: dt.date | None = None


def signer_on(signers: Iterable[Signer], day: dt.date) -> Signer | None:
    """The signer of a day: Plh before Plt before the holder; among equals the newest.

    >>> head = Signer(1, "definitive", "Kepala BKPP", dt.date(2026, 1, 1))
    >>> acting = Signer(2, "plh", "Kepala BKPP", dt.date(2026, 3, 1), dt.date(2026, 3, 5))
    >>> [signer_on([head, acting], dt.date(2026, 3, n)).id for n in (5, 6)]
    [2, 1]
    """
    held = [s for s in signers if s.since <= day and (s.until is None or day <= s.until)]
    held.sort(key=lambda s: (ORDER[s.mode], -s.since.toordinal(), -s.id))
    return held[0] if held else None


def title_of(signer: Signer) -> str:
    """The title under the letter, e.g. "Plh. Kepala BKPP"."""
    return WORDS[signer.mode] + signer.title
