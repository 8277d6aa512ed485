"""Weights against the rule written as a loop over all factors, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.gaps.rules.weights import (
    CITY,
    NONE,
    PERSON,
    POSITION,
    SOURCES,
    UNIT,
    Factors,
    Subjects,
    gap_weights,
)

PATHS = {1: (1,), 2: (1, 2), 3: (1, 2, 3), 4: (1, 4)}
CITIZEN, CHALLENGE = SOURCES.index("citizen"), SOURCES.index("challenge")


def factors(rows):
    """Rows (scope, subject, competency, source, value) as columns."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    kinds = (np.int8, np.int64, np.int64, np.int8, np.float64)
    return Factors(*(np.array(c, kind) for c, kind in zip(columns, kinds, strict=True)))


def subjects(rows):
    """Rows (person, position, unit, competency) as columns."""
    return Subjects(*(np.array(column, np.int64) for column in zip(*rows, strict=True)))


def plain(rows, need):
    """The rule for one need: per source the most specific row, later rows over equal ones."""
    person, position, unit, competency = need
    weight = 1.0
    for source in range(len(SOURCES)):
        best = None
        for at, (scope, subject, what, which, value) in enumerate(rows):
            path = PATHS.get(unit, ())
            applies = {
                CITY: True,
                UNIT: subject in path,
                POSITION: subject == position,
                PERSON: subject == person,
            }[scope]
            if which != source or not applies or what not in (0, competency):
                continue
            depth = path.index(subject) if scope == UNIT else 0
            rank = (scope, depth, what > 0, at)
            if best is None or rank > best[0]:
                best = (rank, value)
        weight *= best[1] if best else 1.0
    return weight


def test_sources_multiply_and_within_a_source_the_most_specific_counts():
    rows = [
        (CITY, 0, 0, CITIZEN, 1.2),
        (UNIT, 2, 7, CITIZEN, 1.6),
        (CITY, 0, 0, CHALLENGE, 1.5),
    ]

    found = gap_weights(factors(rows), subjects([(1, 9, 3, 7), (2, 9, 3, 8), (3, 9, 4, 7)]), PATHS)

    assert found.weight.tolist() == pytest.approx([1.6 * 1.5, 1.2 * 1.5, 1.2 * 1.5])
    assert found.factor_row[0].tolist() == [NONE, NONE, 1, 2, NONE, NONE]


def test_without_data_every_factor_is_one():
    found = gap_weights(factors([]), subjects([(1, 9, 3, 7)]), PATHS)

    assert found.weight.tolist() == [1.0]
    assert (found.factor_row == NONE).all()


def test_a_factor_of_zero_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        gap_weights(factors([(CITY, 0, 0, 0, 0.0)]), subjects([(1, 9, 3, 7)]), PATHS)


SCOPED = st.sampled_from([CITY, UNIT, POSITION, PERSON]).flatmap(
    lambda scope: st.tuples(st.just(scope), st.just(0) if scope == CITY else st.integers(1, 4))
)
ROW = st.tuples(SCOPED, st.integers(0, 2), st.integers(0, 5), st.floats(0.2, 3)).map(
    lambda row: (*row[0], *row[1:])
)
NEEDS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 4), st.integers(1, 3)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, max_size=15), NEEDS)
def test_equals_the_rule_written_as_a_loop(rows, needs):
    found = gap_weights(factors(rows), subjects(needs), PATHS)

    assert found.weight.tolist() == pytest.approx([plain(rows, need) for need in needs])


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=10), NEEDS)
def test_the_order_of_the_needs_does_not_matter(rows, needs):
    forward = gap_weights(factors(rows), subjects(needs), PATHS).weight
    backward = gap_weights(factors(rows), subjects(needs[::-1]), PATHS).weight

    assert forward.tolist() == backward[::-1].tolist()
