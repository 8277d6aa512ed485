"""Questions to the catalogue: lists, one programme, a month of sessions, costs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from bina.catalog.models import Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.reading import holidays
from bina.catalog.rules.cost import CostLine, CostRow, Journey, Origin, cost_lines
from bina.catalog.rules.slots import meeting_days, session_slots, stays
from bina.people.models import Unit

NO_GOAL = "-"  # as a filter: programmes that serve no goal
ORDERS = {"nama": "name", "jp": "-jp", "sesi": "-n_sessions", "mulai": "first_day"}


def programmes(
    search: str = "",
    form: str = "",
    mode: str = "",
    competency: str = "",
    *,
    goal: str = "",
    sort: str = "",
) -> QuerySet[Programme]:
    """Programmes with the number of their sessions, seats and the first day."""
    effects = Prefetch("effects", ProgrammeEffect.objects.select_related("competency"))
    found = Programme.objects.annotate(
        n_sessions=Count("sessions", distinct=True), first_day=Min("sessions__start")
    ).prefetch_related(effects)
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(code__icontains=search) | Q(provider__icontains=search)
        )
    if form:
        found = found.filter(form=form)
    if mode in Programme.Mode.values:
        found = found.filter(mode=mode)
    if competency:
        found = found.filter(
            pk__in=ProgrammeEffect.objects.filter(competency__code=competency).values("programme")
        )
    if goal == NO_GOAL:
        found = found.filter(goal=None)
    elif goal:
        by_session = Session.objects.filter(goal__code=goal).values("programme")
        found = found.filter(Q(goal__code=goal) | Q(pk__in=by_session))
    return found.select_related("goal").order_by(ORDERS.get(sort, "name"), "pk")


def forms_in_use() -> list[str]:
    """The forms that programmes have."""
    return list(Programme.objects.order_by("form").values_list("form", flat=True).distinct())


def journey_of(session: Session, off: frozenset[dt.date] | None = None) -> Journey:
    """What the session costs a participant; open and online forms have no journey."""
    mode = session.programme.mode
    if mode in (Programme.Mode.ONLINE, Programme.Mode.OPEN):
        return Journey(session.place, session.contribution)
    days = meeting_days(
        session.start, session.end, session.weekdays, holidays() if off is None else off
    )
    away = stays(days)
    return Journey(
        place=session.place,
        contribution=session.contribution,
        n_journeys=len(away),
        n_nights=sum((end - start).days for start, end in away),
        n_days=len(days),
    )


def cost_rows() -> list[CostRow]:
    """The standard-cost table."""
    rows = StandardCost.objects.order_by("pk")
    return [
        CostRow(*row)
        for row in rows.values_list("component", "origin", "place", "rank_from", "amount")
    ]


@dataclass(frozen=True)
class CostExample:
    """What a session costs somebody of a district and rank."""

    origin: Origin
    total: int
    lines: list[CostLine]
    incomplete: bool


EXAMPLE_RANKS = ("II/c", "III/b", "IV/a", "IX")


def cost_examples(session: Session, off: frozenset[dt.date]) -> list[CostExample]:
    """One example for each district that people work in, for a middle rank; then each rank."""
    rows, journey = cost_rows(), journey_of(session, off)
    places = (
        Unit.objects.exclude(people=None)
        .order_by("district", "place")
        .values_list("district", "place")
        .distinct()
    )
    origins = [Origin(district, place, "III/b") for district, place in places]
    if origins:
        first = origins[0]
        origins += [Origin(first.district, first.place, rank) for rank in EXAMPLE_RANKS]
    seen: dict[tuple[Any, ...], CostExample] = {}
    for origin in origins:
        lines = cost_lines(origin, journey, rows)
        lacking = any(
            line.row is None and not line.local and line.component != "contribution"
            for line in lines
        )
        example = CostExample(origin, sum(line.amount for line in lines), lines, lacking)
        seen.setdefault((origin.district, origin.place, origin.rank), example)
    return list(seen.values())


def sessions_in(first: dt.date, last: dt.date) -> QuerySet[Session]:
    """Sessions that run on any day of the span."""
    return (
        Session.objects.filter(start__lte=last, end__gte=first)
        .select_related("programme")
        .order_by("start", "code")
    )


@dataclass(frozen=True)
class MonthDay:
    """A day of the month's calendar."""

    day: dt.date
    in_month: bool
    is_off: bool
    sessions: list[Session]


def month_weeks(year: int, month: int) -> list[list[MonthDay]]:
    """The weeks of a month, Monday first, with the sessions that meet on each day; two queries."""
    first = dt.date(year, month, 1)
    start = first - dt.timedelta(days=first.weekday())
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    off = holidays()
    by_day: dict[dt.date, list[Session]] = {}
    for session in sessions_in(first, last):
        for day in meeting_days(
            max(session.start, first), min(session.end, last), session.weekdays, off
        ):
            by_day.setdefault(day, []).append(session)
    n_weeks = ((last - start).days // 7) + 1
    days = [start + dt.timedelta(days=n) for n in range(7 * n_weeks)]
    made = [
        MonthDay(
            day, day.month == month, day in off, by_day.get(day, []) if day.month == month else []
        )
        for day in days
    ]
    return [made[at : at + 7] for at in range(0, len(made), 7)]


def half_days(session: Session, off: frozenset[dt.date]) -> int:
    """How many half-days a participant is away from the post."""
    days = meeting_days(session.start, session.end, session.weekdays, off)
    years = {day.year for day in days}
    return sum(len(session_slots(days, session.half_days, year)) for year in years)
