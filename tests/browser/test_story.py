"""One story through the whole city, told by clicking as its people would.

Citizens say that the nurses of Puskesmas Hamadi are unkind → the empathy gap of that unit weighs
more → Ani gets a seat and reads why → she accepts on her phone → Budi approves → the city counts.
"""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNIT = "Puskesmas Hamadi"
EMPATHY = "Layanan Responsif dan Empatik"
NURSE = "ANI WENDA"
U7_COLUMN = 7  # cells after the unit's name: the signals, U1 to U9


def test_from_the_voice_of_citizens_to_the_city_page(visitor: Visitor) -> None:
    weight = the_analyst_finds_the_reason(visitor("citra", width=1280))
    before = the_mayor_counts(visitor("mayor"))
    the_nurse_accepts(visitor("ani"), weight)
    the_head_approves(visitor("budi"))
    after = the_mayor_counts(visitor("mayor"))

    assert after["Pegawai menyatakan hadir"] == before["Pegawai menyatakan hadir"] + 1
    assert after["Disetujui atasan"] > before["Disetujui atasan"]
    assert after["Pasti: keduanya"] == before["Pasti: keduanya"] + 1


def the_analyst_finds_the_reason(context: BrowserContext) -> str:
    """From the lowest behaviour score to the factor in a nurse's weight; returns that factor."""
    page = start(context)
    follow(page, "Layanan")
    page.get_by_role("link", name="Suara warga (SKM)").click()
    worst = page.locator("tbody tr").first
    expect(worst.get_by_role("rowheader")).to_contain_text(UNIT)
    expect(worst).to_contain_text("U7 ×")  # low enough to raise a signal
    score = worst.get_by_role("cell").nth(U7_COLUMN).inner_text().split()[0]

    follow(page, "Kesenjangan")
    page.get_by_role("link", name="Dinas Kesehatan").first.click()
    page.get_by_role("link", name=UNIT).first.click()
    page.get_by_label("Kelompok kompetensi").select_option(label="Karakter dan layanan")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_text(f"RES = {EMPATHY}")).to_be_visible()
    page.get_by_role("link", name=NURSE).click()

    row = page.locator("li").filter(has=page.locator("strong", has_text=EMPATHY))
    row.locator("summary").click()
    factor = row.get_by_role("row").filter(has_text="U7")
    expect(factor).to_contain_text(f"U7 {score} dari 4 di {UNIT}")
    return factor.get_by_role("cell").first.inner_text()


def the_nurse_accepts(context: BrowserContext, weight: str) -> None:
    """On a phone: the seat that raises empathy, why the citizens matter, the promise."""
    page = start(context)
    card = page.locator("section", has=page.get_by_role("heading", name="Berikutnya"))
    raises = re.compile(rf"{EMPATHY}: dari \d,\d ke \d,\d")
    programme = (
        card.locator("li").filter(has_text=raises).first.locator("strong").first.inner_text()
    )
    seat = seat_of(page, programme).first
    seat.get_by_text("Mengapa saya?").click()
    why = seat.locator("details.why")
    expect(why).to_contain_text(re.compile(rf"{EMPATHY}: dari \d,\d ke \d,\d"))
    expect(why).to_contain_text(weight)

    seat.get_by_role("button", name="Saya hadir").click()
    expect(page.get_by_text("Tercatat: hadir.")).to_be_visible()
    expect(seat_of(page, programme).first.get_by_text("Anda hadir")).to_be_visible()


def the_head_approves(context: BrowserContext) -> None:
    """Budi approves all seats that wait for him, Ani's among them, with one tap."""
    page = start(context)
    follow(page, "Unit saya")
    page.locator("button[value=semua]").click()
    expect(page.get_by_text("kursi disetujui")).to_be_visible()


def the_mayor_counts(context: BrowserContext) -> dict[str, int]:
    """The figures of the plan on the city page."""
    page = start(context)
    facts = page.locator("section", has=page.get_by_role("heading", name="Rencana")).locator("dl")
    names, figures = facts.locator("dt").all_inner_texts(), facts.locator("dd").all_inner_texts()
    return {n: int(v.replace(".", "")) for n, v in zip(names, figures, strict=True)}


def start(context: BrowserContext) -> Page:
    """The front door, which leads everybody to the page of their own role."""
    page = context.new_page()
    page.goto("/")
    return page


def follow(page: Page, label: str) -> None:
    """A place of the navigation; on a desk some are folded away under "Data dan acuan"."""
    links = page.locator("nav").get_by_text(label, exact=True)
    shown = [link for link in links.all() if link.is_visible()]
    if not shown:
        page.get_by_text("Data dan acuan").click()
        shown = [link for link in links.all() if link.is_visible()]
    shown[0].click()


def seat_of(page: Page, programme: str) -> Locator:
    """The seat in the card of what comes next, not one among the refusals."""
    card = page.locator("section", has=page.get_by_role("heading", name="Berikutnya"))
    return card.locator("li").filter(has=page.locator("strong", has_text=programme))
