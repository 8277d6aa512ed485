"""What a bundle of programmes is worth to one person: levels reached and weighted closure.

level    h <- held; for the programmes by rising ceiling L: h <- max(h, min(h + lift, L))
closure  w phi(min(h, standard) - held), phi with slope 1 up to `full_share` of the gap, then
         `late_slope`, nothing beyond. More is better.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bina.plan.rules.settings import PlanSettings

Effect = tuple[float, float]  # lift, ceiling


@dataclass(frozen=True)
class Need:
    """A gap: competency (row), levels, weight."""

    competency: int
    held: float
    standard: float
    weight: float


def level_after(held: float, effects: Iterable[Effect]) -> float:
    """The level after a bundle.

    >>> level_after(1.0, [(1.0, 3.0), (1.0, 2.0)])
    3.0
    """
    level = held
    for lift, ceiling in sorted(effects, key=lambda effect: effect[1]):
        level = max(level, min(level + lift, ceiling))
    return level


def closure_of(need: Need, level: float, settings: PlanSettings) -> float:
    """Weighted closure of one need at a level.

    >>> closure_of(Need(0, 1.0, 3.0, 2.0), 3.0, PlanSettings())
    3.2
    """
    gap = need.standard - need.held
    if gap <= 0:
        return 0.0
    risen = min(level, need.standard) - need.held
    full = min(risen, settings.full_share * gap)
    return need.weight * (full + settings.late_slope * max(0.0, risen - full))


def bundle_worth(
    needs: Iterable[Need], effects: dict[int, list[Effect]], settings: PlanSettings
) -> float:
    """Closure over all needs; `effects` holds the bundle's effects by competency."""
    return sum(
        closure_of(need, level_after(need.held, effects[need.competency]), settings)
        for need in needs
        if need.competency in effects
    )
