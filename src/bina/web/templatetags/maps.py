"""A schematic map: one tile a place, colour and pattern by how much it needs a look.

    {% tiles rows title legend %}   rows: Tile or mappings with its fields; legend: five texts

The darker and denser, the more it asks for attention; the figure stands on a plain plate so that
neither colour nor pattern has to be told apart. The table behind belongs to the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.text import slugify

register = template.Library()
WIDTH, TOP = 340, 2
TILE_HEIGHT, GAP = 64, 6
STEPS = 5


@dataclass(frozen=True)
class Tile:
    """A place. `share` 0..1 (high: look here) or None: nothing known; `hidden`: too few people."""

    label: str
    text: str
    column: int
    row: int
    share: float | None = None
    hidden: bool = False

    @property
    def step(self) -> int | None:
        """0..4, or None where nothing is shown."""
        if self.hidden or self.share is None:
            return None
        return min(STEPS - 1, max(0, int(self.share * STEPS)))


def placed(names: Sequence[str], known: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int]]:
    """Column and row of each name; those that are not known follow below, three to a row.

    >>> placed(["B", "A", "C"], {"C": [1, 0]})
    {'C': (1, 0), 'A': (0, 1), 'B': (1, 1)}
    """
    found = {name: (known[name][0], known[name][1]) for name in sorted(names) if name in known}
    below = max((row for _column, row in found.values()), default=-1) + 1
    rest = sorted(set(names) - found.keys())
    return found | {name: (at % 3, below + at // 3) for at, name in enumerate(rest)}


@register.inclusion_tag("charts/tiles.html")
def tiles(
    rows: Sequence[Tile | dict[str, Any]], title: str, legend: Sequence[str]
) -> dict[str, Any]:
    """The tiles where they lie, a legend of five steps below."""
    places = [row if isinstance(row, Tile) else Tile(**row) for row in rows]
    n_columns = max((place.column for place in places), default=0) + 1
    n_rows = max((place.row for place in places), default=0) + 1
    width = (WIDTH - GAP * (n_columns - 1)) // n_columns
    below = TOP + n_rows * (TILE_HEIGHT + GAP)
    return {
        "title": title,
        "key": slugify(title),
        "tiles": [_drawn(place, width) for place in places],
        "width": width,
        "tile_height": TILE_HEIGHT,
        "legend": [
            {"x": 68 * at, "text": text, "step": at, "y": below + 6, "text_y": below + 31}
            for at, text in enumerate(legend)
        ],
        "height": below + 36,
    }


def _drawn(tile: Tile, width: int) -> dict[str, Any]:
    x, y = tile.column * (width + GAP), TOP + tile.row * (TILE_HEIGHT + GAP)
    return {
        "tile": tile, "x": x, "y": y, "mid": x + width // 2, "step": tile.step,
        "plate_x": x + 5, "plate_y": y + 11, "plate_width": width - 10,
        "label_y": y + 27, "text_y": y + 45,
    }  # fmt: skip
