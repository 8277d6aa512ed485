"""The pages of uploads: from the form to the confirmed rows, without script."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bina.calendar.models import Holiday
from bina.formats.archive import Limits
from bina.imports import comparing, services
from bina.imports.models import ImportRun, Source
from tests.formats.workbooks import xlsx
from tests.imports.test_services import (
    EASTER,
    EXAM,
    HEADERS,
    NEW_YEAR,
    applied,
    calendar,
    previewed,
)

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def send(client: Client, data: bytes, name: str = "kalender.xlsx", source: str = "BKPP") -> str:
    """Upload and return the address of the run."""
    answer = client.post(
        "/unggah/calendar/", {"source": source, "file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_goes_from_the_form_to_the_tables(as_: As) -> None:
    citra = as_("citra")

    address = send(citra, calendar(NEW_YEAR, EASTER))
    shown = page(citra, address)
    assert "Terapkan 2 perubahan" in shown
    assert not Holiday.objects.exists()
    answer = citra.post(f"{address}terapkan/", follow=True)

    assert "Unggahan diterapkan." in answer.content.decode()
    assert Holiday.objects.count() == 2
    run = ImportRun.objects.get()
    assert (run.state, run.created_by, run.source.name) == ("applied", "CITRA RUMBIAK", "BKPP")
    answer = citra.post(f"{address}urungkan/", follow=True)
    assert "Data dikembalikan" in answer.content.decode()
    assert not Holiday.objects.exists()


def test_the_list_shows_kinds_last_upload_and_what_waits(as_: As) -> None:
    applied(NEW_YEAR)
    previewed(calendar(EXAM), name="ujian.xlsx")

    shown = page(as_("citra"), "/unggah/")

    assert "Kalender libur dan sekolah" in shown
    assert "kalender.xlsx" in shown
    assert "ujian.xlsx" in shown
    assert "Menunggu konfirmasi" in shown


def test_the_template_is_one_that_the_importer_reads(as_: As) -> None:
    answer = as_("citra").get("/unggah/calendar/templat/")

    assert "filename*=UTF-8''kalender.xlsx" in answer["Content-Disposition"]
    assert previewed(answer.content).counts["new"] == 1  # the example row


def test_a_bad_file_shows_the_sentence(as_: As) -> None:
    citra = as_("citra")

    assert "kosong" in page(citra, send(citra, b"", "kosong.xlsx"))


def test_a_file_beyond_the_limit_is_refused_unread(as_: As, monkeypatch: Any) -> None:
    monkeypatch.setattr(comparing, "LIMITS", Limits(max_bytes=1_000))
    citra = as_("citra")

    shown = page(citra, send(citra, calendar(NEW_YEAR), "besar.xlsx"))

    assert "besar.xlsx berukuran" in shown
    assert ImportRun.objects.get().file is None


def test_the_error_file_has_every_problem_with_its_place(as_: As) -> None:
    run = previewed(calendar(["31-02-2027", None, "Libur daerah", "Tidak ada", None]))

    answer = as_("citra").get(f"/unggah/berkas/{run.public_id}/masalah/")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    header = next(at for at, row in enumerate(rows) if row[0] == "Lembar")
    (problem,) = rows[header + 1 :]
    assert problem[:5] == ("Kalender", 2, "TANGGAL", "31-02-2027", "Kesalahan")
    assert problem[5]
    assert problem[6]


def test_an_unknown_column_and_value_are_set_on_the_page_and_remembered(as_: As) -> None:
    citra = as_("citra")
    headers = ["TANGGAL", "SAMPAI", "MACAM", "NAMA", "CATATAN"]
    data = xlsx(("Kalender", [headers, ["01-01-2027", None, "Merah", "Tahun Baru", "x"]]))
    address = send(citra, data)

    citra.post(
        f"{address}kolom/",
        {"judul-0": "MACAM", "kolom-0": "kind", "judul-1": "CATATAN", "kolom-1": "-"},
    )
    shown = page(citra, address)
    assert "“Merah” pada JENIS (1 baris) berarti" in shown
    citra.post(f"{address}nilai/", {"kolom": "kind", "nilai": "Merah", "berarti": "Libur nasional"})

    assert "Terapkan 1 perubahan" in page(citra, address)
    source = Source.objects.get()
    assert source.header_map == {"MACAM": "kind", "CATATAN": ""}
    assert "Terapkan 1 perubahan" in page(citra, send(citra, data, "lagi.xlsx"))


def test_a_forged_column_is_refused_in_words(as_: As) -> None:
    citra = as_("citra")
    address = send(citra, calendar(NEW_YEAR))

    answer = citra.post(
        f"{address}nilai/", {"kolom": "password", "nilai": "a", "berarti": "b"}, follow=True
    )

    assert "Kolom password tidak ada" in answer.content.decode()
    assert Source.objects.get().corrections == []


def test_problems_are_filtered_by_severity(as_: As) -> None:
    run = previewed(calendar(["31-02-2027", None, "Libur daerah", "Salah", None], NEW_YEAR))
    citra = as_("citra")

    assert "31-02-2027" in page(citra, f"/unggah/berkas/{run.public_id}/?masalah=error")
    assert "Tidak ada masalah jenis ini" in page(
        citra, f"/unggah/berkas/{run.public_id}/?masalah=doubt"
    )


def test_changes_show_before_and_after(as_: As) -> None:
    applied(EASTER)
    run = previewed(calendar([EASTER[0], "29-03-2027", *EASTER[2:]]))

    shown = page(as_("citra"), f"/unggah/berkas/{run.public_id}/")

    assert "<del>28-03-2027</del> → <ins>29-03-2027</ins>" in shown


def test_running_work_is_shown_and_refreshed_without_script(as_: As, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "JOB_BYTES", 10)
    citra = as_("citra")

    address = send(citra, calendar(NEW_YEAR))

    shown = page(citra, address)
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert "Terapkan" not in shown
    fragment = citra.get(address, headers={"X-Fragment": "1"}).content.decode()
    assert f'data-poll="{address}"' in fragment


@pytest.mark.parametrize("name", ["ani", "budi", "mayor", "operator"])
def test_others_cannot_upload_or_look(as_: As, name: str) -> None:
    run = previewed(calendar(NEW_YEAR))
    client = as_(name)

    assert client.get("/unggah/").status_code == 403
    assert client.get(f"/unggah/berkas/{run.public_id}/").status_code == 403
    assert client.post(f"/unggah/berkas/{run.public_id}/terapkan/").status_code == 403
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("size", [2, 60])
def test_the_run_page_asks_a_fixed_number_of_times(
    as_: As, size: int, django_assert_num_queries: Any
) -> None:
    good = [
        [f"{1 + n % 28:02}-{1 + n // 28:02}-2027", None, "Libur daerah", "L", None]
        for n in range(size)
    ]
    bad = [["31-02-2027", None, f"Salah {n}", "Tidak ada", None] for n in range(size)]
    run = previewed(xlsx(("Kalender", [[*HEADERS, "LAIN"], *good, *bad])))
    citra = as_("citra")
    page(citra, "/unggah/")

    with django_assert_num_queries(12):  # one of them the unread count of the frame
        page(citra, f"/unggah/berkas/{run.public_id}/")
