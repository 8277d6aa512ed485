"""Proposals from the citizens' scores: by hand, once only, and never accepted by themselves."""

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.citizens.models import SatisfactionScore
from bina.gaps.models import PriorityFactor
from bina.gaps.services.factors import propose_from_citizens
from tests.gaps import scene

pytestmark = pytest.mark.django_db


def score(unit, element, value, period="2026-S1", n=148):
    with unguarded():
        SatisfactionScore.objects.create(
            unit=unit, period=period, element=element, score=value, respondents=n
        )


def proposed():
    found = PriorityFactor.objects.order_by("competency__code")
    return [(f.unit.code, f.competency.code, float(f.value), f.state) for f in found]


def test_bad_behaviour_proposes_communication_for_the_unit(cast):
    scene.competencies()
    score(cast.puskesmas, "U7", "2.532")

    n = propose_from_citizens(SYSTEM, scene.DAY)

    # 1 + 0.5 × (3.5324 − 2.532) = 1.5002; the dictionary here has KOM but not RES
    assert (n, proposed()) == (1, [("PKM-HMD", "KOM", 1.5, "proposed")])


def test_competence_proposes_only_technical_ones_that_the_unit_needs(cast):
    kinds = scene.competencies()
    scene.nurse_standard(kinds["KES"], 3)
    scene.run()
    score(cast.health, "U6", "3.0")
    score(cast.registry, "U6", "3.0")

    propose_from_citizens(SYSTEM, scene.DAY)

    assert proposed() == [("DINKES", "KES", 1.266, "proposed")]


def test_a_good_score_and_a_second_reading_propose_nothing(cast):
    scene.competencies()
    score(cast.puskesmas, "U7", "3.6")
    score(cast.health, "U7", "2.5")

    assert [propose_from_citizens(SYSTEM, scene.DAY) for _ in range(2)] == [1, 0]
