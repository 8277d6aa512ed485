"""The way of a file into the tables, with the calendar as the example."""

import datetime as dt
from typing import Any

import pytest

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.calendar.models import Holiday
from bina.imports import comparing, services
from bina.imports.errors import (
    NothingToApply,
    NotInThisState,
    NotTheLatest,
    PreviewOutdated,
    UndoneImpossible,
)
from bina.imports.models import ImportRun, UndoImage
from bina.jobs import services as jobs
from bina.text import Text
from tests.formats.workbooks import with_part, xlsx
from tests.imports.tables import dump

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADERS = ["TANGGAL", "SAMPAI", "JENIS", "NAMA", "SUMBER"]
NEW_YEAR = ["01-01-2027", None, "Libur nasional", "Tahun Baru", "SKB 1"]
EASTER = ["26-03-2027", "28-03-2027", "Libur nasional", "Paskah", "SKB 1"]
EXAM = ["03-05-2027", "07-05-2027", "Ujian sekolah", "Ujian akhir", None]


def calendar(*rows: list[Any]) -> bytes:
    return xlsx(("Kalender", [HEADERS, *rows]))


def previewed(data: bytes, source: str = "BKPP", name: str = "kalender.xlsx") -> ImportRun:
    return services.preview(CITRA, services.receive(CITRA, "calendar", source, data, name))


def applied(*rows: list[Any]) -> ImportRun:
    return services.import_now(CITRA, "calendar", calendar(*rows), "kalender.xlsx")


def holidays() -> list[tuple[Any, ...]]:
    return list(Holiday.objects.order_by("pk").values_list("pk", "start", "end", "kind", "name"))


def test_preview_counts_and_writes_no_domain_table() -> None:
    run = previewed(calendar(NEW_YEAR, EASTER))

    assert run.state == "preview"
    assert run.counts == {
        "rows": 2, "rejected": 0, "new": 2, "changed": 0, "missing": 0, "unchanged": 0,
        "error": 0, "doubt": 0, "notice": 0,
    }  # fmt: skip
    assert not Holiday.objects.exists()
    assert run.changes.values_list("op", "label", "after").first() == (
        "new",
        "Tahun Baru",
        {"TANGGAL": "01-01-2027", "SAMPAI": "01-01-2027", "JENIS": "Libur nasional",
         "NAMA": "Tahun Baru", "SUMBER": "SKB 1"},
    )  # fmt: skip


def test_apply_writes_the_rows_with_one_audit_entry() -> None:
    run = services.apply(CITRA, previewed(calendar(NEW_YEAR, EASTER)))

    assert run.state == "applied"
    assert [row[1:] for row in holidays()] == [
        (dt.date(2027, 1, 1), dt.date(2027, 1, 1), "holiday", "Tahun Baru"),
        (dt.date(2027, 3, 26), dt.date(2027, 3, 28), "holiday", "Paskah"),
    ]
    entry = Entry.objects.get(action="imports.apply")
    assert entry.subject_id == str(run.public_id)
    assert entry.detail["counts"]["new"] == 2
    assert entry.detail["file_sha256"] == run.file.sha256
    assert entry.detail["changes_sha256"] == run.digest


def test_the_same_file_twice_changes_nothing_and_leaves_the_first_undoable() -> None:
    first = applied(NEW_YEAR, EASTER)
    before = holidays()

    second = applied(NEW_YEAR, EASTER)

    assert second.state == "applied"
    assert (second.counts["unchanged"], second.counts["new"], second.counts["changed"]) == (2, 0, 0)
    assert holidays() == before
    services.undo(CITRA, first)
    assert holidays() == []


def test_a_changed_row_is_updated_and_a_missing_one_stays() -> None:
    applied(NEW_YEAR, EASTER)

    run = applied([*EASTER[:1], "29-03-2027", *EASTER[2:]])

    assert (run.counts["changed"], run.counts["missing"]) == (1, 1)
    assert [row[2:] for row in holidays()] == [
        (dt.date(2027, 1, 1), "holiday", "Tahun Baru"),
        (dt.date(2027, 3, 29), "holiday", "Paskah"),
    ]
    change = run.changes.get(op="changed")
    assert (change.before, change.after) == ({"SAMPAI": "28-03-2027"}, {"SAMPAI": "29-03-2027"})
    assert run.changes.get(op="missing").label == "Tahun Baru"


def test_undo_restores_new_and_changed_rows_exactly() -> None:
    applied(NEW_YEAR, EASTER)
    before = holidays()
    run = applied([*NEW_YEAR[:4], "SKB 2"], EXAM)

    services.undo(CITRA, run)

    assert holidays() == before
    assert set(Holiday.objects.values_list("source", flat=True)) == {"SKB 1"}
    assert run.state == "undone"
    assert Entry.objects.filter(action="imports.undo").count() == 1


def test_only_the_latest_can_be_undone() -> None:
    first = applied(NEW_YEAR)
    applied(NEW_YEAR, EXAM)
    before = holidays()

    with pytest.raises(NotTheLatest, match="bukan unggahan terakhir"):
        services.undo(CITRA, first)

    assert holidays() == before


def test_undo_is_refused_when_a_row_was_edited_since() -> None:
    run = applied(NEW_YEAR)
    with unguarded():
        Holiday.objects.update(source="diubah di halaman")

    with pytest.raises(UndoneImpossible, match="1 baris sudah diubah"):
        services.undo(CITRA, run)

    assert Holiday.objects.get().source == "diubah di halaman"


def test_apply_is_refused_when_the_data_changed_since_the_preview() -> None:
    run = previewed(calendar(NEW_YEAR, EASTER))
    applied(NEW_YEAR)
    before = holidays()

    with pytest.raises(PreviewOutdated, match="periksa lagi"):
        services.apply(CITRA, run)

    run.refresh_from_db()
    assert holidays() == before
    assert (run.state, run.counts["new"], run.counts["unchanged"]) == ("preview", 1, 1)
    assert services.apply(CITRA, run).state == "applied"
    assert len(holidays()) == 2


def test_a_write_between_comparing_and_writing_is_noticed(monkeypatch: Any) -> None:
    run = previewed(calendar(NEW_YEAR))
    compared = comparing.checked

    def interrupted(*args: Any) -> comparing.Checked:
        result = compared(*args)
        monkeypatch.undo()
        applied(NEW_YEAR, EXAM)
        return result

    monkeypatch.setattr(comparing, "checked", interrupted)

    with pytest.raises(PreviewOutdated):
        services.apply(CITRA, run)

    assert len(holidays()) == 2


def test_applying_twice_is_refused() -> None:
    run = applied(NEW_YEAR)

    with pytest.raises(NotInThisState):
        services.apply(CITRA, run)
    stale = ImportRun.objects.get(pk=run.pk)
    stale.state = "preview"  # as another worker read it a moment before
    with pytest.raises((NotInThisState, PreviewOutdated)):
        services.apply(CITRA, stale)

    assert Entry.objects.filter(action="imports.apply").count() == 1


def test_a_failing_apply_leaves_every_table_as_before(monkeypatch: Any) -> None:
    applied(NEW_YEAR)
    run = previewed(calendar([*NEW_YEAR[:4], "SKB 2"], EASTER, EXAM))
    before = dump()

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(UndoImage.objects, "create", fail)  # the last write of an apply
    with pytest.raises(ZeroDivisionError):
        services.apply(CITRA, run)

    assert dump() == before


def test_a_cancelled_upload_cannot_be_applied() -> None:
    run = services.cancel(CITRA, previewed(calendar(NEW_YEAR)))

    with pytest.raises(NotInThisState):
        services.apply(CITRA, ImportRun.objects.get(pk=run.pk))

    assert holidays() == []


def test_bad_rows_stay_out_with_place_reason_and_remedy() -> None:
    wrong_end = ["02-06-2027", "01-06-2027", "Libur daerah", "Salah", None]
    impossible = ["31-02-2027", None, "Libur daerah", "Tidak ada", None]

    run = previewed(calendar(NEW_YEAR, wrong_end, impossible))

    assert (run.counts["rows"], run.counts["rejected"], run.counts["new"]) == (3, 2, 1)
    found = {(each.row, each.column, each.value) for each in run.problems.all()}
    assert {(3, "SAMPAI", "01-06-2027"), (4, "TANGGAL", "31-02-2027")} == found
    assert all(each.reason and each.remedy for each in run.problems.all())


def test_a_file_without_a_good_row_is_not_applied() -> None:
    run = previewed(calendar(["31-02-2027", None, "Libur daerah", "Tidak ada", None]))

    with pytest.raises(NothingToApply):
        services.apply(CITRA, run)

    assert run.state == "preview"


def test_a_mapping_and_a_correction_are_used_the_next_time() -> None:
    headers = ["TANGGAL", "SAMPAI", "MACAM", "NAMA", "SUMBER"]
    data = xlsx(("Kalender", [headers, ["01-01-2027", None, "Merah", "Tahun Baru", None]]))
    run = previewed(data, "Dinas")
    assert run.understood["sheets"][0]["unknown"] == ["MACAM"]
    assert run.counts["new"] == 0

    services.remember_mapping(CITRA, run.source, "MACAM", "kind")
    run = services.preview(CITRA, run)
    assert run.problems.get().value == "Merah"
    services.remember_correction(CITRA, run.source, "kind", "Merah", "Libur nasional")

    assert previewed(data, "Dinas").counts["new"] == 1
    assert previewed(data, "Lain").counts["new"] == 0


BAD_FILES = [
    (b"", "kosong.xlsx", "kosong"),
    (b"PK\x03\x04" + b"\x00" * 100, "rusak.xlsx", "rusak"),
    (OLE + b"\x00" * 900 + "EncryptedPackage".encode("utf-16-le"), "kunci.xlsx", "kata sandi"),
    (with_part(calendar(NEW_YEAR), "xl/vbaProject.bin", b"x"), "makro.xlsx", "makro"),
    (with_part(calendar(NEW_YEAR), "xl/media/a.bin", bytes(30_000_000)), "bom.xlsx", "mengembang"),
    (b"x" * 50_000_001, "besar.xlsx", "MB"),
    (b"%PDF-1.7", "surat.xlsx", "bukan buku kerja"),
]


@pytest.mark.parametrize(("data", "name", "said"), BAD_FILES, ids=[row[1] for row in BAD_FILES])
def test_a_bad_file_is_refused_in_words_and_changes_nothing(
    data: bytes, name: str, said: str
) -> None:
    applied(NEW_YEAR)
    before = dump(without=("imports_", "audit_", "files_"))

    run = services.import_now(CITRA, "calendar", data, name)

    assert run.state == "refused"
    sentence = Text.from_json(run.refusal).plain()
    assert name in sentence
    assert said in sentence
    assert dump(without=("imports_", "audit_", "files_")) == before
    assert (run.file is None) == (len(data) > 50_000_000)


def test_a_large_file_is_previewed_and_applied_by_jobs() -> None:
    rows = [[f"{1 + n % 28:02}-{1 + n // 28 % 12:02}-{2027 + n // 336}", None, "Libur daerah",
             f"Hari raya nomor {n} {n * 7919 % 10007}", None] for n in range(4000)]  # fmt: skip
    run = services.receive(CITRA, "calendar", "", calendar(*rows), "besar.xlsx")
    assert run.file.size > services.JOB_BYTES

    run = services.preview_soon(CITRA, run)
    assert run.state == "reading"
    jobs.run(run.job.pk)
    run.refresh_from_db()
    assert (run.state, run.counts["new"]) == ("preview", 4000)
    run = services.apply_soon(CITRA, run)
    jobs.run(run.job.pk)

    run.refresh_from_db()
    assert run.state == "applied"
    assert Holiday.objects.count() == 4000


def test_import_now_without_a_good_row_says_so_and_keeps_the_problems() -> None:
    with pytest.raises(NothingToApply, match=r"kalender\.xlsx"):
        applied(["31-02-2027", None, "Libur daerah", "Tidak ada", None])

    run = ImportRun.objects.get()
    assert (run.state, run.problems.count()) == ("preview", 1)
    assert holidays() == []


def test_import_now_notices_a_write_after_its_comparison(monkeypatch: Any) -> None:
    compared = comparing.checked

    def interrupted(*args: Any) -> comparing.Checked:
        result = compared(*args)
        monkeypatch.undo()
        applied(NEW_YEAR, EXAM)
        return result

    monkeypatch.setattr(comparing, "checked", interrupted)

    with pytest.raises(PreviewOutdated):
        applied(NEW_YEAR)

    assert len(holidays()) == 2
