"""Steps of PP 94/2021 at each border, and the five-year look-back."""

from datetime import date

import numpy as np
import pytest

from bina.law.law import NotInForce, law_on
from bina.people.rules.discipline import (
    LEVELS,
    absence_steps,
    counts_on,
    worst_levels,
    years_before,
)

STEPS = law_on(date(2021, 8, 31)).value("discipline.absence_steps")


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (0, "tidak_ada"), (2, "tidak_ada"), (3, "lisan"), (4, "tertulis"), (6, "tertulis"),
        (7, "tidak_puas"), (10, "tidak_puas"), (11, "potong_6"), (13, "potong_6"),
        (14, "potong_9"), (16, "potong_9"), (17, "potong_12"), (20, "potong_12"),
        (21, "turun"), (24, "turun"), (25, "pelaksana"), (27, "pelaksana"), (28, "berhenti"),
        (200, "berhenti"),
    ],
)  # fmt: skip
def test_days_of_absence_lead_to_a_step(days, code):
    assert STEPS[int(absence_steps([days], STEPS)[0])]["code"] == code


def test_steps_have_known_levels_and_begin_with_the_regulation():
    assert {step["level"] for step in STEPS} == set(LEVELS)
    with pytest.raises(NotInForce):
        law_on(date(2021, 8, 30)).value("discipline.absence_steps")
    with pytest.raises(ValueError, match="0 or more"):
        absence_steps([-1], STEPS)


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        (date(2021, 11, 23), False),  # exactly five years ago
        (date(2021, 11, 24), True),
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),  # not yet
    ],
)
def test_look_back_of_five_years(start, counts):
    assert counts_on(start, date(2026, 11, 23), 5) is counts


def test_leap_day_looks_back_to_28_february():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


def test_worst_level_wins_per_person():
    person = np.array([0, 2, 0, 2])
    level = np.array([3, 1, 1, 2], dtype=np.int8)

    assert worst_levels(person, level, 3).tolist() == [3, 0, 2]
