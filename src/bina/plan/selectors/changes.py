"""Changes since the approval, as the rule of the re-plan reads them."""

import datetime as dt

from django.db.models import Q, QuerySet

from bina.plan.models import Change, Commitment, Plan, Seat
from bina.plan.rules.replan_input import Event, Held, Kind, ReplanInput, replan_input

RULE: dict[str, Kind] = {
    Change.Kind.MOVED: "moved",
    Change.Kind.CANCELLED: "cancelled",
    Change.Kind.SICK: "away",
    Change.Kind.LEAVE: "away",
    Change.Kind.RETIRED: "left",
    Change.Kind.UNIT: "unit",
}


def event_of(change: Change) -> Event:
    """The change in the words of the rule."""
    return Event(
        change.pk,
        RULE[change.kind],
        change.start,
        change.end,
        person=change.person_id,
        session=change.session_id,
    )


def held(seats: QuerySet[Seat]) -> list[Held]:
    """The seats in the words of the rule, in the order of their ids; one query."""
    names = ("pk", "person_id", "programme_id", "session_id", "session__start", "session__end")
    rows = seats.order_by("pk").values_list(*names, "commitment__state")
    return [
        Held(pk, person, programme, session, start, end, state or Commitment.State.PLANNED)
        for pk, person, programme, session, start, end, state in rows
    ]


def replan_input_of(year: int, day: dt.date) -> ReplanInput:
    """What a re-plan of the year from `day` on must keep, may move, must not give; two queries."""
    seats = Seat.objects.filter(plan__year=year, plan__state=Plan.State.FROZEN)
    changes = Change.objects.filter(
        Q(start__year=year) | Q(end__year=year) | Q(end=None, start__year__lte=year)
    )
    events = [event_of(change) for change in changes.order_by("noted_at", "pk")]
    return replan_input(held(seats), events, day)


def changes(search: str = "", kind: str = "") -> QuerySet[Change]:
    """What was noted, newest first."""
    found = Change.objects.select_related("session__programme", "person__unit")
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(
            Q(person__name__icontains=search)
            | Q(session__code__icontains=search)
            | Q(session__programme__name__icontains=search)
        )
    return found
