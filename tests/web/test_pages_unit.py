"""The unit page: what waits for the head, who is away and covers, who has 0 JP."""

import pytest

from bina.plan.models import Commitment
from tests.web.scene import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = "2026-11-23"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_head_sees_three_cards(cast, as_) -> None:
    planned(cast)

    page = text(as_("budi").get("/unit/"))

    assert "Setujui semua (1)" in page
    assert "ANI WENDA" in page and "Komunikasi empatik di loket" in page
    assert "Poli umum · Perawat" in page
    assert "pergi: YULI KBAREK; menjaga: ANI WENDA" in page
    assert "2 <small>dari 3 orang, 0 JP pada 2026" in page


def test_nothing_of_another_unit_is_shown(cast, as_) -> None:
    planned(cast)

    page = text(as_("budi").get("/unit/"))

    assert "DANI OHEE" not in page


def test_approving_all_writes_every_waiting_seat(cast, as_) -> None:
    scene = planned(cast)

    as_("budi").post("/unit/putuskan/", {"putusan": "semua", "semua": "1"})

    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.head_approved, row.head_decided_by) == (True, "BUDI MANDOWEN")
    assert Commitment.objects.get(seat=scene.dani_seat).head_approved is None


def test_all_is_refused_when_the_list_has_changed(cast, as_) -> None:
    scene = planned(cast)

    page = text(
        as_("budi").post("/unit/putuskan/", {"putusan": "semua", "semua": "5"}, follow=True)
    )

    assert "Daftarnya berubah" in page
    assert Commitment.objects.get(seat=scene.ani_seat).head_approved is None


def test_a_refusal_needs_a_reason(cast, as_) -> None:
    scene = planned(cast)
    budi = as_("budi")
    form = {"putusan": "tidak", "kursi": str(scene.ani_seat.public_id)}

    page = text(budi.post("/unit/putuskan/", form, follow=True))
    budi.post("/unit/putuskan/", {**form, "alasan": "Akreditasi"})

    assert "Tulis alasannya" in page
    row = Commitment.objects.get(seat=scene.ani_seat)
    assert (row.head_approved, row.head_reason) == (False, "Akreditasi")


def test_a_head_does_not_decide_for_another_unit(cast, as_) -> None:
    scene = planned(cast)

    answer = as_("budi").post(
        "/unit/putuskan/", {"putusan": "ya", "kursi": str(scene.dani_seat.public_id)}
    )

    assert answer.status_code == 404


def test_the_officer_has_the_own_version(cast, as_) -> None:
    planned(cast)

    page = text(as_("officer").get("/unit/"))

    assert "Belum dapat masuk" in page and "Data yang diragukan" in page
    assert "Setujui semua" not in page
    assert "DANI OHEE" not in page


@pytest.mark.parametrize("who", ["ani", "citra", "mayor", "operator"])
def test_others_have_no_unit_page(cast, as_, who) -> None:
    assert as_(who).get("/unit/").status_code == 403
