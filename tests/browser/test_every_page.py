"""Every kind of page that each role can reach by links, in a real browser.

For each: no console error, no request to another host, valid HTML, no axe violation, nothing
wider than a 360 px phone, the byte and request budget, and the same text without scripts.
"""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.conftest import Site, Visitor

pytestmark = [pytest.mark.crawl, pytest.mark.slow]
ROLES = ["ani", "budi", "officer", "citra", "hr_head", "mayor", "operator"]
COLD_BYTES, COLD_REQUESTS = 50_000, 6
SHOTS = Path("build/screens")
# files, not pages
NOT_PAGES = {"imports:template", "people:export", "audit:check"}


@dataclass
class Visit:
    """What one page did."""

    url: str
    status: int
    faults: list[str] = field(default_factory=list)


def address_of(url: str) -> str | None:
    """The name of the address, so that each kind of page is visited once."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None


def crawl(context: BrowserContext, site: Site, role: str) -> list[Visit]:
    """Visit one page of every address that links lead to, breadth first from the front door."""
    queue, seen, visits = ["/"], set[str](), list[Visit]()
    while queue:
        path = queue.pop(0)
        name = address_of(path)
        if name is None or name in seen or name in NOT_PAGES:
            continue
        seen.add(name)
        page = context.new_page()
        visit = look_at(page, path, site, role, name)
        if visit is None:
            page.close()
            continue  # a download
        visits.append(visit)
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            if link.startswith(site.url) and address_of(link) not in seen:
                queue.append(link.removeprefix(site.url))
        page.close()
    return visits


def look_at(page: Page, path: str, site: Site, role: str, name: str) -> Visit | None:
    """Open one page and note every fault."""
    faults: list[str] = []
    requests: list[str] = []
    page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    try:
        answer = page.goto(path)
    except Exception as reason:
        if "Download is starting" in str(reason) or "ERR_ABORTED" in str(reason):
            return None
        raise
    assert isinstance(answer, Response)
    if "text/html" not in answer.headers.get("content-type", ""):
        return None
    visit = Visit(path, answer.status, faults)
    if answer.status >= 400:
        faults.append(f"status {answer.status}")
        return visit
    faults += [f"request to {u}" for u in requests if not u.startswith((site.url, "data:"))]
    faults += html_faults(answer.text())
    faults += wide_faults(page)
    faults += [
        f"axe {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in Axe().run(page).response["violations"]
    ]
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{role}-{name.replace(':', '-')}-360.png", full_page=True)
    return visit


def html_faults(text: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return [f"html: {code} at {place}" for place, code, _ in parser.errors[:3]]


def wide_faults(page: Page) -> list[str]:
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{width} px wide in a window of {seen} px"] if width > seen + 1 else []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_reach(site: Site, visitor: Visitor, role: str) -> None:
    visits = crawl(visitor(role), site, role)

    faults = {visit.url: visit.faults for visit in visits if visit.faults}
    assert faults == {}
    assert len(visits) >= 3


@pytest.mark.parametrize("role", ROLES)
def test_pages_stay_within_their_budget_and_work_without_script(
    site: Site, visitor: Visitor, role: str
) -> None:
    scripted = visitor(role)
    plain = visitor(role, script=False)
    faults: dict[str, list[str]] = {}
    for path in [visit.url for visit in crawl_lightly(scripted, site)]:
        found = budget_faults(scripted, path) + plain_faults(scripted, plain, path)
        if found:
            faults[path] = found
    assert faults == {}


def crawl_lightly(context: BrowserContext, site: Site) -> list[Visit]:
    page = context.new_page()
    queue, seen, visits = ["/"], set[str](), list[Visit]()
    while queue:
        path = queue.pop(0)
        name = address_of(path)
        if name is None or name in seen or name in NOT_PAGES:
            continue
        seen.add(name)
        answer = context.request.get(path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(path)
        visits.append(Visit(path, answer.status))
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            if link.startswith(site.url):
                queue.append(link.removeprefix(site.url))
    page.close()
    return visits


def budget_faults(context: BrowserContext, path: str) -> list[str]:
    """HTML, CSS and JS as they travel, compressed, with an empty cache."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, float] = {}
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]),
    )
    page.goto(path, wait_until="networkidle")
    page.close()
    faults = []
    if sum(sizes.values()) > COLD_BYTES:
        faults.append(f"{sum(sizes.values()):.0f} bytes cold, budget {COLD_BYTES}")
    if len(sizes) > COLD_REQUESTS:
        faults.append(f"{len(sizes)} requests cold, budget {COLD_REQUESTS}")
    return faults


def plain_faults(scripted: BrowserContext, plain: BrowserContext, path: str) -> list[str]:
    """Without scripts the page says the same."""
    texts = []
    for context in (scripted, plain):
        page = context.new_page()
        page.goto(path)
        texts.append(" ".join(page.locator("main").inner_text().split()))
        page.close()
    with_script, without = texts
    if len(gzip.compress(without.encode())) * 2 < len(gzip.compress(with_script.encode())):
        return ["without scripts most of the text is missing"]
    return []
