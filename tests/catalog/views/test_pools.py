"""Coach pools: list, add, change, remove; names without hours; who may."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.catalog.models import CoachPool, Programme

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def coaching(pool: str, code: str = "C-1", name: str = "Coaching empati") -> Programme:
    with unguarded():
        return Programme.objects.create(
            code=code, name=name, form="Coaching", mode="open", jp=2, cap_jp=8,
            coach_pool=pool, coach_hours=1,
        )  # fmt: skip


def pool(code: str = "COACH-BKPP", hours: str = "40") -> CoachPool:
    with unguarded():
        return CoachPool.objects.create(code=code, hours=hours)


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_without_pools_the_page_says_where_they_come_from(as_: As) -> None:
    page = text(as_("ani"), "/katalog/pelatih/")

    assert "Belum ada kelompok pelatih." in page
    assert "Tambah kelompok pelatih" not in page  # she may not


def test_a_pool_is_shown_with_hours_and_programmes(as_: As) -> None:
    pool()
    coaching("COACH-BKPP")

    page = text(as_("citra"), "/katalog/pelatih/")

    for word in ("COACH-BKPP", "40,0", "Coaching empati", "1,0 jam per peserta"):
        assert word in page
    assert "Kelompok tanpa jam" not in page


def test_a_name_without_hours_is_pointed_out(as_: As) -> None:
    coaching("COACH-LUAR")

    page = text(as_("citra"), "/katalog/pelatih/")

    assert "Kelompok tanpa jam" in page
    assert "/katalog/pelatih/baru/?kode=COACH-LUAR" in page


def test_search_finds_codes_and_programmes(as_: As) -> None:
    pool("COACH-A")
    pool("COACH-B")
    coaching("COACH-B")
    citra = as_("citra")

    found = text(citra, "/katalog/pelatih/?cari=empati")

    assert "COACH-B" in found
    assert "COACH-A" not in found
    assert "Tidak ada yang cocok." in text(citra, "/katalog/pelatih/?cari=xyz")


def test_hr_adds_a_pool_as_an_import_would_write_it(as_: As) -> None:
    citra = as_("citra")

    answer = citra.post("/katalog/pelatih/baru/", {"code": "coach  bkpp", "hours": "120.5"})

    assert answer.status_code == 302
    made = CoachPool.objects.get()
    assert (made.code, made.hours) == ("COACH BKPP", Decimal("120.5"))
    assert Entry.objects.get(action="catalog.pool").detail == {"hours": [None, "120.5"]}
    again = citra.post("/katalog/pelatih/baru/", {"code": "Coach Bkpp", "hours": "1"})
    assert again.status_code == 422
    assert "sudah ada" in again.content.decode()


@pytest.mark.parametrize("hours", ["-1", "", "banyak"])
def test_hours_must_be_a_number_from_zero_up(as_: As, hours: str) -> None:
    answer = as_("citra").post("/katalog/pelatih/baru/", {"code": "C", "hours": hours})

    assert answer.status_code == 422
    assert not CoachPool.objects.exists()


def test_the_hours_change_and_the_code_stays(as_: As) -> None:
    pool("COACH/A")

    as_("citra").post("/katalog/pelatih/ubah/COACH/A/", {"code": "LAIN", "hours": "0"})

    made = CoachPool.objects.get()
    assert (made.code, made.hours) == ("COACH/A", 0)


def test_a_pool_that_a_programme_names_is_not_removed(as_: As) -> None:
    pool()
    made = coaching("COACH-BKPP")
    citra = as_("citra")

    answer = citra.post("/katalog/pelatih/ubah/COACH-BKPP/", {"hapus": "1"}, follow=True)
    assert "disebut 1 program" in answer.content.decode()
    assert CoachPool.objects.exists()

    with unguarded():
        Programme.objects.filter(pk=made.pk).update(coach_pool="", coach_hours=None)
    citra.post("/katalog/pelatih/ubah/COACH-BKPP/", {"hapus": "1"})
    assert not CoachPool.objects.exists()
    assert Entry.objects.filter(action="catalog.pool.remove").count() == 1
