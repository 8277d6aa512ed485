"""The job: stopping keeps the best so far; a conflict of pins is told in words."""

import pytest

from bina.audit.guard import unguarded
from bina.jobs.models import Job
from bina.jobs.services import Handle
from bina.plan.models import Pin, Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.services.computing import compute, request_plan
from bina.plan.services.engine import NoFeasiblePlan
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_year

pytestmark = pytest.mark.django_db


def requested(work: int = 100) -> Plan:
    return request_plan(
        CITRA, year=YEAR, name="R", settings=PlanSettings(), seed=1, seconds=None, work=work
    )


def handle_of(plan: Plan, *, stop: bool) -> Handle:
    assert plan.job is not None
    Job.objects.filter(pk=plan.job.pk).update(state="running", stop_requested=stop)
    return Handle(Job.objects.get(pk=plan.job.pk))


def test_a_stopped_computation_keeps_its_best_plan(cast: Cast) -> None:
    make_year(cast)
    plan = requested()

    compute(handle_of(plan, stop=True), plan.pk, None, 100)

    plan.refresh_from_db()
    assert plan.state == "draft"
    assert plan.work["stop_after"] is not None
    assert plan.seats.exists()


def test_the_same_seed_and_work_give_the_same_seats(cast: Cast) -> None:
    make_year(cast)
    plans = [requested(work=5), requested(work=5)]

    for plan in plans:
        compute(handle_of(plan, stop=False), plan.pk, None, 5)

    fields = ("person_id", "programme_id", "session_id", "times", "cost")
    first, second = (sorted(plan.seats.values_list(*fields), key=str) for plan in plans)
    assert first == second


def test_a_pin_against_the_rules_is_a_conflict_in_words(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        year.empathy.tiers = ["03"]
        year.empathy.save()
        Pin.objects.create(
            year=YEAR, kind="must", person=cast.ani, session=year.session, reason="a",
            requester="b", document_no="800/9",
        )  # fmt: skip
    plan = requested()

    with pytest.raises(NoFeasiblePlan, match="800/9"):
        compute(handle_of(plan, stop=False), plan.pk, None, 5)

    plan.refresh_from_db()
    assert plan.conflict and plan.state == "discarded"


def test_pins_that_cannot_hold_together_are_named_with_the_rule(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        year.session.min_seats = year.session.max_seats = 1
        year.session.save()
        for number, person in enumerate((cast.ani, cast.dani), start=1):
            Pin.objects.create(
                year=YEAR, kind="must", person=person, session=year.session, reason="a",
                requester="b", document_no=f"800/{number}",
            )  # fmt: skip
    plan = requested()

    with pytest.raises(NoFeasiblePlan) as told:
        compute(handle_of(plan, stop=False), plan.pk, None, 5)

    plan.refresh_from_db()
    assert len(plan.conflict) == 3  # two pins and one seat: leave any out and it is possible
    for words in ("800/1", "800/2", "paling banyak 1 kursi"):
        assert words in str(told.value)
