"""A head names who acts for them from a day to a day: Plh, Plt or the secretary.

The deputy gets the role of the head for that span through the one permission table; every act in
it is written as "acting for". Whoever acts for another cannot hand it on.
"""

import datetime as dt

from bina.accounts.permissions import Role
from bina.audit.services import Actor, act
from bina.inbox import services as inbox
from bina.people.models import Person, RoleGrant, Unit
from bina.people.rules.moves import ONE_DAY
from bina.people.selectors import own_headed_unit_ids
from bina.text import N_, BinaError, Text

LONGEST_DAYS = 92  # ours, provisional: longer than a quarter is for HR's word on who heads


class NotTheHead(BinaError):
    """A unit that the person does not head by post or by HR's word."""

    text = N_("Hanya kepala unit sendiri yang dapat menunjuk penggantinya untuk {unit}.")


class NotAnother(BinaError):
    """The head themself, or somebody without a log-in."""

    text = N_("Pilih orang lain yang mempunyai akun. {name} tidak dapat ditunjuk.")


class SpanWrong(BinaError):
    """Days out of order, over, or too many."""

    text = N_("Isi tanggal mulai dan sampai, mulai hari ini, paling lama {most} hari.")


class HoldsTheRole(BinaError):
    """The deputy has the role in their own right."""

    text = N_("{name} sudah menjadi kepala {unit}; tidak perlu ditunjuk.")


def delegate(
    actor: Actor,
    head: Person,
    unit: Unit,
    deputy: Person,
    *,
    mode: str,
    span: tuple[dt.date, dt.date],
    document_no: str,
    day: dt.date,
) -> RoleGrant:
    """`deputy` acts for `head` in `unit` in the span, both days included.

    Raises NotTheHead, NotAnother, SpanWrong, HoldsTheRole.
    """
    start, end = span
    if unit.pk not in own_headed_unit_ids(head):
        raise NotTheHead(unit=unit.name)
    if deputy.pk == head.pk or deputy.user_id is None:
        raise NotAnother(name=deputy.full_name)
    if start < day or end < start or (end - start).days >= LONGEST_DAYS:
        raise SpanWrong(most=LONGEST_DAYS)
    with act(actor, "unit.delegate", ("unit", unit.code)) as entry:
        same = {"user_id": deputy.user_id, "role": Role.UNIT_HEAD, "unit": unit}
        grant = RoleGrant.objects.select_for_update().filter(**same).first() or RoleGrant(**same)
        if grant.pk and grant.acting_for_id is None and not _is_over(grant, day):
            raise HoldsTheRole(name=deputy.full_name, unit=unit.name)
        grant.valid_from, grant.valid_until = start, end
        grant.acting_for, grant.acting_mode, grant.document_no = head, mode, document_no
        grant.save()
        inbox.send(
            actor,
            [deputy.user_id],
            inbox.Kind.NOTICE,
            Text(N_("Anda bertindak untuk {name} di {unit}, {start} sampai {end}."),
                 {"name": head.full_name, "unit": unit.name, "start": start.strftime("%d-%m-%Y"),
                  "end": end.strftime("%d-%m-%Y")}),
            link=("unit", ""),
            expires_on=end,
        )  # fmt: skip
        entry.note(deputy=deputy.nip, mode=mode, start=start, end=end, document_no=document_no)
    return grant


def _is_over(grant: RoleGrant, day: dt.date) -> bool:
    return grant.valid_until is not None and grant.valid_until < day


def end_delegation(actor: Actor, grant: RoleGrant, day: dt.date) -> None:
    """The deputy's last day was yesterday."""
    with act(actor, "unit.delegate.end", ("user", grant.user.username)) as entry:
        grant.valid_until = day - ONE_DAY
        if grant.valid_from is not None and grant.valid_from > grant.valid_until:
            grant.valid_from = grant.valid_until
        grant.save(update_fields=["valid_from", "valid_until"])
        entry.note(unit=grant.unit_id, day=day)
