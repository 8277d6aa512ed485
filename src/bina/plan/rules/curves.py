"""Value against money: what is proven of every budget, what was found, and their picture.

At each share of the plan's budget (all lines alike) stand

    bound at once   from the plan's prices (engines/whatif/slopes.py), for plans that leave at most
                    so many JP missing as the plan shown; None where the prices say nothing
    found           the best plan known: the plan itself, or one solved again with no more money
    bound proven    the certificate of the plan solved again at this very budget

A plan that a budget pays is paid by every larger one, so what is found never falls. Hours come
first: of two plans the one with fewer JP missing is the better one. More points are better.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bina.plan.rules.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick

WHOLE = 100
PERCENTS = (80, 85, 90, 95, 100, 105, 110, 115, 120, 125, 130)
ASKED = (80, 90, 110, 120, 130)  # offered to be solved again


@dataclass(frozen=True)
class Found:
    """A plan known at a budget in percent of the plan's: value, proven bound, JP missing."""

    percent: int
    value: float
    bound: float
    missing_jp: int


@dataclass(frozen=True)
class Point:
    """One budget of the curve; `amount` in rupiah, `missing_jp` of the best plan known, if any."""

    percent: int
    amount: int
    at_once: float | None
    value: float | None
    missing_jp: int | None
    proven: Found | None


def curve(
    amounts: Sequence[int], found: Sequence[Found], at_once: Callable[[int, int], float | None]
) -> list[Point]:
    """A point per budget. `at_once(percent, missing_jp)` is the bound from the prices.

    `found` holds the plan itself at 100 and whatever was solved again.
    """
    own = {one.percent: one for one in found}
    least = own[WHOLE].missing_jp
    points = []
    for percent in PERCENTS:
        paid = [one for one in found if one.percent <= percent]
        best = min(paid, key=lambda one: (one.missing_jp, -one.value), default=None)
        missing = best.missing_jp if best else least
        points.append(
            Point(
                percent, sum(amount_at(amount, percent) for amount in amounts),
                at_once(percent, max(missing, least)), best.value if best else None,
                best.missing_jp if best else None, own.get(percent),
            )
        )  # fmt: skip
    return points


def amount_at(amount: int, percent: int) -> int:
    """Whole rupiah of a line at a share of its amount.

    >>> amount_at(1_000_001, 80)
    800000
    """
    return amount * percent // WHOLE


@dataclass(frozen=True)
class Mark:
    """A plan solved again: place of its value and of its bound."""

    x: float
    value_y: float
    bound_y: float


@dataclass(frozen=True)
class CurveChart:
    """Paths, marks and ticks in the units of the picture."""

    bound_path: str
    value_path: str
    marks: tuple[Mark, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart_of_curve(points: Sequence[Point]) -> CurveChart | None:
    """The picture; None when fewer than two budgets have a bound."""
    bounds = [(p.percent, p.at_once) for p in points if p.at_once is not None]
    if len(bounds) < 2:
        return None
    values = [(p.percent, p.value) for p in points if p.value is not None]
    proven = [p.proven for p in points if p.proven is not None]
    numbers = [n for _, n in [*bounds, *values]] + [n for f in proven for n in (f.value, f.bound)]
    low, high = min(numbers), max(numbers)
    room = 0.05 * (high - low) or 1.0
    low, high = max(0.0, low - room) if low >= 0 else low - room, high + room

    def x(percent: float) -> float:
        share = (percent - PERCENTS[0]) / (PERCENTS[-1] - PERCENTS[0])
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def y(number: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (number - low) / (high - low), 1)

    grid = tuple(Tick(y(low + (high - low) * n / 4), low + (high - low) * n / 4) for n in range(5))
    return CurveChart(
        bound_path="M" + "L".join(f"{x(p)} {y(n)}" for p, n in bounds),
        value_path=_steps([(x(p), y(n)) for p, n in values], x(PERCENTS[-1])),
        marks=tuple(Mark(x(f.percent), y(f.value), y(f.bound)) for f in proven),
        rows=grid,
        columns=tuple(Tick(x(p), float(p)) for p in PERCENTS if p % 10 == 0),
    )


def _steps(points: list[tuple[float, float]], end: float) -> str:
    """What is found holds for every larger budget until something better is found."""
    if not points:
        return ""
    parts = [f"M{points[0][0]} {points[0][1]}", *(f"H{x}V{y}" for x, y in points[1:]), f"H{end}"]
    return "".join(parts)


@dataclass(frozen=True)
class PriceOfRule:
    """What a rule costs in points: how far the bound rises by the prices at once, what was found.

    row      of the staffing group; -1: the floors of fairness
    members  people under the rule
    at_once  points by which the bound rises at most without the rule; None: the prices say nothing
    found    points that the plan solved without the rule closes more (never below 0)
    proven   points that none without it closes more than this plan, its distance to the bound in it
    missing  JP missing of the plan found without it
    """

    row: int
    name: str
    place: str
    members: int
    at_once: float | None
    found: float | None = None
    proven: float | None = None
    missing: int | None = None


def price_of_rule(
    own: float, bound: float, at_once: float | None, answer: Found | None
) -> tuple[float | None, float | None, float | None]:
    """(at once, found, proven): the plan closes `own`, `bound` is proven for the rule in force.

    >>> price_of_rule(10.0, 12.0, 14.0, Found(100, 11.0, 12.5, 0))
    (2.0, 1.0, 2.5)
    """
    more = None if at_once is None else max(0.0, at_once - bound)
    if answer is None:
        return more, None, None
    return more, max(0.0, answer.value - own), max(0.0, answer.bound - own)
