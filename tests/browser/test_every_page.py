"""Every page of the URL map as every role that may open it, in a real browser.

For each: valid HTML and no dead link; no console error, no request to another host, no axe
violation, nothing wider than the window, and the budgets of bytes and requests at 360 px in light
(once where two roles see the very same content); each address also at 1280 px in dark, and with the
same text without scripts. Half of the addresses once more with every fold open at 360 px in dark
and 1280 px in light, the other half in English on both. A page that nobody visited is a failure.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS, Site, enter
from tests.browser.crawl_scene import START
from tests.browser.every_page import Tour, Visit
from tests.web.addresses import addresses
from tests.web.targets import ELSEWHERE

# all pages are visited before the first test: by far the longest set-up there is
pytestmark = [pytest.mark.crawl, pytest.mark.slow, pytest.mark.timeout(2_400)]
MEMBERS = ["citra", "hr_head", "officer", "budi", "ani", "mayor", "operator", "nobody"]
AT_ONCE = 2  # browsers
# addresses that answer with a file, not a page
FILES = {
    "calendar:duties_export", "calendar:export", "catalog:costs_export", "catalog:export",
    "citizens:export", "proposals:export", "proposals:late_export",
    "citizens:skm_export", "gaps:city_export", "gaps:factors_export", "gaps:unit_export",
    "goals:export", "imports:problems", "imports:template", "indices:city_export",
    "indices:credit_export", "indices:discipline_export", "indices:person_json",
    "indices:quality_export", "indices:skm_export", "indices:skm_unit_json",
    "indices:spread_export", "indices:table_export", "indices:unit_export",
    "indices:unit_table_export", "learning:file", "siasn:layout_file", "siasn:part",
    "web:actions_export", "web:unit_actions_export",
    "learning:upload_part", "letters:batch_zip", "letters:pdf",
    "letters:template_file", "letters:word", "people:export", "plan:certificate", "plan:goals",
    "plan:hcdp", "plan:letter", "plan:offices", "plan:replan_xlsx", "reports:workbook",
    "standards:export",
    "web:healthy", "web:manifest", "web:worker",
}  # fmt: skip
NO_PAGE = FILES | {"web:home", "money:version", "plan:cuts_of_year"}  # they lead on to a page


@pytest.fixture(scope="module")
def paths(site: Site) -> dict[str, dict[str, str]]:
    """Member → name of the address → path, everything asked about being there."""
    made = subprocess.run(
        [sys.executable, "-c", START, json.dumps(site.log_ins)],
        env={**site.environment(), "DJANGO_SETTINGS_MODULE": "bina.web.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-4000:]
    found: dict[str, dict[str, str]] = json.loads(made.stdout.splitlines()[-1])
    return found


def tour(site: Site, member: str, paths: dict[str, str], shown: set[str]) -> list[Visit]:
    """All pages of a member, in a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        context = enter(browser, site, None if member == "nobody" else member)
        others = {
            "plain": browser.new_context(base_url=site.url, java_script_enabled=False),
            "english": browser.new_context(base_url=site.url, locale="en-GB"),
        }
        for other in others.values():
            other.add_cookies(context.cookies())
        others["english"].add_cookies([{"name": "bahasa", "value": "en", "url": site.url}])
        trip = Tour(context, site.url, others, shown)
        visits = [trip.visit(name, path) for name, path in paths.items()]
        browser.close()
    return visits


@pytest.fixture(scope="module")
def visits(site: Site, paths: dict[str, dict[str, str]]) -> dict[str, list[Visit]]:
    """What every member saw; two browsers at a time."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; make test installs it with root and network")
    shown: set[str] = set()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        toured = threads.map(lambda member: tour(site, member, paths[member], shown), MEMBERS)
        return dict(zip(MEMBERS, toured, strict=True))


@pytest.mark.parametrize("member", MEMBERS)
def test_every_page_of_a_role_is_without_fault(visits: dict[str, list[Visit]], member: str) -> None:
    faults = {visit.path: visit.faults for visit in visits[member] if visit.faults}
    assert faults == {}


def test_no_page_is_skipped(visits: dict[str, list[Visit]]) -> None:
    wanted = {a.name for a in addresses() if "GET" in a.methods} - ELSEWHERE - NO_PAGE
    seen = {v.name for all_ in visits.values() for v in all_ if v.kind.startswith("text/html")}
    assert sorted(wanted - seen) == []
    assert sorted(seen - wanted) == []
