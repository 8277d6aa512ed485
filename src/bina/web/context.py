"""What every page's frame needs: agency, navigation of the user's roles, demonstration label."""

from django.conf import settings
from django.http import HttpRequest

from bina.calendar.today import today
from bina.inbox.selectors import n_unread
from bina.web.navigation import PHONE_PLACES, navigation_for


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the base template; one query, for the unread messages, when the page shows it."""
    access = getattr(request, "access", None)
    places = navigation_for(access, request.path)
    return {
        "agency": settings.AGENCY,
        "demo": settings.DEMO,
        "access": access,
        "n_unread": (lambda: n_unread(access.user_id)) if access else 0,
        "today": today(),
        "navigation": [place for place in places if not place.grouped],
        "data_places": [place for place in places if place.grouped],
        "phone_places": places[:PHONE_PLACES],
        "all_places": places,
    }
