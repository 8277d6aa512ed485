"""The rest of a year is planned anew: what stays, what falls and why, what approval asks for."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.test import Client

from bina.audit.guard import unguarded
from bina.catalog.models import Session
from bina.inbox.models import Message
from bina.jobs.models import Job
from bina.jobs.services import Handle
from bina.money.ledger import Entry, post_obligations
from bina.money.models import Posting
from bina.people.models import DevelopmentRecord
from bina.plan.commitments import seat_key, write_answer
from bina.plan.models import Change, Commitment, Plan, Release, Seat
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.replan import situation_of
from bina.plan.services.changing import News, note_change
from bina.plan.services.fixed_costs import oblige_fixed_costs, session_key
from bina.plan.services.lifecycle import approve, submit
from bina.plan.services.releasing import Stale
from bina.plan.services.replanning import NothingToAmend, compute, request_replan
from bina.plan.services.substituting import NotFree, load, proposals, substitute
from bina.text import Text
from tests.cast import Cast
from tests.plan.scene import CITRA, FRANS, YEAR, Year, make_frozen, make_year

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 1, 4)


@pytest.fixture(autouse=True)
def today(settings):
    settings.FIXED_DAY = DAY.isoformat()


def another_session(year: Year) -> Session:
    """A second date of the course, offered after the plan was approved."""
    start = dt.date(2027, 9, 7)
    with unguarded():
        return Session.objects.create(
            code="EMPATI-01-B", programme=year.empathy, place="Kota Jayapura", start=start,
            end=start + dt.timedelta(days=1), min_seats=1, max_seats=5, contribution=350_000,
        )  # fmt: skip


def made_anew(day: dt.date = DAY, settings: PlanSettings | None = None) -> Plan:
    plan = request_replan(CITRA, year=YEAR, settings=settings or PlanSettings(), seconds=1, day=day)
    assert plan.job is not None
    Job.objects.filter(pk=plan.job.pk).update(state="running")
    compute(Handle(Job.objects.get(pk=plan.job.pk)), plan.pk, 1)
    plan.refresh_from_db()
    return plan


def approved(plan: Plan) -> Plan:
    submit(CITRA, plan)
    approve(FRANS, plan)
    plan.refresh_from_db()
    return plan


def cancel(session: Session, reason: str = "Penerbangan batal") -> Change:
    return note_change(CITRA, News(Change.Kind.CANCELLED, DAY, None, reason, session=session), DAY)


def test_nothing_changed_keeps_every_seat(cast: Cast) -> None:
    make_year(cast)
    plan = make_frozen()

    anew = made_anew()

    figures = anew.totals["replan"]
    assert figures["kept"] == plan.seats.count() > 0
    assert (figures["released"], figures["new"], figures["changed"]) == (0, 0, 0)
    assert not Seat.objects.filter(plan=anew).exists()
    assert "tetap seperti rencana" in anew.certificate["sentences"][0]["t"]


def test_after_a_cancelled_session_its_people_get_another_and_the_rest_stays(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    seats = {seat.person_id for seat in plan.seats.filter(session=year.session)}
    assert seats
    others = set(plan.seats.exclude(session=year.session).values_list("pk", flat=True))
    later = another_session(year)
    cancel(year.session)

    anew = approved(made_anew())

    new = Seat.objects.filter(plan=anew)
    assert {seat.person_id for seat in new.filter(session=later)} == seats
    assert "Penerbangan batal" in new.filter(session=later).first().basis[0]["v"]["reason"]
    kept = Commitment.objects.filter(seat__in=others).exclude(state="declined")
    assert kept.count() == len(others)
    assert anew.totals["replan"]["helped_people"] == len(seats)
    told = Message.objects.filter(user__person__in=seats).values_list("user__person", flat=True)
    assert list(told).count(min(seats)) == 2  # the seat that fell, and the new one
    assert set(Commitment.objects.filter(seat__in=new).values_list("answer", flat=True)) == {"open"}


def test_only_new_seats_wait_for_heads(cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    with unguarded():
        Commitment.objects.update(head_approved=True)
    another_session(year)
    cancel(year.session)
    anew = approved(made_anew())

    waiting = Seat.objects.filter(
        plan__state="frozen", commitment__head_approved=None, commitment__answer="open"
    )

    assert set(waiting) == set(Seat.objects.filter(plan=anew))


def test_less_money_releases_as_few_seats_as_possible_with_the_line_as_reason(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        Session.objects.filter(pk=year.session.pk).update(min_seats=1, fixed_cost=0)
    plan = make_frozen()
    paid = list(plan.seats.filter(cost__gt=0))
    assert len(paid) >= 2
    left = sum(seat.cost for seat in paid) - min(s.cost for s in paid)
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=left)

    anew = made_anew()

    released = Release.objects.filter(plan=anew)
    assert released.count() == 1
    assert anew.totals["replan"]["least_released"] == 1
    assert any(
        "Pos BKPP-01" in Text.from_json(reason).plain() for reason in released.first().reasons
    )

    approved(anew)

    row = Commitment.objects.get(seat=released.first().seat)
    assert row.state == "declined" and "BKPP-01" in row.reason


def test_what_has_begun_is_history_and_its_hours_money_and_effect_count(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    before = situation_of(YEAR, DAY, PlanSettings(), year.run, None)
    after = situation_of(YEAR, dt.date(2027, 3, 2), PlanSettings(), year.run, None)
    seats = plan.seats.filter(session=year.session)
    person = seats.first().person_id
    row = after.facts.people.id.tolist().index(person)

    spent = sum(seat.cost for seat in seats) + year.session.fixed_cost

    assert [line.amount for line in after.facts.lines] == [
        line.amount - spent for line in before.facts.lines
    ]
    assert after.facts.people.jp_needed[row] == max(0, before.facts.people.jp_needed[row] - 16)
    assert year.empathy.code in after.facts.people.done[row]
    mine = after.facts.needs.person == row
    assert after.facts.needs.held[mine].tolist() == [2.0]  # 1 and the programme's lift
    assert not any(s.code == year.session.code for s in after.facts.sessions)
    assert all(seat.session != year.session.code for seat in after.facts.former.held)


def test_recorded_hours_are_not_counted_twice(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    seat = plan.seats.filter(session=year.session).first()
    with unguarded():
        DevelopmentRecord.objects.create(
            person=seat.person, form="Bimbingan Teknis", title=year.empathy.name, jp=16,
            start=year.session.start, end=year.session.end, status="approved",
        )  # fmt: skip
    after = situation_of(YEAR, dt.date(2027, 4, 1), PlanSettings(), year.run, None)
    row = after.facts.people.id.tolist().index(seat.person_id)

    assert after.facts.people.jp_needed[row] == 20 - 16
    assert after.facts.people.jp_cap[row] == 60 - 16


def test_a_seat_taken_meanwhile_makes_the_draft_stale(cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    anew = made_anew()
    cancel(year.session, "Aula rusak")
    submit(CITRA, anew)

    with pytest.raises(Stale):
        approve(FRANS, anew)

    anew.refresh_from_db()
    assert anew.state == "submitted"


def test_a_decline_meanwhile_does_not(cast: Cast) -> None:
    make_year(cast)
    plan = make_frozen()
    anew = made_anew()
    write_answer(CITRA, plan.seats.first(), accepts=False, reason="Sakit", day=DAY)

    assert approved(anew).state == "frozen"


def test_a_year_without_a_plan_cannot_be_amended(cast: Cast) -> None:
    make_year(cast)

    with pytest.raises(NothingToAmend):
        request_replan(CITRA, year=YEAR, settings=PlanSettings(), seconds=5, day=DAY)


def test_a_frozen_re_plan_cannot_lose_its_releases(cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=1)
    anew = approved(made_anew())
    assert Release.objects.filter(plan=anew).exists()

    with pytest.raises(Error, match="cannot change"), transaction.atomic(), unguarded():
        Release.objects.filter(plan=anew).delete()


def test_substitutes_are_ranked_in_the_changed_year(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    later = another_session(year)
    assert (year.empathy.code, later.code, 1) not in load(plan).sessions
    cancel(year.session)

    approved(made_anew())

    assert (year.empathy.code, later.code, 1) in load(plan).sessions


def test_released_money_is_free_again_in_the_ledger(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    called = list(plan.seats.filter(cost__gt=0))
    post_obligations(
        CITRA, [Entry(year.line, seat.cost, "Panggilan", DAY, seat_key(seat)) for seat in called]
    )
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=1)

    anew = approved(made_anew())

    released = {release.seat for release in Release.objects.filter(plan=anew)}
    assert released == set(called)
    for seat in released:
        obliged = Posting.objects.get(about=seat_key(seat), reverses=None)
        assert obliged.reversed_by.amount == seat.cost


def test_pages_of_a_re_plan(client: Client, cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=1)
    anew = made_anew()
    client.force_login(cast.citra.user)

    start = client.get("/rencana/susun-ulang/").content.decode()
    page = client.get(f"/rencana/{anew.public_id}/").content.decode()
    file = client.get(f"/rencana/{anew.public_id}/unduh/perubahan.xlsx")

    assert "Titik tolak 2027" in start
    assert "Untuk siapa dan mengapa" in page and "Pos BKPP-01" in page
    assert file.status_code == 200 and file.content[:2] == b"PK"


def test_a_post_starts_the_job(client: Client, cast: Cast) -> None:
    make_year(cast)
    make_frozen()
    client.force_login(cast.citra.user)
    data = {"year": YEAR, "seconds": 5, "kept_jp": 100, "promised_jp": 300, "new_jp": 8}

    answer = client.post("/rencana/susun-ulang/", data)

    plan = Plan.objects.get(amends__isnull=False)
    assert answer.status_code == 302 and str(plan.public_id) in answer["Location"]
    assert (plan.from_day, plan.job.kind) == (DAY, "plan.replan")
    assert client.post("/rencana/susun-ulang/", {**data, "year": 2031}).status_code == 422


def test_a_seat_that_a_re_plan_gave_up_is_not_offered_to_a_substitute(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        Session.objects.filter(pk=year.session.pk).update(min_seats=1, fixed_cost=0)
    plan = make_frozen()
    paid = list(plan.seats.filter(cost__gt=0))
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=paid[0].cost)
    anew = approved(made_anew())
    released = Release.objects.get(plan=anew).seat

    assert proposals(year.session) == []
    with pytest.raises(NotFree):
        substitute(CITRA, released, cast.colleague, DAY)


def test_a_session_that_loses_its_last_seat_frees_its_fixed_cost(cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    oblige_fixed_costs(CITRA, {year.session: "800/1"}, DAY)
    obliged = Posting.objects.get(about=session_key(year.session))
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=1)

    approved(made_anew())

    assert Posting.objects.get(reverses=obliged).amount == obliged.amount == 1_000_000
