"""The cable is cut: what becomes of the online sessions of those days."""

import datetime as dt

import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.catalog.models import Session
from bina.plan.models import Change, Commitment
from bina.plan.services.outages import How, NothingOnline, note_outage, sessions_offline
from tests.cast import Cast
from tests.plan.scene import CITRA, Year, make_frozen, make_year

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 1, 4)
CUT = (dt.date(2027, 2, 20), dt.date(2027, 3, 20))


@pytest.fixture(autouse=True)
def today(settings):
    settings.FIXED_DAY = DAY.isoformat()


def online(cast: Cast) -> Year:
    """The year's course is given online, in the days of the cut."""
    year = make_year(cast)
    with unguarded():
        year.empathy.mode = "online"
        year.empathy.save()
    return year


def noted(how: How) -> list[Change]:
    return note_outage(CITRA, *CUT, how=how, reason="Kabel laut putus", document_no="", day=DAY)


def test_sessions_of_the_days_are_cancelled_with_their_seats(cast: Cast) -> None:
    year = online(cast)
    plan = make_frozen()
    seats = plan.seats.filter(session=year.session)
    assert [s.heads for s in sessions_offline(*CUT, DAY)] == [seats.count()]

    (change,) = noted("cancel")

    assert change.kind == "cancelled" and len(change.effects) == seats.count()
    states = Commitment.objects.filter(seat__in=seats).values_list("state", flat=True)
    assert set(states) == {"declined"}
    with pytest.raises(NothingOnline):
        noted("cancel")


def test_put_off_keeps_the_weekday_and_asks_again(cast: Cast) -> None:
    year = online(cast)
    make_frozen()
    before = year.session.start

    (change,) = noted("put_off")

    moved = Session.objects.get(pk=year.session.pk)
    assert moved.start > CUT[1] >= moved.start - dt.timedelta(days=7)
    assert moved.start.weekday() == before.weekday()
    assert moved.end - moved.start == year.session.end - before
    assert {one["what"] for one in change.effects} == {"ask_again"}


def test_classroom_sessions_and_other_days_are_left_alone(cast: Cast) -> None:
    year = make_year(cast)
    make_frozen()
    assert not sessions_offline(*CUT, DAY).exists()
    with unguarded():
        year.empathy.mode = "online"
        year.empathy.save()

    assert not sessions_offline(dt.date(2027, 4, 1), dt.date(2027, 4, 30), DAY).exists()
    assert not sessions_offline(*CUT, dt.date(2027, 3, 2)).exists()  # it has begun


def test_the_page_shows_before_it_acts(client: Client, cast: Cast) -> None:
    year = online(cast)
    make_frozen()
    client.force_login(cast.citra.user)
    data = {"start": "2027-02-20", "end": "2027-03-20", "how": "cancel", "reason": "Putus"}

    shown = client.get("/rencana/perubahan/gangguan/", data).content.decode()

    assert year.session.code in shown and not Change.objects.exists()
    answer = client.post("/rencana/perubahan/gangguan/", data)
    assert answer.status_code == 302 and Change.objects.count() == 1
    wrong = client.post("/rencana/perubahan/gangguan/", {**data, "end": "2027-02-01"})
    assert wrong.status_code == 422
