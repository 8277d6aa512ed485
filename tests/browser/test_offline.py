"""Rapor Saya without a network, in a real browser: the own report only, and gone at log-out."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def visited(page: Page) -> None:
    """The first visit, until the phone says that the report is kept."""
    page.goto("/rapor/")
    page.locator("#tersimpan").wait_for(state="visible")


def test_the_report_is_readable_without_a_network_after_the_first_visit(visitor: Visitor) -> None:
    context = visitor("ani")
    page = context.new_page()
    visited(page)
    hours = page.locator(".figure").first.inner_text()

    context.set_offline(True)
    page.goto("/rapor/")

    assert page.locator("#luring").is_visible()
    assert "Luring – disimpan" in page.locator("#luring").inner_text()
    assert page.locator(".figure").first.inner_text() == hours
    colour = "getComputedStyle(document.querySelector('.brand')).fontWeight"
    assert page.evaluate(colour) == "700"  # the stylesheet is there too
    assert page.locator("main form").count() == 0


def test_back_in_the_network_the_page_is_fresh(visitor: Visitor) -> None:
    context = visitor("ani")
    page = context.new_page()
    visited(page)
    context.set_offline(True)
    page.goto("/rapor/")

    context.set_offline(False)
    page.goto("/rapor/")

    assert not page.locator("#luring").is_visible()


def test_no_other_page_is_kept(visitor: Visitor) -> None:
    context = visitor("budi")
    page = context.new_page()
    visited(page)
    page.goto("/unit/")

    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
             (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)
        ))).flat()"""
    )

    assert [path for path in kept if not path.startswith("/static/")] == ["/rapor/"]


def test_logging_out_forgets_the_report(visitor: Visitor) -> None:
    context = visitor("ani")
    page = context.new_page()
    visited(page)

    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/keluar/selesai/")

    assert page.evaluate("caches.keys()") == []


def test_the_report_is_whole_with_scripts_off(visitor: Visitor) -> None:
    page = visitor("ani", script=False).new_page()
    page.goto("/rapor/")

    assert page.get_by_role("heading", name="Rapor saya").is_visible()
    assert not page.locator("#luring").is_visible()
    assert page.locator("svg.chart").first.is_visible()
