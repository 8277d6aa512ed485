"""From plan to people: HR calls the people of a session, and confirms who comes."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.inbox import services as inbox
from bina.plan.commitments import settle
from bina.plan.models import Commitment, Plan, Seat
from bina.text import N_, BinaError, Text

State = Commitment.State


class NoTimeLeft(BinaError):
    """A deadline that is not between today and the session."""

    text = N_(
        "Batas jawaban {deadline} harus hari ini atau sesudahnya dan sebelum sesi mulai pada "
        "{start}. Pilih tanggal lain."
    )


def nominations(session: Session) -> QuerySet[Seat]:
    """Everybody who has, had or takes over a seat of the session in a plan in force."""
    seats = Seat.objects.filter(plan__state=Plan.State.FROZEN, session=session)
    return seats.select_related(
        "plan", "programme", "session", "person__unit", "person__position", "person__user",
        "commitment", "budget_line", "replaces__person", "replaced_by__person",
    ).order_by("person__name", "pk")  # fmt: skip


def call(
    actor: Actor, session: Session, seats: list[Seat], *, deadline: dt.date, day: dt.date
) -> int:
    """Call people who were not called yet; each is told with the last day for an answer.

    Returns how many were called. Raises NoTimeLeft.
    """
    if not day <= deadline < session.start:
        raise NoTimeLeft(
            deadline=deadline.strftime("%d-%m-%Y"), start=session.start.strftime("%d-%m-%Y")
        )
    with act(actor, "plan.call", ("session", session.public_id)) as entry:
        called = []
        for seat in seats:
            row, _ = Commitment.objects.get_or_create(seat=seat)
            if row.called_at is not None or row.state in (State.DECLINED, State.SUBSTITUTED):
                continue
            row.called_at, row.called_by, row.deadline = timezone.now(), actor.name, deadline
            row.save(update_fields=["called_at", "called_by", "deadline"])
            settle(row, actor)
            called.append(seat)
        inbox.send(
            actor,
            [seat.person.user_id for seat in called],
            inbox.Kind.TASK,
            call_text(session, deadline),
            link=("report", ""),
            expires_on=session.start,
        )
        entry.note(n=len(called), deadline=deadline.isoformat())
    return len(called)


def call_text(session: Session, deadline: dt.date) -> Text:
    """What a called person reads."""
    return Text(
        N_(
            "Anda dipanggil mengikuti {programme} di {place}, {start} s.d. {end}. "
            "Jawab di Rapor paling lambat {deadline}."
        ),
        {
            "programme": session.programme.name,
            "place": session.place,
            "start": session.start.strftime("%d-%m-%Y"),
            "end": session.end.strftime("%d-%m-%Y"),
            "deadline": deadline.strftime("%d-%m-%Y"),
        },
    )


def confirm(actor: Actor, session: Session, seats: list[Seat]) -> int:
    """Confirm those who accepted and whose head has not refused; how many."""
    with act(actor, "plan.confirm", ("session", session.public_id)) as entry:
        confirmed = []
        rows = Commitment.objects.filter(seat__in=[s.pk for s in seats], state=State.ACCEPTED)
        for row in rows.select_related("seat__person"):
            row.confirmed_at, row.confirmed_by = timezone.now(), actor.name
            row.save(update_fields=["confirmed_at", "confirmed_by"])
            settle(row, actor)
            confirmed.append(row.seat)
        inbox.send(
            actor,
            [seat.person.user_id for seat in confirmed],
            inbox.Kind.NOTICE,
            Text(
                N_("Anda ditetapkan sebagai peserta {programme}, mulai {start} di {place}."),
                {
                    "programme": session.programme.name,
                    "start": session.start.strftime("%d-%m-%Y"),
                    "place": session.place,
                },
            ),
            link=("report", ""),
            expires_on=session.end,
        )
        entry.note(n=len(confirmed), seats=[str(seat.public_id) for seat in confirmed])
    return len(confirmed)


def remind_late(actor: Actor, session: Session, seats: list[Seat], day: dt.date) -> int:
    """Remind those who were called and have not answered; how many."""
    open_ones = [
        seat for seat in seats
        if seat.commitment.state == State.CALLED and session.start > day
    ]  # fmt: skip
    deadlines = [seat.commitment.deadline or day for seat in open_ones]
    text = Text(
        N_("{programme} menunggu jawaban Anda paling lambat {deadline}."),
        {
            "programme": session.programme.name,
            "deadline": max(deadlines, default=day).strftime("%d-%m-%Y"),
        },
    )
    return inbox.remind(
        actor, [seat.person.user_id for seat in open_ones], text, link=("report", ""),
        expires_on=session.start,
    )  # fmt: skip
