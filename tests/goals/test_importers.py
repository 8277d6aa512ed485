"""The regional plan by Excel: all levels, refusals with their place, undo, idempotent."""

import pytest

from bina.audit.services import Actor
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.imports import services
from bina.imports.errors import NothingToApply
from bina.imports.models import ImportRun
from tests.cast import Cast
from tests.goals.files import GOAL, regional_plan

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")


def load(data: bytes) -> ImportRun:
    return services.import_now(CITRA, "goals", data, "rpjmd.xlsx")


def here(cast: Cast) -> list[object]:
    """The goal, owned by a unit of the cast."""
    return [*GOAL[:3], cast.puskesmas.code, *GOAL[4:]]


def test_every_level_finds_the_one_above_it(cast: Cast) -> None:
    load(regional_plan(goal=here(cast)))

    sub = SubActivity.objects.get()
    assert sub.code == "5.03.02.2.03.02"
    assert sub.activity.programme.goal.code == "T-1"
    goal = Goal.objects.get()
    assert (goal.unit, goal.indicators) == (cast.puskesmas, ["IKM: 86", "Keluhan: 10"])
    assert (goal.year_from, goal.year_to, goal.source) == (2025, 2029, "RPJMD")
    assert list(GoalNeed.objects.values_list("goal__code", "competency_code", "unit")) == [
        ("T-1", "EMP", None)
    ]


def test_the_second_time_nothing_changes(cast: Cast) -> None:
    load(regional_plan(goal=here(cast)))

    run = load(regional_plan(goal=here(cast)))

    assert (run.counts["new"], run.counts["changed"], run.counts["error"]) == (0, 0, 0)
    assert run.counts["unchanged"] == 5


def test_a_bad_goal_takes_everything_below_it_out(cast: Cast) -> None:
    backwards = [*here(cast)[:4], 2029, 2025, "RPJMD"]

    with pytest.raises(NothingToApply):
        load(regional_plan(goal=backwards))

    run = ImportRun.objects.get()
    places = [(p.sheet, p.row, p.column) for p in run.problems.order_by("pk")]
    assert places[0] == ("Tujuan", 2, "TAHUN SELESAI")
    assert {sheet for sheet, _row, _column in places} == {
        "Tujuan", "Program", "Kegiatan", "Sub-kegiatan", "Kompetensi Tujuan",
    }  # fmt: skip
    assert not SubActivity.objects.exists()


def test_one_year_is_in_order(cast: Cast) -> None:
    load(regional_plan(goal=[*here(cast)[:4], 2029, 2029, "RPJMD"]))

    assert Goal.objects.get().year_to == 2029


def test_a_unit_that_is_not_known_is_named(cast: Cast) -> None:
    run = load(regional_plan(goal=here(cast), unit="TAK-ADA"))

    problem = run.problems.get()
    assert (problem.sheet, problem.row, problem.column) == ("Kompetensi Tujuan", 2, "KODE UNIT")
    assert not GoalNeed.objects.exists()


def test_undo_removes_the_whole_tree(cast: Cast) -> None:
    run = load(regional_plan(goal=here(cast)))

    services.undo(CITRA, run)

    models = (Goal, RegionalProgramme, Activity, SubActivity, GoalNeed)
    assert [model.objects.count() for model in models] == [0] * 5
