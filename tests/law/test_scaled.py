"""Hundredths: exact, rounded once, the same in any order."""

import numpy as np
import pytest

from bina.law.scaled import MISSING, bands_of, divided, scaled, shown


def test_parameters_become_hundredths_and_finer_ones_are_refused():
    assert [scaled(each) for each in (22.5, 17.5, 0.11, 100, None)] == [2250, 1750, 11, 10000, -1]
    with pytest.raises(ValueError, match="two decimals"):
        scaled(0.111)


@pytest.mark.parametrize(
    ("above", "below", "rounded"), [(1, 2, 1), (3, 2, 2), (149, 100, 1), (150, 100, 2), (5, 0, -1)]
)
def test_division_rounds_half_up_once(above, below, rounded):
    assert divided(above, below) == rounded


def test_bands_take_their_bound_or_leave_it():
    bands = ({"from": 80, "code": "a"}, {"from": 60, "code": "b"}, {"from": 0, "code": "c"})
    above = ({"above": 80, "code": "a"}, {"above": -1, "code": "b"})

    assert bands_of([8000, 7999, 6000, 5999, 0, MISSING], bands).tolist() == [0, 1, 1, 2, 2, -1]
    assert bands_of([8001, 8000, 0, MISSING], above).tolist() == [0, 1, 1, -1]


def test_figures_are_shown_with_a_comma():
    assert [shown(each) for each in (7825, 5, 0, MISSING)] == ["78,25", "0,05", "0,00", "-"]


def test_sums_of_hundredths_do_not_depend_on_the_order():
    values = np.random.default_rng(1).integers(0, 10_001, 100_000)

    assert divided(values.sum(), len(values)) == divided(values[::-1].sum(), len(values))
