"""One column for every owner, beside all choices of small random programs."""

from itertools import product
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.engines.allocation import diving
from bina.engines.allocation.diving import choose
from bina.engines.allocation.program import INF, Program

OWNERS, EACH, SHARED = 5, 3, 4

many = settings(max_examples=60, deadline=None)


def random_program(seed):
    """(program, cost, owner, use (rows, columns), room): one column per owner at most."""
    rng = np.random.default_rng(seed)
    n = OWNERS * EACH
    owner = np.repeat(np.arange(OWNERS, dtype=np.int32), EACH)
    use = rng.integers(0, 4, (SHARED, n)) * (rng.random((SHARED, n)) < 0.6)
    room = rng.integers(2, 9, SHARED).astype(np.float64)
    cost = -rng.uniform(0.5, 3.0, n)
    program = Program(n)
    program.rows(
        [(owner, np.arange(n), np.ones(n))], np.full(OWNERS, -INF), np.ones(OWNERS)
    )  # fmt: skip
    rows, columns = np.nonzero(use)
    program.rows([(rows, columns, use[rows, columns])], np.full(SHARED, -INF), room)
    return program, cost, owner, use, room


def cheapest(cost, use, room):
    """The best of all choices."""
    best = 0.0
    for picks in product(range(EACH + 1), repeat=OWNERS):
        taken = [i * EACH + pick for i, pick in enumerate(picks) if pick < EACH]
        if (use[:, taken].sum(axis=1) <= room).all():
            best = min(best, float(cost[taken].sum()))
    return best


@pytest.mark.parametrize("few_torn", [0, 2, 40])
@given(seed=st.integers(0, 10**9))
@many
def test_rows_hold_and_nothing_is_better_than_the_best(few_torn, seed):
    program, cost, owner, use, room = random_program(seed)

    with patch.object(diving, "FEW_TORN", few_torn):
        chosen = choose(program, cost, owner, nodes=30)

    taken = np.flatnonzero(chosen.columns)
    assert set(chosen.columns.tolist()) <= {0.0, 1.0}
    assert np.bincount(owner[taken], minlength=OWNERS).max(initial=0) <= 1
    assert (use[:, taken].sum(axis=1) <= room).all()
    best = cheapest(cost, use, room)
    assert cost @ chosen.columns >= best - 1e-9
    if not chosen.torn.any():
        assert cost @ chosen.columns == pytest.approx(best)
    assert (owner[chosen.wish[chosen.torn]] == np.flatnonzero(chosen.torn)).all()


@pytest.mark.parametrize(("few_torn", "share"), [(0, 0.93), (40, 0.97)])
def test_little_is_lost_on_the_way_to_whole_columns(few_torn, share):
    got = best = 0.0
    for seed in range(150):
        program, cost, owner, use, room = random_program(seed)
        with patch.object(diving, "FEW_TORN", few_torn):
            got += float(cost @ choose(program, cost, owner, nodes=30).columns)
        best += cheapest(cost, use, room)

    assert got / best >= share


def test_a_row_from_below_that_no_column_can_keep_has_no_answer():
    program = Program(1)
    program.rows(
        [(np.zeros(1, int), np.zeros(1, int), np.ones(1))], np.full(1, 2.0), np.full(1, INF)
    )

    assert choose(program, np.array([-1.0]), np.zeros(1, np.int32), nodes=1) is None


def test_where_neither_taking_nor_leaving_keeps_the_rows_the_owner_gets_none():
    """Two owners, of whom exactly half of both columns would keep the row: 2 x + 2 y = 2 * 0.5."""
    program = Program(2)
    at, ones = np.arange(2), np.ones(2)
    program.rows([(at, at, ones)], np.full(2, -INF), ones)
    program.rows([(np.zeros(2, int), at, np.full(2, 2.0))], np.ones(1), np.ones(1))

    with patch.object(diving, "FEW_TORN", 0):
        chosen = choose(program, np.full(2, -1.0), at.astype(np.int32), nodes=1)

    assert chosen.columns.tolist() == [0.0, 0.0]
    assert chosen.torn.any()
