"""Held levels against a plain loop, hand-computed cases and properties."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.gaps.rules.held import KINDS, Measurements, gap_levels, held_levels, oldest_valid_day

DAY = dt.date(2026, 11, 23)
ERRORS = dict(zip(KINDS, (0.3, 0.35, 0.6, 0.5, 0.7), strict=True))


def measurements(rows):
    """Rows (person, competency, kind name, level, error or None, ISO day) as columns."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    return Measurements(
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        np.array([KINDS.index(kind) for kind in columns[2]], np.int8),
        np.array(columns[3], np.float64),
        np.array(columns[4], np.float64),
        np.array(columns[5], "datetime64[D]"),
    )


def held(rows, needs, **more):
    person, competency = (np.array(column, np.int64) for column in zip(*needs, strict=True))
    given_ = {"day": DAY, "validity_years": 3, "kind_error": ERRORS, **more}
    return held_levels(measurements(rows), person, competency, **given_)


def plain(rows, person, competency):
    """The definition, row by row."""
    newest = {}
    for who, what, kind, level, error, when in rows:
        fits = who == person and what == competency
        if not fits or not "2023-11-23" <= when <= DAY.isoformat():
            continue
        if kind not in newest or when > newest[kind][0]:
            newest[kind] = (when, level, error or ERRORS[kind])
    weights = {kind: 1 / error**2 for kind, (_, _, error) in newest.items()}
    if not weights:
        return None
    total = sum(weights.values())
    return sum(weights[k] * newest[k][1] for k in weights) / total, total**-0.5


def test_two_kinds_by_hand():
    # 1/0.3² = 11.111, 1/0.6² = 2.778: (33.333 + 5.556) / 13.889 = 2.8; √(1/13.889) = 0.26833
    rows = [(1, 7, "official", 3, None, "2026-01-05"), (1, 7, "superior", 2, None, "2026-02-01")]

    found = held(rows, [(1, 7)])

    assert found.level[0] == pytest.approx(2.8, abs=1e-12)
    assert found.standard_error[0] == pytest.approx(0.2683281573, abs=1e-9)
    assert found.kinds[0] == 0b00101


def test_the_newest_of_a_kind_replaces_the_older_ones():
    rows = [(1, 7, "test", 1, None, "2025-01-05"), (1, 7, "test", 4, 0.5, "2026-02-01")]

    found = held(rows, [(1, 7)])

    assert (found.level[0], found.standard_error[0]) == (4, 0.5)


@pytest.mark.parametrize(
    ("when", "counts"),
    [("2023-11-22", False), ("2023-11-23", True), ("2026-11-23", True), ("2026-11-24", False)],
)
def test_a_result_counts_from_the_same_date_three_years_ago_until_the_day(when, counts):
    found = held([(1, 7, "test", 2, None, when)], [(1, 7)])

    assert (not np.isnan(found.level[0])) == counts


def test_29_february_goes_back_to_the_28th():
    assert oldest_valid_day(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)


def test_unmeasured_is_nan_and_never_a_gap():
    found = held([(1, 7, "test", 2, None, "2026-01-01")], [(1, 8), (2, 7)])

    assert np.isnan(found.level).all() and np.isnan(found.standard_error).all()
    assert not (gap_levels(np.array([5.0, 5.0]), found.level) > 0).any()


def test_a_standard_error_of_zero_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        held([(1, 7, "test", 2, 0.0, "2026-01-01")], [(1, 7)])


def test_a_result_twice_on_a_day_is_refused():
    row = (1, 7, "test", 2, None, "2026-01-01")
    with pytest.raises(ValueError, match="twice"):
        held([row, row], [(1, 7)])


def test_a_need_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        held([], [(1, 7), (1, 7)])


DAYS = st.sampled_from(["2022-05-01", "2023-11-23", "2024-06-30", "2026-11-23", "2026-12-01"])
ROW = st.tuples(
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(KINDS),
    st.floats(0, 5),
    st.one_of(st.none(), st.floats(0.05, 2)),
    DAYS,
)
ROWS = st.lists(ROW, max_size=40, unique_by=lambda row: (row[0], row[1], row[2], row[5]))
NEEDS = [(person, competency) for person in (1, 2, 3, 4) for competency in (3, 1, 2)]


@settings(max_examples=150, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_equals_the_plain_definition_in_any_row_order(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    found = held(shuffled, NEEDS)

    for at, (person, competency) in enumerate(NEEDS):
        expected = plain(rows, person, competency)
        if expected is None:
            assert np.isnan(found.level[at])
        else:
            assert found.level[at] == pytest.approx(expected[0], abs=1e-9)
            assert found.standard_error[at] == pytest.approx(expected[1], abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(ROWS)
def test_another_kind_never_makes_it_less_certain_and_the_mean_stays_between(rows):
    rows = [row for row in rows if row[2] != "peers"]
    before = held(rows, [(1, 1)])

    after = held([*rows, (1, 1, "peers", 2.5, None, "2026-03-03")], [(1, 1)])

    if np.isnan(before.level[0]):
        assert after.level[0] == 2.5
    else:
        assert after.standard_error[0] < before.standard_error[0]
        low, high = sorted((before.level[0], 2.5))
        assert low - 1e-9 <= after.level[0] <= high + 1e-9
