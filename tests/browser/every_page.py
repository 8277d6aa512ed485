"""Look at one page in a real browser and note every fault of it."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
from axe_playwright_python.base import AXE_SCRIPT
from babel.messages.pofile import read_po
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

import bina

COLD_BYTES, COLD_REQUESTS, WARM_BYTES = 50_000, 6, 8_000
LINKS_OF_A_KIND = 2  # of one address each page's role follows so many links
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
LEADS_ON = {
    "web:home", "web:report_of", "accounts:login", "money:version", "proposals:person",
    "plan:cuts_of_year",
}  # to a page  # fmt: skip
HEIGHT = {360: 760, 1280: 800}
RETRIES = 2  # the server shuts a connection that was idle while the browser looked
CONTRAST: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# their first elements alone come out of the browser: all that axe notes is a megabyte
VIOLATIONS = """async options => (await axe.run(document, options)).violations.map(
    fault => [fault.id, fault.nodes[0].html])"""
NAMED = "main button, main th[scope=col], main label, main summary, main a.btn"  # not data


def translated() -> dict[str, str]:
    """Indonesian texts of the screens whose English is another."""
    found = {}
    for path in sorted(Path(bina.__file__).parent.glob("*/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            pairs = [(each.id, each.string) for each in read_po(file)]
        found.update({id_: text for id_, text in pairs if isinstance(id_, str) and id_ != text})
    return found


INDONESIAN = translated()


@dataclass
class Visit:
    """What one page did."""

    name: str
    path: str
    kind: str = ""  # of content
    status: int = 0
    seconds: float = 0.0
    cold_bytes: int = 0
    faults: list[str] = field(default_factory=list)


def name_of(path: str) -> str | None:
    """The name of the address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


class Tour:
    """A member's way through all pages that the member may open.

    Every page is looked at on a phone in light, unless another member saw the very same content;
    the first time that an address is shown to anybody also without scripts and on a desk in dark;
    of these, one half with every fold open in the two other views, the other half in English.
    """

    def __init__(
        self, context: BrowserContext, url: str, others: dict[str, BrowserContext], shown: set[str]
    ) -> None:
        self.context, self.url = context, url
        self.shown = shown  # addresses that somebody has looked at from all sides
        self.followed: dict[str, list[str]] = {}
        self.page = context.new_page()
        self.plain = others["plain"].new_page()
        self.english = others["english"].new_page()
        self.net = context.new_cdp_session(self.page)
        self.net.send("Network.enable")
        self.net.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.sizes: dict[str, int] = {}
        self.net.on(
            "Network.loadingFinished",
            lambda e: self.sizes.__setitem__(e["requestId"], int(e["encodedDataLength"])),
        )
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def visit(self, name: str, path: str) -> Visit:
        """Open the page, note its faults, and follow its links."""
        visit = Visit(name, path)
        start = time.perf_counter()
        first = self.context.request.get(path, max_redirects=0, max_retries=RETRIES)
        visit.seconds = time.perf_counter() - start
        visit.status, visit.kind = first.status, first.headers.get("content-type", "")
        if first.status in (301, 302, 303) and name in LEADS_ON:
            visit.kind = "redirect"
        elif first.status >= 300:
            visit.faults.append(f"status {first.status} {first.headers.get('location', '')}")
        elif "text/html" in visit.kind:
            text = first.text()
            content = f"{name} {TOKEN.sub('', text[text.find('<main') : text.find('</main>')])}"
            faults, links, parts = read(text)
            visit.faults += faults
            if content not in self.shown:
                self.shown.add(content)
                self._in_the_browser(visit)
            self._follow(visit, links, parts)
        return visit

    def _in_the_browser(self, visit: Visit) -> None:
        page = self.page
        self.sizes.clear()
        self.errors.clear()
        self.asked.clear()
        page.set_viewport_size({"width": 360, "height": HEIGHT[360]})
        page.emulate_media(color_scheme="light")
        page.goto(visit.path)
        visit.cold_bytes = sum(self.sizes.values())
        visit.faults += self._budget_faults(visit)
        page.evaluate(AXE_SCRIPT)
        visit.faults += wide_faults(page) + axe_faults(page)
        if visit.name not in self.shown:
            self.shown.add(visit.name)
            visit.faults += self._plain_faults(visit)
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size({"width": 1280, "height": HEIGHT[1280]})
            visit.faults += wide_faults(page) + axe_faults(page)
            if in_english(visit.name):
                visit.faults += self._english_faults(visit)
            else:
                for width, scheme in ((1280, "light"), (360, "dark")):
                    visit.faults += open_faults(page, width, scheme)
        visit.faults += [f"console: {text}" for text in self.errors]
        outside = [u for u in self.asked if not u.startswith((self.url, "data:"))]
        visit.faults += [f"request to {u}" for u in outside]

    def _budget_faults(self, visit: Visit) -> list[str]:
        faults = []
        if visit.cold_bytes > COLD_BYTES:
            faults.append(f"{visit.cold_bytes} bytes cold, budget {COLD_BYTES}")
        if len(self.sizes) > COLD_REQUESTS:
            faults.append(f"{len(self.sizes)} requests cold, budget {COLD_REQUESTS}")
        return faults

    def _plain_faults(self, visit: Visit) -> list[str]:
        """Without scripts the page says the same."""
        self.plain.goto(visit.path)
        scripted, plain = (text_of(page) for page in (self.page, self.plain))
        if len(plain) < 0.8 * len(scripted):
            return [f"{len(plain)} of {len(scripted)} characters without scripts"]
        return []

    def _english_faults(self, visit: Visit) -> list[str]:
        """In English the page is as good, and says nothing in Indonesian that has its English."""
        page = self.english
        answer = page.goto(visit.path)
        text = answer.text() if answer else ""
        faults = [] if '<html lang="en"' in text else ["not in English"]
        faults += read(text)[0]
        page.evaluate(AXE_SCRIPT)
        for width, scheme in ((360, "light"), (1280, "dark")):
            faults += open_faults(page, width, scheme)
        said = page.locator(NAMED).all_inner_texts()
        left = {" ".join(each.split()) for each in said} & INDONESIAN.keys()
        faults += [f"Indonesian: {each}" for each in sorted(left)]
        return [f"English: {fault}" for fault in faults]

    def _follow(self, visit: Visit, links: list[str], parts: set[str]) -> None:
        """No link of the page is dead; two of each kind are tried for each member."""
        for link in links:
            place, part = urldefrag(urljoin(self.url + visit.path, link))
            if not place.startswith(self.url):
                if not place.startswith(("mailto:", "tel:")):
                    visit.faults.append(f"link to another place: {place}")
                continue
            path = place.removeprefix(self.url)
            if part and urlsplit(path).path == urlsplit(visit.path).path and part not in parts:
                visit.faults.append(f"dead link #{part}")
            known = self.followed.setdefault(name_of(path) or path, [])
            if path in known or len(known) >= LINKS_OF_A_KIND:
                continue
            known.append(path)
            status = self.context.request.get(path, max_retries=RETRIES).status
            if status >= 400:
                visit.faults.append(f"dead link {path}: {status}")


def in_english(name: str) -> bool:
    """One half of the addresses, always the same one: all of them in all views take too long."""
    return sum(name.encode()) % 2 == 0


def read(text: str) -> tuple[list[str], list[str], set[str]]:
    """Errors of the parser that the HTML standard describes; links; ids."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text)
    faults = [f"html: {code} at {place}" for place, code, _ in parser.errors[:3]]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    faults += [f"id twice: {each}" for each in sorted({i for i in ids if ids.count(i) > 1})]
    return faults, [each.get("href") for each in tree.iter("a") if each.get("href")], set(ids)


def wide_faults(page: Page) -> list[str]:
    """Nothing is wider than the window."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{width} px wide in a window of {seen} px"] if width > seen + 1 else []


def open_faults(page: Page, width: int, scheme: Literal["light", "dark"]) -> list[str]:
    """With every fold open: nothing wider than the window, no text too faint to read."""
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    faults = wide_faults(page) + axe_faults(page, CONTRAST)
    return [f"{scheme} at {width} px, folds open: {fault}" for fault in faults]


def axe_faults(page: Page, options: dict[str, object] | None = None) -> list[str]:
    """Violations that axe finds; its script must be in the page."""
    options = {"resultTypes": ["violations"], "selectors": False, **(options or {})}
    return [f"axe {id_}: {html[:120]}" for id_, html in page.evaluate(VIOLATIONS, options)]


def text_of(page: Page) -> str:
    """What the page says in its main part."""
    return " ".join(page.locator("main").inner_text().split())
