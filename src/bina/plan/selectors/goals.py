"""What a plan spends on each goal of the regional plan; three queries."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext

from bina.accounts.access import Reach
from bina.catalog.models import Session
from bina.goals.models import Goal
from bina.plan.models import Plan
from bina.plan.rules.goal_shares import GoalShare, goal_shares
from bina.plan.selectors.pages import seats_within

LABEL_LETTERS = 38  # what a phone's card holds beside the figure


@dataclass(frozen=True)
class ShareOfGoal:
    """A goal with its part of the plan; `goal` None: seats that serve no goal."""

    goal: Goal | None
    part: GoalShare

    @property
    def bar(self) -> dict[str, object]:
        """The share of the money as a row of a bar chart."""
        name = f"{self.goal.code} {self.goal.name}" if self.goal else gettext("Tanpa tujuan")
        return {
            "label": Truncator(name).chars(LABEL_LETTERS),
            "share": self.part.cost_share,
            "text": f"{number_format(100 * self.part.cost_share, 1)} %",
            "tone": "sea" if self.goal else "clay",
        }


def shares_of_goals(plan: Plan, reach: Reach) -> list[ShareOfGoal]:
    """Per goal over the seats within `reach`.

    Fixed costs belong to whole sessions, so only a reader of the whole plan sees them counted.
    """
    seats = seats_within(plan, reach).filter(replaces=None).order_by()
    by_goal = seats.annotate(served=Coalesce("session__goal", "programme__goal")).values("served")
    sums = by_goal.annotate(
        n=Count("pk"), jp_sum=Sum("jp"), cost_sum=Sum("cost"), closed=Sum("closure")
    )
    held: list[tuple[int | None, int]] = []
    if reach.everybody:
        kept = plan.seats.filter(replaces=None, session__isnull=False).values("session")
        held = list(
            Session.objects.filter(pk__in=kept)
            .annotate(served=Coalesce("goal", "programme__goal"))
            .values_list("served", "fixed_cost")
        )
    rows = goal_shares(sums.values_list("served", "n", "jp_sum", "cost_sum", "closed"), held)
    goals = Goal.objects.in_bulk([row.goal_id for row in rows])
    return [ShareOfGoal(goals.get(row.goal_id), row) for row in rows]
