"""The pages of the plan: what each reader sees of it, and at what number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.catalog.models import Session
from bina.jobs.models import Job
from bina.money.models import BudgetLine
from bina.plan.models import Pin, Plan, Seat
from tests.cast import Cast
from tests.plan.scene import YEAR, make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def url(name: str, plan: Plan, **more: object) -> str:
    return reverse(f"plan:{name}", kwargs={"public_id": plan.public_id, **more})


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_plan_says_its_proof_in_words_first(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()

    page = body(as_("citra"), url("detail", plan))

    assert "Tidak ada rencana lain yang menutup lebih dari 6,0 % lebih banyak" in page
    assert "Dinas Kesehatan" in page and "Dinas Kependudukan" in page


def test_a_head_sees_only_the_own_unit(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_frozen()
    assert Seat.objects.filter(plan=plan, person=cast.dani).exists()

    for name in ("detail", "seats"):
        page = body(as_("budi"), url(name, plan))
        assert "DANI OHEE" not in page
        assert "Dinas Kependudukan" not in page
    assert "ANI WENDA" in body(as_("budi"), url("seats", plan))


def test_a_head_cannot_open_somebody_of_another_unit(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_frozen()

    theirs = as_("budi").get(url("person", plan, person_id=cast.dani.public_id))
    own = as_("budi").get(url("person", plan, person_id=cast.ani.public_id))

    assert (theirs.status_code, own.status_code) == (404, 200)


def test_the_session_page_hides_participants_of_other_units(cast: Cast, as_: As) -> None:
    year = make_year(cast)
    plan = make_frozen()

    page = body(as_("budi"), url("session", plan, session_id=year.session.public_id))

    assert "ANI WENDA" in page
    assert "DANI OHEE" not in page


@pytest.mark.parametrize("member", ["ani", "operator"])
def test_others_do_not_see_plans(cast: Cast, as_: As, member: str) -> None:
    make_year(cast)

    assert as_(member).get(url("detail", make_frozen())).status_code == 403


def test_a_draft_is_not_shown_to_heads(cast: Cast, as_: As) -> None:
    make_year(cast)

    assert as_("budi").get(url("detail", make_plan())).status_code == 404


def test_the_person_page_tells_why_each_seat(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()

    page = body(as_("citra"), url("person", plan, person_id=cast.ani.public_id))

    assert "Komunikasi empatik" in page
    assert "Pelayanan responsif dan empatik: level 1,00 menjadi" in page


def test_a_refused_wish_names_the_rule_and_what_it_takes(cast: Cast, as_: As) -> None:
    make_year(cast)
    with unguarded():
        BudgetLine.objects.update(amount=100_000)
    plan = make_plan()

    page = body(as_("citra"), url("person", plan, person_id=cast.ani.public_id))

    assert "Pos BKPP-01 tersisa Rp 100.000, sedangkan biayanya Rp 1.350.000." in page
    assert "Tambahan Rp 1.250.000 pada pos itu." in page
    cheapest = page.partition("Paling murah:")[2].partition("</p>")[0]
    assert "1 peserta lain yang membuka sesi, " in cheapest
    assert "tambahan Rp 1.250.000 pada pos BKPP-01, untuk Komunikasi empatik" in cheapest


def test_only_the_head_of_the_agency_approves(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()
    as_("citra").post(url("submit", plan))

    refused = as_("citra").post(url("approve", plan))
    taken = as_("hr_head").post(url("approve", plan))

    plan.refresh_from_db()
    assert (refused.status_code, taken.status_code, plan.state) == (403, 302, "frozen")
    assert plan.approved_by


def test_a_running_plan_polls_and_can_be_stopped(cast: Cast, as_: As) -> None:
    make_year(cast)
    with unguarded():
        job = Job.objects.create(kind="plan.compute", label="x", actor_name="x", state="running")
        plan = Plan.objects.create(year=YEAR, name="Rencana", job=job)

    page = body(as_("citra"), url("detail", plan))
    as_("citra").post(url("stop", plan))

    job.refresh_from_db()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert job.stop_requested


def test_a_conflict_is_shown_in_words(cast: Cast, as_: As) -> None:
    with unguarded():
        plan = Plan.objects.create(
            year=YEAR,
            name="Rencana",
            state="discarded",
            conflict=[{"t": "Ketetapan 7 bertentangan"}],
        )

    assert "Ketetapan 7 bertentangan" in body(as_("citra"), url("detail", plan))


PIN = {
    "year": YEAR, "kind": "must", "nip": "199001012015032001", "target": "EMPATI-01-A",
    "reason": "Pos baru", "requester": "Kepala Dinas", "document_no": "800/12",
}  # fmt: skip


def test_a_pin_is_written_with_all_its_facts(cast: Cast, as_: As) -> None:
    year = make_year(cast)

    answer = as_("citra").post(reverse("plan:pin_new"), PIN)

    pin = Pin.objects.get()
    assert answer.status_code == 302
    assert (pin.person, pin.session, pin.document_no) == (cast.ani, year.session, "800/12")


@pytest.mark.parametrize("missing", ["reason", "requester", "document_no", "target", "nip"])
def test_a_pin_without_one_of_its_facts_is_refused(cast: Cast, as_: As, missing: str) -> None:
    make_year(cast)

    answer = as_("citra").post(reverse("plan:pin_new"), {**PIN, missing: ""})

    assert answer.status_code == 200
    assert not Pin.objects.exists()


def test_a_pinned_seat_is_marked_and_its_cost_listed(cast: Cast, as_: As) -> None:
    make_year(cast)
    as_("citra").post(reverse("plan:pin_new"), PIN)

    plan = make_plan()

    assert Seat.objects.get(plan=plan, person=cast.ani, pinned=True)
    assert plan.pins[0]["money"] == 350_000
    assert "800/12" in body(as_("citra"), url("detail", plan))


@pytest.mark.parametrize("name", ["detail", "seats", "sessions"])
def test_the_number_of_queries_does_not_grow(cast: Cast, as_: As, name: str) -> None:
    year = make_year(cast)
    plan = make_plan()
    client = as_("citra")
    client.get(url(name, plan))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name, plan))
    with unguarded():
        for n in range(3):
            session = Session.objects.create(
                code=f"S{n}", programme=year.empathy, place="X", start=year.session.start,
                end=year.session.end, min_seats=1, max_seats=2,
            )  # fmt: skip
            Seat.objects.create(
                plan=plan, person=cast.citra, programme=year.empathy, session=session, jp=1, cost=0,
                closure=0,
            )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        client.get(url(name, plan))

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("member", "status", "left"), [("citra", 302, 0), ("budi", 403, 1), ("mayor", 403, 1)]
)
def test_only_hr_takes_a_pin_back(cast: Cast, as_: As, member: str, status: int, left: int) -> None:
    make_year(cast)
    as_("citra").post(reverse("plan:pin_new"), PIN)
    pin = Pin.objects.get()

    answer = as_(member).post(reverse("plan:pin_remove", kwargs={"public_id": pin.public_id}))

    assert (answer.status_code, Pin.objects.count()) == (status, left)
