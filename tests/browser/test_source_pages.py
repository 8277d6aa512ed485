"""Every page that the source page names is there, for the role it names, and is not empty."""

import pytest

from bina.web.statements import rows
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHO = {
    "Analis BKPP": "citra",
    "Pegawai": "ani",
    "Kepala unit": "budi",
    "Kepala BKPP": "hr_head",
    "Wali kota": "mayor",
}
BUILT = [one for row in rows() for one in row.statements if one.page]
CONTENT = "main tbody tr, main .list > li, main svg.chart, main .path > li"


@pytest.mark.parametrize("role", sorted({one.role for one in BUILT}))
def test_no_linked_page_is_empty(visitor: Visitor, role: str) -> None:
    page = visitor(WHO[role]).new_page()
    page.goto("/sumber/")
    mine = [one for one in BUILT if one.role == role]
    empty = []
    for statement in mine:
        link = page.locator("li", has_text=statement.text).get_by_role("link").first
        address = link.get_attribute("href") or ""
        there = page.context.new_page()
        answer = there.goto(address)
        found = there.locator(CONTENT).count()
        if answer is None or answer.status != 200 or not found:
            empty.append(f"{statement.page}: {statement.text}")
        there.close()

    assert empty == []
