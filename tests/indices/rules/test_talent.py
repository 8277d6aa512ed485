"""Talent score and boxes at their golden cases and borders."""

from datetime import date

import numpy as np
import pytest

from bina.indices.rules.talent import axis, boxes, talent_scores
from bina.law.law import NotInForce, law_on
from bina.law.scaled import MISSING, scaled

LAW = law_on(date(2026, 11, 23))


def box(performance, potential):
    return int(
        boxes(
            np.array([scaled(performance)]),
            np.array([scaled(potential)]),
            LAW.value("talent.axis_bands"),
            LAW.value("talent.boxes"),
        )[0]
    )


@pytest.mark.parametrize(
    ("performance", "potential", "number"),
    [
        (90, 50, 4), (90, 70, 7), (90, 90, 9),
        (70, 50, 2), (70, 70, 5), (70, 90, 8),
        (50, 50, 1), (50, 70, 3), (50, 90, 6),
        (80, 93.47, 9), (100, 69.58, 7), (79.99, 80, 8),
        (80, 80, 9), (60, 59.99, 2), (59.99, 60, 3), (80.01, 60, 7),
    ],
)  # fmt: skip
def test_boxes_by_axes(performance, potential, number):
    assert box(performance, potential) == number


def test_no_box_without_an_axis():
    assert box(80, None) == box(None, 80) == 0


@pytest.mark.parametrize(("y", "x", "score"), [(80, 70, 75), (100, 100, 100), (80, 69.99, 75)])
def test_talent_score_is_half_and_half(y, x, score):
    found = talent_scores(np.array([scaled(y)]), np.array([scaled(x)]), LAW.value("talent.weights"))

    assert found.tolist() == [scaled(score)]  # 74.995 rounds up, once


@pytest.mark.parametrize("name", ["performance_parts", "potential_parts"])
def test_parts_weigh_100_percent_and_equal_parts_give_themselves(name):
    weights = LAW.value(f"talent.{name}")
    parts = {part: np.array([scaled(83.5)]) for part in weights}

    assert axis(parts, weights).tolist() == [scaled(83.5)]


def test_other_rubric_of_a_ministry_reproduces_its_published_cases():
    weights = {"competence": 65, "qualification": 20, "integrity": 15}

    def score(*values):
        parts = dict(zip(weights, (np.array([scaled(v)]) for v in values), strict=True))
        return int(axis(parts, weights)[0])

    assert score(100, 92.5, 100) == scaled(98.5)
    assert score(82, 75.83, 75) == scaled(79.72)
    assert score(82, 88.33, 75) == scaled(82.22)


def test_missing_part_gives_a_missing_axis_and_a_forgotten_one_is_refused():
    weights = {"a": 60, "b": 40}

    known = axis({"a": np.array([8000, MISSING]), "b": np.array([6000, 6000])}, weights)

    assert known.tolist() == [7200, MISSING]
    with pytest.raises(ValueError, match="100 %"):
        axis({"a": np.array([1])}, weights)


def test_411_is_not_in_force_before_its_year():
    law_on(date(2025, 1, 1)).value("talent.weights")
    with pytest.raises(NotInForce):
        law_on(date(2024, 12, 31)).value("talent.weights")
