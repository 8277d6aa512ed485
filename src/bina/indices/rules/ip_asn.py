"""IP ASN (Indeks Profesionalitas ASN) of whole columns of people. Higher is better, 0..100.

Source: Peraturan BKN 8/2019 and letter 4190/2024 of BKN (law parameters ip_asn.*). The points of
the four dimensions already carry their weight. A dimension whose table nobody found is MISSING,
and so is the total: it is never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bina.indices.rules.codes import (
    DISCIPLINE,
    EDUCATION,
    PATHS,
    PREDICATE,
    Codes,
    points_by_code,
)
from bina.law.law import Law
from bina.law.scaled import MISSING, Scaled, divided, scaled

DIMENSIONS: Final = ("qualification", "competence", "performance", "discipline")
EVIDENCE: Final = ("leadership", "functional", "technical", "seminar")  # parts of competence
N_EVIDENCE: Final = 2 ** len(EVIDENCE)
Points = NDArray[np.int16]


@dataclass(frozen=True)
class Facts:
    """One row a person. `evidence` holds a bit for each of EVIDENCE, the first one lowest."""

    education: Codes
    path: Codes
    evidence: Codes
    predicate: Codes
    discipline: Codes


@dataclass(frozen=True)
class Tables:
    """A ruleset as tables of points by code; competence is evidence plus predicate."""

    qualification: Points
    evidence: Points  # by path, then by evidence
    predicate: Points
    performance: Points
    discipline: Points


@dataclass(frozen=True)
class Scores:
    """Points in hundredths; MISSING where a table or a fact is not known."""

    qualification: Points
    competence: Points
    performance: Points
    discipline: Points
    total: Points


def evidence_bits(flags: Mapping[str, NDArray[np.bool_]]) -> Codes:
    """The four flags of each person as one code."""
    n = len(flags[EVIDENCE[0]])
    bits = np.zeros(n, dtype=np.uint8)
    for at, name in enumerate(EVIDENCE):
        bits |= flags[name].astype(np.uint8) << np.uint8(at)
    return bits


def tables_of(law: Law, ruleset: str) -> Tables:
    """The tables of a ruleset on the day of the law. Raises NotInForce before its first day."""

    def points(name: str) -> Any:
        return law.parameter(f"ip_asn.{ruleset}.{name}").value

    letter = ruleset == "bkn_4190_2024"
    by_path = points("competence_development" if letter else "competence")
    predicate = points("competence_predicate") if letter else dict.fromkeys(PREDICATE, 0)
    return Tables(
        _short(points_by_code(points("qualification"), EDUCATION)),
        _short(_evidence_points(by_path)),
        _short(points_by_code(predicate, PREDICATE)),
        _short(points_by_code(points("performance"), PREDICATE)),
        _short(points_by_code(points("discipline"), DISCIPLINE)),
    )


def _evidence_points(by_path: Mapping[str, Mapping[str, Any]] | None) -> Scaled:
    table = np.full((len(PATHS) + 1, N_EVIDENCE), MISSING, dtype=np.int64)
    for at, path in enumerate(PATHS):
        if by_path is None or by_path.get(path) is None:
            continue
        parts = [scaled(by_path[path][name]) for name in EVIDENCE]
        for bits in range(N_EVIDENCE):
            had = [part for place, part in enumerate(parts) if bits >> place & 1]
            table[at + 1, bits] = MISSING if MISSING in had else sum(had)
    return table.ravel()


def _short(table: Scaled) -> Points:
    return table.astype(np.int16)


def ip_asn(facts: Facts, tables: Tables) -> Scores:
    """The four dimensions and the total of every person.

    >>> facts = Facts(*(np.array([code], np.uint8) for code in (10, 1, 13, 4, 1)))
    >>> from datetime import date; from bina.law.law import law_on
    >>> ip_asn(facts, tables_of(law_on(date(2022, 12, 31)), "bkn_8_2019")).total.tolist()
    [9000]
    """
    qualification = tables.qualification[facts.education]
    evidence = tables.evidence[facts.path * np.uint8(N_EVIDENCE) + facts.evidence]
    predicate = tables.predicate[facts.predicate]
    competence = _sum(evidence, predicate)
    performance = tables.performance[facts.predicate]
    discipline = tables.discipline[facts.discipline]
    total = _sum(qualification, competence, performance, discipline)
    return Scores(qualification, competence, performance, discipline, total)


def _sum(*parts: Points) -> Points:
    """The sum, MISSING where a part is."""
    total = parts[0].copy()
    lowest = parts[0]
    for part in parts[1:]:
        total += part
        lowest = np.minimum(lowest, part)
    total[lowest < 0] = MISSING
    return total


@dataclass(frozen=True)
class GroupMeans:
    """Sums and means (hundredths) by group; people without a total are in `n_missing` only."""

    n: Scaled
    n_missing: Scaled
    mean: Scaled  # one per group
    dimension_means: Scaled  # groups × DIMENSIONS


def group_means(scores: Scores, group: NDArray[np.int64], n_groups: int) -> GroupMeans:
    """The mean of each group of people over those with a total, divided once.

    Where nobody of a group has a total, a dimension is the mean of those who have that dimension:
    what is known is shown, and the total stays MISSING.
    """
    known = scores.total != MISSING
    n = np.bincount(group[known], minlength=n_groups)
    missing = np.bincount(group[~known], minlength=n_groups)
    means = []
    for name in DIMENSIONS:
        column = getattr(scores, name)
        counted = (column != MISSING) & (known | (n == 0)[group])
        sizes = np.bincount(group[counted], minlength=n_groups)
        means.append(divided(_sums(column[counted], group[counted], n_groups), sizes))
    mean = divided(_sums(scores.total[known], group[known], n_groups), n)
    return GroupMeans(n, missing, mean, np.stack(means, axis=1))


def _sums(values: Points, group: NDArray[np.int64], n_groups: int) -> Scaled:
    sums = np.bincount(group, weights=values, minlength=n_groups)  # exact below 2**53
    return sums.astype(np.int64)


def agency_value(sums: Scaled, n: Scaled, method: str) -> int:
    """The agency's value from the sum and number of people of each group (PNS, PPPK).

    'weighted' is the mean of all people; 'mean_of_groups' the plain mean of the groups' means,
    each rounded as published.
    """
    if method == "weighted":
        return int(divided(sums.sum(), n.sum()))
    if method == "mean_of_groups":
        means = divided(sums, n)
        means = means[means != MISSING]
        return int(divided(means.sum(), len(means)))
    raise ValueError(f"ip_asn.aggregation is {method!r}; it must be weighted or mean_of_groups.")
