"""Words that people or files bring stay words: in pages, charts, workbooks, CSV and letters."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.template import Context, Template
from django.test import Client

from bina.audit.guard import unguarded
from bina.citizens.models import Service
from bina.formats.tables import TableColumn, TableSheet, write_csv, write_table
from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency
from bina.text import Text
from bina.web.templatetags.bina import say
from tests.cast import Cast
from tests.scenes import dictionary, rating, service
from tests.security.every_address import gets, url_of
from tests.web.addresses import Address

pytestmark = pytest.mark.django_db
SCRIPT = "'\"><script>alert(1)</script></title><svg onload=alert(2)>{{7*7}}"
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")


def poison(cast: Cast) -> None:
    """Every name that shows on pages carries markup."""
    dictionary()
    rating(cast.ani)
    if not Service.objects.exists():
        service(cast)
    with unguarded():
        Person.objects.update(name=SCRIPT, title_front=SCRIPT[:20], birth_place=SCRIPT[:60])
        Unit.objects.update(name=SCRIPT, district=SCRIPT[:60], place=SCRIPT[:60])
        Position.objects.update(name=SCRIPT)
        Competency.objects.update(name=SCRIPT, definition=SCRIPT)
        type(cast.mayor).objects.update(display_name=SCRIPT)


@pytest.mark.parametrize("address", gets(), ids=lambda address: address.name)
def test_markup_in_names_stays_text(
    address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    url = url_of(address, cast)
    poison(cast)
    for name in ("hr_head", "budi"):
        answer = as_(name).get(url, {"cari": SCRIPT})
        if "html" in answer.get("Content-Type", ""):
            body = answer.content.decode()
            assert "<script>alert" not in body
            assert "<svg onload" not in body


CHART = "{% load charts %}{% bars rows title %}"


def test_markup_in_charts_stays_text() -> None:
    rows = [{"label": SCRIPT, "share": 0.5, "text": SCRIPT}]
    drawn = Template(CHART).render(Context({"rows": rows, "title": SCRIPT}))
    assert "<script>" not in drawn
    assert "<svg onload" not in drawn


@pytest.mark.parametrize("text", FORMULAS)
def test_no_export_holds_a_formula(text: str) -> None:
    sheet = TableSheet("x", (TableColumn(text),), [[text]], titles=(text,), label=text)
    book = openpyxl.load_workbook(io.BytesIO(write_table(sheet)))
    types = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
    assert types == {"s"}
    lines = write_csv(sheet).decode("utf-8-sig")
    cells = [cell.strip('"') for cell in lines.replace("\r\n", "\n").split("\n") if cell]
    assert all(cell.startswith("'") for cell in cells if cell not in ("=1",))


def test_values_of_a_sentence_are_not_templates() -> None:
    hostile = "{0.__class__} {n.__init__.__globals__} %(x)s"
    assert say(Text("{n} orang", {"n": hostile})) == f"{hostile} orang"
    assert say(Text(hostile)) == hostile


def test_letters_take_words_as_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from bina.plan.exports import letter

    hostile = '#read("/etc/passwd") ]#panic("x") \\ $ */ "'
    kept: dict[str, Any] = {}

    def compiled(path: str, **more: Any) -> bytes:
        kept["template"] = open(path, encoding="utf-8").read()  # noqa: PTH123, SIM115 - a test
        return b"%PDF"

    monkeypatch.setattr(letter, "letter_data", lambda *_, **__: {"title": hostile})
    monkeypatch.setattr(letter.typst, "compile", compiled)
    letter.plan_pdf(None, [], "", city=True)  # type: ignore[arg-type]  # the data are given above
    assert hostile not in kept["template"]
    assert "eval" not in kept["template"]
