"""An analyst uploads a SIASN file with faults: preview, error file, confirm, again, undo."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from bina.demo.city import generate
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = dt.date(2026, 11, 23)
OTHER_SEED = 11  # other people than those of the town, but for the cast


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A Data Utama as a real agency exports it: with duplicates, doubtful and broken rows."""
    manifest = generate(tmp_path, seed=OTHER_SEED, day=DAY, people=300)
    return tmp_path / manifest.files["people"]


def test_a_faulty_file_goes_in_once_and_comes_out_again(
    visitor: Visitor, file: Path, tmp_path: Path
) -> None:
    page = visitor("citra", width=1280).new_page()
    before = number_of_people(page)

    upload(page, file)
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible(timeout=60_000)
    new, rejected = fact(page, "Baru"), fact(page, "Baris ditolak")
    assert new > 200
    assert rejected > 0
    problems_name_place_reason_and_remedy(page, tmp_path)
    assert number_of_people(page) == before, "a preview writes nothing"

    confirm(page)
    assert number_of_people(page) == before + new

    upload(page, file)
    expect(page.get_by_text("Tidak ada yang perlu ditulis")).to_be_visible(timeout=60_000)
    assert (fact(page, "Baru"), fact(page, "Berubah")) == (0, 0)
    page.get_by_role("button", name="Batalkan unggahan").click()

    undo(page, file)
    assert number_of_people(page) == before


def upload(page: Page, file: Path) -> None:
    page.goto("/unggah/")
    card = page.locator("section", has=page.get_by_role("heading", name="Data Utama SIASN"))
    card.get_by_role("link", name="Unggah").first.click()
    page.get_by_label("Berkas").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()


def problems_name_place_reason_and_remedy(page: Page, folder: Path) -> None:
    """The list on the page and the file that can be downloaded."""
    page.get_by_role("link", name="Kesalahan").click()
    first = page.locator("#masalah tbody tr").first
    expect(first).to_contain_text("baris")
    with page.expect_download() as started:
        page.get_by_role("link", name="Unduh daftar masalah").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert len(rows) > 2
    assert len([cell for cell in rows[-1] if cell]) >= 4  # sheet, row, reason, what to do


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_text("Diterapkan").first).to_be_visible(timeout=60_000)


def undo(page: Page, file: Path) -> None:
    """The latest applied file of this kind, from its link on the upload page."""
    page.goto("/unggah/")
    card = page.locator("section", has=page.get_by_role("heading", name="Data Utama SIASN"))
    card.get_by_role("link", name=file.name).click()
    page.get_by_role("button", name="Urungkan unggahan ini").click()
    expect(page.get_by_text("Diurungkan").first).to_be_visible(timeout=60_000)


def fact(page: Page, label: str) -> int:
    """A figure of the preview, e.g. "Baru" → 12."""
    row: Locator = page.locator("dl.facts div").filter(has=page.get_by_text(label, exact=True))
    return int(row.locator("dd").inner_text().split()[0].replace(".", ""))


def number_of_people(page: Page) -> int:
    """How many the list of people counts."""
    other = page.context.new_page()
    other.goto("/pegawai/")
    text = other.locator("caption").inner_text()
    other.close()
    return int("".join(c for c in text if c.isdigit()))
