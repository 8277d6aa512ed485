"""Take back what a head approved in one act, on the same day and while nothing rests on it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import act
from bina.plan.commitments import settle
from bina.plan.models import Commitment, HeadDecision, Seat
from bina.text import N_, BinaError, Text

Veto = Callable[[list[int], dt.datetime], Text | None]  # seat ids, decided at -> why it stays
VETOES: Final[list[Veto]] = []


class DecisionStays(BinaError):
    """Something rests on the approvals, or the day is over."""

    text = N_("Persetujuan ini tidak dapat diurungkan lagi: {reason}")


def add_approval_veto(veto: Veto) -> None:
    """Let a later stage say what of it rests on approved seats; call it where tasks register."""
    if veto not in VETOES:
        VETOES.append(veto)


@dataclass(frozen=True)
class LastApproval:
    """The reader's newest approval of today that was not undone, and why it must stay."""

    decision: HeadDecision
    stays: Text | None


def last_approval(access: Access, day: dt.date) -> LastApproval | None:
    """What the head can take back in one click; `day` is the day of the sessions' calendar."""
    mine = HeadDecision.objects.filter(user_id=access.user_id, approves=True, undone_at=None)
    found = mine.filter(decided_at__gte=_midnight()).order_by("-pk").first()
    return None if found is None else LastApproval(found, why_it_stays(found, day))


def _midnight() -> dt.datetime:
    """The beginning of today in WIT."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def why_it_stays(decision: HeadDecision, day: dt.date) -> Text | None:
    """The first thing that rests on the act's seats; None when it can be taken back."""
    if decision.undone_at is not None:
        return Text(N_("sudah diurungkan."))
    if decision.decided_at < _midnight():
        return Text(N_("hari persetujuannya sudah lewat. Minta BKPP mencatat perubahannya."))
    rows = Commitment.objects.filter(decision=decision)
    seats = list(rows.values_list("seat_id", flat=True))
    if rows.filter(head_approved=True).count() != decision.n_seats:
        return Text(N_("ada kursinya yang berubah sejak itu."))
    if rows.filter(seat__session__start__lte=day).exists():
        return Text(N_("ada sesinya yang sudah mulai."))
    if Seat.objects.filter(replaces__in=seats).exists():
        return Text(N_("ada kursinya yang sudah dialihkan kepada pengganti."))
    if rows.filter(confirmed_at__gte=decision.decided_at).exists():
        return Text(N_("ada pesertanya yang sudah ditetapkan BKPP."))
    reasons = (veto(seats, decision.decided_at) for veto in VETOES)
    return next((reason for reason in reasons if reason is not None), None)


def undo_approval(access: Access, public_id: str, day: dt.date) -> int:
    """Let the seats of an act wait for the head again; how many. Raises DecisionStays.

    Only the person who approved can take it back.
    """
    actor = access.actor("unit.approve")
    with act(actor, "unit.approve.undo", ("decision", public_id)) as entry:
        mine = HeadDecision.objects.filter(user_id=access.user_id, approves=True)
        decision = mine.select_for_update().filter(public_id=public_id).first()
        if decision is None:
            raise DecisionStays(reason=Text(N_("persetujuan itu bukan milik Anda.")))
        reason = why_it_stays(decision, day)
        if reason is not None:
            raise DecisionStays(reason=reason)
        keys = list(Commitment.objects.filter(decision=decision).values_list("pk", flat=True))
        Commitment.objects.filter(decision=decision).update(
            head_approved=None,
            head_reason="",
            head_decided_at=None,
            head_decided_by="",
            decision=None,
        )
        rows = Commitment.objects.filter(pk__in=keys).select_related("seat")
        for row in rows:
            settle(row, actor)
        decision.undone_at = timezone.now()
        decision.save(update_fields=["undone_at"])
        entry.note(seats=[str(row.seat.public_id) for row in rows])
    return len(keys)
