"""Every bad file on two upload pages in a real browser: the place is named, nothing moves."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visitor
from tests.imports.bad_files import BadFile, budget, catalogue, whole

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = ("imports_", "audit_", "files_", "jobs_", "django_session", "axes_", "sqlite_")
HUGE = 200_000_000  # bytes


def tables(site: Site) -> dict[str, list[str]]:
    """Every row of the installation but those of the uploads themselves."""
    with sqlite3.connect(f"file:{site.data / 'bina.sqlite3'}?mode=ro", uri=True) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))
            for (name,) in names
            if not name.startswith(OWN)
        }


def send(page: Page, kind: str, file: Path) -> None:
    page.goto(f"/unggah/{kind}/")
    page.get_by_label("Berkas").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("heading", level=1, name=file.name)).to_be_visible(timeout=60_000)


def says_why(page: Page, bad: BadFile) -> None:
    """A refused file in one sentence; a bad row in one line of the list, with its place."""
    if bad.is_refused:
        said = page.get_by_role("status").filter(has_text=bad.name)
        for words in bad.said:
            expect(said).to_contain_text(words)
        expect(page.get_by_text("Tidak ada data yang berubah.")).to_be_visible()
        expect(page.get_by_role("button", name="Terapkan")).to_have_count(0)
        return
    line = page.locator("#masalah tbody tr")
    for words in (*bad.place, *bad.said):
        line = line.filter(has_text=words)
    expect(line.first).to_be_visible()
    page.get_by_role("button", name="Batalkan unggahan").click()
    expect(page.get_by_text("Dibatalkan").first).to_be_visible()


@pytest.mark.parametrize(("kind", "script"), [("catalog", True), ("budget", False)])
def test_no_bad_file_moves_anything(
    visitor: Visitor, site: Site, tmp_path: Path, kind: str, script: bool
) -> None:
    page = visitor("citra", width=1280 if script else 360, script=script).new_page()
    before = tables(site)

    for bad in (*whole(kind), *(catalogue() if kind == "catalog" else budget())):
        file = tmp_path / bad.name
        file.write_bytes(bad.make())
        send(page, kind, file)
        says_why(page, bad)
        file.unlink()

    assert tables(site) == before


def test_two_hundred_megabytes_are_answered_in_words(
    visitor: Visitor, site: Site, tmp_path: Path
) -> None:
    page = visitor("citra").new_page()
    before = tables(site)
    file = tmp_path / "raksasa.xlsx"
    with file.open("wb") as sparse:
        sparse.write(b"PK\x03\x04")
        sparse.truncate(HUGE)

    send(page, "budget", file)

    said = page.get_by_role("status").filter(has_text="raksasa.xlsx")
    expect(said).to_contain_text("200.0 MB; paling besar 50 MB")
    expect(page.get_by_text("Tidak ada data yang berubah.")).to_be_visible()
    assert tables(site) == before
