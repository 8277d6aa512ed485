"""From plan to people: HR calls, a nurse declines on a phone, a substitute, letters as files.

The nurse is whoever the plan seats in a session that somebody else could take over; only her
password is set beside the pages.
"""

import io
import json
import re
import subprocess
import sys
import zipfile

import pypdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REASON = "Anak saya dirawat di rumah sakit"
CHOOSE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "bina.web.settings"
import django
django.setup()
from django.contrib.auth.hashers import make_password
from bina.audit.services import SYSTEM, act
from bina.catalog.models import Session
from bina.plan.models import Plan, Seat
from bina.plan.services.substituting import load, rank
plan = Plan.objects.select_related("instance").get(state="frozen")
stored = load(plan)
seats = Seat.objects.filter(
    plan=plan, commitment__state="planned", person__position__name__startswith="Perawat"
).exclude(session=None).exclude(person__name="ANI WENDA").order_by("session__start", "pk")
for seat in seats.select_related("session__programme", "person__user"):
    if rank(stored, plan, seat.session).candidates:
        with act(SYSTEM, "test.password"):
            type(seat.person.user).objects.filter(pk=seat.person.user_id).update(
                password=make_password("bina-contoh-2026"))
        print(json.dumps({"nip": seat.person.nip, "name": seat.person.full_name,
            "code": seat.session.code, "programme": seat.session.programme.name}))
        break
"""


def test_a_session_is_called_a_nurse_declines_and_letters_go_out(
    site: Site, visitor: Visitor
) -> None:
    chosen = choose(site)
    site.log_ins["nurse"] = chosen["nip"]

    hr = start(visitor("citra", width=1280))
    hr_calls(hr, chosen)
    the_nurse_declines(visitor("nurse"), chosen)
    substitute = hr_confirms_the_substitute(hr, chosen)
    the_nurse_sees_why(visitor("nurse"), substitute)
    hr_issues_letters(hr, chosen, substitute)


def choose(site: Site) -> dict[str, str]:
    """A nurse with a seat whose session has somebody to take over; she gets a password."""
    made = subprocess.run(
        [sys.executable, "-c", CHOOSE], env=site.environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert made.returncode == 0 and made.stdout, made.stderr[-3000:]
    chosen: dict[str, str] = json.loads(made.stdout.splitlines()[-1])
    return chosen


def start(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    return page


def open_session(page: Page, code: str) -> None:
    page.goto("/surat/")
    page.get_by_label("Cari program atau kode").fill(code)
    page.get_by_role("button", name="Tampilkan").click()
    page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()


def hr_calls(page: Page, chosen: dict[str, str]) -> None:
    page.get_by_role("link", name="Pemanggilan").first.click()
    open_session(page, chosen["code"])
    page.get_by_label("Batas jawaban").fill("2026-12-07")
    page.get_by_role("button", name="Panggil semua").click()
    expect(page.get_by_text(re.compile(r"\d+ orang dipanggil"))).to_be_visible()
    row = page.get_by_role("row").filter(has_text=chosen["name"])
    expect(row.get_by_text("Dipanggil")).to_be_visible()


def the_nurse_declines(context: BrowserContext, chosen: dict[str, str]) -> None:
    """On a phone: from the message to the answer."""
    page = start(context)
    page.locator("a.mail").click()
    message = page.locator("li").filter(has_text=chosen["programme"])
    expect(message).to_contain_text("07-12-2026")
    message.get_by_role("button", name="Buka").click()
    card = page.locator("section", has=page.get_by_role("heading", name="Berikutnya"))
    seat = card.locator("li").filter(has_text=chosen["programme"]).first
    expect(seat).to_contain_text("jawab paling lambat 7 Des 2026")
    seat.get_by_text("Tidak bisa").click()
    seat.get_by_label("Alasan").fill(REASON)
    seat.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Tercatat: tidak bisa")).to_be_visible()


def hr_confirms_the_substitute(page: Page, chosen: dict[str, str]) -> str:
    """The proposal comes by itself, with its reasons; one tap confirms it. Returns the name."""
    free = page.locator("#kosong li").filter(has_text=chosen["name"])
    for _ in range(60):  # the worker ranks in the background
        page.reload()
        if free.get_by_role("button", name="Tetapkan pengganti").count():
            break
        page.wait_for_timeout(500)
    expect(free).to_contain_text(REASON)
    free.get_by_text("Mengapa orang ini?").click()
    expect(free).to_contain_text("loket unitnya tetap terjaga")
    name = free.locator("p strong").inner_text()
    free.get_by_role("button", name="Tetapkan pengganti").click()
    expect(page.get_by_text(f"{name} mengisi kursi {chosen['name']}")).to_be_visible()
    page.get_by_label("Batas jawaban").fill("2026-12-09")
    page.get_by_role("button", name="Panggil semua").click()
    expect(page.get_by_text("1 orang dipanggil")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=f"menggantikan {chosen['name']}")
    row.get_by_text("Catat jawaban").click()
    row.get_by_role("button", name="Simpan").click()
    page.get_by_role("button", name="Tetapkan yang menerima").click()
    expect(page.get_by_text("1 peserta ditetapkan")).to_be_visible()
    return name


def the_nurse_sees_why(context: BrowserContext, substitute: str) -> None:
    page = start(context)
    page.goto("/rapor/")
    expect(page.get_by_text(f"oleh {substitute}, karena: {REASON}")).to_be_visible()


def hr_issues_letters(page: Page, chosen: dict[str, str], substitute: str) -> None:
    """Call letters of the session: the substitute's is there, the nurse's is not."""
    with page.expect_navigation():
        page.get_by_role("button", name="Terbitkan", exact=True).click()
    address = page.url
    for _ in range(120):  # asked beside the page, which loads itself anew while the job runs
        text = page.request.get(address).text()
        if "Unduh semua PDF (zip)" in text and "selesai" in text:
            break
        page.wait_for_timeout(500)
    page = page.context.new_page()
    page.goto(address)
    link = page.get_by_role("link", name="Unduh semua PDF (zip)")
    with page.expect_download() as waiting:
        link.click()
    pack = zipfile.ZipFile(waiting.value.path())
    texts = [
        pypdf.PdfReader(io.BytesIO(pack.read(name))).pages[0].extract_text()
        for name in pack.namelist()
    ]
    assert sum(substitute in text for text in texts) == 1
    assert not any(chosen["nip"] in text for text in texts)
    assert all(chosen["programme"] in " ".join(text.split()) for text in texts)

    page.get_by_role("link", name="Lihat di agenda").click()
    page.get_by_role("row").filter(has_text=substitute).get_by_role("link").first.click()
    number = page.locator("dd").first.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Salinan Word").click()
    word = zipfile.ZipFile(waiting.value.path()).read("word/document.xml").decode()
    assert number in word and substitute in word and "{{" not in word
