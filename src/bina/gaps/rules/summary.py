"""Sums of gaps per group and competency, the figures made of them, and small cells hidden.

Sums add up over units, so a city's figures are made of its units' without looking at a person.
Source: ours; which cells are hidden is decided in `hidden.py`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.gaps.rules.held import gap_levels

COUNTS = ("required", "measured", "with_gap")
SUMS = ("gap", "weighted", "variance")  # Σ gap, Σ weight·gap, Σ se² over the measured
Totals = dict[str, list[Any]]  # "competency" and each of COUNTS and SUMS, one item per competency


@dataclass(frozen=True)
class Cell:
    """One group and competency. None where nobody is measured, or where the cell is hidden."""

    required: int
    measured: int | None
    with_gap: int | None = None
    mean_gap: float | None = None  # levels, over the measured
    weighted_gap: float | None = None  # Σ weight·gap over the measured
    standard_error: float | None = None  # of the mean gap, measurement error alone
    hidden: bool = False


def competency_totals(
    competency_id: NDArray[np.int64],
    standard: NDArray[np.float64],
    held: NDArray[np.float64],
    standard_error: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> Totals:
    """Counts and sums per competency, ascending by id. All inputs are (n_needs,)."""
    ids, at = np.unique(competency_id, return_inverse=True)
    gap = gap_levels(standard, held)
    measured = ~np.isnan(gap)
    gap = np.where(measured, gap, 0.0)
    variance = np.where(measured, standard_error, 0.0) ** 2

    def total(values: NDArray[Any]) -> list[float]:
        return [round(x, 4) for x in np.bincount(at, values, minlength=len(ids)).tolist()]

    def count(which: NDArray[np.bool_]) -> list[int]:
        return [int(x) for x in np.bincount(at[which], minlength=len(ids)).tolist()]

    return {
        "competency": [int(id_) for id_ in ids.tolist()],
        "required": count(np.ones(len(at), bool)),
        "measured": count(measured),
        "with_gap": count(gap > 0),
        "gap": total(gap),
        "weighted": total(weight * gap),
        "variance": total(variance),
    }


def added(totals: Iterable[Totals]) -> Totals:
    """The sums of several groups together, ascending by competency.

    >>> one = {"competency": [3], **{name: [2] for name in COUNTS + SUMS}}
    >>> added([one, one])["gap"]
    [4]
    """
    sums: dict[int, list[Any]] = {}
    for part in totals:
        columns = [part[name] for name in COUNTS + SUMS]
        for at, competency in enumerate(part["competency"]):
            row = sums.setdefault(competency, [0] * len(columns))
            for place, column in enumerate(columns):
                row[place] += column[at]
    ids = sorted(sums)
    return {
        "competency": ids,
        **{name: [sums[id_][at] for id_ in ids] for at, name in enumerate(COUNTS + SUMS)},
    }


def regrouped(totals: Totals, group_of: Mapping[int, int]) -> Totals:
    """The sums per group of competencies instead of per competency."""
    parts = []
    for at, competency in enumerate(totals["competency"]):
        row = {name: [totals[name][at]] for name in COUNTS + SUMS}
        parts.append({"competency": [group_of[competency]], **row})
    return added(parts)


def cells(totals: Totals, hidden: Collection[int] = ()) -> dict[int, Cell]:
    """The figures of each competency; those in `hidden` with measured people are hidden."""
    found = {}
    for at, competency in enumerate(totals["competency"]):
        required, measured = totals["required"][at], totals["measured"][at]
        if competency in hidden and measured:
            found[competency] = Cell(required, None, hidden=True)
        elif measured == 0:
            found[competency] = Cell(required, 0)
        else:
            found[competency] = Cell(
                required,
                measured,
                totals["with_gap"][at],
                totals["gap"][at] / measured,
                totals["weighted"][at],
                float(np.sqrt(totals["variance"][at])) / measured,
            )
    return found


def group_cells(
    totals: Totals, group_of: Mapping[int, int], hidden: Collection[int] = ()
) -> dict[int, Cell]:
    """The figures of each group of competencies; competencies without a group are left out."""
    known = [at for at, pk in enumerate(totals["competency"]) if pk in group_of]
    kept = {name: [column[at] for at in known] for name, column in totals.items()}
    return cells(regrouped(kept, group_of), hidden)
