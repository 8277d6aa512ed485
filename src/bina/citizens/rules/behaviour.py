"""Decides how strongly a unit's citizens ask for better behaviour: a proposed priority factor.

Source: Permenpan RB 14/2017 (scale 1..4, elements U6 competence and U7 behaviour of staff). The
step from a score to a factor is not in any regulation: parameters `citizens.signal.*`, provisional.
Higher factor = closing the gap matters more; 1 = no signal.
"""

import math
from dataclasses import dataclass
from typing import Final

from bina.law.law import newest

LOWEST_SCORE: Final[int] = newest("citizens.skm.scale")["lowest"]
HIGHEST_SCORE: Final[int] = newest("citizens.skm.scale")["highest"]


@dataclass(frozen=True)
class SignalSettings:
    """good_score: no signal from here up; per_point: factor per point below; highest: cap;
    answer_sd: standard deviation of a single answer, in points."""

    good_score: float
    per_point: float
    highest: float
    answer_sd: float


@dataclass(frozen=True)
class Signal:
    """The proposed factor (>= 1) and its standard error."""

    value: float
    standard_error: float


def behaviour_signal(score: float, respondents: int, settings: SignalSettings) -> Signal:
    """factor = min(highest, 1 + per_point x max(0, good_score - score)); error from n answers.

    score        mean of the answers to one element, 1..4
    respondents  number of answers, >= 1

    The standard error is per_point x answer_sd / sqrt(respondents), also where the factor is 1: the
    true score may be lower. Raises ValueError outside these ranges.

    >>> behaviour_signal(2.5, 100, SignalSettings(3.5, 0.5, 2.0, 0.8))
    Signal(value=1.5, standard_error=0.04)
    """
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise ValueError(f"score must be 1..4, but is {score!r}; give the mean of the answers.")
    if respondents < 1:
        raise ValueError(f"respondents must be 1 or more, but is {respondents!r}.")
    value = min(settings.highest, 1 + settings.per_point * max(0.0, settings.good_score - score))
    error = settings.per_point * settings.answer_sd / math.sqrt(respondents)
    return Signal(value, error)
