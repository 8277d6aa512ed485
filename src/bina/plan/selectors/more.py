"""What one more of every scarce thing would bring, for the page of a plan."""

from bina.audit.kept import kept
from bina.plan.models import Plan
from bina.plan.rules.more import More, more_of
from bina.plan.selectors.stored import can_be_read, names_of, stored_plan


def more_rows(plan: Plan) -> list[More]:
    """All rows, most points first; empty when the plan kept no prices."""
    if not can_be_read(plan):
        return []
    return kept(("plan.more", plan.pk), lambda: _rows(plan))


def _rows(plan: Plan) -> list[More]:
    stored = stored_plan(plan)
    return more_of(stored.proven, names_of(plan, stored), stored.pairs)
