"""Sessions of a person or a unit as events of a calendar."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bina.accounts.access import Access
from bina.catalog.models import Session
from bina.catalog.reading import holidays
from bina.formats.ics import Event
from bina.letters.models import CalendarLink, Letterhead
from bina.letters.rules.meetings import Hours, Meeting, events_of
from bina.people.models import Person, Unit
from bina.plan.models import Commitment, Plan, Seat

State = Commitment.State
GONE = (State.DECLINED, State.SUBSTITUTED)
LOOK_BACK = dt.timedelta(days=60)


def hours() -> Hours:
    """The agency's hours of a day of learning; the letterhead's defaults before it is filled."""
    head = Letterhead.objects.first() or Letterhead()
    return Hours(head.starts, head.noon, head.ends)


def _seats(people: QuerySet[Person], day: dt.date) -> QuerySet[Seat]:
    seats = Seat.objects.filter(
        plan__state=Plan.State.FROZEN, person__in=people, session__end__gte=day - LOOK_BACK
    )
    return seats.select_related("session__programme", "person", "commitment", "plan").order_by(
        "session__start", "pk"
    )


def of_person(person: Person, day: dt.date) -> list[Event]:
    """The person's sessions; a seat that was given up is a cancelled event."""
    found, closed, kept = [], holidays(), hours()
    for seat in _seats(Person.objects.filter(pk=person.pk), day):
        row = getattr(seat, "commitment", None)
        cancelled = row is not None and row.state in GONE
        found += events_of(_meeting(seat, str(seat.public_id), "", cancelled), kept, closed)
    return found


def of_unit(unit: Unit, day: dt.date) -> list[Event]:
    """Sessions for which people of the unit (with all below) are away, with their names."""
    people = Person.objects.filter(unit__path__startswith=unit.path, left_on=None)
    by_session: dict[int, list[Seat]] = defaultdict(list)
    for seat in _seats(people, day).exclude(commitment__state__in=GONE):
        by_session[seat.session_id or 0].append(seat)
    found, closed, kept = [], holidays(), hours()
    for seats in by_session.values():
        names = ", ".join(seat.person.full_name for seat in seats)
        key = f"{seats[0].session.public_id}-{unit.public_id}" if seats[0].session else ""
        note = _("%(n)s orang: %(names)s") % {"n": len(seats), "names": names}
        found += events_of(_meeting(seats[0], key, note, cancelled=False), kept, closed)
    return found


def _meeting(seat: Seat, key: str, note: str, cancelled: bool) -> Meeting:
    session: Any = seat.session
    assert isinstance(session, Session)
    row = getattr(seat, "commitment", None)
    times = [seat.plan.approved_at, row and row.answered_at, row and row.called_at]
    return Meeting(
        key=key,
        title=session.programme.name,
        place=f"{session.venue}, {session.place}" if session.venue else session.place,
        start=session.start,
        end=session.end,
        half_days=session.half_days,
        weekdays=session.weekdays,
        note=note or f"{session.code} · {session.programme.jp} JP",
        changed_at=max((t for t in times if t), default=seat.plan.created_at),
        cancelled=cancelled,
    )


def may_read_unit(access: Access, unit: Unit) -> bool:
    """Whether the user acts for the unit today."""
    reach = access.reach("letters.calendar")
    return reach.everybody or unit.pk in reach.unit_ids


def link_by(token_sha256: str) -> CalendarLink | None:
    """The open address with that token, of a user who may still log in."""
    rows = CalendarLink.objects.filter(revoked_at=None, user__is_active=True)
    return rows.filter(token_sha256=token_sha256).select_related("user", "person", "unit").first()
