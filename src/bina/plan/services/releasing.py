"""What the approval of a re-plan does: seats fall, new ones wait for answers, people are told."""

from django.db.models import Count, Q

from bina.audit.services import Actor
from bina.catalog.models import Session
from bina.inbox import services as inbox
from bina.plan.commitments import settle
from bina.plan.models import Commitment, Plan, Release, Seat
from bina.plan.selectors.replan import FREE, happened_since
from bina.plan.services.fixed_costs import release_fixed_cost
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
    _close_empty(actor, plan)
    new = Seat.objects.filter(plan=plan).select_related("person", "programme")
    for seat in new:
        values = {"programme": seat.programme.name}
        inbox.send(
            actor, [seat.person.user_id], inbox.Kind.NOTICE,
            Text(N_("Anda mendapat kursi di {programme}. Alasannya tampil di Rapor."), values),
            link=("report", ""),
        )  # fmt: skip


def _close_empty(actor: Actor, plan: Plan) -> None:
    """A session that loses its last seat no longer obliges its fixed cost."""
    touched = Session.objects.filter(seats__releases__plan=plan, fixed_cost__gt=0).distinct()
    held = Q(seats__plan__state=Plan.State.FROZEN) & ~Q(seats__commitment__state__in=FREE)
    left = touched.annotate(heads=Count("seats", filter=held, distinct=True))
    reason = Text(N_("Tidak ada peserta lagi sesudah {name}."), {"name": plan.name}).plain()
    for session in left.filter(heads=0).order_by("pk"):
        release_fixed_cost(actor, session, reason)


def _release(actor: Actor, plan: Plan, seat: Seat, reason: str) -> None:
    """The commitment falls with the reason; the ledger follows."""
    row, _ = Commitment.objects.get_or_create(seat=seat)
    row.answer, row.reason, row.answered_by = Commitment.Answer.DECLINED, reason, actor.name
    row.answered_at, row.confirmed_at, row.confirmed_by = plan.approved_at, None, ""
    if row.state == Commitment.State.CONFIRMED:  # a confirmed seat is an accepted one
        row.state = Commitment.State.ACCEPTED
    row.save()
    settle(row, actor, reason)
