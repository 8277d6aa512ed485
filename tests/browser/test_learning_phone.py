"""Attendance by code, a certificate by phone with the line cut midway, approval, JP go up."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from bina.demo.learning import photo
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Komunikasi empatik"


def jp_of(page: Page) -> int:
    """The figure of the card of hours on Rapor Saya."""
    page.goto("/rapor/")
    card = page.locator("section").filter(has=page.get_by_role("heading", name="Jam pelajaran"))
    found = re.match(r"\s*(\d+)", card.locator(".figure").inner_text())
    assert found is not None
    return int(found[1])


def test_from_the_code_of_the_room_to_the_report(visitor: Visitor) -> None:
    desk = visitor("citra", width=1280).new_page()
    phone = visitor("ani").new_page()
    before = jp_of(phone)

    code = open_code(desk)
    check_in(phone, code)
    desk.get_by_role("button", name="Tutup daftar hadir").click()
    expect(desk.get_by_text("Daftar hadir ditutup. Peserta")).to_be_visible()
    send_with_a_cut(phone)
    approve(visitor("budi").new_page())

    assert jp_of(phone) > before


def open_code(page: Page) -> str:
    """The afternoon's code of the session that runs today."""
    page.goto("/belajar/sesi/?keadaan=now")
    page.locator("tbody a").first.click()
    page.get_by_label("Paruh hari").select_option(index=1)
    page.get_by_role("button", name="Buka kode").click()
    return page.locator(".figure").first.inner_text()[:6]


def check_in(page: Page, code: str) -> None:
    """A wrong code says what to do; the right one counts."""
    page.goto("/belajar/")
    page.get_by_label("Kode dari panitia").fill("AAAAAA")
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text("Kode ini tidak berlaku sekarang")).to_be_visible()
    page.get_by_label("Kode dari panitia").fill(code.lower())
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text("Tercatat hadir")).to_be_visible()


def send_with_a_cut(page: Page) -> None:
    """Three parts go through, the network goes, comes back, and only the rest is sent."""
    sent: list[int] = []

    def watch(route: Route) -> None:
        start = int(route.request.url.rpartition("mulai=")[2])
        sent.append(start)
        if len(sent) == CUT_AFTER:
            page.context.set_offline(True)
        route.continue_()

    page.goto("/belajar/")
    page.locator("main .list a").first.click()
    address = page.url
    page.route(re.compile(r"/belajar/unggah/.*mulai="), watch)
    page.get_by_label("atau berkas PDF").set_input_files(
        {"name": "sertifikat.png", "mimeType": "image/png", "buffer": photo(540, seed=7)}
    )
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_text("Sambungan putus")).to_be_visible()
    page.wait_for_timeout(1_000)
    page.context.set_offline(False)

    expect(page.get_by_role("link", name="sertifikat.png")).to_be_visible(timeout=30_000)
    assert page.url == address
    taken = sorted(set(sent))
    assert taken[0] == 0 and len(taken) >= CUT_AFTER  # and never again from the beginning
    assert sent.count(0) == 1


CUT_AFTER = 3


def approve(page: Page) -> None:
    """The head sees it on the page of the unit, opens it and agrees."""
    page.goto("/belajar/menunggu/?cari=ANI+WENDA")
    page.get_by_role("link", name=re.compile("Periksa.*ANI WENDA")).first.click()
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text(re.compile("Disetujui: .* JP"))).to_be_visible()
