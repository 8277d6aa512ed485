"""The simple files: units, past trainings, absences, roles."""

import datetime as dt

import pytest

from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.imports import services
from bina.imports.errors import RowsInCircle
from bina.people.models import Absence, DevelopmentRecord, PersonNumber, RoleGrant, Unit
from bina.people.selectors import access_of
from tests.cast import Cast
from tests.formats.workbooks import xlsx
from tests.people.files import CITRA, applied, previewed

pytestmark = pytest.mark.django_db
UNITS = ["KODE UNIT", "NAMA UNIT", "KODE INDUK", "JENIS UNIT", "DISTRIK"]
TRAININGS = ["NIP", "BENTUK", "NAMA KEGIATAN", "TANGGAL MULAI", "TANGGAL SELESAI", "JP"]
ABSENCES = ["NIP", "JENIS", "MULAI", "SELESAI"]
ROLES = ["NIP", "PERAN", "KODE UNIT", "MULAI"]


def test_units_may_stand_before_their_parents_and_get_their_paths() -> None:
    low = ["U-3", "Puskesmas A", "U-2", "Puskesmas", "Abepura"]
    mid = ["U-2", "Dinas Kesehatan", "U-1", "Perangkat Daerah", None]
    top = ["U-1", "Pemerintah Kota", None, "Pemerintah Kota", None]

    applied(xlsx(("Unit", [UNITS, low, mid, top])), "units")

    ids = dict(Unit.objects.values_list("code", "pk"))
    assert Unit.objects.get(code="U-3").path == f"/{ids['U-1']}/{ids['U-2']}/{ids['U-3']}/"


def test_units_as_each_others_parent_are_refused_and_nothing_is_written() -> None:
    one = ["U-1", "A", "U-2", "Perangkat Daerah", None]
    two = ["U-2", "B", "U-1", "Perangkat Daerah", None]
    run = previewed(xlsx(("Unit", [UNITS, one, two])), "units")

    with pytest.raises(RowsInCircle):
        services.apply(CITRA, run)

    assert not Unit.objects.exists()


def test_undo_of_moved_units_puts_their_paths_back(cast: Cast) -> None:
    before = list(Unit.objects.order_by("pk").values_list("pk", "path"))
    moved = ["DINKES", "Dinas Kesehatan", "DUKCAPIL", "Perangkat Daerah", None]
    run = applied(xlsx(("Unit", [UNITS, moved])), "units")
    assert list(Unit.objects.order_by("pk").values_list("pk", "path")) != before

    services.undo(CITRA, run)

    assert list(Unit.objects.order_by("pk").values_list("pk", "path")) == before


def test_a_training_is_found_by_a_former_number_and_its_end_may_be_empty(cast: Cast) -> None:
    with unguarded():
        PersonNumber.objects.create(person=cast.ani, nip="199001012014032009")
    line = ["199001012014032009", "bimbingan teknis", "Bimtek A", "02-06-2025", None, "24"]

    applied(xlsx(("Riwayat", [TRAININGS, line])), "trainings")

    kept = DevelopmentRecord.objects.get()
    assert (kept.person, kept.form) == (cast.ani, "Bimbingan Teknis")
    assert kept.jp == 24
    assert kept.end == dt.date(2025, 6, 2)


@pytest.mark.parametrize(
    "line",
    [
        ["199001012015032999", "Seminar", "x", "02-06-2025", None, "4"],  # nobody
        ["199001012015032001", "Arisan", "x", "02-06-2025", None, "4"],  # no such form
        ["199001012015032001", "Seminar", "x", "02-06-2025", "01-06-2025", "4"],  # ends early
        ["199001012015032001", "Seminar", "x", "02-06-2025", None, "-4"],
    ],
)
def test_a_wrong_training_stays_out(cast: Cast, line: list[str | None]) -> None:
    run = previewed(xlsx(("Riwayat", [TRAININGS, line])), "trainings")

    assert (run.counts["new"], run.counts["rejected"]) == (0, 1)


def test_an_absence_without_end_goes_in(cast: Cast) -> None:
    line = [cast.ani.nip, "Tugas belajar", "01-09-2026", None]

    applied(xlsx(("Cuti", [ABSENCES, line])), "absences")

    kept = Absence.objects.get()
    assert (kept.person, kept.kind, kept.end) == (cast.ani, "study", None)


def test_a_role_of_the_file_opens_the_unit_and_one_without_unit_is_rejected(cast: Cast) -> None:
    good = [cast.dani.nip, "Petugas kepegawaian OPD", "DUKCAPIL", "01-01-2026"]
    bad = [cast.ani.nip, "Petugas kepegawaian OPD", None, "01-01-2026"]

    run = applied(xlsx(("Peran", [ROLES, good, bad])), "roles")

    assert (run.counts["new"], run.counts["rejected"]) == (1, 1)
    assert RoleGrant.objects.filter(user=cast.user("ani")).count() == 0
    access = access_of(cast.user("dani"))
    assert Role.OPD_OFFICER in access.roles
    assert access.reach("people.list").unit_ids == {cast.registry.pk}
