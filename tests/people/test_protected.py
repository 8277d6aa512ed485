"""Columns that are dropped unless a source keeps them for a written purpose."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.imports import purposes, services
from bina.imports.errors import ColumnNotKnown, PreviewOutdated, PurposeMissing
from bina.imports.models import ImportRun, Source
from bina.people.models import Person, ProtectedFact
from bina.people.rules.protected import hint, is_nik
from tests.cast import Cast
from tests.imports.tables import dump
from tests.people.files import CITRA, DANI, NIK, PHONE, applied, previewed, row, sheet

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
PURPOSE = "Mencocokkan peserta pelatihan dengan daftar hadir LAN, oleh analis BKPP."
DAY = dt.date(2026, 11, 26)
OTHER_NIK = "9171014101900002"


def keep(key: str = "nik", source: str = "BKPP") -> Source:
    found = purposes.source_of(CITRA, "people", source)
    purposes.keep_column(CITRA, found, key, purpose=PURPOSE, basis="task", day=DAY)
    found.refresh_from_db()
    return found


def kept() -> list[tuple[str, str, str]]:
    """(person, kind, value) of what stands now."""
    rows = ProtectedFact.objects.filter(replaced_by=None).order_by("person__name", "kind")
    return list(rows.values_list("person__name", "kind", "value"))


@pytest.mark.parametrize("purpose", ["", "   ", "perlu untuk diklat"])  # the last has 18 letters
def test_a_column_without_a_written_purpose_is_not_kept(purpose: str) -> None:
    source = purposes.source_of(CITRA, "people", "BKPP")

    with pytest.raises(PurposeMissing):
        purposes.keep_column(CITRA, source, "nik", purpose=purpose, basis="task", day=DAY)

    assert Source.objects.get().options == {}


def test_only_the_named_columns_can_be_kept() -> None:
    source = purposes.source_of(CITRA, "people", "BKPP")

    with pytest.raises(ColumnNotKnown):
        purposes.keep_column(CITRA, source, "name", purpose=PURPOSE, basis="task", day=DAY)


def test_a_kept_column_is_stored_and_the_others_stay_dropped() -> None:
    keep("nik")

    run = applied(sheet(row(), DANI | {"NIK": OTHER_NIK}))

    assert kept() == [("ANI WENDA", "nik", NIK), ("DANI OHEE", "nik", OTHER_NIK)]
    seen = run.understood["sheets"][0]
    assert (seen["dropped"], seen["kept"]) == (["NOMOR HP"], [["NIK", PURPOSE]])
    assert PHONE not in str(dump(without=("sqlite_",)))


def test_a_purpose_of_one_source_does_not_keep_the_column_of_another() -> None:
    keep("nik", source="Dinas Kesehatan")

    run = applied(sheet(row()))

    assert kept() == []
    assert "NIK" in run.understood["sheets"][0]["dropped"]


def test_the_same_file_twice_changes_nothing_and_a_new_value_is_a_change() -> None:
    keep("nik")
    applied(sheet(row()))

    assert applied(sheet(row())).counts["unchanged"] == 1
    assert applied(sheet(row(NIK=OTHER_NIK))).counts["changed"] == 1
    assert kept() == [("ANI WENDA", "nik", OTHER_NIK)]


def test_people_who_are_there_already_get_the_value_with_the_next_upload() -> None:
    applied(sheet(row(), DANI))
    keep("phone")

    run = applied(sheet(row(), DANI | {"NOMOR HP": None}))

    assert (run.counts["changed"], run.counts["unchanged"]) == (1, 1)
    assert kept() == [("ANI WENDA", "phone", PHONE)]


def test_a_value_is_in_no_preview_problem_image_or_audit_entry() -> None:
    keep("nik")
    applied(sheet(row()))
    applied(sheet(row(NIK=OTHER_NIK), DANI | {"NIK": "12345678901234567"}))

    tables = dump(without=("sqlite_", "people_protectedfact"))
    everything = str(tables)
    for value in (NIK, OTHER_NIK, "12345678901234567"):
        assert value not in everything
    shown = ImportRun.objects.latest("pk").changes.get(op="changed")
    assert (shown.before, shown.after) == ({"NIK": "•••01"}, {"NIK": "•••02"})


def test_a_nik_of_other_length_is_doubted_and_not_kept() -> None:
    keep("nik")

    run = applied(sheet(row(NIK="917101410190001")))

    assert kept() == []
    problem = run.problems.get(column="NIK")
    assert (problem.row, problem.severity, problem.value) == (2, "doubt", "•••")
    assert Person.objects.count() == 1


def test_undo_brings_the_former_value_back() -> None:
    keep("nik")
    applied(sheet(row()))
    run = applied(sheet(row(NIK=OTHER_NIK)))

    services.undo(CITRA, run)

    assert kept() == [("ANI WENDA", "nik", NIK)]


def test_undo_of_the_first_upload_leaves_nothing() -> None:
    keep("nik")
    run = applied(sheet(row()))

    services.undo(CITRA, run)

    assert not ProtectedFact.objects.exists()
    assert not Person.objects.exists()


def test_a_replaced_value_is_gone_with_the_next_upload() -> None:
    keep("nik")
    applied(sheet(row()))
    applied(sheet(row(NIK=OTHER_NIK)))
    assert ProtectedFact.objects.count() == 2  # for undo

    applied(sheet(row(NIK=OTHER_NIK, GOL_AKHIR_NAMA="III/d")))

    assert [fact.value for fact in ProtectedFact.objects.all()] == [OTHER_NIK]


def test_switching_off_deletes_the_values_of_that_source_even_from_undo() -> None:
    source = keep("nik")
    keep("phone")
    applied(sheet(row()))
    run = applied(sheet(row(NIK=OTHER_NIK)))

    n = purposes.drop_column(CITRA, source, "nik")

    assert n == 1
    services.undo(CITRA, run)
    assert kept() == [("ANI WENDA", "phone", PHONE)]
    assert NIK not in str(dump(without=("sqlite_",)))
    entry = Entry.objects.get(action="imports.drop_column")
    assert (entry.detail["column"], entry.detail["n_deleted"]) == ("NIK", 1)
    assert entry.detail["before"]["purpose"] == PURPOSE


def test_a_preview_from_before_switching_off_writes_no_value() -> None:
    source = keep("nik")
    applied(sheet(row(), drop="NIK"))
    run = previewed(sheet(row(GOL_AKHIR_NAMA="III/d")))

    purposes.drop_column(CITRA, source, "nik")

    with pytest.raises(PreviewOutdated):
        services.apply(CITRA, ImportRun.objects.get(pk=run.pk))
    assert kept() == []


def test_an_upload_that_was_read_before_switching_off_writes_no_value() -> None:
    source = keep("nik")
    applied(sheet(row(), drop="NIK"))
    run = previewed(sheet(row(GOL_AKHIR_NAMA="III/d")))  # holds the source as it was
    purposes.drop_column(CITRA, source, "nik")

    services.apply(CITRA, run)

    assert kept() == []
    assert Person.objects.get().rank == "III/d"


def test_switching_on_is_audited_with_its_purpose() -> None:
    keep("nik")

    entry = Entry.objects.get(action="imports.keep_column")
    assert entry.actor_name == CITRA.name
    assert entry.detail["after"]["purpose"] == PURPOSE


def test_hints_show_the_end_of_numbers_only() -> None:
    shown = [hint("nik", NIK), hint("phone", "123456"), hint("phone", "1234567")]

    assert shown == ["•••01", "•••", "•••67"]
    assert hint("religion", "Kristen Protestan") == "•••"
    assert [is_nik("1" * n) for n in (15, 16, 17)] == [False, True, False]


def post(client: Client, **changes: str) -> str:
    facts = {"column": "people:nik", "source": "BKPP", "purpose": PURPOSE, "basis": "task"}
    answer = client.post("/unggah/tujuan/", facts | changes, follow=True)
    return answer.content.decode()


def test_the_page_keeps_a_column_shows_it_and_stops(cast: Cast, as_: As) -> None:
    head = as_("hr_head")

    assert "Tanpa tujuan tertulis" in post(head, purpose="")
    assert Source.objects.filter(options={}).count() == Source.objects.count()
    shown = post(head)

    assert PURPOSE in shown
    assert "Berhenti dan hapus nilainya" in shown
    answer = head.post(
        "/unggah/tujuan/hentikan/", {"kolom": "people:nik", "sumber": "BKPP"}, follow=True
    )
    assert "NIK tidak lagi disimpan; 0 nilai dihapus." in answer.content.decode()
    assert Source.objects.get().kept == {}


def fact_of(person: Person, value: str = NIK) -> None:
    source = keep("nik")
    with unguarded():
        ProtectedFact.objects.create(
            person=person, source=source, kind="nik", value=value, import_run=0
        )


def test_values_are_shown_to_those_with_the_right_only(cast: Cast, as_: As) -> None:
    fact_of(cast.ani)
    address = f"/pegawai/{cast.ani.public_id}/terbatas/"

    shown = {
        name: NIK in as_(name).get(address).content.decode()
        for name in ("ani", "budi", "officer", "dani", "citra", "hr_head", "mayor", "operator")
    }

    assert [name for name, sees in shown.items() if sees] == ["ani", "citra", "hr_head"]
    for name in ("budi", "officer"):  # they see the person, not the value
        page = as_(name).get(f"/pegawai/{cast.ani.public_id}/").content.decode()
        assert NIK not in page
        assert "/terbatas/" not in page


def test_reading_of_another_is_audited_without_the_value(cast: Cast, as_: As) -> None:
    fact_of(cast.ani)
    address = f"/pegawai/{cast.ani.public_id}/terbatas/"

    as_("ani").get(address)
    assert not Entry.objects.filter(action="people.protected.read").exists()
    page = as_("citra").get(address).content.decode()

    assert PURPOSE in page
    entry = Entry.objects.get(action="people.protected.read")
    assert (entry.subject_id, entry.detail) == (str(cast.ani.public_id), {"read": ["NIK"]})


def test_the_page_without_values_says_so(cast: Cast, as_: As) -> None:
    page = as_("ani").get(f"/pegawai/{cast.ani.public_id}/terbatas/").content.decode()

    assert "Tidak ada yang disimpan." in page
