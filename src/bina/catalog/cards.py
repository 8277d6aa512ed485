"""The step of the year that says what can be learned."""

from typing import Any

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.catalog.models import Programme, Session


def step_catalog(access: Access) -> dict[str, Any]:
    """Programmes, and sessions that are still to come."""
    return {
        "n_programmes": Programme.objects.count(),
        "n_sessions": Session.objects.filter(start__gt=today()).count(),
    }
