"""Where a required level comes from: SKJ first, then the tier's default, else nothing."""

import datetime as dt

import pytest

from bina.law.law import law_on
from bina.standards.rules.required import (
    FROM_DEFAULT,
    FROM_SKJ,
    NOT_REQUIRED,
    StandardRows,
    required_levels,
)

LAW = law_on(dt.date(2027, 1, 1))
DEFAULTS = LAW.table("standards.default_level")
GROUPS = LAW.value("standards.default_groups")
ALL_GROUPS = ["managerial", "sociocultural", "service", "technical"]
NO_ROWS = StandardRows([], [], [])


@pytest.mark.parametrize(
    ("tier", "level"),
    # domain facts 1.3: default levels found in a provincial application, 2026
    [
        ("03", 4),
        ("04", 3),
        ("05", 2),
        ("06", 1),
        ("11", 1),
        ("12", 2),
        ("13", 2),
        ("14", 3),
        ("21", 2),
        ("22", 3),
        ("23", 4),
        ("24", 5),
        ("", 0),
        ("99", 0),
    ],
)
def test_without_skj_the_tier_decides_and_technical_is_not_required(tier: str, level: int) -> None:
    found = required_levels(
        [tier], ALL_GROUPS, NO_ROWS, default_level=DEFAULTS, default_groups=GROUPS
    )

    source = FROM_DEFAULT if level else NOT_REQUIRED
    assert found.level.tolist() == [[level, level, level, 0]]
    assert found.source.tolist() == [[source, source, source, NOT_REQUIRED]]


def test_a_row_of_the_skj_wins_for_its_own_pair_only() -> None:
    rows = StandardRows(position=[1, 1], competency=[0, 3], level=[4, 1])

    found = required_levels(
        ["21", "21"], ALL_GROUPS, rows, default_level=DEFAULTS, default_groups=GROUPS
    )

    assert found.level.tolist() == [[2, 2, 2, 0], [4, 2, 2, 1]]
    assert found.source[1].tolist() == [FROM_SKJ, FROM_DEFAULT, FROM_DEFAULT, FROM_SKJ]


@pytest.mark.parametrize(
    "rows",
    [
        StandardRows([0], [0], [0]),
        StandardRows([0], [0], [6]),
        StandardRows([0, 0], [1, 1], [2, 3]),
    ],
)
def test_a_level_outside_1_to_5_or_a_second_row_is_refused(rows: StandardRows) -> None:
    with pytest.raises(ValueError, match="SKJ"):
        required_levels(["21"], ALL_GROUPS, rows, default_level=DEFAULTS, default_groups=GROUPS)
