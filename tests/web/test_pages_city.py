"""The city page and the workbench: their figures, and that nobody is named to the mayor."""

import pytest

from tests.web.scene import planned

pytestmark = pytest.mark.django_db
STEPS = ["Impor pegawai", "Standar", "Layanan", "Pengukuran", "Kesenjangan", "Katalog", "Anggaran",
         "Rencana", "Persetujuan"]  # fmt: skip


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = "2026-11-23"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_city_page_shows_reach_plan_money_gaps_and_risk(cast, as_) -> None:
    planned(cast)

    page = text(as_("citra").get("/kota/"))

    assert "1 dari 7 orang terpenuhi" in page
    assert "Tidak ada rencana yang lebih baik." in page
    assert "Anggaran 2026" in page and "Rp 10,0 jt" in page
    assert "Kesenjangan menurut kelompok" in page
    assert "Layanan yang rawan" in page
    assert page.count('<details class="why">') >= 4


def test_small_cells_are_hidden_from_the_mayor_only(cast, as_) -> None:
    planned(cast)

    mayor, analyst = text(as_("mayor").get("/kota/")), text(as_("citra").get("/kota/"))

    assert "disembunyikan: terlalu sedikit orang" in mayor
    assert "disembunyikan" not in analyst


def test_the_mayor_sees_no_names(cast, as_) -> None:
    planned(cast)

    page = text(as_("mayor").get("/kota/"))

    for person in (cast.ani, cast.budi, cast.dani):
        assert person.name not in page


def test_the_empty_city_says_what_to_do(cast, as_) -> None:
    page = text(as_("citra").get("/kota/"))

    assert "Belum ada rencana." in page and "Kesenjangan belum dihitung." in page


@pytest.mark.parametrize("who", ["ani", "budi", "officer", "operator"])
def test_others_have_no_city_page(cast, as_, who) -> None:
    assert as_(who).get("/kota/").status_code == 403


def test_the_workbench_names_the_next_step(cast, as_) -> None:
    planned(cast)

    page = text(as_("citra").get("/meja/"))

    places = [page.index(f"<strong>{name}</strong>") for name in STEPS]
    assert places == sorted(places)
    assert "7</strong> <small>pegawai" in page
    assert "Data yang diragukan" in page


@pytest.mark.parametrize("who", ["ani", "budi", "officer", "mayor", "operator"])
def test_others_have_no_workbench(cast, as_, who) -> None:
    assert as_(who).get("/meja/").status_code == 403
