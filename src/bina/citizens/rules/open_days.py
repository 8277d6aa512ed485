"""Decides which weekdays a text such as "Sen-Jum" or "Sen;Rab" means. 0 = Monday .. 6 = Sunday."""

from collections.abc import Sequence
from typing import Final

from bina.citizens.rules.sheets import WEEKDAYS

_LETTERS: Final = 3  # "Senin", "Sen." and "sen" are the same day
_NUMBER: Final = {label.casefold(): int(number) for number, label in WEEKDAYS}
_SPELLED: Final = {"ahad": "min", "jum'at": "jum", "jumat": "jum"}


def open_days(parts: Sequence[str]) -> str | None:
    """The weekdays as digits in order, or None when a part is not a day or a span of days.

    >>> open_days(["Sen-Rab", "Sabtu"])
    '0125'
    >>> open_days(["Sab-Sen"])
    '056'
    >>> open_days(["tiap hari"]) is None
    True
    """
    found: set[int] = set()
    for part in parts:
        ends = [_day(word) for word in part.replace("–", "-").split("-")]
        if None in ends or not 1 <= len(ends) <= 2:
            return None
        first, last = int(ends[0] or 0), int(ends[-1] or 0)
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return "".join(str(day) for day in sorted(found)) or None


def _day(word: str) -> int | None:
    plain = word.strip().casefold().rstrip(".")
    return _NUMBER.get(_SPELLED.get(plain, plain)[:_LETTERS])


def shown_days(digits: str) -> list[str]:
    """The short names of the days, in order.

    >>> shown_days("04")
    ['Sen', 'Jum']
    """
    names = dict(WEEKDAYS)
    return [names[digit] for digit in digits]
