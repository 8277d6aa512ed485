"""Sums per unit and competency: by hand, additive, and hidden where they tell of single people."""

import numpy as np
import pytest

from bina.gaps.rules.summary import added, cells, competency_totals, regrouped

NAN = np.nan


def totals(competency, standard, held, error, weight):
    given = (np.array(column, float) for column in (standard, held, error, weight))
    return competency_totals(np.array(competency), *given)


def test_counts_and_means_by_hand():
    found = totals([7, 7, 7, 8], [3, 3, 2, 2], [2, 3.5, NAN, NAN], [0.3, 0.4, NAN, NAN], [2] * 4)

    cell = cells(found)

    assert (cell[7].required, cell[7].measured, cell[7].with_gap) == (3, 2, 1)
    assert cell[7].mean_gap == pytest.approx(0.5)
    assert cell[7].weighted_gap == pytest.approx(2.0)
    assert cell[7].standard_error == pytest.approx(0.25)  # √(0.09 + 0.16) / 2
    assert (cell[8].required, cell[8].measured, cell[8].mean_gap) == (1, 0, None)


def test_sums_of_parts_are_the_sums_of_the_whole():
    draw = np.random.default_rng(3)
    rows = (
        draw.integers(1, 5, 60),
        draw.integers(1, 6, 60),
        draw.random(60) * 5,
        draw.random(60) + 0.1,
        draw.random(60) + 0.5,
    )

    whole = totals(*rows)
    parts = added([totals(*(c[:20] for c in rows)), totals(*(c[20:] for c in rows))])

    assert parts["competency"] == whole["competency"]
    assert parts["with_gap"] == whole["with_gap"]
    assert parts["weighted"] == pytest.approx(whole["weighted"], abs=2e-4)  # sums keep 4 digits


def test_groups_of_competencies_add_up():
    found = regrouped(totals([7, 8], [3, 3], [2, 2], [0.3, 0.4], [1, 1]), {7: 1, 8: 1})

    assert (found["competency"], found["gap"], found["measured"]) == ([1], [2], [2])


def test_a_hidden_cell_keeps_only_how_many_need_it():
    found = totals([7, 7], [3, 3], [2, 2], [0.3, 0.3], [1, 1])

    cell = cells(found, {7})[7]

    assert (cell.required, cell.hidden) == (2, True)
    assert (cell.measured, cell.with_gap, cell.mean_gap, cell.weighted_gap) == (None,) * 4


def test_nobody_measured_is_said_not_hidden():
    assert not cells(totals([7], [3], [NAN], [NAN], [1]), {7})[7].hidden
