"""Rapor Saya: its content, who may read whose, and the answers to a seat."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bina.plan.models import Commitment
from tests.web.scene import planned

pytestmark = pytest.mark.django_db
QUERIES = 25


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = "2026-11-23"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_report_shows_gap_hours_seat_and_reasons(cast, as_) -> None:
    planned(cast)

    page = text(as_("ani").get("/rapor/"))

    assert "kurang 6 JP" in page
    assert "PP 11/2017" in page and "pasal 203" in page
    assert "Komunikasi empatik di loket" in page
    assert "Mengapa saya?" in page and "dari 1,5 ke 2,1" in page
    assert "belum terukur" in page and "lima menit" in page
    assert 'role="img"' in page


def test_unmeasured_is_never_drawn_as_a_gap(cast, as_) -> None:
    planned(cast)

    page = text(as_("colleague").get("/rapor/"))

    assert '<svg class="chart"' not in page
    assert "3 kompetensi belum terukur – bukan kesenjangan" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("budi", 200), ("officer", 200), ("citra", 200), ("hr_head", 200), ("dani", 404),
     ("colleague", 404), ("mayor", 403), ("operator", 403)],
)  # fmt: skip
def test_who_may_read_anis_report(cast, as_, who, status) -> None:
    planned(cast)

    assert as_(who).get(f"/rapor/{cast.ani.public_id}/").status_code == status


def test_own_report_has_one_address(cast, as_) -> None:
    answer = as_("ani").get(f"/rapor/{cast.ani.public_id}/")

    assert answer.status_code == 302 and answer.url == "/rapor/"


def test_nothing_of_others_is_on_the_own_report(cast, as_) -> None:
    planned(cast)

    page = text(as_("ani").get("/rapor/"))

    assert "Rahasia Dani" not in page
    assert str(cast.dani.public_id) not in page


def test_a_seat_is_accepted_with_one_tap(cast, as_) -> None:
    scene = planned(cast)

    as_("ani").post(reverse("web:answer", args=[scene.ani_seat.public_id]), {"jawab": "ya"})

    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.answer, row.answered_by) == ("accepted", "ANI WENDA")


def test_a_decline_needs_a_reason(cast, as_) -> None:
    scene = planned(cast)
    url = reverse("web:answer", args=[scene.ani_seat.public_id])
    ani = as_("ani")

    page = text(ani.post(url, {"jawab": "tidak", "alasan": " "}, follow=True))
    before = Commitment.objects.get(seat=scene.ani_seat).answer
    ani.post(url, {"jawab": "tidak", "alasan": "Cuti melahirkan"})

    assert "Tulis alasannya" in page and before == "open"
    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.answer, row.reason) == ("declined", "Cuti melahirkan")


def test_nobody_answers_for_another_unit(cast, as_) -> None:
    scene = planned(cast)

    answer = as_("dani").post(
        reverse("web:answer", args=[scene.ani_seat.public_id]), {"jawab": "ya"}
    )

    assert answer.status_code == 404
    assert Commitment.objects.get(seat=scene.ani_seat).answer == "open"


def test_the_officer_answers_for_the_unit_and_is_named(cast, as_) -> None:
    scene = planned(cast)

    as_("officer").post(reverse("web:answer", args=[scene.ani_seat.public_id]), {"jawab": "ya"})

    assert Commitment.objects.get(seat=scene.ani_seat).answered_by == "ELIA SUEBU"


@pytest.mark.parametrize("n_seats", [1, 3])
def test_the_number_of_queries_does_not_grow_with_seats(
    cast, as_, django_assert_num_queries: DjangoAssertNumQueries, n_seats: int
) -> None:
    planned(cast, n_seats)
    ani = as_("ani")
    ani.get("/rapor/")

    with django_assert_num_queries(QUERIES):
        ani.get("/rapor/")


def test_the_report_speaks_english(cast, as_) -> None:
    planned(cast)
    client = as_("ani")
    client.cookies["bahasa"] = "en"

    page = text(client.get("/rapor/"))

    assert "Why me?" in page and "6 JP short" in page
