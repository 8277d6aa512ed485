"""The regional plan that other programs may read: each level, and the competencies goals need."""

from typing import Any

from bina.api.registry import Fact, register
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.goals.rules.sheets import GOALS
from bina.text import N_

_KODE = {"kode": "code"}
_SHEETS = {sheet.name: sheet for sheet in GOALS.sheets}
_SHARED = {
    "name": "name", "indicators": "indicators", "unit": "unit__code", "year_from": "year_from",
    "year_to": "year_to",
}  # fmt: skip


def _register(kind: str, title: str, model: Any, sheet: str, **more: str) -> None:
    """A level under the keys of its sheet; `more` has the column that names the level above."""
    register(
        Fact(
            kind, model.objects.all, {"code": "code", **more, **_SHARED}, filters=_KODE,
            title=title, sheet=_SHEETS[sheet],
        )
    )  # fmt: skip


_register("goals", N_("Tujuan pembangunan daerah"), Goal, "Tujuan", source="source")
_register("goal_programmes", N_("Program daerah"), RegionalProgramme, "Program", goal="goal__code")
_register(
    "goal_activities", N_("Kegiatan daerah"), Activity, "Kegiatan", programme="programme__code"
)
_register(
    "goal_sub_activities",
    N_("Sub-kegiatan daerah"),
    SubActivity,
    "Sub-kegiatan",
    activity="activity__code",
)
register(
    Fact(
        "goal_needs",
        GoalNeed.objects.all,
        {
            "goal": "goal__code", "competency_code": "competency_code", "unit": "unit__code",
            "reason": "reason",
        },
        filters={"kode": "goal__code"},
        title=N_("Kompetensi yang dibutuhkan tujuan"),
        sheet=_SHEETS["Kompetensi Tujuan"],
    )
)  # fmt: skip
