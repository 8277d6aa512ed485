"""Where the parts of the gap charts stand, in the drawing's own units.

The drawing: one row a competency, a bar to the held level, a dot at the required one, a short
line of ±1 standard error around the held level.
"""

from dataclasses import dataclass
from typing import Final

from bina.law.law import newest

LEFT, WIDTH = 150, 200  # the level axis: 0 at LEFT, 5 at LEFT + WIDTH
TOP, STEP = 18, 34
HIGHEST: Final[int] = newest("standards.levels")["highest"]


@dataclass(frozen=True)
class Bar:
    """One competency. `held` is None when unmeasured."""

    name: str
    y: int
    required_x: float
    required_width: float
    held_width: float | None
    low_x: float | None
    high_x: float | None


def level_x(level: float) -> float:
    """The place of a level on the axis.

    >>> level_x(0), level_x(5)
    (150.0, 350.0)
    """
    return round(LEFT + WIDTH * level / HIGHEST, 1)


def bars(rows: list[tuple[str, float, float | None, float | None]]) -> list[Bar]:
    """One bar for each (name, required, held, standard error), from the top down."""
    found = []
    for at, (name, required, held, error) in enumerate(rows):
        span = None if held is None or error is None else (held - error, held + error)
        found.append(
            Bar(
                name=name,
                y=TOP + STEP * at,
                required_x=level_x(required),
                required_width=round(WIDTH * required / HIGHEST, 1),
                held_width=round(WIDTH * held / HIGHEST, 1) if held is not None else None,
                low_x=None if span is None else level_x(max(0.0, span[0])),
                high_x=None if span is None else level_x(min(float(HIGHEST), span[1])),
            )
        )
    return found
