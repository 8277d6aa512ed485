"""The people pages: what they find, what they show to whom, and what they cost."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.people.models import DataDispute, Person, PersonNumber
from tests.cast import Cast
from tests.scenes import dispute, record

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/pegawai/{query}")
    return [person.name for person in response.context["page"]]


@pytest.mark.parametrize(
    "query",
    ["?cari=wenD", "?cari=WENDA+ani", "?cari=199001012", "?cari=ani+hamadi", "?cari=555000"],
)
def test_search_finds_parts_of_name_number_former_number_and_unit(
    cast: Cast, as_: SignIn, query: str
) -> None:
    with unguarded():
        PersonNumber.objects.create(person=cast.ani, nip="999955500099999999")

    assert names(as_("citra"), query) == ["ANI WENDA"]


def test_filters_narrow_the_list(cast: Cast, as_: SignIn) -> None:
    client = as_("citra")
    with unguarded():
        Person.objects.filter(pk=cast.dani.pk).update(data_doubts=[{"t": "x"}])
    record(cast.ani)

    assert names(client, "?ragu=1") == ["DANI OHEE"]
    assert names(client, f"?unit={cast.health.public_id}") == [
        "ANI WENDA",
        "BUDI MANDOWEN",
        "ELIA SUEBU",
        "YULI KBAREK",
    ]
    assert names(client, "?jabatan=structural") == ["BUDI MANDOWEN", "FRANS HAMADI"]
    assert names(client, "?distrik=Jayapura+Selatan") == [
        "ANI WENDA",
        "BUDI MANDOWEN",
        "YULI KBAREK",
    ]
    assert "ANI WENDA" not in names(client, "?jp=0")
    assert names(client, "?unit=nonsense") == []


def test_a_head_sees_the_own_unit_only(cast: Cast, as_: SignIn) -> None:
    assert names(as_("budi")) == ["ANI WENDA", "BUDI MANDOWEN", "YULI KBAREK"]
    assert as_("budi").get(f"/pegawai/{cast.dani.public_id}/").status_code == 404


def test_the_list_costs_the_same_for_few_and_many(cast: Cast, as_: SignIn) -> None:
    client = as_("citra")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/pegawai/").status_code == 200
        return len(queries)

    few = count()
    with unguarded():
        Person.objects.bulk_create(
            Person(name=f"ORANG {n}", employment="pns", unit=cast.registry) for n in range(300)
        )

    assert count() == few


def test_the_person_page_costs_the_same_for_few_and_many_records(cast: Cast, as_: SignIn) -> None:
    client, address = as_("citra"), f"/pegawai/{cast.ani.public_id}/"
    kept = record(cast.ani)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = count()
    with unguarded():
        for n in range(30):
            kept.pk, kept.public_id, kept.title = None, uuid4(), f"Bimtek {n}"
            kept.save(force_insert=True)

    assert count() == few


def test_the_export_holds_what_the_list_holds(cast: Cast, as_: SignIn) -> None:
    data = as_("budi").get("/pegawai/unduh/").content

    cells = [cell.value for row in load_workbook(BytesIO(data)).active for cell in row]
    assert "ANI WENDA" in cells
    assert "DANI OHEE" not in cells


def test_the_officer_edits_in_the_role_of_officer(cast: Cast, as_: SignIn) -> None:
    response = as_("officer").post(
        f"/pegawai/{cast.ani.public_id}/ubah/",
        {"name": "ANI WENDA", "nip": cast.ani.nip, "employment": "pns", "rank": "III/d"},
    )

    assert response.status_code == 302
    cast.ani.refresh_from_db()
    entry = Entry.objects.filter(action="people.edit").get()
    assert (cast.ani.rank, entry.role) == ("III/d", "opd_officer")
    assert entry.detail["changed"]["rank"] == ["III/b", "III/d"]


def test_a_wrong_form_says_so_and_changes_nothing(cast: Cast, as_: SignIn) -> None:
    response = as_("citra").post(
        f"/pegawai/{cast.ani.public_id}/cuti/",
        {"kind": "long", "start": "2027-03-02", "end": "2027-03-01"},
    )

    assert response.status_code == 422
    assert "Selesai tidak boleh sebelum mulai" in response.content.decode()
    assert not cast.ani.absences.exists()


def test_a_person_says_what_is_wrong_and_hr_answers(cast: Cast, as_: SignIn) -> None:
    as_("ani").post(
        f"/pegawai/{cast.ani.public_id}/salah/",
        {"subject": "rank", "statement": "Saya sudah III/c"},
    )
    said = DataDispute.objects.get()

    response = as_("citra").post(f"/pegawai/lapor/{said.public_id}/", {"answer": "Sudah diubah"})

    assert response.status_code == 302
    assert "Sudah diubah" in as_("ani").get(f"/pegawai/{cast.ani.public_id}/").content.decode()


def test_disputes_of_another_unit_are_not_shown_to_the_officer(cast: Cast, as_: SignIn) -> None:
    dispute(cast.dani)

    assert list(as_("officer").get("/pegawai/lapor/").context["page"]) == []


def test_the_sheet_has_one_code_and_picture_each_and_is_not_kept(cast: Cast, as_: SignIn) -> None:
    response = as_("officer").post(f"/pegawai/aktivasi/{cast.puskesmas.public_id}/")

    page = response.content.decode()
    assert (page.count('class="code"'), page.count('class="qr"')) == (3, 3)
    assert "DANI OHEE" not in page
    assert response["Cache-Control"] == "no-store"


def test_one_forgotten_password_gets_one_new_code(cast: Cast, as_: SignIn) -> None:
    response = as_("officer").post(
        f"/pegawai/aktivasi/{cast.puskesmas.public_id}/", {"pegawai": str(cast.ani.public_id)}
    )

    assert [slip["person"].name for slip in response.context["slips"]] == ["ANI WENDA"]


def test_names_of_a_unit_are_hidden_from_the_mayor(cast: Cast, as_: SignIn) -> None:
    page = as_("mayor").get(f"/pegawai/unit/{cast.puskesmas.public_id}/").content.decode()

    assert "ANI WENDA" not in page
