"""A session is moved or cancelled, a person falls ill or retires: what is written and told."""

import datetime as dt

import pytest

from bina.audit.services import Actor
from bina.inbox.models import Message
from bina.people.models import Absence
from bina.plan.commitments import write_answer
from bina.plan.models import Change, Commitment
from bina.plan.selectors.changes import replan_input_of
from bina.plan.services.changing import (
    AlreadyBegun,
    AlreadyCancelled,
    MovedIntoThePast,
    News,
    note_change,
)
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
Kind = Change.Kind
MET = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def accept(*seats) -> None:
    for seat in seats:
        write_answer(HR, seat, accepts=True, reason="", day=DAY)


def test_a_cancelled_session_releases_everybody_with_the_reason_and_tells_them(cast) -> None:
    scene = planned(cast)
    accept(scene.ani_seat, scene.dani_seat)
    news = News(Kind.CANCELLED, DAY, None, "Penerbangan batal", session=scene.ani_seat.session)

    change = note_change(HR, news, DAY)

    assert [one["what"] for one in change.effects] == ["released", "released"]
    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.state, row.reason, row.steps.last().by) == (
        "declined", "Penerbangan batal", "CITRA RUMBIAK",
    )  # fmt: skip
    told = set(Message.objects.values_list("user_id", flat=True))
    assert told >= {cast.ani.user_id, cast.dani.user_id}
    with pytest.raises(AlreadyCancelled):
        note_change(HR, news, DAY)


def test_a_moved_session_moves_in_the_calendar_and_asks_again(cast) -> None:
    scene = planned(cast)
    accept(scene.ani_seat)
    session = scene.ani_seat.session
    news = News(Kind.MOVED, dt.date(2026, 12, 8), None, "Narasumber sakit", session=session)

    change = note_change(HR, news, DAY)

    session.refresh_from_db()
    assert (session.start, session.end) == (dt.date(2026, 12, 8), dt.date(2026, 12, 8))
    assert (change.old_start, change.old_end) == (MET, MET)
    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.answer, row.state) == ("open", "planned")


def test_an_illness_is_an_absence_and_releases_only_the_persons_seats(cast) -> None:
    scene = planned(cast)
    accept(scene.ani_seat, scene.dani_seat)
    news = News(Kind.SICK, DAY, MET, "Dirawat", person=cast.ani)

    note_change(HR, news, DAY)

    assert Absence.objects.filter(person=cast.ani, kind="sick", start=DAY, end=MET).count() == 1
    states = dict(Commitment.objects.values_list("seat__person", "state"))
    assert (states[cast.ani.pk], states[cast.dani.pk]) == ("declined", "accepted")


def test_the_replan_starts_from_what_stayed(cast) -> None:
    scene = planned(cast)
    accept(scene.dani_seat)
    note_change(HR, News(Kind.RETIRED, DAY, None, "Pensiun", person=cast.ani), DAY)

    found = replan_input_of(2026, DAY)

    programme, session = scene.ani_seat.programme_id, scene.ani_seat.session_id
    assert found.kept == ((cast.dani.pk, session, programme),)
    assert found.forbidden == ((cast.ani.pk, session, programme),)


def test_a_session_that_has_begun_is_neither_moved_nor_cancelled(cast) -> None:
    session = planned(cast).ani_seat.session
    with pytest.raises(AlreadyBegun):
        note_change(HR, News(Kind.CANCELLED, MET, None, "x", session=session), MET)
    with pytest.raises(MovedIntoThePast):
        note_change(HR, News(Kind.MOVED, DAY, None, "x", session=session), DAY)
    assert Change.objects.count() == 0
