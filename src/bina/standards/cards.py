"""The step of the year that says what each post requires."""

from typing import Any

from bina.accounts.access import Access
from bina.standards.models import Competency, PositionStandard


def step_standards(access: Access) -> dict[str, Any]:
    """Competencies in the dictionary and posts with an own standard."""
    return {
        "n_competencies": Competency.objects.count(),
        "n_positions": PositionStandard.objects.values("position").distinct().count(),
    }
