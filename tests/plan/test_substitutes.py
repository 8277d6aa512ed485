"""Calls, answers with a deadline, waiting lists and substitutes under the plan's own rules."""

import datetime as dt

import numpy as np
import pytest
from django.db import DatabaseError, transaction

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.inbox.models import Message
from bina.jobs.models import Job
from bina.people.models import Absence
from bina.people.selectors import access_of
from bina.plan.commitments import DeadlinePassed, SeatGone, answer_seat, write_answer
from bina.plan.models import Commitment, CommitmentStep, Seat, Waiting
from bina.plan.rules.commitment import Said, state_of
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.substitutes import Opening, substitutes
from bina.plan.services.lifecycle import content_hash
from bina.plan.services.nominating import NoTimeLeft, call, confirm, remind_late
from bina.plan.services.substituting import (
    NoLongerPossible,
    NotFree,
    keep_waiting_list,
    load,
    pairs_in_force,
    substitute,
)
from bina.plan.tasks import waiting_list
from tests.plan.scene import CITRA, make_frozen, make_year
from tests.plan.substitutes import city

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (Said(), "planned"),
        (Said(is_called=True), "called"),
        (Said("accepted"), "accepted"),
        (Said("accepted", is_called=True), "accepted"),
        (Said("accepted", head_approved=True, is_confirmed=True), "confirmed"),
        (Said(is_called=True, is_confirmed=True), "called"),
        (Said("accepted", head_approved=False, is_confirmed=True), "declined"),
        (Said("declined", head_approved=True), "declined"),
        (Said("declined", is_replaced=True), "substituted"),
    ],
)
def test_the_strongest_fact_gives_the_state(said: Said, state: str) -> None:
    assert state_of(said) == state


@pytest.fixture
def frozen(cast):
    """A frozen plan whose only session has Ani and Budi or Dani; one of the three has no seat."""
    year = make_year(cast)
    with unguarded():
        type(year.session).objects.update(max_seats=2)
    plan = make_frozen()
    return plan, type(year.session).objects.get()


def seats_of(plan, session):
    return list(
        Seat.objects.filter(plan=plan, session=session).select_related("person").order_by("pk")
    )


def without_seat(cast, plan, session):
    seated = set(
        Seat.objects.filter(plan=plan, session=session).values_list("person_id", flat=True)
    )
    return next(p for p in (cast.ani, cast.budi, cast.dani) if p.pk not in seated)


def test_a_call_tells_each_person_once_with_the_deadline(frozen) -> None:
    plan, session = frozen
    seats = seats_of(plan, session)

    n = call(CITRA, session, seats, deadline=dt.date(2027, 2, 1), day=DAY)
    again = call(CITRA, session, seats, deadline=dt.date(2027, 2, 10), day=DAY)

    assert (n, again) == (2, 0)
    assert set(Commitment.objects.filter(seat__in=seats).values_list("state", "deadline")) == {
        ("called", dt.date(2027, 2, 1))
    }
    assert Message.objects.filter(kind="task", text__v__deadline="01-02-2027").count() == 2
    assert CommitmentStep.objects.filter(before="planned", after="called").count() == 2


@pytest.mark.parametrize("deadline", [dt.date(2026, 11, 22), dt.date(2027, 3, 2)])
def test_a_deadline_lies_between_today_and_the_session(frozen, deadline: dt.date) -> None:
    plan, session = frozen

    with pytest.raises(NoTimeLeft):
        call(CITRA, session, seats_of(plan, session), deadline=deadline, day=DAY)


def test_an_answer_is_taken_on_the_last_day_and_not_after(frozen) -> None:
    plan, session = frozen
    seat = seats_of(plan, session)[0]
    call(CITRA, session, [seat], deadline=dt.date(2026, 12, 1), day=DAY)
    seat = Seat.objects.select_related("commitment").get(pk=seat.pk)
    me = access_of(seat.person.user)

    answer_seat(me, seat, accepts=True, reason="", day=dt.date(2026, 12, 1))
    with pytest.raises(DeadlinePassed):
        answer_seat(me, seat, accepts=False, reason="sakit", day=dt.date(2026, 12, 2))
    write_answer(CITRA, seat, accepts=False, reason="telepon", day=dt.date(2026, 12, 2))

    assert Commitment.objects.get(seat=seat).state == "declined"


def test_only_those_who_accepted_are_confirmed(frozen) -> None:
    plan, session = frozen
    one, two = seats_of(plan, session)
    call(CITRA, session, [one, two], deadline=dt.date(2027, 2, 1), day=DAY)
    write_answer(CITRA, one, accepts=True, reason="", day=DAY)

    assert confirm(CITRA, session, [one, two]) == 1

    states = dict(Commitment.objects.filter(seat__in=[one, two]).values_list("seat_id", "state"))
    assert states == {one.pk: "confirmed", two.pk: "called"}
    late = list(Seat.objects.filter(pk__in=[one.pk, two.pk]).select_related("commitment", "person"))
    assert remind_late(CITRA, session, late, DAY) == 1
    assert remind_late(CITRA, session, late, DAY) == 0  # the first is unread


def test_a_decline_starts_the_search_and_hr_learns_the_best_substitute(cast, frozen) -> None:
    plan, session = frozen
    seat = seats_of(plan, session)[0]

    write_answer(CITRA, seat, accepts=False, reason="Cuti besar", day=DAY)

    job = Job.objects.get(kind="plan.waiting_list")
    waiting_list(Handle(job), **job.arguments)
    best = Waiting.objects.get(plan=plan, session=session, rank=1)
    assert best.person == without_seat(cast, plan, session)
    told = Message.objects.get(user=cast.citra.user)
    assert told.text["v"]["best"] == best.person.full_name
    assert told.text["v"]["reason"] == "Cuti besar"


class Handle:
    """What the task needs of its job."""

    actor = SYSTEM

    def __init__(self, job: Job) -> None:
        self.job = job


def test_a_substitute_takes_the_seat_and_both_are_told_why(cast, frozen) -> None:
    plan, session = frozen
    seat = seats_of(plan, session)[0]
    other = without_seat(cast, plan, session)
    digest = plan.content_hash
    write_answer(CITRA, seat, accepts=False, reason="Cuti besar", day=DAY)
    seat = Seat.objects.select_related("commitment", "session", "plan", "programme", "person").get(
        pk=seat.pk
    )

    made = substitute(CITRA, seat, other, DAY)

    assert (made.person, made.replaces, made.session) == (other, seat, session)
    assert made.basis[0]["v"] == {"rank": 1, "n": 1}
    assert Commitment.objects.get(seat=seat).state == "substituted"
    assert Commitment.objects.get(seat=made).state == "planned"
    told = dict(Message.objects.exclude(user=cast.citra.user).values_list("user_id", "text__v"))
    assert told[seat.person.user_id]["reason"] == "Cuti besar"
    assert other.user_id in told
    assert content_hash(plan) == digest  # what was approved has not changed
    with pytest.raises(SeatGone):
        write_answer(CITRA, seat, accepts=True, reason="", day=DAY)
    with pytest.raises(NotFree):
        substitute(CITRA, seat, other, DAY)


def test_nobody_who_is_away_or_who_declined_is_proposed(cast, frozen) -> None:
    plan, session = frozen
    seat = seats_of(plan, session)[0]
    other = without_seat(cast, plan, session)
    write_answer(CITRA, seat, accepts=False, reason="Cuti besar", day=DAY)
    with unguarded():
        Absence.objects.create(person=other, kind="sick", start=session.end)
    seat = Seat.objects.select_related("commitment", "session", "plan", "programme").get(pk=seat.pk)

    assert keep_waiting_list(CITRA, plan, session) == []
    with pytest.raises(NoLongerPossible):
        substitute(CITRA, seat, other, DAY)


def test_the_database_takes_a_substitute_and_no_other_seat_of_a_frozen_plan(frozen, cast) -> None:
    plan, session = frozen
    seat = seats_of(plan, session)[0]
    values = {
        "plan": plan, "person": cast.dani, "programme": session.programme, "session": session,
        "jp": 16, "cost": 0, "closure": 0,
    }  # fmt: skip
    with unguarded():
        with pytest.raises(DatabaseError), transaction.atomic():
            Seat.objects.create(**values)
        made = Seat.objects.create(**values, replaces=seat)
        with pytest.raises(DatabaseError), transaction.atomic():
            Seat.objects.filter(pk=made.pk).update(cost=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            made.delete()


def test_the_stored_instance_is_read_back_with_its_pairs(frozen) -> None:
    plan, session = frozen

    stored = load(plan)

    pairs = pairs_in_force(stored, plan)
    assert len(pairs) == Seat.objects.filter(plan=plan).count()
    write_answer(CITRA, seats_of(plan, session)[0], accepts=False, reason="x", day=DAY)
    assert len(pairs_in_force(stored, plan)) == len(pairs) - 1


# the rule on hand-made columns: tests/plan/substitutes.py says who is who
ENGINE = PlanSettings().engine


def ranked(instance, held, **opening) -> tuple[list[int], dict[str, int]]:
    pairs = np.array(sorted(instance.pair_of(p, s) for p, s in held), dtype=np.int64)
    found = substitutes(instance, ENGINE, pairs, Opening(**opening))
    return [one.person for one in found.candidates], dict(found.kept_out)


def test_the_one_who_gains_most_goes_first_then_who_lacks_hours() -> None:
    people, out = ranked(city(), [(0, 0)], session=0)

    # 2 has the larger gap; 1 and 3 the same gap, but 3 lacks more hours
    assert (people, out) == ([2, 3, 1], {})


def test_a_counter_at_its_minimum_keeps_its_people() -> None:
    people, out = ranked(city(capacity=1), [(0, 0)], session=0)

    assert (people, out) == ([3], {"staffing": 2})  # 1 and 2 share the counter of 0


def test_money_that_is_spent_keeps_everybody_out_but_the_free_seat() -> None:
    assert ranked(city(money=199), [(0, 0)], session=0) == ([], {"money": 3})
    assert ranked(city(money=200), [(0, 0)], session=0)[0] == [2, 3, 1]


def test_an_own_session_at_the_same_time_keeps_out() -> None:
    people, out = ranked(city(), [(0, 0), (2, 1)], session=0)

    assert (people, out) == ([3, 1], {"overlap": 1})


def test_the_yearly_cap_keeps_out_above_and_not_at_it() -> None:
    assert ranked(city(jp_cap=8), [(0, 0)], session=0)[0] == [2, 3, 1]
    assert ranked(city(jp_cap=7), [], session=0) == ([], {"jp_cap": 4})


def test_a_quota_that_the_leaver_filled_is_filled_by_one_of_its_group() -> None:
    # 0 and 1 are the group with one seat of its own
    people, out = ranked(city(quota=1), [], session=0, leavers=frozenset({0}))

    assert (people, out) == ([1], {"quota": 2})
    assert ranked(city(quota=1), [(1, 0)], session=0, leavers=frozenset({0}))[0] == [2, 3]


def test_the_absent_are_kept_out() -> None:
    assert ranked(city(), [(0, 0)], session=0, barred=frozenset({2})) == ([3, 1], {"absent": 1})


def test_a_seat_that_helps_nobody_is_not_offered() -> None:
    people, out = ranked(city(owed=0, level=3.0), [(0, 0)], session=0)

    assert (people, out) == ([], {"useless": 3})
    assert ranked(city(owed=9, level=3.0), [(0, 0)], session=0)[0] == [1, 2, 3]
