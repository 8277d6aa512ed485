"""The source page: every row, fresh documents, pages and tests that exist."""

from pathlib import Path

import pytest
from django.urls import reverse

from bina.web.statements import as_markdown, rows

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_of_the_source_is_there() -> None:
    assert [row.row for row in rows()] == [f"S{n}" for n in range(1, 10)]


def test_docs_source_is_fresh() -> None:
    written = (ROOT / "docs" / "source.md").read_text(encoding="utf-8")

    assert written == as_markdown(), "run: python tools/source_page.py"


def test_every_named_page_and_test_exists() -> None:
    statements = [one for row in rows() for one in row.statements]

    assert [one.page for one in statements if one.page and not reverse(one.page)] == []
    assert [one.test for one in statements if one.test and not (ROOT / one.test).exists()] == []
    assert [one.text for one in statements if bool(one.page) != bool(one.test)] == []


@pytest.mark.django_db
def test_what_is_not_built_says_so(as_) -> None:
    page = as_("ani").get("/sumber/").content.decode()

    unbuilt = sum(not one.page for row in rows() for one in row.statements)
    assert page.count(">belum</span>") == unbuilt
