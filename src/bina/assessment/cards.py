"""Cards of the assessment stage: self-ratings that wait for their head."""

from typing import Any

from bina.accounts.access import Access
from bina.assessment.models import SelfRating
from bina.assessment.selectors import waiting_ratings

SHOWN = 8


def card_waiting(access: Access) -> dict[str, Any]:
    """Self-ratings of the own units that the head may confirm, oldest first."""
    waiting = waiting_ratings(access.reach("assessment.confirm"), access.person_id)
    return {
        "template": "assessment/cards/waiting.html",
        "n": waiting.count(),
        "ratings": list(waiting[:SHOWN]),
    }


def step_measuring(access: Access) -> dict[str, Any]:
    """Self-ratings that wait for a head anywhere."""
    return {"n_waiting": SelfRating.objects.filter(state=SelfRating.State.OPEN).count()}
