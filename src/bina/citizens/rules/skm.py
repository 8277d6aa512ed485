"""The index of citizens' satisfaction (SKM), its quality band and the sample it needs.

Source: Permenpan RB 14/2017 (law parameters citizens.skm.*). Higher is better. Sums of answers are
whole numbers; the value is divided and rounded once, to two decimals, and only then banded.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import SCALE, Scaled, divided


def element_weight(mode: str, n_elements: int) -> Fraction:
    """The weight of one element: 'exact' is 1 over their number, else the printed decimal.

    >>> element_weight("exact", 9), element_weight("0.11", 9)
    (Fraction(1, 9), Fraction(11, 100))
    """
    if n_elements < 1:
        raise ValueError("SKM needs at least one element.")
    return Fraction(1, n_elements) if mode == "exact" else Fraction(mode)


def skm_values(
    totals: NDArray[np.int64], respondents: NDArray[np.int64], mode: str, conversion: int
) -> Scaled:
    """Converted SKM in hundredths, one per unit; MISSING without respondents.

    `totals` has a row per unit and a column per element: the sum of all answers.
    """
    weight = element_weight(mode, totals.shape[1])
    above = totals.sum(axis=1, dtype=np.int64) * weight.numerator * conversion * SCALE
    return divided(above, np.asarray(respondents) * weight.denominator)


def sample_size(population: int, settings: Mapping[str, Any]) -> int:
    """How many respondents a population needs; `settings` is citizens.skm.sample.

    >>> sample_size(500, {"chi_square": 3.841, "share": 0.5, "margin": 0.05})
    217
    """
    if population < 1:
        raise ValueError(f"A population must be at least 1, not {population}.")
    chi, share, margin = (Fraction(str(settings[key])) for key in ("chi_square", "share", "margin"))
    spread = chi * share * (1 - share)
    exact = spread * population / (margin**2 * (population - 1) + spread)
    return int(divided(exact.numerator, exact.denominator))
