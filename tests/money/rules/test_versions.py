"""Which version of a year's budget counts: at, before and after the day on which one begins."""

import datetime as dt

import pytest

from bina.money.rules.versions import Version, version_in_force

RKA = Version(1, 2027, "rka", 1, None, True)
DPA = Version(2, 2027, "dpa", 1, dt.date(2027, 1, 4), True)
SHIFTED = Version(3, 2027, "dpa", 2, dt.date(2027, 5, 3), True)
REVISED = Version(4, 2027, "apbdp", 1, dt.date(2027, 9, 20), True)
DRAFT = Version(5, 2027, "apbdp", 1, None, False)
ALL = [REVISED, RKA, SHIFTED, DPA]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ((2027, 1, 1), RKA), ((2027, 1, 3), RKA), ((2027, 1, 4), DPA), ((2027, 5, 2), DPA),
        ((2027, 5, 3), SHIFTED), ((2027, 9, 19), SHIFTED), ((2027, 9, 20), REVISED),
        ((2028, 3, 1), REVISED),
    ],
)  # fmt: skip
def test_the_approved_version_that_began_last_counts(
    day: tuple[int, int, int], wanted: Version
) -> None:
    assert version_in_force(ALL, dt.date(*day)) == wanted


def test_before_any_has_begun_the_furthest_document_counts() -> None:
    assert version_in_force([RKA, DPA], dt.date(2026, 11, 23)) == DPA


def test_a_draft_counts_only_while_nothing_approved_has_begun() -> None:
    assert version_in_force([RKA, DRAFT], dt.date(2026, 12, 31)) == DRAFT
    assert version_in_force([RKA, DRAFT], dt.date(2027, 1, 1)) == RKA


def test_of_two_that_begin_together_the_later_document_counts() -> None:
    same = Version(9, 2027, "dpa", 1, dt.date(2027, 1, 1), True)

    assert version_in_force([same, RKA], dt.date(2027, 1, 1)) == same


def test_a_year_without_versions_has_none() -> None:
    assert version_in_force([], dt.date(2027, 1, 1)) is None
