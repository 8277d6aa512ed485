"""Small cells: what is hidden, and that the rest does not give it away."""

import itertools

import numpy as np
import pytest

from bina.engines.suppression import suppressed

LEAST = 5


def hidden(counts: list[int], sizes: list[int] | None, least: int = LEAST) -> list[bool]:
    return suppressed(
        np.array(counts), None if sizes is None else np.array(sizes), least
    ).rows.tolist()


@pytest.mark.parametrize(("size", "is_hidden"), [(4, True), (5, False), (0, False)])
def test_a_row_is_hidden_by_its_size_below_the_border(size: int, is_hidden: bool) -> None:
    assert hidden([0, 20, 20], [size, 40, 40])[0] is is_hidden


@pytest.mark.parametrize(
    ("count", "is_hidden"), [(0, False), (1, True), (4, True), (5, False), (35, False), (36, True),
                             (39, True), (40, False)]
)  # fmt: skip
def test_a_row_is_hidden_when_few_have_it_or_few_lack_it(count: int, is_hidden: bool) -> None:
    assert hidden([count, 20, 20], [40, 40, 40])[0] is is_hidden


def test_a_single_small_row_takes_the_next_smallest_with_it() -> None:
    assert hidden([2, 6, 30], [3, 12, 60]) == [True, True, False]


def test_two_hidden_rows_that_are_all_in_take_a_third() -> None:
    # 3 of 3 and 4 of 4: the sum 7 would tell both exactly
    assert hidden([3, 4, 20, 50], [3, 4, 40, 90]) == [True, True, True, False]


def test_nobody_small_hides_nothing() -> None:
    found = suppressed(np.array([40, 9]), np.array([80, 18]), LEAST)
    assert (found.rows.tolist(), found.total) == ([False, False], False)


def test_readers_who_may_see_everybody_see_everything() -> None:
    assert hidden([1, 2], [3, 4], 0) == [False, False]


def test_a_table_of_one_small_row_hides_its_total_too() -> None:
    found = suppressed(np.array([2]), np.array([3]), LEAST)
    assert (found.rows.tolist(), found.total) == ([True], True)


@pytest.mark.parametrize("counts", [[0, 0], [3, 60]])
def test_where_all_are_alike_nothing_is_hidden(counts: list[int]) -> None:
    assert hidden(counts, [3, 60]) == [False, False]


def test_reasons_have_no_size() -> None:
    assert hidden([3, 50, 8, 0], None) == [True, False, True, False]


def test_a_count_above_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.\.size"):
        suppressed(np.array([4]), np.array([3]), LEAST)


def test_no_small_count_can_be_computed_from_what_is_shown() -> None:
    """Every table that fits what is shown is tried, on random small tables."""
    chance = np.random.default_rng(7)
    for _ in range(150):
        sizes = chance.integers(0, 12, 4)
        counts = np.array([chance.integers(0, size + 1) for size in sizes])
        found = suppressed(counts, sizes, LEAST)
        rows = np.flatnonzero(found.rows)
        if found.total or not len(rows):
            continue
        fits = [
            guess
            for guess in itertools.product(*(range(sizes[row] + 1) for row in rows))
            if sum(guess) == counts[rows].sum()
        ]
        for at, row in enumerate(rows):
            n, size = counts[row], sizes[row]
            if not any(0 < part < LEAST for part in (n, size, size - n)):
                continue  # hidden to keep others safe: large enough to be known
            values = {guess[at] for guess in fits}
            assert len(values) >= min(LEAST, sizes[row] + 1), (sizes, counts, row)
