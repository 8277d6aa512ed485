"""What the story of the year is told with: a town whose days pass, its people, its files."""

import datetime as dt
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PASSWORD, Site, enter, environment, free_port, wait_for

TOOL = Path(__file__).resolve().parents[2] / "tools" / "check_totals.py"
YEAR = 2027
HEADER_ROWS = 20
DJANGO = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bina.web.settings"
import django
django.setup()
"""
# Everybody may log in: passwords are set beside the pages, as activation sheets would do it.
OPEN_DOORS = """
from django.contrib.auth.hashers import make_password
from bina.accounts.models import User
from bina.audit.services import SYSTEM, act
with act(SYSTEM, "test.passwords"):
    User.objects.filter(person__isnull=False).update(password=make_password(sys.argv[1]))
"""


@dataclass
class Town:
    """An installation, and the server of one day at a time."""

    data: Path
    browser: Browser
    log_ins: dict[str, str] = field(default_factory=dict)
    site: Site | None = None

    def bina(self, *arguments: str) -> str:
        """A command of the installation."""
        done = subprocess.run(
            [sys.executable, "-m", "bina", *arguments], env=environment(self.data),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    def look(self, code: str, *arguments: str) -> Any:
        """What a few lines print as JSON: only to choose whom and what the story is about."""
        done = subprocess.run(
            [sys.executable, "-c", DJANGO + code, *arguments], env=environment(self.data),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout) if done.stdout.strip() else None

    @contextmanager
    def day(self, day: dt.date) -> Iterator[None]:
        """The server of that day; it ends with the block."""
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "bina", "serve", "--port", str(port), "--workers", "1"],
            env={**environment(self.data), "BINA_DAY": day.isoformat()},
        )
        self.site = Site(f"http://127.0.0.1:{port}", self.data, self.log_ins)
        try:
            wait_for(self.site.url, server)
            yield
        finally:
            self.site = None
            server.send_signal(signal.SIGTERM)
            server.wait(30)

    @contextmanager
    def at(self, who: str, *, width: int = 1280) -> Iterator[Page]:
        """A page of somebody of the cast, or of a NIP, signed in; 360 is a phone."""
        assert self.site is not None
        self.log_ins.setdefault(who, who)
        context: BrowserContext = enter(self.browser, self.site, who, width=width)
        page = context.new_page()
        try:
            yield page
        except Exception as fault:
            said = page.locator("body").inner_text()[:3000]
            fault.add_note(f"{who} was at {page.url}:\n{said}")
            raise
        finally:
            context.close()


def make_town(data: Path, browser: Browser, people: int) -> Town:
    """The demonstration town before any plan; everybody has the demonstration's password."""
    town = Town(data, browser)
    town.bina("demo", "--people", str(people), "--plan-seconds", "0")
    listed = town.bina("demo", "--log-ins")
    town.log_ins = dict(line.split("\t")[:2] for line in listed.splitlines() if "\t" in line)
    town.look(OPEN_DOORS, PASSWORD)
    return town


@dataclass
class Story:
    """What later chapters need to know of earlier ones."""

    folder: Path
    plan: str = ""  # addresses
    replan: str = ""
    need: str = ""
    spring: dict[str, Any] = field(default_factory=dict)
    flight: dict[str, Any] = field(default_factory=dict)
    substitutes: list[str] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)  # rows of the changes
    paid: dict[str, int] = field(default_factory=dict)  # name → rupiah


# ---- pages --------------------------------------------------------------------------------------


def press(page: Page, button: str, says: str | re.Pattern[str] = "") -> None:
    """Press a button of that exact name and wait for the next page and for what it says."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()
    if says:
        expect(page.get_by_text(says).first).to_be_visible()


def card(page: Page, heading: str) -> Locator:
    """The first card under a heading that begins so."""
    heads = page.get_by_role("heading", name=re.compile(rf"^\s*{heading}\b"))
    return page.locator("section.card").filter(has=heads).first


def press_all(page: Page) -> None:
    """Approve all that wait with one tap; then nothing waits."""
    page.locator("button[value=semua]").click()
    expect(page.get_by_text("kursi disetujui")).to_be_visible()
    expect(page.locator("button[value=semua]")).to_have_count(0)


def wait_for_button(page: Page, name: str, seconds: int = 120) -> None:
    """Until a job in the background is done and its page offers the next step."""
    address = page.url
    for _ in range(2 * seconds):
        if page.get_by_role("button", name=name, exact=True).count():
            return
        page.wait_for_timeout(500)
        page.goto(address)
    raise AssertionError(f"{name} did not appear within {seconds} s on {address}")


def number(text: str) -> int:
    """The first whole number of a text: "Rp 1.250.000" → 1250000."""
    found = re.search(r"-?\d[\d.]*", text)
    assert found is not None, text
    return int(found[0].replace(".", ""))


def message(page: Page, words: str) -> Locator:
    """A message of the inbox."""
    page.goto("/kotak-masuk/")
    return page.locator("li").filter(has_text=words).first


# ---- files --------------------------------------------------------------------------------------


def download(page: Page, link: Locator, path: Path) -> Path:
    """Follow a link to a file and keep it."""
    with page.expect_download() as waiting:
        link.click()
    shutil.copy(waiting.value.path(), path)
    return path


def rows_of(path: Path, sheet: str = "") -> list[dict[str, Any]]:
    """Rows of a sheet by header, sums at the foot left out."""
    book = openpyxl.load_workbook(path, data_only=True)
    rows = list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows[:HEADER_ROWS])
              if sum(isinstance(c, str) and c == c.upper() for c in row) >= 2)  # fmt: skip
    heads = [str(cell) for cell in rows[at]]
    return [
        dict(zip(heads, row, strict=True))
        for row in rows[at + 1 :]
        if any(cell not in (None, "") for cell in row) and "Jumlah" not in row
    ]


def take_files(page: Page, folder: Path, plan: str, replan: str = "") -> Path:
    """Every workbook that the pages offer, as HR would take them before a report goes out."""
    folder.mkdir()
    page.goto(plan)
    download(page, page.get_by_role("link", name="HCDP (XLSX)"), folder / "hcdp.xlsx")
    if replan:
        page.goto(replan)
        download(page, page.get_by_role("link", name="Perubahan (XLSX)"), folder / "ubah.xlsx")
        after = page.get_by_role("link", name="HCDP sesudah perubahan")
        download(page, after, folder / "hcdp-sesudah.xlsx")
    page.goto("/surat/?waktu=semua")
    link = page.get_by_role("link", name="Nominasi (XLSX)")
    download(page, link, folder / "nominasi.xlsx")
    page.goto("/surat/agenda/")
    download(page, page.get_by_role("link", name="Unduh Excel"), folder / "agenda.xlsx")
    page.goto(f"/anggaran/?tahun={YEAR}")
    link = page.get_by_role("link", name="Keadaan pos (XLSX)")
    download(page, link, folder / "keadaan.xlsx")
    page.goto(f"/realisasi/?tahun={YEAR}")
    download(page, page.get_by_role("link", name="XLSX", exact=True), folder / "realisasi.xlsx")
    return folder


def totals_agree(folder: Path) -> int:
    """Run the checker on a folder in a process of its own; how much it compared."""
    done = subprocess.run(
        [sys.executable, "-E", str(TOOL), str(folder)],
        capture_output=True, text=True, check=False, env={},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) perbandingan, 0 tidak cocok", done.stdout)
    assert found is not None, done.stdout
    return int(found[1])


def figures_agree(town: Town, story: Story, name: str) -> Path:
    """All workbooks agree with each other, and the pages with them."""
    with town.at("citra") as page:
        folder = take_files(page, story.folder / name, story.plan, story.replan)
        assert totals_agree(folder) > 1_000
        the_pages_say_the_same(page, folder)
    return folder


def the_pages_say_the_same(page: Page, folder: Path) -> None:
    """Realisation and state of lines, read from the screen."""
    whole = {row["UKURAN"]: row for row in rows_of(folder / "realisasi.xlsx", "Ringkasan")}
    page.goto(f"/realisasi/?tahun={YEAR}")
    seats = re.findall(r"[\d.]+", card(page, "Kursi").locator(".figure small").inner_text())
    assert [number(one) for one in seats] == [whole["Kursi"]["SELESAI"], whole["Kursi"]["RENCANA"]]
    said = card(page, "JP").locator(".figure small").inner_text().replace(",0", "")
    hours = [number(one) for one in re.findall(r"[\d.]+", said)]
    assert hours == [whole["JP"]["SELESAI"], whole["JP"]["RENCANA"]]
    card(page, "Uang").locator("summary").click()
    money = [number(one) for one in card(page, "Uang").locator("li .num").all_inner_texts()]
    names = ("Uang untuk kursi", "Uang untuk sesi utuh dan lainnya")
    assert money == [whole[one]["SELESAI"] for one in names]
    page.goto(f"/anggaran/?tahun={YEAR}")
    lines = {row["KODE ANGGARAN"]: row for row in rows_of(folder / "keadaan.xlsx", "Keadaan Pos")}
    table = page.locator("table").first.locator("tbody tr")
    assert table.count() == len(lines)
    for row in table.all():
        code, _fund, *cells = row.get_by_role("cell").all_inner_texts()
        line = lines[code.split()[0]]
        heads = ("PAGU", "KOMITMEN", "REALISASI", "SISA")
        shown = [number(cell) for cell in cells[:4]]
        assert shown == [line[head] for head in heads], code
