"""The level that a person holds, from every kind of valid measurement, with its uncertainty.

Higher = better. An unmeasured competency is NaN: it is not known, and never a gap.
Source: precision weighting is the minimum-variance mean of independent measurements (Cochran
1954, doi:10.2307/3001666); validity and standard errors are law parameters `assessment.*`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

KINDS = ("official", "test", "superior", "peers", "self_confirmed")  # order is stored: append only


@dataclass(frozen=True)
class Measurements:
    """Results as columns, all (n_results,), in any order. Days are datetime64[D]."""

    person_id: NDArray[np.int64]
    competency_id: NDArray[np.int64]
    kind: NDArray[np.int8]  # index into KINDS
    level: NDArray[np.float64]  # 0..5
    standard_error: NDArray[np.float64]  # levels; NaN: the kind's parameter counts
    measured_on: NDArray[np.datetime64]


@dataclass(frozen=True)
class Held:
    """What is held for each need, all (n_needs,), in the order of the needs."""

    level: NDArray[np.float64]  # NaN: unmeasured
    standard_error: NDArray[np.float64]  # levels; NaN: unmeasured
    kinds: NDArray[np.uint8]  # bit k set: a result of KINDS[k] counted


def oldest_valid_day(day: date, validity_years: int) -> date:
    """The first day whose results still count on `day`: the same date `validity_years` earlier.

    >>> oldest_valid_day(date(2028, 2, 29), 3)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year - validity_years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - validity_years, day=28)


def held_levels(
    results: Measurements,
    person_id: NDArray[np.int64],
    competency_id: NDArray[np.int64],
    *,
    day: date,
    validity_years: int,
    kind_error: Mapping[str, float],
) -> Held:
    """Σ level/se² ÷ Σ 1/se² over the newest valid result of each kind; se = √(1 ÷ Σ 1/se²).

    Valid: measured from `oldest_valid_day` to `day`, both included.

    Parameters: `person_id`, `competency_id` (n_needs,) name what is asked, each pair once;
    `kind_error` gives the standard error in levels of each of KINDS.
    Returns: NaN and no kinds where nothing valid was measured.
    Raises: ValueError if a standard error is not above 0 or a result stands twice.

    >>> one = np.array([1, 1]), np.array([7, 7]), np.array([0, 2], np.int8)
    >>> rows = Measurements(*one, np.array([3.0, 2.0]), np.array([0.3, 0.6]),
    ...                     np.array(["2026-01-05", "2026-02-01"], "datetime64[D]"))
    >>> held = held_levels(rows, np.array([1]), np.array([7]), day=date(2026, 11, 23),
    ...                    validity_years=3, kind_error=dict.fromkeys(KINDS, 0.5))
    >>> round(float(held.level[0]), 3), round(float(held.standard_error[0]), 3)
    (2.8, 0.268)
    """
    error = _errors(results, kind_error)
    span = int(max(competency_id.max(initial=0), results.competency_id.max(initial=0))) + 1
    need_key = person_id * span + competency_id
    order = np.argsort(need_key, kind="stable")
    sorted_need = need_key[order]
    if (sorted_need[1:] == sorted_need[:-1]).any():
        raise ValueError("a person and competency stand twice in the needs; give each pair once")
    newest = _newest_of_each_kind(results, day, validity_years, span)
    key = (results.person_id * span + results.competency_id)[newest]
    at = np.searchsorted(sorted_need, key)
    asked = at < len(sorted_need)
    asked[asked] = sorted_need[at[asked]] == key[asked]
    rows, need = newest[asked], order[at[asked]]
    n = len(need_key)
    precision = 1.0 / error[rows] ** 2
    total = np.bincount(need, precision, minlength=n)
    weighted = np.bincount(need, precision * results.level[rows], minlength=n)
    measured = total > 0
    level = np.full(n, np.nan)
    spread = np.full(n, np.nan)
    level[measured] = weighted[measured] / total[measured]
    spread[measured] = np.sqrt(1.0 / total[measured])
    bits = np.bincount(need, (1 << results.kind[rows].astype(np.int64)), minlength=n)
    return Held(level, spread, bits.astype(np.uint8))


def gap_levels(standard: NDArray[np.float64], held: NDArray[np.float64]) -> NDArray[np.float64]:
    """max(0, standard − held) in levels, (n_needs,); NaN where unmeasured.

    >>> gap_levels(np.array([3.0, 2.0, 2.0]), np.array([2.25, 4.0, np.nan])).tolist()
    [0.75, 0.0, nan]
    """
    return np.maximum(0.0, standard - held)


def _errors(results: Measurements, kind_error: Mapping[str, float]) -> NDArray[np.float64]:
    own = results.standard_error
    default = np.array([kind_error[kind] for kind in KINDS], dtype=np.float64)
    error = np.where(np.isnan(own), default[results.kind], own)
    wrong = np.flatnonzero(~(error > 0))
    if len(wrong):
        raise ValueError(
            f"standard_error must be above 0 in every row, but {len(wrong)} rows are not, first "
            f"{wrong[:3].tolist()}. Leave it empty to use the kind's parameter."
        )
    return error


def _newest_of_each_kind(
    results: Measurements, day: date, validity_years: int, span: int
) -> NDArray[np.int64]:
    """Row numbers of the newest valid result of each person, competency and kind."""
    first = np.datetime64(oldest_valid_day(day, validity_years), "D")
    when = results.measured_on
    valid = np.flatnonzero((when >= first) & (when <= np.datetime64(day, "D")))
    key = (results.person_id[valid] * span + results.competency_id[valid]) * len(KINDS)
    key += results.kind[valid]
    order = np.lexsort((when[valid], key))
    key, when = key[order], when[valid][order]
    same = key[1:] == key[:-1]
    if (same & (when[1:] == when[:-1])).any():
        raise ValueError("a person, competency, kind and day stand twice in the results")
    last: NDArray[np.bool_] = np.append(~same, True)[: len(key)]
    newest: NDArray[np.int64] = valid[order][last]
    return newest
