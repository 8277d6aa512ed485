"""The schematic map: where tiles lie, what they say without colour, what is hidden."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from bina.web.templatetags.maps import Tile, placed

LEGEND = ["0", "1", "2", "3", "4"]


def drawn(rows: list[Tile], title: str = "Hak JP") -> str:
    with translation.override("id"):
        template = Template("{% load maps %}{% tiles rows title legend %}")
        return template.render(Context({"rows": rows, "title": title, "legend": LEGEND}))


@pytest.mark.parametrize(
    ("share", "step"),
    [(None, None), (0.0, 0), (0.19, 0), (0.2, 1), (0.79, 3), (0.8, 4), (1.0, 4), (7.0, 4)],
)
def test_the_step_of_a_share(share: float | None, step: int | None) -> None:
    assert Tile("A", "x", 0, 0, share).step == step


def test_a_hidden_tile_has_neither_colour_nor_pattern() -> None:
    svg = drawn([Tile("Heram", "disembunyikan", 0, 0, 0.9, hidden=True)])

    body = svg.partition("</defs>")[2]
    assert '<rect class="hx"' in body
    assert body.count("url(#") == 4  # those of the legend alone
    assert ">disembunyikan</text>" in body


def test_every_step_but_the_first_has_its_own_pattern_beside_its_colour() -> None:
    svg = drawn([Tile(str(at), "x", at % 3, at // 3, at / 5) for at in range(5)])

    body = svg.partition("</defs>")[2].partition(">0</text>")[0]
    assert re.findall(r'<rect class="h(\d)"', svg)[:5] == ["0", "1", "2", "3", "4"]
    assert set(re.findall(r"url\(#hak-jp-(\d)\)", svg)) == {"1", "2", "3", "4"}
    assert "url(#hak-jp-0)" not in body


def test_the_picture_has_a_name_and_whole_numbers() -> None:
    svg = drawn([Tile("Abepura", "5 %", 2, 1, 0.95)])

    assert 'role="img" aria-label="Hak JP"' in svg
    assert "<title>Hak JP</title>" in svg
    for number in re.findall(r' (?:x|y|width|height)="([^"]*)"', svg):
        assert re.fullmatch(r"\d+", number), number


def test_two_maps_of_a_page_share_no_id() -> None:
    page = drawn([Tile("A", "x", 0, 0)], "Satu") + drawn([Tile("A", "x", 0, 0)], "Dua")

    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 8


def test_districts_without_a_place_stand_below_by_name() -> None:
    found = placed(["Timur", "Abepura", "Barat", "Utara", "Selatan"], {"Abepura": [1, 2]})

    assert found == {
        "Abepura": (1, 2), "Barat": (0, 3), "Selatan": (1, 3), "Timur": (2, 3), "Utara": (0, 4),
    }  # fmt: skip
