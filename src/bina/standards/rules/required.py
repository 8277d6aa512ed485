"""Decides which level of each competency a post requires, and where that level comes from.

Source: Permenpan RB 38/2017 (the level belongs to the post's own standard, SKJ); the defaults by
tier are parameters `standards.default_level.*` and only stand in until the SKJ is imported.
Higher level = more is asked of the holder.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bina.law.law import newest

NOT_REQUIRED: Final = 0  # source: neither an SKJ row nor a default
FROM_SKJ: Final = 1
FROM_DEFAULT: Final = 2
LOWEST_LEVEL: Final[int] = newest("standards.levels")["lowest"]
HIGHEST_LEVEL: Final[int] = newest("standards.levels")["highest"]


@dataclass(frozen=True)
class StandardRows:
    """SKJ rows as columns, (n_rows,): indices of position and competency, level 1..5."""

    position: Sequence[int]
    competency: Sequence[int]
    level: Sequence[int]


@dataclass(frozen=True)
class Required:
    """(n_positions, n_competencies): `level` 0..5, 0 = not required; `source` as named above."""

    level: NDArray[np.int8]
    source: NDArray[np.int8]


def required_levels(
    tiers: Sequence[str],
    groups: Sequence[str],
    rows: StandardRows,
    *,
    default_level: Mapping[str, int],
    default_groups: Collection[str],
) -> Required:
    """Required level per position and competency: the SKJ row, else the default of the tier.

    tiers           (n_positions,) tier code such as "21"; "" = unknown, then there is no default
    groups          (n_competencies,) group of each competency
    default_level   tier code -> level 1..5
    default_groups  groups that every post needs; others (technical) only where the SKJ says so

    Raises ValueError for a level outside 1..5 or a second row of the same pair.

    >>> required_levels(["21"], ["managerial", "technical"], StandardRows([0], [0], [3]),
    ...     default_level={"21": 2}, default_groups={"managerial"}).level.tolist()
    [[3, 0]]
    """
    by_tier = np.array([default_level.get(tier, 0) for tier in tiers], dtype=np.int8)
    common = np.array([group in default_groups for group in groups], dtype=np.int8)
    level = np.outer(by_tier, common).astype(np.int8)
    source = np.where(level > 0, FROM_DEFAULT, NOT_REQUIRED).astype(np.int8)
    at = (np.asarray(rows.position, dtype=np.int64), np.asarray(rows.competency, dtype=np.int64))
    own = np.asarray(rows.level, dtype=np.int64)
    _check(at, own, len(groups))
    level[at] = own
    source[at] = FROM_SKJ
    return Required(level, source)


def _check(
    at: tuple[NDArray[np.int64], NDArray[np.int64]], level: NDArray[np.int64], width: int
) -> None:
    wrong = np.flatnonzero((level < LOWEST_LEVEL) | (level > HIGHEST_LEVEL))
    if wrong.size:
        raise ValueError(
            f"level must be 1..5 in every SKJ row, but {wrong.size} rows are not, "
            f"first {wrong[:3].tolist()}. Correct the standard of these posts."
        )
    pairs = at[0] * width + at[1]
    if np.unique(pairs).size != pairs.size:
        raise ValueError("an SKJ has two rows for one competency of one position; keep one.")
