"""Charts drawn on the server: SVG with a role, a name and a table behind; colours by class.

Geometry is in units of the view box (340 wide, about a phone's card), as whole numbers, so that no
language writes a comma into a path. Tags:

    {% dumbbell rows title %}   held → required with ± one standard error
    {% bars rows title %}       shares 0..1
    {% lines points title %}    value, bound and a plain comparison over time
    {% heat columns rows title %}  shares 0..1 in a grid; None: nothing known; hidden: too few

Rows may be the dataclasses below or mappings with their fields, as cards of stages hand them over.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import template

from bina.law.law import newest

register = template.Library()
WIDTH = 340
LEVELS: Final[int] = newest("standards.levels")["highest"]
LEFT, RIGHT = 6, 334  # of the scale of levels


@dataclass(frozen=True)
class Level:
    """A row of a dumbbell. Levels 0..5; `held` None: unmeasured."""

    label: str
    held: float | None
    error: float | None
    required: float
    note: str = ""


@dataclass(frozen=True)
class Share:
    """A row of bars. `share` 0..1 is drawn, `text` is said."""

    label: str
    share: float
    text: str
    tone: str = "sea"  # sea, leaf, gold, clay


@dataclass(frozen=True)
class Cell:
    """A field of a heat map. `share` 0..1 (high: look here) or None; `hidden`: too few people."""

    text: str
    share: float | None = None
    hidden: bool = False
    said: str = ""  # in the table, where the picture has no room for words

    @property
    def tone(self) -> str:
        """The class of its colour."""
        if self.hidden or self.share is None:
            return "hx"
        return f"h{min(4, int(self.share * 5))}"


@dataclass(frozen=True)
class HeatRow:
    """A row of a heat map, with the page that its name opens."""

    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True)
class Point:
    """A moment of a search: seconds, value, proven bound."""

    x: float
    value: float
    bound: float | None = None


def on_scale(level: float) -> int:
    """Where a level 0..5 lies.

    >>> [on_scale(level) for level in (0, 2.5, 5)]
    [6, 170, 334]
    """
    return round(LEFT + (RIGHT - LEFT) * min(max(level, 0.0), LEVELS) / LEVELS)


@register.inclusion_tag("charts/dumbbell.html")
def dumbbell(rows: Sequence[Level | dict[str, Any]], title: str) -> dict[str, Any]:
    """Held and required level of each row, the error as a line over the end of the bar."""
    levels = [row if isinstance(row, Level) else Level(**row) for row in rows]
    drawn = [_level(row, 40 * at) for at, row in enumerate(levels)]
    axis = 40 * len(levels)
    ticks = [{"x": on_scale(level), "label": level} for level in range(LEVELS + 1)]
    return {
        "rows": drawn, "table": levels, "title": title, "ticks": ticks,
        "axis": axis, "label_y": axis + 14, "height": axis + 18,
    }  # fmt: skip


def _level(row: Level, top: int) -> dict[str, Any]:
    required = on_scale(row.required)
    drawn: dict[str, Any] = {
        "row": row, "text_y": top + 14, "bar_y": top + 20, "mid_y": top + 26,
        "required": required, "track": required - LEFT,
    }  # fmt: skip
    if row.held is not None:
        error = row.error or 0.0
        drawn |= {
            "held": on_scale(row.held) - LEFT,
            "low": on_scale(row.held - error),
            "high": on_scale(row.held + error),
        }
    return drawn


@register.inclusion_tag("charts/bars.html")
def bars(rows: Sequence[Share | dict[str, Any]], title: str) -> dict[str, Any]:
    """One bar a row, label above, words at the right."""
    shares = [row if isinstance(row, Share) else Share(**row) for row in rows]
    drawn = [
        {
            "row": row, "text_y": 36 * at + 14, "bar_y": 36 * at + 19,
            "width": round(WIDTH * min(max(row.share, 0.0), 1.0)),
        }
        for at, row in enumerate(shares)
    ]  # fmt: skip
    return {"rows": drawn, "title": title, "height": 36 * len(shares)}


@register.inclusion_tag("charts/lines.html")
def lines(
    points: Sequence[Point | tuple[float, ...]], title: str, plain: float | None = None
) -> dict[str, Any]:
    """Value and bound over seconds; `plain` is a level line to compare with."""
    steps = [point if isinstance(point, Point) else Point(*point) for point in points]
    known = [p.value for p in steps] + [p.bound for p in steps if p.bound is not None]
    known += [plain] if plain is not None else []
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    low -= 0.05 * ((high - low) or 1.0)
    end = max((p.x for p in steps), default=1.0) or 1.0

    def place(x: float, y: float) -> str:
        return f"{round(44 + 290 * x / end)},{round(126 - 116 * (y - low) / ((high - low) or 1.0))}"

    return {
        "title": title,
        "points": steps,
        "value": " ".join(place(p.x, p.value) for p in steps),
        "bound": " ".join(place(p.x, p.bound) for p in steps if p.bound is not None),
        "plain": None if plain is None else f"{place(0, plain)} {place(end, plain)}",
        "ticks": [{"y": y, "text_y": y + 4, "value": low + (high - low) * (126 - y) / 116}
                  for y in (10, 68, 126)],
        "end": end,
    }  # fmt: skip


def _heat_row(row: dict[str, Any]) -> HeatRow:
    return HeatRow(row["label"], [Cell(**cell) for cell in row["cells"]], row.get("url", ""))


@register.inclusion_tag("charts/heat.html")
def heat(
    columns: Sequence[str],
    rows: Sequence[HeatRow | dict[str, Any]],
    title: str,
    days: Sequence[dt.date] | None = None,
) -> dict[str, Any]:
    """A grid of colours, names above each line of cells so that long names fit a phone."""
    lines_of = [row if isinstance(row, HeatRow) else _heat_row(row) for row in rows]
    width = WIDTH // max(len(columns), 1)
    drawn = []
    for at, row in enumerate(lines_of):
        top = 44 * at + 20
        drawn.append({
            "row": row, "text_y": top + 13,
            "cells": [
                {"cell": cell, "x": width * i, "y": top + 18, "mid": width * i + width // 2 - 1,
                 "text_y": top + 32}
                for i, cell in enumerate(row.cells)
            ],
        })  # fmt: skip
    heads = [{"x": width * i + width // 2 - 1, "label": head} for i, head in enumerate(columns)]
    return {
        "columns": columns, "days": days, "heads": heads, "rows": drawn, "title": title,
        "cell_width": width - 2, "height": 44 * len(lines_of) + 20,
    }  # fmt: skip
