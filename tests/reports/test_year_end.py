"""The year-end report: frozen with its hash, what changed since, files from HR's templates."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from bina.audit.services import Actor
from bina.indices.models import IssuedReport
from bina.indices.services.reports import digest_of
from bina.money import ledger
from bina.money.models import Posting
from bina.reports.services import year_end
from tests.cast import Cast
from tests.reports.scene import AFTER, lived

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.FIXED_DAY = AFTER.isoformat()
    settings.DATA_DIR = tmp_path


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_an_issued_report_keeps_its_figures_and_its_hash(cast: Cast) -> None:
    lived(cast)

    report = year_end.issue(HR, 2027)

    whole = report.body["whole"]
    assert (whole["seats"], whole["done_jp"], whole["paid"], whole["paid_beside"]) == (
        3, 320, 2_150_000, 500_000,
    )  # fmt: skip
    assert digest_of(report.body) == report.digest
    assert year_end.changes_since(report) == []


def test_what_changed_since_is_told_and_the_report_stays(cast: Cast) -> None:
    lived(cast)
    report = year_end.issue(HR, 2027)
    room = Posting.objects.get(words="Ruang")

    ledger.reverse(HR, room, "Salah pos", AFTER)

    found = [(d.part, d.field, d.before, d.after) for d in year_end.changes_since(report)]
    assert found == [("whole", "paid_beside", 500_000, 0), ("lines", "beside", 500_000, 0)]
    report.refresh_from_db()
    assert report.body["whole"]["paid_beside"] == 500_000


def test_the_database_refuses_to_change_an_issued_report(cast: Cast) -> None:
    lived(cast)
    report = year_end.issue(HR, 2027)

    for change in (lambda rows: rows.update(digest="x"), lambda rows: rows.delete()):
        from bina.audit.guard import unguarded

        with pytest.raises(DatabaseError), transaction.atomic(), unguarded():
            change(IssuedReport.objects.filter(pk=report.pk))


def test_the_list_of_indices_does_not_show_it(cast: Cast, as_: As) -> None:
    lived(cast)
    report = year_end.issue(HR, 2027)

    assert as_("citra").get(f"/indeks/laporan/{report.public_id}/").status_code == 404


def test_a_page_issues_and_shows_it(cast: Cast, as_: As) -> None:
    lived(cast)
    citra = as_("citra")

    page = citra.post("/realisasi/laporan/terbitkan/?tahun=2027", follow=True).content.decode()

    assert "utuh" in page
    assert "2.150.000 / 3.750.000" in page or "1.250.000 / 1.250.000" in page
    assert "Dihitung lagi hari ini" in page


def test_the_mayor_reads_it_without_small_cells_and_does_not_issue(cast: Cast, as_: As) -> None:
    lived(cast)
    report = year_end.issue(HR, 2027)
    mayor = as_("mayor")

    page = mayor.get(f"/realisasi/laporan/{report.public_id}/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(
        mayor.get(f"/realisasi/laporan/{report.public_id}/?unduh=xlsx").content
    ))  # fmt: skip

    assert "disembunyikan" in page
    assert [
        row for row in book["Per sesi"].iter_rows(values_only=True) if row[0] == "P-EMP-A"
    ] == []
    assert mayor.post("/realisasi/laporan/terbitkan/?tahun=2027").status_code == 403


def test_the_pdf_has_the_figures_and_the_hash(cast: Cast, as_: As) -> None:
    lived(cast)
    report = year_end.issue(HR, 2027)

    answer = as_("citra").get(f"/realisasi/laporan/{report.public_id}/?unduh=pdf")

    text = pdf_text(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "2.650.000" in text and "Keadaan 01-04-2027" in text
    assert report.digest[:20] in text.replace("\n", "")


def test_hr_replaces_both_templates(cast: Cast, as_: As, tmp_path: Path) -> None:
    lived(cast)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "laporan-akhir.yaml").write_text(
        "judul: Laporan kami {tahun}\n"
        "lembar:\n- {nama: Dana, isi: lines, kolom: [{judul: Pos, isi: name}]}\n"
    )
    (folder / "laporan-akhir.typ").write_text(
        "#let d = json(bytes(sys.inputs.data))\nSusunan BKPP: #d.title"
    )
    citra = as_("citra")

    book = openpyxl.load_workbook(
        io.BytesIO(citra.get("/realisasi/laporan/?tahun=2027&unduh=xlsx").content)
    )
    text = pdf_text(citra.get("/realisasi/laporan/?tahun=2027&unduh=pdf").content)

    assert book.sheetnames == ["Dana"]
    assert "Susunan BKPP: Laporan kami 2027" in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("laporan-akhir.yaml", "lembar:\n- {nama: A, isi: gaji, kolom: [{judul: X, isi: y}]}\n"),
        ("laporan-akhir.yaml", "lembar:\n- {isi: lines, kolom: [{judul: X, isi: gaji}]}\n"),
        ("laporan-akhir.yaml", "lembar: [\n"),
    ],
)
def test_a_wrong_layout_is_named(cast: Cast, as_: As, tmp_path: Path, name: str, text: str) -> None:
    lived(cast)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(text)

    page = as_("citra").get("/realisasi/laporan/?tahun=2027&unduh=xlsx", follow=True)

    assert "templates/laporan-akhir.yaml tidak dapat dipakai" in page.content.decode()
