"""The regional plan in the layout of its import."""

from typing import Any

from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.goals.rules.sheets import GOALS

Rows = list[tuple[Any, ...]]


def goals_workbook(label: str = "") -> bytes:
    """All levels and the needs; five queries."""
    parts: list[Rows] = [
        [(*row, source) for *row, source in _rows(Goal, last=("source",))],
        _rows(RegionalProgramme, "goal__code"),
        _rows(Activity, "programme__code"),
        _rows(SubActivity, "activity__code"),
        [
            (goal, competency, unit or "", reason)
            for goal, competency, unit, reason in GoalNeed.objects.order_by(
                "goal__code", "competency_code", "unit__code"
            ).values_list("goal__code", "competency_code", "unit__code", "reason")
        ],
    ]
    return write_table(
        *(as_imported(sheet, rows, label) for sheet, rows in zip(GOALS.sheets, parts, strict=True))
    )


def _rows(model: Any, above: str = "", last: tuple[str, ...] = ()) -> Rows:
    names = ["code", *([above] if above else []), "name", "indicators", "unit__code"]
    names += ["year_from", "year_to", *last]
    at = names.index("indicators")
    return [
        (*row[:at], "; ".join(row[at]), row[at + 1] or "", *row[at + 2 :])
        for row in model.objects.order_by("code").values_list(*names)
    ]
