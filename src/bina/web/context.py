"""What every page's frame needs: agency, navigation of the user's roles, demonstration label."""

from django.conf import settings
from django.http import HttpRequest

from bina.calendar.today import today
from bina.web.navigation import navigation_for


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the base template; makes no query."""
    access = getattr(request, "access", None)
    return {
        "agency": settings.AGENCY,
        "demo": settings.DEMO,
        "access": access,
        "today": today(),
        "navigation": navigation_for(access, request.path),
    }
