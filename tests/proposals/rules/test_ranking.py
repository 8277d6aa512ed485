"""Orders of small lists, by hand."""

import pytest

from bina.proposals.rules.ranking import moved, renumbered


@pytest.mark.parametrize(
    ("wanted", "last", "expected"),
    [
        ({}, (), [1, 2, 3, 4]),  # nothing typed changes nothing
        ({1: 1, 2: 2, 3: 3, 4: 4}, (), [1, 2, 3, 4]),
        ({1: 4, 2: 3, 3: 2, 4: 1}, (), [4, 3, 2, 1]),
        ({3: 1}, (), [3, 1, 2, 4]),  # a number goes before none
        ({1: 2, 2: 2, 3: 1, 4: 2}, (), [3, 1, 2, 4]),  # equal numbers keep their order
        ({1: 1, 2: 2, 3: 3, 4: 4}, (1,), [2, 3, 4, 1]),  # the own one goes last
        ({1: 99, 2: 1}, (), [2, 1, 3, 4]),
    ],
)
def test_renumbered(wanted, last, expected) -> None:
    assert renumbered([1, 2, 3, 4], wanted, last) == expected


@pytest.mark.parametrize(
    ("key", "places", "last", "expected"),
    [
        (1, -1, (), [1, 2, 3]),  # not above the top
        (3, 1, (), [1, 2, 3]),  # not below the end
        (2, -1, (), [2, 1, 3]),
        (2, 1, (), [1, 3, 2]),
        (3, -2, (), [3, 1, 2]),
        (3, -2, (3,), [1, 2, 3]),  # the own one stays last
    ],
)
def test_moved(key, places, last, expected) -> None:
    assert moved([1, 2, 3], key, places, last) == expected
