"""The performance predicate from two ratings, and whether a unit's spread follows the guide.

Source: Permenpan RB 6/2022 and the ministry's circular (law parameters performance.*). The guide
only warns: e-Kinerja of BKN is the system of record.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import SCALE, divided, scaled
from bina.text import N_, Text

RATINGS: Final = ("di_bawah", "sesuai", "di_atas")  # better and better
PREDICATES: Final = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")


def predicates(
    result: NDArray[np.int8], behaviour: NDArray[np.int8], matrix: Mapping[str, Mapping[str, str]]
) -> NDArray[np.int8]:
    """Positions in PREDICATES for positions in RATINGS; `matrix` is performance.matrix."""
    table = np.array(
        [[PREDICATES.index(matrix[row][column]) for column in RATINGS] for row in RATINGS],
        dtype=np.int8,
    )
    return table[result, behaviour]


def spread_warnings(
    counts: Mapping[str, int], guide: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> list[Text]:
    """Where the predicates of a unit leave the guide of its own predicate; empty: nowhere."""
    total = sum(counts.values())
    found = []
    for rule in guide if total else ():
        n = sum(counts.get(code, 0) for code in rule["of"])
        text = _broken(rule, n, total, counts)
        if text is not None:
            words = {"names": " / ".join(names[code] for code in rule["of"])}
            words |= {"n": str(n), "total": str(total), "bound": _percent(rule)}
            found.append(Text(text, words))
    return found


def _broken(rule: Mapping[str, Any], n: int, total: int, counts: Mapping[str, int]) -> str | None:
    if "at_most" in rule and n * SCALE > scaled(rule["at_most"]) * total:
        return N_("{names}: {n} dari {total} orang, pedoman paling banyak {bound}")
    if "at_least" in rule and n * SCALE < scaled(rule["at_least"]) * total:
        return N_("{names}: {n} dari {total} orang, pedoman paling sedikit {bound}")
    if rule.get("some") and n == 0:
        return N_("{names}: tidak seorang pun, pedoman menghendaki ada")
    if rule.get("most") and any(count > n for count in counts.values()):
        return N_("{names}: {n} dari {total} orang, pedoman menghendaki yang terbanyak")
    return None


def _percent(rule: Mapping[str, Any]) -> str:
    share = rule.get("at_most", rule.get("at_least"))
    return "" if share is None else f"{scaled(share)} %"


def yearly_credit(coefficient: float, multiplier_percent: int) -> Decimal:
    """Credit points (angka kredit) of a year, two decimals.

    >>> yearly_credit(3.75, 75)
    Decimal('2.81')
    """
    return Decimal(int(divided(scaled(coefficient) * multiplier_percent, SCALE))) / SCALE
