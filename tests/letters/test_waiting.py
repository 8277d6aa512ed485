"""What the page of the week says about letters that are not issued."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bina.accounts.access import Access
from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.catalog.models import Session
from bina.jobs.models import Job
from bina.letters.cards import card_letters_waiting
from bina.letters.models import Kind
from bina.letters.selectors.waiting import letters_waiting
from bina.letters.services.issuing import issue
from bina.people.models import Unit
from bina.people.selectors import access_of
from bina.plan.commitments import write_answer
from bina.plan.models import Commitment, Plan, Seat
from tests.cast import Cast
from tests.letters.scene import DAY, Scene, session_of, set_up

pytestmark = pytest.mark.django_db
CALLED = dt.datetime(2026, 11, 19, 16, 30, tzinfo=dt.UTC)  # 20 Nov, 01.30 in Jayapura


@pytest.fixture(autouse=True)
def day(settings):  # type: ignore[no-untyped-def]  # the plugin's fixture
    settings.FIXED_DAY = DAY.isoformat()


def citra(cast: Cast) -> Access:
    return access_of(cast.user("citra"))


def missing(cast: Cast, day: dt.date = DAY) -> list[tuple[int, Kind]]:
    return [one for row in letters_waiting(citra(cast), day) for one in row.letters]


def ready(cast: Cast) -> Scene:
    """All three are called; nothing is issued."""
    set_up(cast)
    scene = session_of(cast)
    with unguarded():
        Commitment.objects.update(called_at=CALLED)
        Unit.objects.update(place="Kota Jayapura")
    return scene


def ready_too(cast: Cast) -> None:
    """A second session with two of them, called too."""
    with unguarded():
        first = Session.objects.get()
        session = Session.objects.create(
            programme=first.programme, code="P-EMP-B", place=first.place, start=first.start,
            end=first.end, min_seats=1, max_seats=10,
        )  # fmt: skip
        plan = Plan.objects.create(year=2027, name="Rencana 2027")
        for person in (cast.ani, cast.dani):
            seat = Seat.objects.create(
                plan=plan, person=person, programme=first.programme, session=session, jp=16,
                cost=1, closure=0.5,
            )  # fmt: skip
            Commitment.objects.create(seat=seat, state="called", called_at=CALLED)
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FROZEN)


def confirm(scene: Scene, *names: str) -> None:
    with unguarded():
        for name in names:
            Commitment.objects.filter(seat=scene.seats[name]).update(
                state="confirmed", answer="accepted", confirmed_at=CALLED
            )


def test_who_is_called_waits_for_a_call_letter_until_it_is_issued(cast: Cast) -> None:
    scene = ready(cast)
    (row,) = letters_waiting(citra(cast), DAY)
    assert (row.n, row.letters) == (3, ((3, Kind.CALL),))
    assert row.since == dt.date(2026, 11, 20)  # as the day is in Jayapura

    issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    assert missing(cast) == []


def test_who_is_confirmed_waits_for_the_other_letters_a_list_counting_once(cast: Cast) -> None:
    scene = ready(cast)
    issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    confirm(scene, "ani", "dani")

    assert missing(cast) == [
        (2, Kind.ASSIGNMENT), (2, Kind.TRAVEL), (1, Kind.PARTICIPANTS), (1, Kind.ATTENDANCE),
    ]  # fmt: skip

    for kind in (Kind.ASSIGNMENT, Kind.TRAVEL, Kind.PARTICIPANTS, Kind.ATTENDANCE):
        issue(SYSTEM, kind, [scene.session], DAY)
    assert missing(cast) == []


def test_no_travel_letter_is_missing_for_a_session_at_home(cast: Cast) -> None:
    scene = ready(cast)
    confirm(scene, "ani")
    with unguarded():
        Unit.objects.update(place=scene.session.place)

    assert Kind.TRAVEL not in [kind for _n, kind in missing(cast)]
    assert (1, Kind.ASSIGNMENT) in missing(cast)


def test_who_declined_and_what_is_over_waits_for_nothing(cast: Cast) -> None:
    scene = ready(cast)
    write_answer(SYSTEM, scene.seats["ani"], accepts=False, reason="Cuti", day=DAY)

    assert missing(cast) == [(2, Kind.CALL)]
    assert missing(cast, scene.session.end) == [(2, Kind.CALL)]
    assert missing(cast, scene.session.end + dt.timedelta(days=1)) == []


def test_an_officer_counts_the_own_people_only(cast: Cast) -> None:
    ready(cast)

    (row,) = letters_waiting(access_of(cast.user("budi")), DAY)

    assert row.letters == ((2, Kind.CALL),)  # Ani and her colleague, not Dani


def test_pdfs_that_nobody_makes_and_a_plan_without_signature_wait_too(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    scene = ready(cast)
    batch = issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert card_letters_waiting(citra(cast))["batches"] == []  # they are being made

    with unguarded():
        Job.objects.update(state=Job.State.STOPPED)
        Plan.objects.create(year=2028, name="Rencana 2028", state="submitted", submitted_at=CALLED)
    card = card_letters_waiting(citra(cast))
    page = as_("citra").get("/minggu-ini/").content.decode()

    assert ([one.pk for one in card["batches"]], card["n"]) == ([batch.pk], 2)
    assert "0 dari 3 PDF jadi" in page
    assert "menunggu tanda tangan kepala BKPP sejak 20 Nov 2026" in page


def test_the_page_asks_as_often_for_one_session_as_for_many(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ready(cast)
    ready_too(cast)
    access = citra(cast)
    card_letters_waiting(access)  # who is in reach is asked once a request

    with django_assert_num_queries(3):
        card = card_letters_waiting(access)

    assert len(card["rows"]) == 2
