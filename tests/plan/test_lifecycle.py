"""Draft → submitted → frozen, and what a frozen plan refuses."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.files.models import StoredFile
from bina.imports.models import ImportRun, Source
from bina.people.models import Person
from bina.plan.importers import veto_for_approved_plans
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.services import lifecycle
from tests.cast import Cast
from tests.plan.scene import CITRA, FRANS, make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db


def test_a_plan_is_submitted_approved_and_frozen_with_a_hash(cast: Cast) -> None:
    make_year(cast)
    plan = make_plan()

    lifecycle.submit(CITRA, plan)
    digest = lifecycle.approve(FRANS, plan)

    plan.refresh_from_db()
    assert (plan.state, plan.approved_by, plan.content_hash) == ("frozen", FRANS.name, digest)
    assert digest == lifecycle.content_hash(plan)
    assert Commitment.objects.count() == Seat.objects.filter(plan=plan).count() > 0
    assert Entry.objects.latest("sequence").action == "plan.approve"


@pytest.mark.parametrize("act", [lifecycle.submit, lifecycle.discard])
def test_a_frozen_plan_takes_no_act(cast: Cast, act: object) -> None:
    make_year(cast)
    plan = make_frozen()

    with pytest.raises(lifecycle.WrongState, match="Disetujui"):
        act(CITRA, plan)  # type: ignore[operator]  # one of two services

    plan.refresh_from_db()
    assert plan.state == "frozen"


def test_a_draft_cannot_be_approved_before_it_is_submitted(cast: Cast) -> None:
    make_year(cast)

    with pytest.raises(lifecycle.WrongState):
        lifecycle.approve(FRANS, make_plan())


@pytest.mark.parametrize(
    "write",
    [
        lambda plan: Seat.objects.filter(plan=plan).update(cost=1),
        lambda plan: Seat.objects.filter(plan=plan)._raw_delete("default"),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(state="draft"),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(totals={}),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(approved_by="X"),
        lambda plan: Plan.objects.filter(pk=plan.pk)._raw_delete("default"),
        lambda plan: Seat.objects.create(
            plan=plan, person=Person.objects.first(), programme_id=1, jp=1, cost=0, closure=0
        ),
    ],
    ids=["seat", "seats gone", "state", "totals", "approver", "plan gone", "new seat"],
)
def test_the_database_refuses_to_change_a_frozen_plan(cast: Cast, write: object) -> None:
    make_year(cast)
    plan = make_frozen()

    with unguarded(), pytest.raises(DatabaseError), transaction.atomic():
        write(plan)  # type: ignore[operator]  # one of the writes above


def test_the_hash_changes_with_any_seat(cast: Cast) -> None:
    make_year(cast)
    plan = make_plan()
    before = lifecycle.content_hash(plan)
    seat = Seat.objects.filter(plan=plan).first()
    assert seat is not None

    with unguarded():
        Seat.objects.filter(pk=seat.pk).update(cost=seat.cost + 1)

    assert lifecycle.content_hash(plan) != before


def test_a_returned_plan_is_a_draft_again(cast: Cast) -> None:
    make_year(cast)
    plan = make_plan()
    lifecycle.submit(CITRA, plan)

    lifecycle.take_back(CITRA, plan, "salah pos")

    plan.refresh_from_db()
    assert plan.state == "draft"
    assert Entry.objects.latest("sequence").detail["reason"] == "salah pos"


def test_an_import_under_an_approved_plan_cannot_be_undone(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        file = StoredFile.objects.create(sha256="0" * 64, name="a", media_type="x", size=1)
        run = ImportRun.objects.create(
            kind="people",
            source=Source.objects.create(kind="people", name="Umum"),
            file=file,
            state="applied",
            applied_at=timezone.now(),
        )
        Person.objects.update(last_seen_import=run.pk)
    assert veto_for_approved_plans(run.pk) is None

    make_frozen("Rencana A")

    reason = veto_for_approved_plans(run.pk)
    assert reason is not None
    assert "Rencana A" in reason.plain()


def test_a_year_has_one_whole_plan(cast: Cast) -> None:
    make_year(cast)
    make_frozen()
    second = make_plan("Rencana kedua")
    lifecycle.submit(CITRA, second)

    with pytest.raises(lifecycle.YearIsPlanned, match="Rencana 2027"):
        lifecycle.approve(FRANS, second)

    second.refresh_from_db()
    assert second.state == "submitted"
