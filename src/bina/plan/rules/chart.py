"""The chart of a plan's value against its proven bound, as numbers for an SVG template."""

from collections.abc import Sequence
from dataclasses import dataclass

# The width of a phone, so that letters keep their size.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 180, 46, 18, 10, 28
Step = Sequence[float | None]  # seconds, value, bound, missing JP


@dataclass(frozen=True)
class Tick:
    """A grid line with its label's number."""

    at: float
    value: float


@dataclass(frozen=True)
class Chart:
    """Paths and ticks in the units of the picture."""

    value_path: str
    bound_path: str
    first_come_y: float | None
    end_x: float
    value_y: float
    bound_y: float
    rows: tuple[Tick, ...]
    seconds: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def thinned(history: Sequence[Step], most: int = 12) -> list[Step]:
    """At most `most` steps, evenly spread, the last one among them.

    >>> thinned([[0], [1], [2], [3], [4]], 3)
    [[0], [2], [4]]
    """
    if len(history) <= most:
        return list(history)
    last = len(history) - 1
    return [history[round(n * last / (most - 1))] for n in range(most)]


def chart_of(history: Sequence[Step], first_come: float | None) -> Chart | None:
    """The chart, or None when there are fewer than two steps with both figures."""
    steps = [(s[0], s[1], s[2]) for s in history]
    known = [(t, v, b) for t, v, b in steps if t is not None and v is not None and b is not None]
    if len(known) < 2:
        return None
    last_bound, value = known[-1][2], known[-1][1]
    numbers = [v for _, v, _ in known] + [min(b, 1.6 * last_bound) for *_, b in known]
    numbers += [first_come] if first_come is not None else []
    low, high = min(0.0, *numbers), max(numbers) * 1.05 or 1.0
    seconds = known[-1][0] or 1.0

    def x(t: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * t / seconds, 1)

    def y(number: float) -> float:
        share = (min(number, high) - low) / (high - low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    ticks = tuple(Tick(y(low + (high - low) * n / 4), low + (high - low) * n / 4) for n in range(5))
    return Chart(
        value_path=_path([(x(t), y(v)) for t, v, _ in known]),
        bound_path=_path([(x(t), y(b)) for t, _, b in known]),
        first_come_y=y(first_come) if first_come is not None else None,
        end_x=x(seconds),
        value_y=y(value),
        bound_y=y(last_bound),
        rows=ticks,
        seconds=seconds,
    )


def _path(points: list[tuple[float, float]]) -> str:
    """A step line: the best so far holds until a better one is found."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    parts += [f"H{x}V{y}" for x, y in points[1:]]
    return "".join(parts)
