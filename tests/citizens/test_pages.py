"""The register of services: who is enough, who sees names, stand-ins."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.calendar.rules.days import half_day_index
from bina.citizens.models import SatisfactionScore, Service, StandIn
from bina.citizens.rules.staffing import UNLIMITED
from bina.citizens.staffing import staffing_of_year
from bina.imports.services import import_now
from bina.people.models import Absence
from tests.cast import Cast, person
from tests.scenes import scores, service, stand_in

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
SOLE = "Satu orang saja"
SHORT = "Kurang orang"


def test_one_person_alone_is_marked_and_too_few_are_named(cast: Cast, as_: As) -> None:
    made = service(cast, min_staff=1)
    with unguarded():
        made.roles.get().positions.set([cast.budi.position])
    client = as_("citra")
    assert SOLE in client.get("/layanan/").content.decode()

    with unguarded():
        made.roles.update(min_staff=2)
    assert SHORT in client.get("/layanan/").content.decode()

    stand_in(made.roles.get(), cast.dani)
    text = client.get("/layanan/").content.decode()
    assert SOLE not in text
    assert SHORT not in text


@pytest.mark.parametrize(
    ("reader", "sees"), [("ani", False), ("dani", False), ("budi", True), ("citra", True)]
)
def test_names_appear_only_within_reach(cast: Cast, as_: As, reader: str, sees: bool) -> None:
    made = service(cast)

    text = as_(reader).get(f"/layanan/{made.public_id}/").content.decode()

    # Ani's own name stands in the footer of her page, with a title it would stand in the list
    assert ("<li>ANI WENDA<br>" in text) == sees


def test_filters_narrow_the_list(cast: Cast, as_: As) -> None:
    service(cast)
    client = as_("citra")

    def found(query: str) -> list[str]:
        return [row.name for row, _ in client.get(f"/layanan/?{query}").context["rows"]]

    assert found("cari=poli") == found(f"unit={cast.health.public_id}") == ["Poli umum"]
    assert found("saluran=counter&kritis=4") == ["Poli umum"]
    assert found("saluran=online") == found(f"unit={cast.registry.public_id}") == []
    assert found("kritis=5") == []


def test_a_service_is_added_with_a_role_of_named_positions(cast: Cast, as_: As) -> None:
    client = as_("citra")
    answer = client.post(
        "/layanan/tambah/",
        {
            "name": "Loket KTP", "code": "KTP", "unit": cast.registry.pk, "channel": "counter",
            "open_days": ["4", "0"], "opens": "08:00", "closes": "12:00", "criticality": "3",
        },
    )  # fmt: skip
    made = Service.objects.get()
    assert (answer.status_code, made.open_days) == (302, "04")

    page = f"/layanan/{made.public_id}/peran/tambah/"
    wrong = client.post(page, {"name": "Operator", "min_staff": 1, "positions": "Juru Sihir"})
    assert "Juru Sihir" in wrong.content.decode()
    client.post(page, {"name": "Operator", "min_staff": 1, "positions": "operator layanan"})
    assert [p.name for p in made.roles.get().positions.all()] == ["Operator Layanan"]


def test_only_hr_edits(cast: Cast, as_: As) -> None:
    made = service(cast)

    for name in ("ani", "budi", "officer", "mayor"):
        assert as_(name).post("/layanan/tambah/", {}).status_code == 403
        assert as_(name).post(f"/layanan/{made.public_id}/pengganti/", {}).status_code == 403


def test_a_stand_in_is_named_by_nip_and_ended(cast: Cast, as_: As) -> None:
    made = service(cast)
    client = as_("citra")
    page = f"/layanan/{made.public_id}/pengganti/"
    fields = {"role": made.roles.get().pk, "start": "2026-11-01", "end": "2026-12-31"}

    assert "tidak ditemukan" in client.post(page, {**fields, "nip": "1"}).content.decode()
    client.post(page, {**fields, "nip": f" {cast.dani.nip} "})
    row = StandIn.objects.get()
    assert row.person == cast.dani

    client.post(f"/layanan/pengganti/{row.public_id}/akhiri/")
    row.refresh_from_db()
    assert row.end == dt.date(2026, 11, 23)


def test_skm_shows_the_signal_of_a_low_score(cast: Cast, as_: As) -> None:
    scores(cast)

    row = as_("budi").get("/layanan/skm/").context["rows"][0]

    assert [(element, round(signal.value, 4)) for element, signal in row["signals"]] == [
        ("U6", 1.1662),
        ("U7", 1.3112),
    ]


def test_exported_skm_changes_nothing_when_imported(cast: Cast, as_: As) -> None:
    scores(cast)
    before = list(SatisfactionScore.objects.values_list("unit", "period", "element", "score"))

    answer = as_("citra").get("/layanan/skm/unduh/")
    run = import_now(HR, "skm", answer.content, "hasil-skm.xlsx")

    assert (run.counts["new"], run.counts["changed"]) == (0, 0)
    assert run.counts["unchanged"] == len(before) > 0


def test_the_year_is_gathered_with_leave_stand_ins_and_measured_levels(cast: Cast) -> None:
    made = service(cast)
    helper = stand_in(made.roles.get(), cast.dani)
    with unguarded():
        second = person("199303032016032007", "FENI YOKU", cast.puskesmas, cast.ani.position)
        Absence.objects.create(
            person=second, kind="annual", start=dt.date(2027, 2, 1), end=dt.date(2027, 2, 1)
        )
    people = [cast.ani.pk, second.pk, cast.dani.pk, cast.budi.pk]
    unmeasured = np.full((4, 0), np.nan)

    found = staffing_of_year(2027, people, [], unmeasured, unit_cap_share=0.08)

    by_role = np.flatnonzero(found.staffing.role == 0)
    monday = half_day_index(dt.date(2027, 2, 1), 0)
    january = half_day_index(dt.date(2027, 1, 4), 0)
    capacity = found.staffing.capacity[by_role]
    # January: two nurses and Dani, one must stay; Monday 1 February: one nurse is on leave
    assert capacity[:, january].tolist() == [UNLIMITED, 2]
    assert capacity[:, monday].tolist() == [0, UNLIMITED]
    assert capacity[:, monday + 2].tolist() == [1, UNLIMITED]
    assert helper.end == dt.date(2027, 1, 31)
