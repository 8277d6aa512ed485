"""What the present way would give: first come, first served, under the same hard rules."""

from typing import Any

from bina.engines.allocation.model import Instance, Settings

SEEDS = 20


def first_come(instance: Instance, settings: Settings, seed: int) -> dict[str, Any]:
    """Mean over SEEDS random arrivals; empty until the engine's comparison is in."""
    return {}
