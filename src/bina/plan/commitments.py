"""What happens to the seats of a frozen plan: the person's answer and the head's decision.

Later stages post here too; a re-plan reads only these rows. Calling, confirming and substituting
are in services/nominating.py and services/substituting.py.
"""

import datetime as dt

from django.db.models import F, QuerySet
from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.jobs import services as jobs
from bina.money import ledger
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, CommitmentStep, HeadDecision, Plan, Seat
from bina.plan.rules.commitment import Said, state_of
from bina.text import N_, BinaError

Answer, State = Commitment.Answer, Commitment.State
REASON_LETTERS = 500  # of the columns
WAITING_LIST = "plan.waiting_list"


class ReasonMissing(BinaError):
    """A seat is declined, or not approved, without a word."""

    text = N_("Tulis alasannya, misalnya cuti atau tugas lain, supaya kursi ini dapat dialihkan.")


class TooLate(BinaError):
    """The session has begun."""

    text = N_("Sesi ini sudah mulai pada {day}, jadi jawabannya tidak dapat diubah lagi.")


class DeadlinePassed(BinaError):
    """The last day for an answer is over."""

    text = N_("Batas jawaban sudah lewat ({day}). Hubungi BKPP supaya jawaban Anda dicatat.")


class SeatGone(BinaError):
    """Somebody else has the seat now."""

    text = N_("Kursi {name} sudah dialihkan kepada pengganti, jadi tidak dapat diubah lagi.")


def seats_in_force(people: QuerySet[Person]) -> QuerySet[Seat]:
    """Seats of frozen plans of these people, first date first; open forms last."""
    return (
        Seat.objects.filter(plan__state=Plan.State.FROZEN, person__in=people)
        .select_related("plan", "programme", "session", "person", "commitment")
        .order_by(F("session__start").asc(nulls_last=True), "programme__name", "pk")
    )


def seats_awaiting_head(access: Access, day: dt.date) -> QuerySet[Seat]:
    """Seats in the units of a head that are neither approved nor refused nor declined nor past.

    The head's own seats are left to the head of the unit above.
    """
    people = within(access.reach("unit.approve"), active_people()).exclude(pk=access.person_id or 0)
    return (
        seats_in_force(people)
        .filter(commitment__head_approved=None)
        .exclude(commitment__answer=Answer.DECLINED)
        .exclude(session__start__lte=day)
    )


def settle(row: Commitment, actor: Actor, reason: str = "") -> bool:
    """Bring the state up to what the row says, keeping the step; whether it changed.

    Inside the act that changed the row; saves nothing but the state.
    """
    before = row.state
    after = state_of(
        Said(
            answer=row.answer,
            head_approved=row.head_approved,
            is_called=row.called_at is not None,
            is_confirmed=row.confirmed_at is not None,
            is_replaced=Seat.objects.filter(replaces=row.seat_id).exists(),
        )
    )
    if after == before:
        return False
    row.state = after
    row.save(update_fields=["state"])
    _follow_with_money(actor, row, before, reason)
    CommitmentStep.objects.create(
        commitment=row, before=before, after=after, by=actor.name, role=actor.role, reason=reason
    )
    return True


def _follow_with_money(actor: Actor, row: Commitment, before: str, reason: str) -> None:
    """A seat that falls free no longer obliges money; one that is taken again does."""
    free = (State.DECLINED, State.SUBSTITUTED)
    about = seat_key(row.seat)
    if row.state in free and before not in free:
        ledger.release(actor, [about], reason or str(State(row.state).label))
    elif before in free and row.state not in free:
        ledger.renew(actor, about, reason or str(State(row.state).label))


def seat_key(seat: Seat) -> str:
    """What the ledger calls a seat."""
    return f"seat:{seat.public_id}"


def answer_seat(access: Access, seat: Seat, *, accepts: bool, reason: str, day: dt.date) -> None:
    """Write the person's answer, by the person or an officer for the own unit.

    Raises ReasonMissing for a decline without words, TooLate, DeadlinePassed, SeatGone.
    """
    actor = access.actor("self.answer", own=access.person_id == seat.person_id)
    row = getattr(seat, "commitment", None)
    if row is not None and row.deadline is not None and row.deadline < day:
        raise DeadlinePassed(day=row.deadline.strftime("%d-%m-%Y"))
    write_answer(actor, seat, accepts=accepts, reason=reason, day=day)


def write_answer(actor: Actor, seat: Seat, *, accepts: bool, reason: str, day: dt.date) -> None:
    """The answer in the person's name, whoever took it down; HR may after the deadline as well.

    Raises ReasonMissing, TooLate, SeatGone.
    """
    reason = reason.strip()[:REASON_LETTERS]
    if not accepts and not reason:
        raise ReasonMissing
    _refuse_past(seat, day)
    answer = Answer.ACCEPTED if accepts else Answer.DECLINED
    with act(actor, "plan.answer", ("seat", seat.public_id)) as entry:
        row, _ = Commitment.objects.get_or_create(seat=seat)
        if row.state == State.SUBSTITUTED:
            raise SeatGone(name=seat.programme.name)
        entry.note(answer=[row.answer, answer.value], reason=reason)
        row.answer, row.reason = answer, reason
        row.answered_at, row.answered_by = timezone.now(), actor.name
        if not accepts:
            row.confirmed_at, row.confirmed_by, row.state = None, "", _unconfirmed(row.state)
        row.save()
        settle(row, actor, reason)
        look_for_substitutes(actor, [seat])


def _unconfirmed(state: str) -> str:
    """A confirmed seat that is declined was an accepted one; the rest stays."""
    return State.ACCEPTED if state == State.CONFIRMED else state


def decide_seats(
    access: Access, seats: list[Seat], *, approves: bool, reason: str, day: dt.date
) -> int:
    """Write the head's decision on several seats; how many. Raises ReasonMissing, TooLate."""
    reason = reason.strip()[:REASON_LETTERS]
    if not approves and not reason:
        raise ReasonMissing
    for seat in seats:
        _refuse_past(seat, day)
    keys = [seat.pk for seat in seats]
    actor = access.actor("unit.approve")
    with act(actor, "unit.approve", ("seats", len(keys))) as entry:
        there = set(Commitment.objects.filter(seat__in=keys).values_list("seat_id", flat=True))
        Commitment.objects.bulk_create(Commitment(seat_id=pk) for pk in keys if pk not in there)
        now = timezone.now()
        decision = HeadDecision.objects.create(
            user_id=access.user_id, approves=approves, n_seats=len(keys), decided_at=now
        )
        Commitment.objects.filter(seat__in=keys).update(
            head_approved=approves,
            head_reason=reason,
            head_decided_at=now,
            head_decided_by=access.name,
            decision=decision,
        )
        for row in Commitment.objects.filter(seat__in=keys):
            settle(row, actor, reason)
        entry.note(decision=str(decision.public_id), approves=approves, reason=reason)
        entry.note(seats=[str(seat.public_id) for seat in seats])
        look_for_substitutes(actor, seats)
    return len(keys)


def look_for_substitutes(actor: Actor, seats: list[Seat]) -> None:
    """Let the waiting lists of those sessions be computed anew that have a free seat now."""
    free = Commitment.objects.filter(
        seat__in=[seat.pk for seat in seats],
        state=State.DECLINED,
        seat__session__isnull=False,
        seat__plan__instance__isnull=False,
    )
    wanted: dict[tuple[int, int, str], list[int]] = {}
    names = ("seat__plan_id", "seat__session_id", "seat__session__code", "seat_id")
    for plan_id, session_id, code, seat_id in free.values_list(*names).order_by(*names):
        wanted.setdefault((plan_id, session_id, code), []).append(seat_id)
    for (plan_id, session_id, code), seat_ids in wanted.items():
        jobs.start(
            actor, WAITING_LIST, code, plan_id=plan_id, session_id=session_id, seat_ids=seat_ids
        )


def _refuse_past(seat: Seat, day: dt.date) -> None:
    if seat.session is not None and seat.session.start <= day:
        raise TooLate(day=seat.session.start.strftime("%d-%m-%Y"))
