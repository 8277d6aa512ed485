"""What the approval of a re-plan does: seats fall, new ones wait for answers, people are told."""

from bina.audit.services import Actor
from bina.inbox import services as inbox
from bina.plan.commitments import settle
from bina.plan.models import Commitment, Plan, Release, Seat
from bina.plan.selectors.replan import happened_since
from bina.text import N_, BinaError, Text


class Stale(BinaError):
    """Something happened between computing a re-plan and approving it."""

    text = N_(
        "Sesudah {name} disusun ada kursi yang diisi atau perubahan yang dicatat. Susun ulang "
        "sekali lagi supaya tidak ada kursi ganda."
    )


def carry_out(actor: Actor, plan: Plan) -> None:
    """Inside the approval: release what falls, tell everybody concerned. Raises Stale.

    The new seats get their open commitments from the approval itself, so that only they wait for
    an answer and for their heads.
    """
    if happened_since(plan):
        raise Stale(name=plan.name)
    releases = Release.objects.filter(plan=plan).select_related("seat__person", "seat__programme")
    for one in releases:
        reason = " ".join(Text.from_json(text).plain() for text in one.reasons)[:500]
        _release(actor, plan, one.seat, reason)
        values = {"programme": one.seat.programme.name, "reason": reason}
        inbox.send(
            actor, [one.seat.person.user_id], inbox.Kind.NOTICE,
            Text(N_("Kursi Anda di {programme} dilepas: {reason}"), values), link=("report", ""),
        )  # fmt: skip
    new = Seat.objects.filter(plan=plan).select_related("person", "programme")
    for seat in new:
        values = {"programme": seat.programme.name}
        inbox.send(
            actor, [seat.person.user_id], inbox.Kind.NOTICE,
            Text(N_("Anda mendapat kursi di {programme}. Alasannya tampil di Rapor."), values),
            link=("report", ""),
        )  # fmt: skip


def _release(actor: Actor, plan: Plan, seat: Seat, reason: str) -> None:
    """The commitment falls with the reason; the ledger follows."""
    row, _ = Commitment.objects.get_or_create(seat=seat)
    row.answer, row.reason, row.answered_by = Commitment.Answer.DECLINED, reason, actor.name
    row.answered_at, row.confirmed_at, row.confirmed_by = plan.approved_at, None, ""
    if row.state == Commitment.State.CONFIRMED:  # a confirmed seat is an accepted one
        row.state = Commitment.State.ACCEPTED
    row.save()
    settle(row, actor, reason)
