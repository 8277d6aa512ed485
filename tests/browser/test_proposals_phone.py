"""A need goes its whole way on phones without script: proposed, ranked, answered, read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = "Saya sering diminta menjelaskan aturan dan belum pandai memilih kata."
ANSWER = "Kelas tahun ini penuh; ikut komunitas belajar dahulu."


def test_from_the_report_to_the_answer(visitor: Visitor) -> None:
    ani = visitor("ani", script=False).new_page()
    budi = visitor("budi", script=False).new_page()
    citra = visitor("citra", width=1280, script=False).new_page()

    need = propose(ani)
    put_first(budi, need)
    refuse(citra, need)

    ani.goto("/kotak-masuk/")
    expect(ani.get_by_text(ANSWER).first).to_be_visible()
    ani.goto("/rapor/")
    expect(
        ani.locator("section").filter(has_text="Usulan untuk").get_by_text(ANSWER)
    ).to_be_visible()


def propose(page: Page) -> str:
    """One tap on the first gap of the report, then the own words; which competency it was."""
    page.goto("/rapor/")
    card = page.locator("section").filter(
        has=page.get_by_role("heading", name=re.compile("Usulan"))
    )
    row = card.locator("li").filter(has=page.locator("details.say")).first
    need = row.locator("> span").inner_text().rpartition(" ")[0].strip()
    row.locator("summary").click()
    row.get_by_label("Mengapa Anda memerlukannya?").fill(WORDS)
    row.get_by_role("button", name="Kirim usulan").click()
    expect(page.get_by_text("Usulan terkirim")).to_be_visible()
    return need


def put_first(page: Page, need: str) -> None:
    """The head types 1 for it and saves; it stands on top."""
    page.goto("/usulan/urutan/")
    row = page.locator("ol > li").filter(has_text=WORDS)
    expect(row).to_contain_text(need)
    row.locator("input[type=number]").fill("1")
    above = page.locator("ol > li").filter(has_not_text=WORDS).locator("input[type=number]")
    for at in range(above.count()):
        above.nth(at).fill(str(at + 2))
    page.get_by_role("button", name="Simpan urutan").last.click()
    expect(page.locator("ol > li").first).to_contain_text(WORDS)


def refuse(page: Page, need: str) -> None:
    """HR finds it by name, opens it, and says no in words."""
    page.goto("/usulan/daftar/?cari=ani+wenda&keadaan=sent")
    page.get_by_role("link", name=need).first.click()
    page.get_by_label("Langkah").select_option(label="Tidak diterima")
    page.get_by_label("Alasan yang dibaca pengusul").fill(ANSWER)
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()
