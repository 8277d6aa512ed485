"""Note what changed, release what it makes impossible, ask anew what it moves, tell people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.catalog.services import save_session
from bina.inbox import services as inbox
from bina.people.models import Absence, Person
from bina.people.services.persons import add_absence
from bina.plan.commitments import settle
from bina.plan.models import Change, Commitment, Plan, Seat
from bina.plan.rules.replan_input import Held, ReplanInput, replan_input
from bina.plan.selectors.changes import event_of, held
from bina.plan.services.fixed_costs import release_fixed_cost
from bina.text import N_, BinaError, Text

Kind = Change.Kind
ABSENCE = {Kind.SICK: "sick", Kind.LEAVE: "important", Kind.RETIRED: "retirement"}
BY_SESSION = (Kind.MOVED, Kind.CANCELLED)


class AlreadyBegun(BinaError):
    """The session began or is over."""

    text = N_("Sesi ini sudah mulai pada {day}, jadi tidak dapat dipindah atau dibatalkan.")


class AlreadyCancelled(BinaError):
    """The session was cancelled before."""

    text = N_("Sesi {code} sudah dibatalkan.")


class MovedIntoThePast(BinaError):
    """New days that are over."""

    text = N_("Tanggal baru harus sesudah hari ini.")


@dataclass(frozen=True)
class News:
    """What somebody notes; exactly one of session and person is given."""

    kind: Kind
    start: dt.date
    end: dt.date | None
    reason: str
    document_no: str = ""
    session: Session | None = None
    person: Person | None = None


def note_change(actor: Actor, news: News, day: dt.date) -> Change:
    """Keep the change and carry it out: calendar, absence, seats, messages.

    Raises AlreadyBegun, AlreadyCancelled, MovedIntoThePast.
    """
    _refuse(news, day)
    with act(actor, "plan.change", ("change", news.kind)) as entry:
        session = news.session
        change = Change.objects.create(
            **vars(news),
            noted_by=actor.name,
            old_start=session.start if session else None,
            old_end=session.end if session else None,
        )
        entry.about("change", change.public_id)
        found, seats = _effects(change, day)
        _follow(actor, news)
        change.effects = _carry_out(actor, change, found, seats)
        change.save(update_fields=["effects"])
        entry.note(kind=news.kind, reason=news.reason, seats=len(change.effects))
    return change


def _refuse(news: News, day: dt.date) -> None:
    if news.session is None:
        return
    if news.session.start <= day:
        raise AlreadyBegun(day=news.session.start.strftime("%d-%m-%Y"))
    if Change.objects.filter(session=news.session, kind=Kind.CANCELLED).exists():
        raise AlreadyCancelled(code=news.session.code)
    if news.kind == Kind.MOVED and news.start <= day:
        raise MovedIntoThePast


def _effects(change: Change, day: dt.date) -> tuple[ReplanInput, dict[int, Seat]]:
    """What this one change does to the seats that it concerns, before anything is written."""
    concerned = Seat.objects.filter(plan__state=Plan.State.FROZEN)
    concerned = (
        concerned.filter(session=change.session_id)
        if change.session_id
        else concerned.filter(person=change.person_id)
    )
    rows: list[Held] = held(concerned)
    seats = concerned.select_related("person__unit", "programme", "session", "commitment")
    return replan_input(rows, [event_of(change)], day), seats.in_bulk()


def _follow(actor: Actor, news: News) -> None:
    """The calendar, the money and the absences say the same as the change."""
    if news.kind == Kind.MOVED and news.session is not None:
        news.session.start, news.session.end = news.start, news.end or news.start
        save_session(actor, news.session)
    if news.kind == Kind.CANCELLED and news.session is not None:
        release_fixed_cost(actor, news.session, news.reason)
    kind = ABSENCE.get(news.kind)
    if news.person is None or kind is None:
        return
    same = Absence.objects.filter(person=news.person, kind=kind, start=news.start)
    if not same.exists():
        facts: dict[str, Any] = {"kind": kind, "start": news.start, "end": news.end}
        add_absence(actor, news.person, **facts, document_no=news.document_no)


def _carry_out(
    actor: Actor, change: Change, found: ReplanInput, seats: dict[int, Seat]
) -> list[dict[str, Any]]:
    effects = []
    for what, rows in (("released", found.released), ("ask_again", found.ask_again)):
        for one in rows:
            seat = seats[one.seat.seat]
            _write(actor, seat, change, what)
            effects.append(_effect(seat, what))
    for what, template in TOLD.items():
        users = [seats[one["seat"]].person.user_id for one in effects if one["what"] == what]
        if users:
            text = Text(template, _told(change, seats[effects[0]["seat"]]))
            inbox.send(actor, users, inbox.Kind.NOTICE, text, link=("report", ""))
    return effects


TOLD = {
    "released": N_("Kursi Anda di {title} dilepas: {reason}"),
    "ask_again": N_("{title} berubah: {reason}. Jawab lagi apakah Anda hadir."),
}


def _told(change: Change, seat: Seat) -> dict[str, str]:
    title = seat.programme.name if change.session_id else "rencana"
    return {"title": title, "reason": change.reason}


def _write(actor: Actor, seat: Seat, change: Change, what: str) -> None:
    """The commitment falls, or waits for an answer again; its history says why."""
    row, _ = Commitment.objects.get_or_create(seat=seat)
    row.confirmed_at, row.confirmed_by = None, ""
    row.reason = change.reason[:500]
    if what == "released":
        row.answer = Commitment.Answer.DECLINED
        row.answered_by, row.answered_at = actor.name, change.noted_at
    else:
        row.answer, row.head_approved = Commitment.Answer.OPEN, None
    row.save()
    settle(row, actor, row.reason)


def _effect(seat: Seat, what: str) -> dict[str, Any]:
    return {
        "what": what,
        "seat": seat.pk,
        "person": str(seat.person.public_id),
        "name": seat.person.full_name,
        "unit": seat.person.unit.name if seat.person.unit else "",
        "programme": seat.programme.name,
        "jp": seat.jp,
        "cost": seat.cost,
        "closure": seat.closure,
    }
