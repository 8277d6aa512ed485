"""Cards of the week: sessions that begin, seats that wait for an answer or for a head."""

import datetime as dt
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, Plan, Seat

State = Commitment.State
DAYS = 7
SHOWN = 8


def _seats(people: QuerySet[Person]) -> QuerySet[Seat]:
    return Seat.objects.filter(plan__state=Plan.State.FROZEN, person__in=people)


def card_week(access: Access) -> dict[str, Any]:
    """Sessions of the next seven days with what their people said, within reach."""
    day = today()
    mine = _seats(within(access.reach("plan.view"), active_people()))
    soon = mine.filter(session__start__lte=day + dt.timedelta(days=DAYS), session__end__gte=day)
    said = {
        state.value: Count("pk", filter=Q(commitment__state=state))
        for state in (State.CONFIRMED, State.ACCEPTED, State.DECLINED, State.SUBSTITUTED)
    }
    names = ("session__public_id", "session__code", "session__start", "session__end",
             "programme__name")  # fmt: skip
    rows = soon.values(*names).annotate(n=Count("pk"), **said).order_by("session__start", names[1])
    return {
        "template": "plan/cards/week.html",
        "rows": list(rows[:SHOWN]),
        "until": day + dt.timedelta(days=DAYS),
    }


def card_unanswered(access: Access) -> dict[str, Any]:
    """Called people who have not answered: by session, how many, since when, until when."""
    mine = _seats(within(access.reach("plan.view"), active_people()))
    open_ones = mine.filter(commitment__state=State.CALLED, session__start__gt=today())
    rows = (
        open_ones.values("session__public_id", "session__code", "programme__name")
        .annotate(
            n=Count("pk"),
            since=Min("commitment__called_at"),
            deadline=Min("commitment__deadline"),
        )
        .order_by("deadline", "session__code")
    )
    return {
        "template": "plan/cards/unanswered.html",
        "rows": list(rows[:SHOWN]),
        "n": open_ones.count(),
        "day": today(),
    }


def card_heads_waiting(access: Access) -> dict[str, Any]:
    """Seats that wait for a head: by unit, how many, since when; a head's own wait above.

    `own`: the reader is the head who decides about them.
    """
    mine = _seats(within(access.reach("plan.view"), active_people()))
    decides = access.reach("unit.approve").unit_ids
    waiting = mine.filter(
        Q(commitment__head_approved=None),
        Q(session=None) | Q(session__start__gt=today()),
    ).exclude(commitment__state__in=(State.DECLINED, State.SUBSTITUTED))
    rows = (
        waiting.values("person__unit_id", "person__unit__public_id", "person__unit__name")
        .annotate(
            n=Count("pk"),
            n_above=Count("pk", filter=Q(person=access.person_id or 0)),
            since=Min("plan__approved_at"),
        )
        .order_by("since", "-n", "person__unit__name")
    )
    return {
        "template": "plan/cards/heads_waiting.html",
        "rows": [
            row
            | {
                "own": row["person__unit_id"] in decides and row["n"] > row["n_above"],
                "days": (today() - timezone.localtime(row["since"]).date()).days
                if row["since"]
                else None,
            }
            for row in rows[:SHOWN]
        ],
        "n": waiting.count(),
        "day": today(),
    }
