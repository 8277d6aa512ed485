"""The one place that calls the allocation engine's solver and the first-come comparison."""

from collections.abc import Callable
from typing import Any

from bina.engines.allocation.model import Instance, Progress, Result, Settings, Work

BLOCKS_PER_EFFORT = 1
DEFAULT = Work()


def work_of_effort(effort: int) -> Work:
    """Work in proportion: 100 is the engine's default."""
    share = effort / 100
    return Work(
        hours_rounds=max(1, round(DEFAULT.hours_rounds * share)),
        closure_rounds=max(1, round(DEFAULT.closure_rounds * share)),
        blocks=max(1, round(DEFAULT.blocks * share)),
        moves_per_block=DEFAULT.moves_per_block,
    )


def solve_plan(
    instance: Instance,
    settings: Settings,
    *,
    seed: int,
    seconds: float | None,
    work: Work | None,
    report: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Result:
    """The best plan found with its certificate; a stop keeps the best so far."""
    from bina.engines.allocation.solve import solve

    raise NotImplementedError(solve)


def first_come(instance: Instance, settings: Settings, seed: int) -> dict[str, Any]:
    """Mean of first come, first served over 20 seeds."""
    return {}
