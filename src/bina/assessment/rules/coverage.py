"""Decides how much of what posts require has been measured, per unit and competency group.

A share says nothing of how good people are; unmeasured is unmeasured, never a gap. Higher share =
more is known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Coverage:
    """(n_units, n_groups) each: pairs (person, competency) that are required, and measured."""

    required: Ints
    measured: Ints

    def share(self) -> NDArray[np.float64]:
        """measured / required, 0..1; NaN where nothing is required."""
        empty = np.full(self.required.shape, np.nan)
        np.divide(self.measured, self.required, out=empty, where=self.required > 0)
        return empty


def coverage(
    needs: NDArray[np.bool_],
    measured: NDArray[np.bool_],
    unit: Ints,
    group: Ints,
    *,
    shape: tuple[int, int],
) -> Coverage:
    """Counts of required pairs and of those with a valid result.

    needs     (n_people, n_competencies) the person's post requires the competency
    measured  (n_people, n_competencies) a valid result exists
    unit      (n_people,) 0..n_units-1;  group (n_competencies,) 0..n_groups-1
    shape     (n_units, n_groups)

    >>> coverage(np.array([[True, True]]), np.array([[True, False]]), np.array([0]),
    ...     np.array([0, 0]), shape=(1, 1)).share().tolist()
    [[0.5]]
    """
    counts = [np.zeros(shape, dtype=np.int64) for _ in range(2)]
    for total, flags in zip(counts, (needs, needs & measured), strict=True):
        person, competency = np.nonzero(flags)
        np.add.at(total, (unit[person], group[competency]), 1)
    return Coverage(*counts)
