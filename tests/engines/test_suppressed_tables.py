"""Two-way tables: what is hidden cannot be computed from the shown cells and totals."""

import numpy as np
import pytest

from bina.engines.suppressed_tables import computable, suppressed_cells
from bina.engines.suppression import suppressed_means, suppressed_shares

LEAST = 5


def with_margins(inner):
    table = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([table, table.sum(axis=1, keepdims=True)])


def determined(hidden, people):
    """The second program: hidden cells whose value every solution of the sums shares."""
    cells = np.argwhere(hidden & (people > 0))
    lines = []
    for axis in (0, 1):
        for line in range(hidden.shape[axis]):
            sign = np.where(cells[:, 1 - axis] == hidden.shape[1 - axis] - 1, -1.0, 1.0)
            lines.append(np.where(cells[:, axis] == line, sign, 0.0))
    _u, values, right = np.linalg.svd(np.array(lines), full_matrices=True)
    free = right[np.sum(values > 1e-9) :]
    return [
        tuple(cell) for at, cell in enumerate(cells) if np.abs(free[:, at]).max(initial=0) < 1e-9
    ]


def test_no_hidden_cell_of_a_two_way_table_can_be_computed() -> None:
    chance = np.random.default_rng(11)
    hid = 0
    for _ in range(200):
        rows, columns = chance.integers(2, 7, 2)
        people = with_margins(chance.integers(0, 25, (rows, columns)))
        hidden = suppressed_cells(people, LEAST, np.zeros(people.shape, bool))
        hid += int(hidden.any())
        assert hidden[(people > 0) & (people < LEAST)].all()
        assert not determined(hidden, people), people
        sums = (people[:-1] * hidden[:-1]).sum(axis=0)
        assert ((sums == 0) | (sums >= LEAST) | hidden[-1]).all(), people
    assert hid > 150


def test_a_bridge_between_two_circles_is_found() -> None:
    two = np.zeros((4, 4), bool)
    two[:2, :2] = two[2:, 2:] = True
    assert computable(two) == []
    two[0, 2] = True
    assert computable(two) == [(0, 2)]


def test_a_lone_small_cell_takes_a_circle_with_it() -> None:
    people = with_margins(np.array([[3, 30, 9], [40, 50, 60], [12, 70, 80]]))

    hidden = suppressed_cells(people, LEAST, np.zeros(people.shape, bool))

    assert hidden[0, 0] and hidden.sum() >= 4
    assert not hidden[-1].any() and not hidden[:, -1].any()  # totals can stay


@pytest.mark.parametrize("least", [0, 1])
def test_who_may_see_everybody_sees_every_cell(least: int) -> None:
    people = with_margins(np.array([[1, 2], [3, 4]]))
    assert not suppressed_cells(people, least, np.zeros(people.shape, bool)).any()


@pytest.mark.parametrize(
    ("people", "rows", "total"),
    [
        ([3, 12, 60], [True, True, False], False),  # one hidden mean would be total minus others
        ([1, 2, 60, 70], [True, True, True, False], False),  # three people together are few, too
        ([1, 4, 60], [True, True, False], False),
        ([5, 12, 60], [False, False, False], False),
        ([3], [True], True),
        ([0, 0], [False, False], False),
    ],
)
def test_means_of_few_people(people: list[int], rows: list[bool], total: bool) -> None:
    found = suppressed_means(np.array(people), LEAST)
    assert (found.rows.tolist(), found.total) == (rows, total)


def test_rows_that_are_hidden_already_need_company() -> None:
    found = suppressed_means(np.array([30, 12, 60]), LEAST, np.array([True, False, False]))
    assert found.rows.tolist() == [True, True, False]


def test_a_row_is_hidden_when_any_of_its_counts_is_small() -> None:
    columns = np.array([[20, 1], [30, 30], [40, 30]])
    assert suppressed_shares(columns, np.array([50, 70, 90]), LEAST).rows.tolist() == [
        True, True, False,
    ]  # fmt: skip
