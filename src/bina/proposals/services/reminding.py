"""Remind those who are late, and nobody else; never twice on one day."""

from bina.audit.services import Actor, act
from bina.inbox import services as inbox
from bina.proposals.models import Reminder
from bina.proposals.rules.stages import RANK, SEND
from bina.proposals.selectors.lateness import behind
from bina.proposals.selectors.rounds import Round
from bina.text import N_, BinaError, Text

TEXTS = {
    RANK: N_("Tenggat mengurutkan usulan {year} sudah lewat: {day}. Urutkan daftar unit Anda."),
    SEND: N_(
        "Tenggat mengirim usulan {year} sudah lewat: {day}. Kirim daftar perangkat daerah Anda, "
        "juga bila kosong."
    ),
}
LINKS = {RANK: ("proposals_to_rank", ""), SEND: ("proposals", "")}


class NotLateYet(BinaError):
    """The deadline is not over."""

    text = N_("Tenggatnya {day} belum lewat; belum ada yang terlambat.")


def remind_late(actor: Actor, round_: Round, code: str) -> int:
    """One message to each user whose stage RANK or SEND is late; how many were written.

    Raises NotLateYet.
    """
    deadline = round_.duties[code].deadline.strftime("%d-%m-%Y")
    if not round_.is_past(code):
        raise NotLateYet(day=deadline)
    late = {user for row in behind(round_, code) for user in row.user_ids}
    with act(actor, "proposals.remind", ("duty", code)) as entry:
        today_ = Reminder.objects.filter(year=round_.year, code=code, day=round_.day)
        fresh = sorted(late - set(today_.values_list("user_id", flat=True)))
        Reminder.objects.bulk_create(
            Reminder(year=round_.year, code=code, user_id=user, day=round_.day) for user in fresh
        )
        inbox.send(
            actor,
            fresh,
            inbox.Kind.REMINDER,
            Text(TEXTS[code], {"year": round_.year, "day": deadline}),
            link=LINKS[code],
        )
        entry.note(year=round_.year, late=len(late), reminded=len(fresh))
    return len(fresh)
