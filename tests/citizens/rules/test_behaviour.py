"""The citizens' signal against cases that an official can check by hand."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bina.citizens.rules.behaviour import SignalSettings, behaviour_signal
from bina.law.law import law_on

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/behaviour_signal.yaml").read_text())
LAW = law_on(dt.date(2027, 1, 1))
NAMES = ("good_score", "per_point", "highest", "answer_sd")
RULES = SignalSettings(**{name: LAW.value(f"citizens.signal.{name}") for name in NAMES})
HALF_OF_LAST_DIGIT = 0.00005  # the cases are written with four decimals


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["keterangan"])
def test_signal_is_what_the_hand_computes(case: dict[str, Any]) -> None:
    found = behaviour_signal(case["nilai"], case["responden"], RULES)

    assert found.value == pytest.approx(case["faktor"], abs=HALF_OF_LAST_DIGIT)
    assert found.standard_error == pytest.approx(case["galat"], abs=HALF_OF_LAST_DIGIT)


@pytest.mark.parametrize(("score", "respondents"), [(0.99, 5), (4.01, 5), (3.0, 0)])
def test_a_score_off_the_scale_or_without_answers_is_refused(
    score: float, respondents: int
) -> None:
    with pytest.raises(ValueError, match="must be 1"):
        behaviour_signal(score, respondents, RULES)
