"""What the present way would give: first come, first served, under the same hard rules."""

import statistics
from typing import Any

from bina.engines.allocation import fcfs
from bina.engines.allocation.model import Instance, Settings

SEEDS = 20


def first_come(instance: Instance, settings: Settings, seed: int) -> dict[str, Any]:
    """Mean over SEEDS random orders of arrival, as the plan's page shows it."""
    seeds = tuple(range(seed, seed + SEEDS))
    found = fcfs.first_come(instance, settings, seeds)
    return {
        "value": found.mean_value,
        "missing_jp": found.mean_missing_jp,
        "seeds": len(seeds),
        "spread": statistics.pstdev(found.values),
    }
