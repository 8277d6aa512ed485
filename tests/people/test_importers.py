"""Data Utama into the tables: each promise about it, on small files."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.accounts.models import User
from bina.audit.guard import unguarded
from bina.imports import services
from bina.imports.comparing import checked, data_of
from bina.imports.errors import UndoneImpossible
from bina.imports.models import ImportRun
from bina.people.models import Assignment, DevelopmentRecord, Person, Position, Unit
from bina.people.services import add_undo_veto
from bina.people.services.undoing import VETOES
from bina.people.siasn import write
from bina.text import Text
from tests.imports.tables import dump
from tests.people.files import CITRA, DANI, NIK, PHONE, applied, previewed, row, sheet

pytestmark = pytest.mark.django_db
TABLES = ("accounts_user", "people_")
BESIDE = ("django_", "audit_", "imports_", "files_", "jobs_", "auth_", "axes_", "sqlite_")


def people_tables() -> dict[str, list[Any]]:
    return {name: rows for name, rows in dump(without=BESIDE).items() if name.startswith(TABLES)}


def facts() -> dict[str, list[Any]]:
    """The tables without the note of which import last had a person."""
    with unguarded():
        Person.objects.update(last_seen_import=None)
    return people_tables()


def ani() -> Person:
    return Person.objects.get(name="ANI WENDA")


def test_a_row_becomes_person_unit_post_assignment_and_user() -> None:
    applied(sheet(row()))

    person = ani()
    assert (person.nip, person.pns_id) == ("199001012015032001", "A8ACA7E5-0001")
    assert (person.birth_date, person.gender) == (dt.date(1990, 1, 1), "F")
    assert (person.employment, person.rank, person.legal_position) == ("pns", "III/c", "Aktif")
    assert person.unit is not None
    assert person.unit.parent is not None
    assert (person.unit.code, person.unit.kind) == ("UNOR-HMD", "puskesmas")
    assert (person.unit.parent.name, person.unit.parent.kind) == ("Dinas Kesehatan", "opd")
    assert person.unit.path == f"/{person.unit.parent_id}/{person.unit_id}/"
    assert person.position is not None
    assert (person.position.job_kind, person.position.tier) == ("functional", "21")
    kept = person.assignments.get()
    assert (kept.valid_from, kept.valid_until) == (dt.date(2021, 4, 1), None)
    assert person.user is not None
    assert (person.user.username, person.user.password) == ("199001012015032001", "!")


@pytest.mark.parametrize("above", [0, 4, 19])
def test_the_header_may_stand_in_any_of_the_first_twenty_rows(above: int) -> None:
    run = applied(sheet(row(), DANI, above=above, below=9))

    assert (run.counts["rows"], run.counts["new"]) == (2, 2)


def test_dates_as_text_and_as_excel_dates_are_equal() -> None:
    text = row(TANGGAL_LAHIR="01-01-1990")
    excel = row(TANGGAL_LAHIR=dt.date(1990, 1, 1))
    applied(sheet(text))

    assert previewed(sheet(excel)).counts["unchanged"] == 1


def test_both_separators_mean_the_same_unit() -> None:
    applied(sheet(row(UNOR_ID=None)))
    again = row(UNOR_ID=None, UNOR_NAMA="Dinas Kesehatan/Puskesmas Hamadi")

    assert previewed(sheet(again)).counts["unchanged"] == 1
    assert Unit.objects.count() == 2


def test_an_office_of_the_file_is_the_parent_of_its_units() -> None:
    head = row(
        PNS_ID="X",
        NIP_BARU="197001012000031001",
        NAMA="FRANS",
        UNOR_ID="UNOR-DINKES",
        UNOR_NAMA="Dinas Kesehatan",
    )
    applied(sheet(row(), head))

    assert Unit.objects.get(code="UNOR-HMD").parent == Unit.objects.get(code="UNOR-DINKES")


def test_the_same_file_twice_changes_nothing() -> None:
    data = sheet(row(), DANI)
    applied(data)
    before = facts()

    run = applied(data)

    assert (run.counts["unchanged"], run.counts["new"], run.counts["changed"]) == (2, 0, 0)
    assert facts() == before


def test_a_preview_writes_no_person() -> None:
    previewed(sheet(row()))

    assert (Person.objects.count(), Unit.objects.count(), User.objects.count()) == (0, 0, 0)


def test_a_number_as_nip_keeps_the_row_and_is_doubted() -> None:
    applied(sheet(row()))

    run = applied(sheet(row(**{"NIP BARU": 199001012015032001, "GOL AKHIR NAMA": "III/d"})))

    assert (ani().nip, ani().rank) == ("199001012015032001", "III/d")
    assert run.problems.filter(column="NIP BARU", severity="doubt").exists()
    assert any("angka" in Text.from_json(doubt).plain() for doubt in ani().data_doubts)


def test_a_number_as_nip_without_another_key_is_rejected() -> None:
    run = previewed(sheet(row(**{"NIP BARU": 199001012015032001, "PNS ID": None}), DANI))

    assert (run.counts["new"], run.counts["rejected"]) == (1, 1)


def test_a_row_without_pns_id_is_known_by_its_nip() -> None:
    applied(sheet(row()))

    applied(sheet(row(**{"PNS ID": None, "GOL AKHIR NAMA": "III/d"})))

    assert (Person.objects.count(), ani().rank) == (1, "III/d")


def test_a_changed_nip_leaves_the_old_one_and_the_old_one_still_finds() -> None:
    applied(sheet(row()))
    applied(sheet(row(NIP_BARU="199001012016032009")))

    assert sorted(ani().numbers.values_list("nip", flat=True)) == [
        "199001012015032001",
        "199001012016032009",
    ]
    assert User.objects.get().username == "199001012016032009"
    old = row(**{"PNS ID": None})
    applied(sheet(old))
    assert Person.objects.count() == 1


def test_name_and_birth_date_alone_match_with_a_doubt() -> None:
    applied(sheet(row(**{"PNS ID": None})))

    run = applied(sheet(row(**{"PNS ID": None, "NIP BARU": "199001012016032009"})))

    assert Person.objects.count() == 1
    assert run.problems.filter(column="NAMA", severity="doubt").exists()


def test_the_same_nip_with_another_pns_id_is_another_person_with_a_doubt() -> None:
    applied(sheet(row()))

    run = applied(sheet(row(), row(PNS_ID="A8ACA7E5-0099", NAMA="ANNA WENDA")))

    assert Person.objects.count() == 2
    assert User.objects.filter(username="A8ACA7E5-0099").exists()
    assert run.problems.filter(column="NAMA", severity="doubt").count() == 1


def test_a_contradicting_nip_is_warned_of_and_not_rejected() -> None:
    applied(sheet(row(TANGGAL_LAHIR="02-01-1990")))

    assert len(ani().data_doubts) == 1


def test_equal_rows_go_in_once() -> None:
    run = applied(sheet(row(), row(), DANI))

    assert (run.counts["new"], Person.objects.count()) == (2, 2)


def test_a_missing_person_is_named_but_not_dismissed() -> None:
    first = applied(sheet(row(), DANI))

    run = applied(sheet(DANI))

    assert run.counts["missing"] == 1
    assert (ani().left_on, ani().last_seen_import) == (None, first.pk)
    assert Person.objects.get(name="DANI OHEE").last_seen_import == run.pk


def test_an_empty_cell_erases_nothing() -> None:
    applied(sheet(row()))

    run = applied(sheet(row(**{"GOL AKHIR NAMA": None}), drop="TANGGAL LAHIR"))

    assert run.counts["unchanged"] == 1
    assert (ani().rank, ani().birth_date) == ("III/c", dt.date(1990, 1, 1))


def test_a_new_post_ends_the_former_the_day_before() -> None:
    applied(sheet(row()))

    applied(
        sheet(
            row(
                JABATAN_ID="JF-PERAWAT-22",
                JABATAN_NAMA="Perawat Ahli Muda",
                TMT_JABATAN="01-05-2026",
            )
        )
    )

    spans = Assignment.objects.order_by("valid_from").values_list(
        "position__tier", "valid_from", "valid_until"
    )
    assert list(spans) == [
        ("21", dt.date(2021, 4, 1), dt.date(2026, 4, 30)),
        ("22", dt.date(2026, 5, 1), None),
    ]


def test_a_new_unit_without_a_new_day_starts_on_the_day_of_the_import(settings: Any) -> None:
    settings.FIXED_DAY = "2026-11-23"
    applied(sheet(row()))

    applied(sheet(row(UNOR_ID="UNOR-ABE", UNOR_NAMA="Dinas Kesehatan / Puskesmas Abepura")))

    spans = list(Assignment.objects.order_by("pk").values_list("valid_from", "valid_until"))
    assert spans == [
        (dt.date(2021, 4, 1), dt.date(2026, 11, 22)),
        (dt.date(2026, 11, 23), None),
    ]


def test_a_failure_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    applied(sheet(row()))
    run = previewed(sheet(row(GOL_AKHIR_NAMA="III/d"), DANI))
    before = people_tables()

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(write, "_write_changed", fail)
    with pytest.raises(RuntimeError):
        services.apply(CITRA, run)

    assert people_tables() == before
    run.refresh_from_db()
    assert run.state == ImportRun.State.PREVIEW


def test_undo_of_the_first_import_leaves_the_tables_empty() -> None:
    before = people_tables()
    run = applied(sheet(row(), DANI))

    services.undo(CITRA, run)

    assert people_tables() == before


def test_undo_puts_changed_people_posts_numbers_and_users_back_exactly() -> None:
    applied(sheet(row(), DANI))
    before = people_tables()
    changed = row(
        NIP_BARU="199001012016032009",
        NAMA="ANI MARIA WENDA",
        JABATAN_NAMA="Perawat Ahli Pertama (PNS)",
        UNOR_ID="UNOR-ABE",
        UNOR_NAMA="Dinas Kesehatan / Puskesmas Abepura",
    )
    run = applied(sheet(changed))
    assert Unit.objects.filter(code="UNOR-ABE").exists()
    assert Position.objects.filter(name="Perawat Ahli Pertama (PNS)").exists()

    services.undo(CITRA, run)

    assert people_tables() == before


def test_undo_is_refused_after_somebody_worked_on_the_data() -> None:
    run = applied(sheet(row()))
    with unguarded():
        Person.objects.update(rank="IV/a")

    with pytest.raises(UndoneImpossible):
        services.undo(CITRA, run)


def test_undo_is_refused_when_other_data_rest_on_a_new_person() -> None:
    run = applied(sheet(row()))
    day = dt.date(2026, 1, 5)
    with unguarded():
        DevelopmentRecord.objects.create(
            person=ani(), form="Seminar", title="x", start=day, end=day, jp=4
        )

    with pytest.raises(UndoneImpossible):
        services.undo(CITRA, run)


def test_undo_is_refused_by_the_veto_of_a_later_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    run = applied(sheet(row()))
    monkeypatch.setattr("bina.people.services.undoing.VETOES", VETOES)

    def veto(run_id: int) -> Text | None:
        return Text("rencana disetujui") if run_id == run.pk else None

    add_undo_veto(veto)
    try:
        with pytest.raises(UndoneImpossible, match="rencana disetujui"):
            services.undo(CITRA, run)
    finally:
        VETOES.remove(veto)


def test_columns_without_a_purpose_are_nowhere_in_the_database() -> None:
    run = applied(sheet(row(), DANI))

    everything = str(dump(without=("sqlite_",)))
    assert NIK not in everything
    assert PHONE not in everything
    assert set(run.understood["sheets"][0]["dropped"]) == {"NIK", "NOMOR HP"}


def test_a_preview_asks_the_same_number_of_queries_for_few_and_many_rows() -> None:
    def count(n: int) -> int:
        rows = [
            row(PNS_ID=f"P-{n}-{i}", NIP_BARU=f"19900101201503{i:04d}", NAMA=f"ORANG {i}")
            for i in range(n)
        ]
        run = services.receive(CITRA, "people", "", sheet(*rows), "a.xlsx")
        data = data_of(run)
        with CaptureQueriesContext(connection) as queries:
            checked(run, data)
        return len(queries)

    assert count(3) == count(300)
