"""Who belongs to a group that a quota names."""

import numpy as np
import pytest

from bina.plan.rules.facts import People, UnitFact
from bina.plan.rules.groups import members_of

UNITS = (
    UnitFact(1, "DINKES", "Dinas Kesehatan", ("KOTA", "DINKES"), "Abepura"),
    UnitFact(2, "PKM", "Puskesmas", ("KOTA", "DINKES", "PKM"), "Heram"),
    UnitFact(3, "DUK", "Dukcapil", ("KOTA", "DUK"), "Abepura"),
)
PEOPLE = People(
    id=np.array([10, 11, 12, 13]),
    unit=np.array([0, 1, 1, 2]),
    jp_needed=np.zeros(4, dtype=np.int64),
    jp_cap=np.full(4, 100),
    position=[""] * 4,
    tier=["05", "21", "06", ""],
    employment=["pns", "pns", "pppk", "cpns"],
    rank=[""] * 4,
    gender=["M", "F", "", "F"],
    away=np.zeros((4, 2), dtype=np.bool_),
    done=[frozenset()] * 4,
)


@pytest.mark.parametrize(
    ("grouping", "word", "rows"),
    [
        ("district", "Abepura", [0, 3]),
        ("district", "Heram", [1, 2]),
        ("grade", "Administrator dan Pengawas", [0]),
        ("grade", "JF Keahlian", [1]),
        ("grade", "JPT", []),
        ("gender", "F", [1, 3]),
        ("employment", "pns", [0, 1]),
        ("unit", "DINKES", [0, 1, 2]),  # with the units below
        ("unit", "PKM", [1, 2]),
        ("unit", "TIDAK ADA", []),
    ],
)
def test_members_of_a_group(grouping: str, word: str, rows: list[int]) -> None:
    assert members_of(PEOPLE, UNITS, grouping, word).tolist() == rows
