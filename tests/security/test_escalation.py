"""Nobody gets further than the table of permissions says, by whatever way."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from bina.accounts.models import Activation
from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.people.models import Headship, RoleGrant
from bina.people.selectors import access_of
from tests.cast import Cast, grant

pytestmark = pytest.mark.django_db


def test_with_the_person_go_the_roles(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = as_("citra")
    assert client.get("/standar/").status_code == 200
    with unguarded():
        cast.citra.left_on = dt.date(2026, 1, 1)
        cast.citra.save()

    assert access_of(cast.citra.user).roles == frozenset()
    assert client.get("/standar/").status_code == 403


def test_a_merged_record_keeps_none_of_the_roles_given_to_it(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    client = as_("citra")
    assert client.get("/unggah/").status_code == 200
    with unguarded():
        cast.citra.merged_into = cast.dani
        cast.citra.save()

    assert access_of(cast.citra.user).roles == access_of(cast.dani.user).roles
    assert access_of(cast.citra.user).person_id == cast.dani.pk
    assert client.get("/unggah/").status_code == 403


def test_a_closed_account_ends_its_sessions(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = as_("citra")
    with unguarded():
        cast.citra.user.is_active = False
        cast.citra.user.save()
    assert client.get("/standar/").status_code == 302


@pytest.mark.parametrize(
    ("start", "end", "heads"),
    [
        (dt.date(2020, 1, 1), None, True),
        (dt.date(2020, 1, 1), dt.date(2020, 12, 31), False),
        (dt.date(2999, 1, 1), None, False),
    ],
)
def test_a_head_is_head_for_the_time_given(
    start: dt.date, end: dt.date | None, heads: bool, cast: Cast
) -> None:
    with unguarded():
        Headship.objects.create(
            unit=cast.registry, person=cast.dani, valid_from=start, valid_until=end, reason="x"
        )
    assert (Role.UNIT_HEAD in access_of(cast.dani.user).roles) is heads


def officer_of_the_agency(cast: Cast) -> None:
    with unguarded():
        grant(cast.dani.user, Role.OPD_OFFICER, cast.agency)


@pytest.mark.parametrize("asker", ["dani", "citra"])
def test_no_code_for_who_holds_a_role_over_the_city(
    asker: str, cast: Cast, as_: Callable[[str], Client]
) -> None:
    officer_of_the_agency(cast)
    address = f"/pegawai/aktivasi/{cast.agency.public_id}/"
    target = str(cast.hr_head.public_id)

    as_(asker).post(address, {"pegawai": target})
    assert not Activation.objects.filter(user=cast.hr_head.user).exists()
    as_("hr_head").post(address, {"pegawai": target})
    assert Activation.objects.filter(user=cast.hr_head.user).exists()


def test_no_code_for_another_office(cast: Cast, as_: Callable[[str], Client]) -> None:
    address = f"/pegawai/aktivasi/{cast.registry.public_id}/"
    assert as_("officer").post(address, {"pegawai": str(cast.dani.public_id)}).status_code == 404
    assert not Activation.objects.exists()


def test_a_foreign_id_on_the_own_sheet_gets_no_code(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    address = f"/pegawai/aktivasi/{cast.puskesmas.public_id}/"
    as_("officer").post(address, {"pegawai": str(cast.dani.public_id)})
    assert not Activation.objects.filter(user=cast.dani.user).exists()


def test_nobody_gives_a_role_to_oneself(cast: Cast, as_: Callable[[str], Client]) -> None:
    facts = {"role": "hr_head", "day": "2026-01-01", "document_no": "SK 1"}
    as_("operator").post("/pegawai/peran/", {**facts, "username": cast.operator.username})
    assert not RoleGrant.objects.filter(user=cast.operator, role="hr_head").exists()
    as_("operator").post("/pegawai/peran/", {**facts, "username": cast.dani.user.username})
    assert RoleGrant.objects.filter(user=cast.dani.user, role="hr_head").exists()


def test_an_analyst_cannot_import_roles(as_: Callable[[str], Client]) -> None:
    assert as_("citra").get("/unggah/roles/").status_code == 403
    assert as_("citra").post("/unggah/roles/").status_code == 403
    assert as_("hr_head").get("/unggah/roles/").status_code == 200


def test_an_officer_does_not_change_the_own_record(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    own = f"/pegawai/{cast.officer.public_id}"
    for page in ("ubah", "mutasi", "cuti", "riwayat"):
        assert as_("officer").get(f"{own}/{page}/").status_code == 403
        assert as_("hr_head").get(f"{own}/{page}/").status_code == 200


def test_a_forged_form_sets_no_field_that_it_does_not_show(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    before = (cast.ani.unit_id, cast.ani.user_id, cast.ani.public_id, cast.ani.left_on)
    as_("officer").post(
        f"/pegawai/{cast.ani.public_id}/ubah/",
        {
            "name": "ANI BARU",
            "nip": cast.ani.nip,
            "employment": "pns",
            "legal_position": "Aktif",
            "unit": cast.registry.pk,
            "unit_id": cast.registry.pk,
            "user": cast.dani.user.pk,
            "public_id": str(cast.dani.public_id),
            "left_on": "2020-01-01",
        },
    )
    cast.ani.refresh_from_db()
    assert cast.ani.name == "ANI BARU"
    assert (cast.ani.unit_id, cast.ani.user_id, cast.ani.public_id, cast.ani.left_on) == before


def test_an_officer_moves_nobody_into_another_office(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    facts = {"position": cast.ani.position.name, "day": "2026-02-01", "document_no": "SK 2"}
    address = f"/pegawai/{cast.ani.public_id}/mutasi/"
    as_("officer").post(address, {**facts, "unit": cast.registry.code})
    cast.ani.refresh_from_db()
    assert cast.ani.unit == cast.puskesmas
