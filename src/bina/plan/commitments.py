"""What happens to the seats of a frozen plan: the person's answer and the head's decision.

Later stages post here too; a re-plan reads only these rows.
"""

import datetime as dt

from django.db.models import F, QuerySet
from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import act
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, Plan, Seat
from bina.text import N_, BinaError

Answer = Commitment.Answer
REASON_LETTERS = 500  # of the columns


class ReasonMissing(BinaError):
    """A seat is declined, or not approved, without a word."""

    text = N_("Tulis alasannya, misalnya cuti atau tugas lain, supaya kursi ini dapat dialihkan.")


class TooLate(BinaError):
    """The session has begun."""

    text = N_("Sesi ini sudah mulai pada {day}, jadi jawabannya tidak dapat diubah lagi.")


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


def answer_seat(access: Access, seat: Seat, *, accepts: bool, reason: str, day: dt.date) -> None:
    """Write the person's answer. Raises ReasonMissing for a decline without words, TooLate."""
    reason = reason.strip()[:REASON_LETTERS]
    if not accepts and not reason:
        raise ReasonMissing
    _refuse_past(seat, day)
    own = access.person_id == seat.person_id
    answer = Answer.ACCEPTED if accepts else Answer.DECLINED
    actor = access.actor("self.answer", own=own)
    with act(actor, "plan.answer", ("seat", seat.public_id)) as entry:
        row, _ = Commitment.objects.get_or_create(seat=seat)
        entry.note(answer=[row.answer, answer.value], reason=reason)
        row.answer, row.reason = answer, reason
        row.answered_at, row.answered_by = timezone.now(), access.name
        row.save(update_fields=["answer", "reason", "answered_at", "answered_by"])


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
        Commitment.objects.filter(seat__in=keys).update(
            head_approved=approves,
            head_reason=reason,
            head_decided_at=timezone.now(),
            head_decided_by=access.name,
        )
        entry.note(approves=approves, reason=reason, seats=[str(seat.public_id) for seat in seats])
    return len(keys)


def _refuse_past(seat: Seat, day: dt.date) -> None:
    if seat.session is not None and seat.session.start <= day:
        raise TooLate(day=seat.session.start.strftime("%d-%m-%Y"))
