"""Budget lines that are planned at a sub-kegiatan: it stays while they name its code."""

from typing import Any

from bina.goals.models import SubActivity
from bina.goals.services import add_namer
from bina.money.models import BudgetLine


def names_of(row: Any) -> list[str]:
    """Codes of the lines, each with its year."""
    if not isinstance(row, SubActivity):
        return []
    lines = BudgetLine.objects.filter(activity=row.code).values_list("code", "version__year")
    return [f"{code} ({year})" for code, year in sorted(set(lines))]


add_namer(names_of)
