"""Decides whether a five-minute self-rating is complete, and what a confirmed one is worth.

A level counts only once the head has confirmed it; its standard error is the parameter
`assessment.standard_error.self_confirmed`. It is never an official assessment (JPM).
Answers are levels 0..5; 0 = not yet at level 1. Higher = more competent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bina.law.law import newest

LOWEST_ANSWER: Final = 0
HIGHEST_ANSWER: Final[int] = newest("standards.levels")["highest"]


@dataclass(frozen=True)
class Answers:
    """`levels` by competency code in the order asked; `missing` names codes without an answer."""

    levels: dict[str, int]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every asked competency has a level."""
        return not self.missing


def read_answers(given: Mapping[str, str], asked: Sequence[str]) -> Answers:
    """The levels among `given` for the `asked` codes; others are ignored, nonsense is missing.

    >>> read_answers({"PLP": "2", "KOM": "9"}, ["PLP", "KOM"])
    Answers(levels={'PLP': 2}, missing=('KOM',))
    """
    levels = {code: int(given[code]) for code in asked if _is_level(given.get(code, ""))}
    return Answers(levels, tuple(code for code in asked if code not in levels))


def _is_level(text: str) -> bool:
    # isdecimal alone accepts other scripts' digits, which a browser never sends
    return len(text) == 1 and text.isascii() and text.isdecimal() and int(text) <= HIGHEST_ANSWER


def changed_by_head(
    answers: Mapping[str, int], confirmed: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Competencies whose level the head changed: code -> (own level, confirmed level).

    >>> changed_by_head({"PLP": 3, "KOM": 2}, {"PLP": 2, "KOM": 2})
    {'PLP': (3, 2)}
    """
    return {
        code: (answers[code], level)
        for code, level in confirmed.items()
        if code in answers and answers[code] != level
    }
