"""Answers and decisions on the seats of a frozen plan."""

import datetime as dt

import pytest

from bina.audit.models import Entry
from bina.people.selectors import access_of
from bina.plan.commitments import (
    ReasonMissing,
    TooLate,
    answer_seat,
    decide_seats,
    seats_awaiting_head,
)
from bina.plan.models import Commitment
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def test_an_answer_is_in_the_ledger_with_before_and_after(cast) -> None:
    scene = planned(cast)

    answer_seat(access_of(cast.user("ani")), scene.ani_seat, accepts=True, reason="", day=DAY)

    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.role) == ("plan.answer", "employee")
    assert entry.detail["answer"] == ["open", "accepted"]


def test_no_answer_from_the_first_day_of_the_session_on(cast) -> None:
    scene = planned(cast)
    ani = access_of(cast.user("ani"))

    answer_seat(ani, scene.ani_seat, accepts=True, reason="", day=dt.date(2026, 11, 30))
    with pytest.raises(TooLate):
        answer_seat(ani, scene.ani_seat, accepts=False, reason="x", day=dt.date(2026, 12, 1))


def test_a_refusal_without_words_is_refused(cast) -> None:
    scene = planned(cast)

    with pytest.raises(ReasonMissing):
        decide_seats(
            access_of(cast.user("budi")), [scene.ani_seat], approves=False, reason="  ", day=DAY
        )

    assert Commitment.objects.get(seat=scene.ani_seat).head_approved is None


def test_a_declined_seat_does_not_wait_for_the_head(cast) -> None:
    scene = planned(cast)
    budi = access_of(cast.user("budi"))
    before = list(seats_awaiting_head(budi, DAY))

    answer_seat(access_of(cast.user("ani")), scene.ani_seat, accepts=False, reason="x", day=DAY)

    assert before == [scene.ani_seat]
    assert list(seats_awaiting_head(budi, DAY)) == []


def test_nobody_approves_the_own_seat(cast) -> None:
    scene = planned(cast, seat_for_head=True)

    waiting = seats_awaiting_head(access_of(cast.user("budi")), DAY)

    assert {seat.person for seat in waiting} == {scene.ani_seat.person}
