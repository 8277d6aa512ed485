"""What a head approved in one act is taken back in one click, today, while nothing rests on it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import SYSTEM
from bina.letters.models import Kind
from bina.letters.services.issuing import issue
from bina.people.selectors import access_of
from bina.plan.commitments import answer_seat, decide_seats, seats_awaiting_head
from bina.plan.models import Commitment, HeadDecision, Seat
from bina.plan.services.nominating import call, confirm
from bina.plan.undoing import DecisionStays, last_approval, undo_approval
from tests.cast import Cast
from tests.letters import scene as letter_scene
from tests.web.scene import DAY, Scene, planned

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
HEAD_FIELDS = ("head_approved", "head_reason", "head_decided_at", "head_decided_by", "state")


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = DAY.isoformat()


def approve_all(cast: Cast) -> HeadDecision:
    budi = access_of(cast.user("budi"))
    decide_seats(budi, list(seats_awaiting_head(budi, DAY)), approves=True, reason="", day=DAY)
    return HeadDecision.objects.latest("pk")


def undo(cast: Cast, decision: HeadDecision, who: str = "budi", day: dt.date = DAY) -> int:
    return undo_approval(access_of(cast.user(who)), str(decision.public_id), day)


def rows() -> list[tuple[object, ...]]:
    return list(Commitment.objects.order_by("pk").values_list(*HEAD_FIELDS))


def why(cast: Cast, decision: HeadDecision, **more: dt.date) -> str:
    """Why it stays, after checking that nothing moved."""
    before = rows()
    with pytest.raises(DecisionStays) as refused:
        undo(cast, decision, **more)
    assert rows() == before
    return str(refused.value)


def test_everything_is_as_before_the_act(cast: Cast) -> None:
    planned(cast, n_seats=3)
    before = rows()
    decision = approve_all(cast)
    assert rows() != before

    n = undo(cast, decision)

    assert (n, rows()) == (3, before)
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.role, entry.subject_id) == (
        "unit.approve.undo", "unit_head", str(decision.public_id),
    )  # fmt: skip
    assert len(entry.detail["seats"]) == 3


def test_an_act_is_undone_once(cast: Cast) -> None:
    planned(cast)
    decision = approve_all(cast)
    undo(cast, decision)

    assert "sudah diurungkan" in why(cast, decision)


def test_only_the_one_who_approved_takes_it_back(cast: Cast) -> None:
    planned(cast)
    decision = approve_all(cast)

    before = rows()
    with pytest.raises(DecisionStays):  # a head as well, but not the one who approved
        undo(cast, decision, "hr_head")
    assert rows() == before


@pytest.mark.parametrize(("hours", "stays"), [(0, False), (24, True)])
def test_only_on_the_same_day(cast: Cast, hours: int, stays: bool) -> None:
    planned(cast)
    decision = approve_all(cast)
    with unguarded():
        moved = decision.decided_at - dt.timedelta(hours=hours)
        HeadDecision.objects.update(decided_at=moved)

    if stays:
        assert "hari persetujuannya sudah lewat" in why(cast, decision)
        assert last_approval(access_of(cast.user("budi")), DAY) is None
    else:
        assert undo(cast, decision) == 1


def test_the_day_ends_at_midnight_in_jayapura(cast: Cast) -> None:
    planned(cast)
    decision = approve_all(cast)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with unguarded():
        HeadDecision.objects.update(decided_at=midnight - dt.timedelta(microseconds=1))
    assert "sudah lewat" in why(cast, decision)

    with unguarded():
        HeadDecision.objects.update(decided_at=midnight)
    assert undo(cast, decision) == 1


def test_not_once_the_session_has_begun(cast: Cast) -> None:
    scene = planned(cast)
    decision = approve_all(cast)
    start = scene.ani_seat.session.start

    assert "sudah mulai" in why(cast, decision, day=start)
    assert undo(cast, decision, day=start - dt.timedelta(days=1)) == 1


def accepted(cast: Cast, scene: Scene) -> None:
    answer_seat(access_of(cast.user("ani")), scene.ani_seat, accepts=True, reason="", day=DAY)


def test_an_answer_of_the_person_does_not_rest_on_it(cast: Cast) -> None:
    scene = planned(cast)
    decision = approve_all(cast)
    accepted(cast, scene)

    undo(cast, decision)

    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.answer, row.state, row.head_approved) == ("accepted", "accepted", None)


def test_not_once_hr_has_confirmed_somebody(cast: Cast) -> None:
    scene = planned(cast)
    accepted(cast, scene)
    decision = approve_all(cast)
    confirm(SYSTEM, scene.ani_seat.session, [scene.ani_seat])

    assert "ditetapkan" in why(cast, decision)


def test_a_confirmation_before_the_approval_does_not_rest_on_it(cast: Cast) -> None:
    scene = planned(cast)
    accepted(cast, scene)
    confirm(SYSTEM, scene.ani_seat.session, [scene.ani_seat])
    decision = approve_all(cast)

    undo(cast, decision)

    assert Commitment.objects.get(seat=scene.ani_seat).state == "confirmed"


def test_not_once_a_substitute_has_the_seat(cast: Cast) -> None:
    scene = planned(cast)
    decision = approve_all(cast)
    seat = scene.ani_seat
    with unguarded():
        Seat.objects.create(
            plan=seat.plan, person=cast.colleague, programme=seat.programme, session=seat.session,
            jp=8, cost=0, closure=0, replaces=seat,
        )  # fmt: skip

    assert "pengganti" in why(cast, decision)


def test_not_once_a_seat_changed_otherwise(cast: Cast) -> None:
    scene = planned(cast, n_seats=2)
    decision = approve_all(cast)
    with unguarded():  # the session moved: the approval is asked for again
        Commitment.objects.filter(seat=scene.ani_seat).update(head_approved=None)

    assert "berubah" in why(cast, decision)


def test_not_once_a_letter_was_issued(cast: Cast, settings) -> None:
    settings.FIXED_DAY = letter_scene.DAY.isoformat()
    letter_scene.set_up(cast)
    scene = letter_scene.session_of(cast, called=False)
    budi = access_of(cast.user("budi"))
    seats = list(seats_awaiting_head(budi, letter_scene.DAY))
    decide_seats(budi, seats, approves=True, reason="", day=letter_scene.DAY)
    decision = HeadDecision.objects.latest("pk")
    call(
        SYSTEM, scene.session, list(scene.seats.values()), deadline=dt.date(2027, 2, 1),
        day=letter_scene.DAY,
    )  # fmt: skip
    assert last_approval(budi, letter_scene.DAY).stays is None  # called, but nothing in writing

    issue(SYSTEM, Kind.CALL, [scene.session], letter_scene.DAY)

    assert "sudah terbit" in why(cast, decision, day=letter_scene.DAY)


def text(client: Client, path: str = "/unit/") -> str:
    return " ".join(client.get(path).content.decode().split())


def test_the_page_offers_it_after_approving_all_and_then_no_more(cast: Cast, as_: As) -> None:
    planned(cast, n_seats=2)
    budi = as_("budi")
    assert "Urungkan" not in text(budi)

    budi.post("/unit/putuskan/", {"putusan": "semua", "semua": "2"})
    page = text(budi)
    assert "Urungkan (2)" in page
    key = HeadDecision.objects.get().public_id
    answer = budi.post("/unit/urungkan/", {"putusan": str(key)}, follow=True)

    page = " ".join(answer.content.decode().split())
    assert "Persetujuan diurungkan; 2 kursi menunggu Anda lagi." in page
    assert "Setujui semua (2)" in page
    assert "Urungkan (" not in page


def test_the_page_says_why_it_cannot_be_undone(cast: Cast, as_: As) -> None:
    scene = planned(cast)
    accepted(cast, scene)
    approve_all(cast)
    confirm(SYSTEM, scene.ani_seat.session, [scene.ani_seat])

    page = text(as_("budi"))

    assert "Tidak dapat diurungkan lagi:" in page
    assert "Urungkan (" not in page


def test_a_refusal_is_not_offered_for_undoing(cast: Cast, as_: As) -> None:
    scene = planned(cast)
    budi = as_("budi")
    form = {"putusan": "tidak", "kursi": str(scene.ani_seat.public_id), "alasan": "Akreditasi"}

    budi.post("/unit/putuskan/", form)

    assert "Urungkan" not in text(budi)
    key = str(HeadDecision.objects.get().public_id)
    budi.post("/unit/urungkan/", {"putusan": key})
    assert Commitment.objects.get(seat=scene.ani_seat).head_approved is False


@pytest.mark.parametrize("key", ["", "x", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"])
def test_an_unknown_act_changes_nothing(cast: Cast, as_: As, key: str) -> None:
    planned(cast)
    approve_all(cast)
    before = rows()

    answer = as_("budi").post("/unit/urungkan/", {"putusan": key})

    assert (answer.status_code, rows()) == (302, before)


def test_the_page_asks_the_same_number_of_queries_for_one_and_four_seats(
    cast: Cast, as_: As
) -> None:
    planned(cast, n_seats=4)
    budi = access_of(cast.user("budi"))
    client = as_("budi")
    client.get("/unit/")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/unit/")
        return len(queries)

    seats = list(seats_awaiting_head(budi, DAY))
    decide_seats(budi, seats[:1], approves=True, reason="", day=DAY)
    count()
    one = count()
    decide_seats(budi, seats[1:3], approves=True, reason="", day=DAY)
    count()
    assert count() == one
