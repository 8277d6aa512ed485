"""How facts stand in columns: small whole numbers, 0 where a fact is not known.

A position p of a list below is written as p + 1.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import Scaled, scaled
from bina.people.rules.discipline import LEVELS
from bina.people.rules.predicates import PREDICATES

EDUCATION: Final = ("05", "10", "15", "17", "20", "25", "30", "35", "40", "45", "50")  # BKN ids
PATHS: Final = ("structural", "functional", "general")
PREDICATE: Final = (*PREDICATES, "none")  # "none": no performance of that year on record
DISCIPLINE: Final = LEVELS
Codes = NDArray[np.uint8]


def coded(values: Sequence[str], known: Sequence[str]) -> Codes:
    """Words as codes; 0 for a word that is not known.

    >>> coded(["S9", "general"], PATHS).tolist()
    [0, 3]
    """
    places = {word: at + 1 for at, word in enumerate(known)}
    return np.array([places.get(value, 0) for value in values], dtype=np.uint8)


def points_by_code(points: Mapping[str, Any] | None, known: Sequence[str]) -> Scaled:
    """Points in hundredths by code; MISSING for the unknown and where no figure was found."""
    table = [scaled(None)] + [scaled((points or {}).get(word)) for word in known]
    return np.array(table, dtype=np.int64)
