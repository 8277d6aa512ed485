"""Matrices of units × competencies: no hidden cell follows from the shown ones and the totals."""

import numpy as np
import pytest

from bina.engines.suppressed_tables import computable
from bina.gaps.rules.hidden import Hidden, hidden_cells, hidden_means
from bina.gaps.rules.summary import COUNTS, SUMS

LEAST = 5
GROUP_OF = {1: 0, 2: 0, 3: 0, 4: 1}


def totals(measured, with_gap=None):
    """Sums of a unit; half of the measured have a gap unless said."""
    ids = sorted(measured)
    row = {"competency": ids, **{name: [0] * len(ids) for name in COUNTS + SUMS}}
    row["measured"] = [measured[pk] for pk in ids]
    row["with_gap"] = [(with_gap or {}).get(pk, measured[pk] // 2) for pk in ids]
    return row


@pytest.mark.parametrize(("n", "hidden"), [(0, False), (4, True), (10, False)])
def test_a_cell_of_few_people_is_hidden(n, hidden):
    rows = [totals({1: n, 2: 40}), totals({1: 40, 2: 40}), totals({1: 60, 2: 60})]

    _total, found = hidden_cells(rows, GROUP_OF, LEAST)

    assert (1 in found[0].competencies) is hidden
    assert (1 in found[1].competencies) is hidden  # else it is the total minus the others
    assert (2 in found[0].competencies) is hidden  # else it is the group minus the others


def test_few_with_a_gap_are_hidden_though_many_are_measured():
    rows = [totals({4: 40}, {4: 2}), totals({4: 40}), totals({4: 60})]

    _total, found = hidden_cells(rows, GROUP_OF, LEAST)

    assert 4 in found[0].competencies and 1 in found[0].groups


def test_what_a_table_above_hides_stays_hidden_in_every_row():
    rows = [totals({1: 40, 2: 40}), totals({1: 40, 2: 40})]

    total, found = hidden_cells(rows, GROUP_OF, LEAST, Hidden(frozenset({1}), frozenset()))

    assert 1 in total.competencies
    assert all(1 in row.competencies for row in found)


def test_who_may_see_persons_sees_every_cell():
    total, found = hidden_cells([totals({1: 1}), totals({1: 2})], GROUP_OF, 0)
    assert not total.competencies and not any(row.competencies or row.groups for row in found)


def test_no_hidden_cell_of_random_matrices_can_be_computed():
    chance = np.random.default_rng(5)
    for _ in range(60):
        rows = [totals({pk: int(chance.integers(0, 30)) for pk in GROUP_OF}) for _ in range(5)]
        total, found = hidden_cells(rows, GROUP_OF, LEAST)
        of_group = [1, 2, 3]
        people = np.array([[row["measured"][pk - 1] for pk in of_group] for row in rows])
        whole = [*people.T, people.sum(axis=1)]
        shown = np.array([
            [pk in row.competencies for pk in of_group] + [0 in row.groups]
            for row in [*found, total]
        ])  # fmt: skip
        filled = np.vstack([np.array(whole).T, np.array(whole).sum(axis=1)]) > 0
        assert computable(shown & filled) == []
        for at, row in enumerate(rows):
            for pk in of_group:
                if 0 < row["measured"][pk - 1] < LEAST:
                    assert pk in found[at].competencies


def test_a_district_of_few_takes_another_with_it():
    rows = [totals({1: 2}), totals({1: 50}), totals({1: 90})]
    assert hidden_means(rows, LEAST) == [True, True, False]
    assert hidden_means(rows, 0) == [False, False, False]
