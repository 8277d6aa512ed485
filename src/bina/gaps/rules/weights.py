"""The weight of a gap: the product of one accepted priority factor per named source.

Higher = more urgent. Within one source the most specific row counts: person before position
before unit (a deeper unit before one above it) before city; for the same subject a row for the
competency before a row for all; then the later period, then the later row. A source without any
row that applies counts 1, and the explanation says so.
Source: ours (the product form is architecture.md's w_ic); the values are HR's, each with evidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOURCES = ("position", "service", "citizen", "challenge", "goal", "proposal")  # stored order
CITY, UNIT, POSITION, PERSON = range(4)
NONE = -1  # no row of the source applies


@dataclass(frozen=True)
class Factors:
    """Accepted factors as columns, all (n_factors,), later rows win over equal earlier ones."""

    scope: NDArray[np.int8]  # CITY, UNIT, POSITION or PERSON
    subject_id: NDArray[np.int64]  # of the scope's table; 0 for the city
    competency_id: NDArray[np.int64]  # 0: all competencies
    source: NDArray[np.int8]  # index into SOURCES
    value: NDArray[np.float64]  # above 0; 1 changes nothing


@dataclass(frozen=True)
class Subjects:
    """Whom each need is about, all (n_needs,); 0 for no unit or no position."""

    person_id: NDArray[np.int64]
    position_id: NDArray[np.int64]
    unit_id: NDArray[np.int64]
    competency_id: NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """The product, (n_needs,), and which factor row each source gave, (n_needs, n_sources)."""

    weight: NDArray[np.float64]
    factor_row: NDArray[np.int32]  # row of Factors; NONE: the source counts 1


def gap_weights(
    factors: Factors, subjects: Subjects, unit_paths: dict[int, tuple[int, ...]]
) -> Weights:
    """Π over SOURCES of the value of the most specific row that applies, 1 where none does.

    Parameters: `unit_paths` gives, for each unit id, the ids from the top down to itself.
    Returns: weights in the order of the subjects. Raises ValueError for a value not above 0.

    >>> people = Subjects(*(np.array([v]) for v in (1, 4, 9, 7)))
    >>> rows = Factors(np.array([UNIT, CITY], np.int8), np.array([8, 0]), np.array([7, 0]),
    ...                np.array([2, 4], np.int8), np.array([1.6, 1.5]))
    >>> gap_weights(rows, people, {8: (8,), 9: (8, 9)}).weight.round(6).tolist()
    [2.4]
    """
    if not (factors.value > 0).all():
        wrong = np.flatnonzero(~(factors.value > 0))
        raise ValueError(f"a factor must be above 0, but rows {wrong[:3].tolist()} are not")
    n = len(subjects.person_id)
    chosen = np.full((n, len(SOURCES)), NONE, np.int32)
    competencies, competency_at = np.unique(subjects.competency_id, return_inverse=True)
    for source in np.unique(factors.source).tolist():
        for scope in (CITY, UNIT, POSITION, PERSON):
            rows = np.flatnonzero((factors.source == source) & (factors.scope == scope))
            if len(rows):
                found = _of_scope(
                    scope, rows, factors, subjects, unit_paths, competencies, competency_at
                )
                chosen[:, source] = np.where(found != NONE, found, chosen[:, source])
    padded = np.append(factors.value, 1.0)  # NONE reads the last item
    return Weights(padded[chosen].prod(axis=1), chosen)


def _of_scope(
    scope: int,
    rows: NDArray[np.int64],
    factors: Factors,
    subjects: Subjects,
    unit_paths: dict[int, tuple[int, ...]],
    competencies: NDArray[np.int64],
    competency_at: NDArray[np.int64],
) -> NDArray[np.int32]:
    """The winning factor row of one source and scope for each need."""
    column = (
        np.zeros_like(subjects.unit_id),
        subjects.unit_id,
        subjects.position_id,
        subjects.person_id,
    )[scope]
    ids, id_at = np.unique(column, return_inverse=True)
    table = np.full((len(ids), len(competencies)), NONE, np.int32)
    paths = [unit_paths.get(int(id_), ()) if scope == UNIT else (int(id_),) for id_ in ids]
    members: dict[int, list[int]] = {}
    for at, path in enumerate(paths):
        for id_ in path:
            members.setdefault(id_, []).append(at)
    depth = {id_: place for path in paths for place, id_ in enumerate(path)}
    specific = factors.competency_id[rows] > 0
    subject = factors.subject_id[rows]
    level = np.array([depth.get(int(id_), 0) for id_ in subject], np.int64)
    for place in np.lexsort((rows, specific, level)):
        where = np.array(members.get(int(subject[place]), []), np.int64)
        if specific[place]:
            which = np.flatnonzero(competencies == factors.competency_id[rows[place]])
            table[np.ix_(where, which)] = rows[place]
        else:
            table[where, :] = rows[place]
    return table[id_at, competency_at]
