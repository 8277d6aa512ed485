"""What the regional plan needs becomes proposed factors, once, and never an accepted one."""

import datetime as dt

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.gaps.models import PriorityFactor
from bina.gaps.services.factors import propose_from_goals
from bina.goals.models import Goal, GoalNeed
from tests.cast import Cast
from tests.scenes import dictionary

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
DAY = dt.date(2026, 11, 23)


def need(cast: Cast, code: str = "EMP", first: int = 2025, last: int = 2029) -> None:
    with unguarded():
        goal = Goal.objects.create(
            code=f"T-{code}-{first}", name="Layanan ramah", year_from=first, year_to=last
        )
        GoalNeed.objects.create(
            goal=goal, competency_code=code, unit=cast.puskesmas, reason="Keluhan"
        )


def test_a_goal_in_force_proposes_a_factor_for_its_unit(cast: Cast) -> None:
    made = dictionary()
    need(cast)

    found = propose_from_goals(CITRA, DAY)

    factor = PriorityFactor.objects.get()
    assert (found.new, found.unknown) == (1, ())
    assert (factor.unit, factor.competency, factor.source) == (cast.puskesmas, made["EMP"], "goal")
    assert (factor.state, factor.period) == ("proposed", "2025-2029")


def test_asked_again_nothing_is_proposed_twice(cast: Cast) -> None:
    dictionary()
    need(cast)
    propose_from_goals(CITRA, DAY)

    assert propose_from_goals(CITRA, DAY).new == 0
    assert PriorityFactor.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "n"), [(2020, 2025, 0), (2020, 2026, 1), (2027, 2030, 0)]
)
def test_only_goals_in_force_count(cast: Cast, first: int, last: int, n: int) -> None:
    dictionary()
    need(cast, first=first, last=last)

    assert propose_from_goals(CITRA, DAY).new == n


def test_a_code_that_the_dictionary_lacks_is_named(cast: Cast) -> None:
    dictionary()
    need(cast, code="XYZ")

    found = propose_from_goals(CITRA, DAY)

    assert (found.new, found.unknown) == (0, ("XYZ",))
