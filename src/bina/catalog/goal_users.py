"""Programmes and sessions that serve a goal: the goal stays while they name it."""

from typing import Any

from bina.catalog.models import Programme, Session
from bina.goals.models import Goal
from bina.goals.services import add_namer


def names_of(row: Any) -> list[str]:
    """Codes of what serves the goal."""
    if not isinstance(row, Goal):
        return []
    tables: tuple[Any, ...] = (Programme, Session)
    return [
        code
        for table in tables
        for code in table.objects.filter(goal=row).order_by("code").values_list("code", flat=True)
    ]


add_namer(names_of)
