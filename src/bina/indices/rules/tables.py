"""Published tables of IP ASN: does each row's sum of dimensions equal its total?

Kota Bima 2023 printed 26 where 26.47 must have stood; such a row is told, never corrected.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import Scaled, scaled


@dataclass(frozen=True)
class TableFault:
    """A row whose dimensions do not sum to its total."""

    row: int
    summed: int  # hundredths
    published: int


def faulty_rows(dimensions: Scaled, totals: Scaled, tolerance: Any) -> list[TableFault]:
    """The rows that differ by more than `tolerance` points; all other figures in hundredths."""
    summed: NDArray[np.int64] = np.asarray(dimensions).sum(axis=1)
    off = np.abs(summed - totals) > scaled(tolerance)
    return [TableFault(int(at), int(summed[at]), int(totals[at])) for at in np.flatnonzero(off)]
