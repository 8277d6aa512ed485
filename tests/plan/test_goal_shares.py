"""What a plan spends per goal: rows sum to the plan, what serves none comes last."""

import io

import openpyxl
import pytest

from bina.accounts.access import Reach
from bina.audit.guard import unguarded
from bina.goals.models import Goal
from bina.plan.exports.goals import goals_workbook
from bina.plan.models import Plan
from bina.plan.rules.goal_shares import goal_shares
from bina.plan.selectors.goals import shares_of_goals
from tests.cast import Cast
from tests.plan.scene import make_plan, make_year

pytestmark = pytest.mark.django_db
EVERYBODY = Reach(everybody=True)


def goal(code: str) -> Goal:
    with unguarded():
        return Goal.objects.create(code=code, name="Tujuan", year_from=2025, year_to=2029)


def planned(cast: Cast, *, own: bool = False) -> Plan:
    """The small year: the course serves T-1, or its session T-2; coaching serves none."""
    year = make_year(cast)
    with unguarded():
        year.empathy.goal = goal("T-1")
        year.empathy.save()
        if own:
            year.session.goal = goal("T-2")
            year.session.save()
    return make_plan()


def test_the_rows_sum_to_the_plan_to_the_rupiah(cast: Cast) -> None:
    plan = planned(cast)

    rows = shares_of_goals(plan, EVERYBODY)

    assert sum(row.part.cost for row in rows) == plan.totals["cost"]
    assert sum(row.part.seats for row in rows) == plan.totals["seats"]
    assert sum(row.part.jp for row in rows) == plan.totals["jp"]
    assert [row.goal.code if row.goal else "" for row in rows] == ["T-1", ""]


def test_the_goal_of_a_session_goes_before_that_of_its_programme(cast: Cast) -> None:
    rows = shares_of_goals(planned(cast, own=True), EVERYBODY)

    assert [row.goal.code if row.goal else "" for row in rows] == ["T-2", ""]


def test_a_head_sees_only_the_own_seats(cast: Cast) -> None:
    plan = planned(cast)

    own = shares_of_goals(plan, Reach(unit_ids=frozenset({cast.puskesmas.pk})))

    mine = plan.seats.filter(person__unit=cast.puskesmas)
    assert sum(row.part.seats for row in own) == mine.count() < plan.seats.count()


def test_the_workbook_has_a_row_per_goal_and_totals(cast: Cast) -> None:
    plan = planned(cast)
    rows = shares_of_goals(plan, EVERYBODY)

    sheet = openpyxl.load_workbook(io.BytesIO(goals_workbook(plan, rows, ""))).active

    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert cells[1][0] == "T-1"
    assert cells[-1][4] == plan.totals["cost"]


def test_shares_of_nothing_are_nothing() -> None:
    assert goal_shares([], []) == []
    only = goal_shares([(None, 2, 4, 0, 0.0)], [])
    assert [(row.seat_share, row.cost_share) for row in only] == [(1.0, 0.0)]
