"""Pages that show the catalogue: programmes, one programme, one session, a month."""

import datetime as dt
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.calendar.today import today
from bina.catalog.models import CoachPool, Programme, Session
from bina.catalog.reading import holidays
from bina.catalog.rules.slots import meeting_days
from bina.catalog.selectors import lists
from bina.catalog.selectors.words import eligibility_words
from bina.goals.models import Goal
from bina.standards.models import Competency

PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2100


@requires("catalog.view")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """All programmes with search, filters and sort."""
    names = ("cari", "bentuk", "cara", "kompetensi", "tujuan", "urut")
    query = {name: request.GET.get(name, "").strip() for name in names}
    *filters, goal, sort = query.values()
    found = lists.programmes(*filters, goal=goal, sort=sort)
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "forms": lists.forms_in_use(),
        "modes": Programme.Mode.choices,
        "goals": Goal.objects.order_by("code"),
        "no_goal": lists.NO_GOAL,
        "competencies": Competency.objects.filter(effects__isnull=False).distinct(),
        **query,
    }
    return render(request, "catalog/programmes.html", context)


@requires("catalog.view")
@require_GET
def programme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a programme lifts, for whom it is, its sessions and prerequisites."""
    found = get_object_or_404(lists.programmes(), public_id=public_id)
    context = {
        "programme": found,
        "effects": found.effects.all(),
        "words": eligibility_words(found),
        "sessions": found.sessions.order_by("start", "code"),
        "before": found.prerequisites.all(),
        "after": Programme.objects.filter(prerequisites=found),
        "pool": CoachPool.objects.filter(code=found.coach_pool).first(),
    }
    return render(request, "catalog/programme.html", context)


@requires("catalog.view")
@require_GET
def session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """When, where, how many seats, and what it costs from where."""
    found = get_object_or_404(
        Session.objects.select_related("programme__goal", "goal"), public_id=public_id
    )
    off = holidays()
    context = {
        "session": found,
        "days": meeting_days(found.start, found.end, found.weekdays, off),
        "n_half_days": lists.half_days(found, off),
        "journey": lists.journey_of(found, off),
        "examples": lists.cost_examples(found, off),
    }
    return render(request, "catalog/session.html", context)


@requires("catalog.view")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of sessions."""
    first = _asked_month(request.GET.get("bulan", ""))
    weeks = lists.month_weeks(first.year, first.month)
    context = {
        "first": first,
        "weeks": weeks,
        "busy": [day for week in weeks for day in week if day.sessions],
        "earlier": (first - dt.timedelta(days=1)).strftime("%Y-%m"),
        "later": (first + dt.timedelta(days=31)).strftime("%Y-%m"),
        "today": today(),
    }
    return render(request, "catalog/calendar.html", context)


def _asked_month(text: str) -> dt.date:
    """The month "2027-03"; without one the month of the next session, else of today."""
    if not text:
        day = today()
        upcoming = Session.objects.filter(start__gte=day).order_by("start").first()
        return (upcoming.start if upcoming else day).replace(day=1)
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise Http404
    return found
