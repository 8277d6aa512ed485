"""Somebody unmeasured rates themself on a phone without script; the head confirms; gaps show it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNMEASURED = "Orientasi pada Hasil"
LEVEL = "2"


def test_five_minutes_on_a_phone_become_a_measured_competency(visitor: Visitor) -> None:
    nurse = visitor("ani", script=False).new_page()
    nurse.goto("/")
    expect(nurse.get_by_text(re.compile(rf"belum diketahui:.*{UNMEASURED}"))).to_be_visible()

    rate_oneself(nurse)
    head = visitor("budi", script=False).new_page()
    confirm(head, "ANI WENDA")
    compute_gaps(visitor("citra", width=1280).new_page())

    nurse.goto("/")
    expect(nurse.get_by_text(re.compile(rf"belum diketahui:.*{UNMEASURED}"))).to_have_count(0)
    nurse.get_by_role("link", name="Semua kompetensi dan bobotnya").click()
    nurse.get_by_text("Angkanya dalam tabel").click()
    row = nurse.get_by_role("row").filter(has=nurse.get_by_role("rowheader", name=UNMEASURED))
    expect(row.get_by_role("cell").first).to_contain_text(re.compile(rf"{LEVEL},0 ±\d,\d"))


def rate_oneself(page: Page) -> None:
    """One choice on every card; a missing one is named and nothing is lost."""
    page.get_by_role("link", name="Nilai diri sendiri, lima menit").click()
    cards = page.locator("fieldset").all()
    assert len(cards) >= 3
    for card in cards:
        card.locator(f'input[value="{LEVEL}"]').check()
    page.get_by_role("button", name="Kirim kepada atasan").click()
    expect(page.locator("[role=status], .messages, .note").first).to_be_visible()


def confirm(page: Page, name: str) -> None:
    """The card of the unit page leads to the rating."""
    page.goto("/unit/")
    waiting = page.locator("section").filter(
        has=page.get_by_role("heading", name="Penilaian diri menunggu")
    )
    waiting.locator("li").filter(has_text=name).get_by_role("link", name="Periksa").click()
    page.get_by_role("button", name="Setuju semua").click()
    expect(page.get_by_role("heading", name=name)).to_have_count(0)


def compute_gaps(page: Page) -> None:
    """HR starts the next run and waits for it."""
    page.goto("/kesenjangan/")
    page.get_by_role("button", name="Hitung ulang").click()
    page.goto("/pekerjaan/")
    for _ in range(60):
        if page.locator("tbody tr, main li").first.get_by_text("Selesai").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())
