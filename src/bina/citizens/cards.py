"""Cards of the citizens stage: services that hang on one person."""

from typing import Any

from bina.accounts.access import Access
from bina.citizens.models import Service
from bina.citizens.selectors import RoleState, headcount, role_states, services

SHOWN = 8


def risky_roles() -> list[tuple[Service, RoleState]]:
    """Roles that are short or hang on one person, the most critical service first."""
    counted = headcount()
    found = [
        (service, state)
        for service in services()
        for state in role_states(service, counted)
        if state.is_sole or state.is_short
    ]
    return sorted(
        found, key=lambda pair: (-pair[0].criticality, not pair[1].is_short, pair[0].name)
    )


def card_risk(access: Access) -> dict[str, Any]:
    """Services at risk: how many roles have nobody to spare, and the most critical of them."""
    found = risky_roles()
    return {
        "template": "citizens/cards/risk.html",
        "n": len(found),
        "n_short": sum(state.is_short for _, state in found),
        "rows": [{"service": service, "state": state} for service, state in found[:SHOWN]],
    }


def step_services(access: Access) -> dict[str, Any]:
    """How many services are registered."""
    n = Service.objects.count()
    return {"n": n, "done": n > 0}
