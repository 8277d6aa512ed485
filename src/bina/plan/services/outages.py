"""The cable is cut: online sessions of those days are cancelled or put off, all in one act."""

import datetime as dt
from typing import Literal

from django.db.models import Count, Q, QuerySet

from bina.audit.services import Actor, act
from bina.catalog.models import Programme, Session
from bina.plan.models import Change, Commitment, Plan
from bina.plan.services.changing import News, note_change
from bina.text import N_, BinaError

How = Literal["cancel", "put_off"]
WEEK = dt.timedelta(days=7)


class NothingOnline(BinaError):
    """No online session to come lies in those days."""

    text = N_("Tidak ada sesi daring yang belum mulai antara {start} dan {end}.")


def sessions_offline(start: dt.date, end: dt.date, day: dt.date) -> QuerySet[Session]:
    """Online sessions that touch those days, have not begun and are not cancelled; with heads."""
    gone = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)
    kept = Q(seats__plan__state=Plan.State.FROZEN) & ~Q(seats__commitment__state__in=gone)
    online = Session.objects.filter(programme__mode=Programme.Mode.ONLINE, start__gt=day)
    online = online.filter(start__lte=end, end__gte=start)
    online = online.exclude(changes__kind=Change.Kind.CANCELLED).select_related("programme")
    return online.annotate(heads=Count("seats", filter=kept)).order_by("start", "code")


def days_after(session: Session, end: dt.date) -> tuple[dt.date, dt.date]:
    """The session's days moved by whole weeks, so that weekdays stay, to after the last day.

    >>> from types import SimpleNamespace as S
    >>> d = dt.date
    >>> days_after(S(start=d(2027, 5, 3), end=d(2027, 5, 4)), d(2027, 5, 10))[0].isoformat()
    '2027-05-17'
    """
    weeks = (end - session.start).days // 7 + 1
    return session.start + weeks * WEEK, session.end + weeks * WEEK


def note_outage(
    actor: Actor,
    start: dt.date,
    end: dt.date,
    *,
    how: How,
    reason: str,
    document_no: str,
    day: dt.date,
) -> list[Change]:
    """A change for every online session of those days. Raises NothingOnline."""
    sessions = list(sessions_offline(start, end, day))
    if not sessions:
        raise NothingOnline(start=f"{start:%d-%m-%Y}", end=f"{end:%d-%m-%Y}")
    with act(actor, "plan.outage", ("sessions", len(sessions))) as entry:
        entry.note(start=start.isoformat(), end=end.isoformat(), how=how, reason=reason)
        return [
            note_change(actor, _news(session, end, how, reason, document_no, day), day)
            for session in sessions
        ]


def _news(
    session: Session, end: dt.date, how: How, reason: str, document_no: str, day: dt.date
) -> News:
    if how == "cancel":
        return News(Change.Kind.CANCELLED, day, None, reason, document_no, session=session)
    first, last = days_after(session, end)
    return News(Change.Kind.MOVED, first, last, reason, document_no, session=session)
