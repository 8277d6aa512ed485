"""The groups of people that fairness compares and quotas name: district, grade, gender, office.

A group is a grouping with a word, e.g. ("district", "Abepura"); of a unit it is the unit's code.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bina.plan.rules.facts import People, UnitFact

BANDS: Final = (
    "JPT",
    "Administrator dan Pengawas",
    "Pelaksana",
    "JF Keterampilan",
    "JF Keahlian",
)
UNIT: Final = "unit"
GROUPINGS: Final = ("district", "grade", "gender", "employment", UNIT)


def grade_band(tier: str) -> str:
    """The band of a tier that fairness compares: leaders, supervisors, experts, skilled, staff.

    >>> [grade_band(t) for t in ("03", "05", "06", "12", "22", "")]
    ['JPT', 'Administrator dan Pengawas', 'Pelaksana', 'JF Keterampilan', 'JF Keahlian', '']
    """
    if tier in ("01", "02", "03"):
        return "JPT"
    if tier in ("04", "05"):
        return "Administrator dan Pengawas"
    return {"0": "Pelaksana", "1": "JF Keterampilan", "2": "JF Keahlian"}.get(tier[:1], "")


def words_of(people: People, units: Sequence[UnitFact], grouping: str) -> list[str]:
    """The word of each person (n_people,) under a grouping other than UNIT; "" where none."""
    if grouping == "district":
        return [units[unit].district for unit in people.unit.tolist()]
    if grouping == "grade":
        return [grade_band(tier) for tier in people.tier]
    return {"gender": people.gender, "employment": people.employment}[grouping]


def members_of(
    people: People, units: Sequence[UnitFact], grouping: str, word: str
) -> NDArray[np.int64]:
    """Rows of the people of a group, rising; of a unit with all units below it."""
    if grouping == UNIT:
        inside = np.array([word in unit.path for unit in units], dtype=np.bool_)
        return np.flatnonzero(inside[people.unit]).astype(np.int64)
    words = words_of(people, units, grouping)
    return np.array([row for row, own in enumerate(words) if own == word], dtype=np.int64)
