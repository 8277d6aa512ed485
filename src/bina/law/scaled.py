"""Points as whole hundredths: sums stay exact, a figure is divided and rounded once, at its end.

The digits of a figure depend neither on the order of the rows nor on the machine.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SCALE: Final = 100  # hundredths of a point, the two decimals that are published
MISSING: Final = -1  # a scaled figure that cannot be computed
Scaled = NDArray[np.int64]


def scaled(value: Any) -> int:
    """A parameter in hundredths; MISSING for None. Raises ValueError for a finer one.

    >>> scaled(22.5), scaled(None)
    (2250, -1)
    """
    if value is None:
        return MISSING
    exact = Decimal(str(value)) * SCALE
    if exact != int(exact):
        raise ValueError(f"{value} has more than two decimals; points are kept in hundredths.")
    return int(exact)


def divided(numerator: Any, denominator: Any) -> Scaled:
    """Whole numbers divided and rounded once, half up; MISSING where the denominator is 0.

    >>> divided(np.array([5, 1]), np.array([2, 0])).tolist()
    [3, -1]
    """
    above = np.asarray(numerator, dtype=np.int64)
    below = np.asarray(denominator, dtype=np.int64)
    safe = np.where(below > 0, below, 1)
    return np.where(below > 0, (2 * above + safe) // (2 * safe), MISSING)


def bands_of(values: Any, bands: Sequence[Mapping[str, Any]]) -> NDArray[np.int8]:
    """The position of each value's band, highest band first; MISSING where none holds it.

    A band has `from` (its bound belongs to it) or `above` (its bound does not).
    """
    found = np.full(np.shape(values), MISSING, dtype=np.int8)
    known = np.asarray(values, dtype=np.int64)
    for at in range(len(bands) - 1, -1, -1):
        band = bands[at]
        bound = scaled(band["from"]) if "from" in band else scaled(band["above"]) + 1
        found[(known >= bound) & (known != MISSING)] = at
    return found


def shown(value: int) -> str:
    """Hundredths as people write them, '-' for MISSING.

    >>> shown(7825), shown(-1)
    ('78,25', '-')
    """
    if value == MISSING:
        return "-"
    return f"{value // SCALE},{value % SCALE:02d}"
