"""Talent score and nine boxes of whole columns. Higher is better, both axes 0..100.

Source: Keputusan Kepala BKN 411/2025 (axes, weights, cut-offs) and Permenpan RB 3/2020 (boxes):
law parameters talent.*. A missing part makes its axis MISSING; it is never replaced by a guess.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import MISSING, Scaled, bands_of, divided

PERCENT: Final = 100


def axis(parts: Mapping[str, Scaled], weights: Mapping[str, int]) -> Scaled:
    """The weighted mean of the parts (hundredths of 0..100), rounded once.

    Raises ValueError when a part that has a weight is not given, or the weights are not 100 %.
    """
    if set(parts) != set(weights) or sum(weights.values()) != PERCENT:
        raise ValueError(f"Give the parts {sorted(weights)} with weights of 100 % in all.")
    names = sorted(weights)
    total = sum(np.asarray(parts[name], dtype=np.int64) * weights[name] for name in names)
    lowest = np.minimum.reduce([np.asarray(parts[name]) for name in names])
    return np.where(lowest < 0, MISSING, divided(total, PERCENT))


def talent_scores(performance: Scaled, potential: Scaled, weights: Mapping[str, int]) -> Scaled:
    """The talent score of each person from the two axes."""
    return axis({"performance": performance, "potential": potential}, weights)


def boxes(
    performance: Scaled,
    potential: Scaled,
    bands: Sequence[Mapping[str, Any]],
    numbers: Mapping[str, Mapping[str, int]],
) -> NDArray[np.int64]:
    """The box 1..9 of each person; 0 where an axis is MISSING."""
    codes = [band["code"] for band in bands]
    table = np.array([[numbers[row][column] for column in codes] for row in codes])
    y, x = bands_of(performance, bands), bands_of(potential, bands)
    known = (y != MISSING) & (x != MISSING)
    return np.where(known, table[np.maximum(y, 0), np.maximum(x, 0)], 0)
