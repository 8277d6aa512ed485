"""Questions about sessions that run or ran: participants, half-days, who was there."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.catalog.reading import holidays
from bina.catalog.rules.slots import meeting_days
from bina.learning.models import Attendance, CheckInCode, Outcome
from bina.learning.rules.attendance import half_days
from bina.people.models import Person
from bina.plan.models import Commitment, Plan, Seat

GONE = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)


def seats_of(session: Session) -> QuerySet[Seat]:
    """The seats of the session that somebody still holds, by name."""
    return (
        Seat.objects.filter(session=session, plan__state=Plan.State.FROZEN)
        .exclude(commitment__state__in=GONE)
        .select_related("person__unit", "programme", "commitment")
        .order_by("person__name", "pk")
    )


def participants(session: Session) -> dict[int, Person]:
    """Who should be there, or was noted: by id, in the order of names."""
    people = {seat.person_id: seat.person for seat in seats_of(session)}
    noted = Person.objects.filter(attendance__session=session, attendance__is_current=True).exclude(
        pk__in=people
    )
    people |= {one.pk: one for one in noted.select_related("unit").distinct()}
    return dict(sorted(people.items(), key=lambda pair: pair[1].name))


def half_days_of(session: Session) -> list[tuple[dt.date, str]]:
    """The half-days of the session; holidays are none."""
    days = meeting_days(session.start, session.end, session.weekdays, holidays())
    return half_days(days, session.half_days)


@dataclass
class Row:
    """A participant with what was noted: half-day → present; a missing half-day was not noted."""

    person: Person
    noted: dict[tuple[dt.date, str], bool] = field(default_factory=dict)
    outcome: Outcome | None = None

    @property
    def n_present(self) -> int:
        """In how many half-days the person was there."""
        return sum(self.noted.values())


def sheet_of(session: Session) -> list[Row]:
    """The attendance sheet: every participant with what was noted and what came of it."""
    rows = {pk: Row(person) for pk, person in participants(session).items()}
    noted = Attendance.objects.filter(session=session, is_current=True)
    for pk, day, half, present in noted.values_list("person_id", "day", "half", "present"):
        rows[pk].noted[day, half] = present
    for outcome in Outcome.objects.filter(session=session, is_current=True):
        if outcome.person_id in rows:
            rows[outcome.person_id].outcome = outcome
    return list(rows.values())


def corrections_of(session: Session) -> QuerySet[Attendance]:
    """What was noted before it was corrected."""
    return (
        Attendance.objects.filter(session=session, is_current=False)
        .select_related("person")
        .order_by("-noted_at")
    )


def sessions(search: str = "", state: str = "") -> QuerySet[Session]:
    """Sessions with participants: newest first; `state` is now, past, ahead or open."""
    day = today()
    kept = Q(seats__plan__state=Plan.State.FROZEN)
    found = (
        Session.objects.filter(kept | Q(attendance__is_current=True))
        .select_related("programme")
        .annotate(
            n_seats=Count("seats", filter=kept, distinct=True),
            n_noted=Count(
                "attendance__person", filter=Q(attendance__is_current=True), distinct=True
            ),
            n_outcomes=Count("outcomes", filter=Q(outcomes__is_current=True), distinct=True),
        )
        .order_by("-start", "code")
    )
    if search:
        found = found.filter(Q(programme__name__icontains=search) | Q(code__icontains=search))
    spans = {
        "now": Q(start__lte=day, end__gte=day),
        "past": Q(end__lt=day),
        "ahead": Q(start__gt=day),
        "open": Q(end__lt=day, n_outcomes=0),
    }
    return found.filter(spans[state]) if state in spans else found


def open_codes(session: Session, now: dt.datetime) -> QuerySet[CheckInCode]:
    """Codes of the session that participants may type now."""
    return session.codes.filter(opens_at__lte=now, closes_at__gt=now)


def running_for(access: Access, now: dt.datetime) -> list[CheckInCode]:
    """Open codes of sessions in which the user takes part, for the page to ask for one."""
    me = access.person_id or 0
    found = CheckInCode.objects.filter(opens_at__lte=now, closes_at__gt=now).filter(
        Exists(
            Seat.objects.filter(
                session=OuterRef("session"), person=me, plan__state=Plan.State.FROZEN
            )
        )
        | Exists(Attendance.objects.filter(session=OuterRef("session"), person=me))
    )
    return list(found.select_related("session__programme"))


def summary(rows: list[Row], slots: list[tuple[dt.date, str]]) -> list[dict[str, Any]]:
    """For each half-day how many were there, away, and not noted."""
    counted = []
    for slot in slots:
        count = Counter(row.noted.get(slot) for row in rows)
        counted.append({
            "day": slot[0], "half": slot[1], "label": Attendance.Half(slot[1]).label,
            "present": count[True], "away": count[False], "unknown": count[None],
        })  # fmt: skip
    return counted
