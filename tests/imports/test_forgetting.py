"""After an upload is applied or given up, nothing that is stored has its dropped columns."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.files import services as files
from bina.files.models import StoredFile
from bina.imports import forgetting, services
from bina.imports.models import ImportRun, RowProblem
from bina.people.models import Person
from tests.imports.tables import dump
from tests.people.files import CITRA, NIK, PHONE, previewed, row, sheet

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """Stored files of this test alone."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def letters_of(data: bytes) -> bytes:
    """The bytes and, of a workbook, those of its parts unpacked."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return data + b"".join(book.read(name) for name in book.namelist())


def where(value: str) -> list[str]:
    """Every place that holds the value: stored files and tables."""
    stored = [path for path in files.folder().rglob("*") if path.is_file()]
    found = [path.name for path in stored if value.encode() in letters_of(path.read_bytes())]
    tables = dump(without=("sqlite_",))
    return found + [name for name, rows in tables.items() if value in str(rows)]


@cache  # the same bytes every time: a workbook holds the second it was written in
def two_rows() -> bytes:
    """Ani, and a row that is refused: its problem may not show the columns that are dropped."""
    return sheet(row(), row(PNS_ID="A8ACA7E5-0002", NIP_BARU="", TANGGAL_LAHIR="31-02-1990"))


def waiting() -> ImportRun:
    run = previewed(two_rows())
    assert run.counts["error"] > 0
    assert where(NIK) == [run.file.sha256]  # so the search can find it
    return run


def test_an_applied_upload_leaves_no_dropped_column_anywhere(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    run = waiting()

    with django_capture_on_commit_callbacks(execute=True):
        services.apply(CITRA, run)

    assert Person.objects.filter(name="ANI WENDA").exists()
    assert (where(NIK), where(PHONE)) == ([], [])
    stored = StoredFile.objects.get()
    assert stored.size == len(two_rows()) and len(stored.sha256) == 64
    assert stored.erased_at is not None


def test_an_import_that_asks_nobody_leaves_none_either(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.import_now(CITRA, "people", two_rows(), "siasn.xlsx")

    assert (where(NIK), where(PHONE)) == ([], [])


def test_a_cancelled_upload_is_erased(django_capture_on_commit_callbacks: Capture) -> None:
    run = waiting()

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(CITRA, run)

    assert where(NIK) == []


def test_a_refused_workbook_is_erased(django_capture_on_commit_callbacks: Capture) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NIK.encode()  # an old .xls, or a locked file
    run = services.receive(CITRA, "people", "BKPP", data, "siasn.xls")
    assert where(NIK) == [run.file.sha256]

    with django_capture_on_commit_callbacks(execute=True):
        services.preview(CITRA, run)

    assert run.state == "refused"
    assert where(NIK) == []


def test_a_failed_apply_keeps_the_file(
    django_capture_on_commit_callbacks: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = waiting()
    monkeypatch.setattr(services, "packed", lambda image: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        services.apply(CITRA, run)

    assert where(NIK) == [run.file.sha256]
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        services.apply(CITRA, run)
    assert where(NIK) == []


def test_undo_and_the_error_file_need_no_bytes(
    django_capture_on_commit_callbacks: Capture, as_: As
) -> None:
    run = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        services.apply(CITRA, run)
    people = Person.objects.count()

    page = as_("citra").get(f"/unggah/berkas/{run.public_id}/masalah/")
    services.undo(CITRA, run)

    assert page.status_code == 200
    assert RowProblem.objects.get(run=run, severity="error").reason
    assert NIK.encode() not in letters_of(page.content)
    assert Person.objects.count() == people - 1


def test_reading_an_erased_file_says_why_it_is_gone(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    run = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(CITRA, run)

    with pytest.raises(files.FileErased, match="sudah dihapus karena tidak diperlukan lagi"):
        files.read(StoredFile.objects.get())


def test_the_page_names_size_and_hash_and_why_the_content_is_gone(
    django_capture_on_commit_callbacks: Capture, as_: As
) -> None:
    run = waiting()
    before = as_("citra").get(f"/unggah/berkas/{run.public_id}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        services.apply(CITRA, run)

    after = as_("citra").get(f"/unggah/berkas/{run.public_id}/").content.decode()

    assert "paling lama 30 hari" in before
    assert "Isinya dihapus" in after and run.file.sha256 in after


def test_the_same_workbook_twice_is_erased_with_the_last_of_them(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    first, second = waiting(), previewed(two_rows())

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(CITRA, first)
    assert where(NIK) == [second.file.sha256]

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(CITRA, second)
    assert where(NIK) == []


def test_an_erased_workbook_can_be_uploaded_again(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(CITRA, waiting())

    again = previewed(two_rows())

    assert again.state == "preview"
    assert files.read(again.file) == two_rows()


@pytest.mark.parametrize(("days", "left"), [(29, "preview"), (31, "cancelled")])
def test_an_upload_that_nobody_confirms_is_given_up_after_thirty_days(
    days: int, left: str, django_capture_on_commit_callbacks: Capture
) -> None:
    run = waiting()
    with unguarded():
        long_ago = timezone.now() - dt.timedelta(days=days)
        ImportRun.objects.filter(pk=run.pk).update(created_at=long_ago)
    assert forgetting.is_anything_due() is (left == "cancelled")

    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_all(CITRA)

    run.refresh_from_db()
    assert run.state == left
    assert bool(where(NIK)) is (left == "preview")
    assert forgetting.is_anything_due() is False


def test_files_of_uploads_that_ended_under_an_earlier_version_are_erased(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    run = waiting()
    with unguarded():
        ImportRun.objects.filter(pk=run.pk).update(state="applied", applied_at=timezone.now())
    assert forgetting.is_anything_due()

    with django_capture_on_commit_callbacks(execute=True):
        done = forgetting.forget_all(CITRA)

    assert (done["expired"], done["erased"]) == (0, 1)
    assert where(NIK) == []
    assert Entry.objects.filter(action="imports.forget", subject_id=str(run.public_id)).exists()


def test_bytes_that_a_crash_left_are_swept() -> None:
    run = waiting()
    services.cancel(CITRA, run)  # nothing after the commit happens here: as if the power failed
    assert where(NIK) == [run.file.sha256]
    assert forgetting.is_anything_due()

    assert forgetting.forget_all(CITRA)["swept"] == 1

    assert where(NIK) == []


def test_an_upload_by_page_and_its_confirmation_leave_nothing(
    as_: As, django_capture_on_commit_callbacks: Capture
) -> None:
    client = as_("citra")
    upload = SimpleUploadedFile("siasn.xlsx", two_rows())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/unggah/people/", {"file": upload, "source": "BKPP"})
        run = ImportRun.objects.get()
        client.post(f"/unggah/berkas/{run.public_id}/terapkan/")

    run.refresh_from_db()
    assert run.state == "applied"
    assert where(NIK) == []
