"""Charts: a name, a table behind, honest ends of bars, no comma in a path."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from bina.web.templatetags.charts import LEFT, RIGHT, Cell, Point, Share, on_scale


def drawn(tag: str, **context: object) -> str:
    with translation.override("id"):
        return Template("{% load charts %}{% " + tag + " %}").render(Context(context))


def test_a_level_lies_between_the_ends_of_the_scale() -> None:
    assert [on_scale(level) for level in (-1, 0, 5, 6)] == [LEFT, LEFT, RIGHT, RIGHT]


def test_the_dumbbell_says_unmeasured_and_draws_no_bar_for_it() -> None:
    rows = [
        {"label": "Komunikasi", "held": None, "error": None, "required": 3.0},
        {"label": "Integritas", "held": 2.5, "error": 0.4, "required": 3.0},
    ]

    svg = drawn("dumbbell rows 'Judul'", rows=rows)

    assert svg.count('class="g-sea"') == 1
    assert svg.count("belum terukur") == 2  # on the picture and in the table
    assert 'role="img"' in svg and "<title>Judul</title>" in svg and "<table>" in svg
    assert "2,50" in svg


def test_coordinates_are_whole_numbers_in_every_language() -> None:
    svg = drawn("lines points 'Judul'", points=[Point(0.5, 10.25, 20.5), Point(1.5, 12.75, None)])

    for path in re.findall(r'points="([^"]+)"', svg):
        assert all(re.fullmatch(r"\d+,\d+", pair) for pair in path.split())


def test_a_bar_never_leaves_its_track() -> None:
    svg = drawn("bars rows 'Judul'", rows=[Share("a", 1.7, "170 %"), Share("b", -1, "–")])

    assert re.findall(r'class="g-sea" x="0" y="\d+" width="(\d+)"', svg) == ["340", "0"]


@pytest.mark.parametrize(
    ("share", "tone"), [(None, "hx"), (0.0, "h0"), (0.199, "h0"), (0.2, "h1"), (1.0, "h4")]
)
def test_the_tone_of_a_cell_at_its_borders(share: float | None, tone: str) -> None:
    assert Cell("x", share).tone == tone


def test_a_hidden_cell_shows_no_figure() -> None:
    rows = [{"label": "Unit", "cells": [{"text": "–", "share": 0.9, "hidden": True}]}]

    svg = drawn("heat columns rows 'Judul'", columns=["A"], rows=rows)

    assert 'class="hx"' in svg and "disembunyikan" in svg and 'class="h4"' not in svg
