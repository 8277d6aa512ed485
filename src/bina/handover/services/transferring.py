"""One act that moves a desk to another log-in: roles, unread tasks, calendar addresses."""

import datetime as dt
from dataclasses import dataclass

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.audit.services import Actor, act
from bina.handover.models import Handover
from bina.handover.selectors import grants, work
from bina.inbox import services as inbox
from bina.indices.services.reports import digest_of
from bina.letters.services.links import revoke_of_units
from bina.people.models import RoleGrant
from bina.people.services.roles import end_role, grant_role
from bina.text import N_, BinaError, Text

PERSONAL = ("report", "learning", "inbox", "")  # links of messages that concern the person alone


class NothingToHandOver(BinaError):
    """The user holds no role that can be moved."""

    text = N_(
        "{name} tidak memegang peran analis BKPP atau petugas kepegawaian. Pilih pemegang peran."
    )


class SamePerson(BinaError):
    """To oneself."""

    text = N_("Penyerah dan penerima harus orang yang berbeda.")


class CannotLogIn(BinaError):
    """The successor's log-in is closed."""

    text = N_("{name} tidak dapat masuk. Terbitkan lembar aktivasinya dahulu, lalu ulangi.")


class ReasonWanted(BinaError):
    """Without words."""

    text = N_("Tulis alasan serah terima, misalnya mutasi, dengan nomor suratnya.")


@dataclass(frozen=True)
class Wish:
    """Who hands over to whom, why, and what the successor should know."""

    given_by: User
    taken_by: User
    reason: str
    document_no: str = ""
    advice: str = ""


def transfer(actor: Actor, wish: Wish, day: dt.date) -> Handover:
    """Everything moves or nothing: the old log-in loses its roles at once, the new one has them.

    Raises NothingToHandOver, SamePerson, CannotLogIn, ReasonWanted; OwnRole when the actor would
    be the successor.
    """
    _refuse(wish)
    mine = list(grants(day).filter(user=wish.given_by).order_by("pk"))
    if not mine:
        raise NothingToHandOver(name=wish.given_by.display_name)
    with act(actor, "handover.transfer", ("user", wish.given_by.username)) as entry:
        body = {section.key: [item.as_json() for item in section.items] for section in work(day)}
        for grant in mine:
            _move(actor, grant, wish, day)
        revoke_of_units(actor, wish.given_by.pk)
        moved = inbox.hand_over(actor, wish.given_by.pk, wish.taken_by.pk, keep=PERSONAL)
        made = Handover.objects.create(
            given_by=wish.given_by,
            taken_by=wish.taken_by,
            roles=[[grant.role, grant.unit.name if grant.unit else ""] for grant in mine],
            n_messages=moved,
            reason=wish.reason.strip()[:500],
            document_no=wish.document_no.strip(),
            advice=wish.advice.strip()[:2000],
            body=body,
            digest=digest_of(body),
            done_by=actor.name,
        )
        _tell(actor, made)
        entry.note(
            to=wish.taken_by.username, handover=made.public_id, roles=made.roles, messages=moved,
            reason=made.reason, document_no=made.document_no, digest=made.digest,
        )  # fmt: skip
    return made


def _refuse(wish: Wish) -> None:
    if wish.given_by.pk == wish.taken_by.pk:
        raise SamePerson
    if not wish.reason.strip():
        raise ReasonWanted
    if not wish.taken_by.is_active or not wish.taken_by.has_usable_password():
        raise CannotLogIn(name=wish.taken_by.display_name)


def _move(actor: Actor, grant: RoleGrant, wish: Wish, day: dt.date) -> None:
    until = grant.valid_until
    end_role(actor, grant, day)
    new = grant_role(
        actor, wish.taken_by, Role(grant.role), grant.unit, day=day,
        document_no=wish.document_no.strip() or grant.document_no,
    )  # fmt: skip
    if until is not None:  # what ended on a day still ends on that day
        new.valid_until = until
        new.save(update_fields=["valid_until"])


def _tell(actor: Actor, made: Handover) -> None:
    link = ("handover", made.public_id)
    inbox.send(
        actor, [made.taken_by_id], inbox.Kind.TASK,
        Text(N_("Anda menerima tugas {name}. Daftar yang terbuka ada di lembar serah terima."),
             {"name": made.given_by.display_name}),
        link=link,
    )  # fmt: skip
    inbox.send(
        actor, [made.given_by_id], inbox.Kind.NOTICE,
        Text(N_("Tugas Anda sudah diserahkan kepada {name}. Peran itu tidak lagi Anda pegang."),
             {"name": made.taken_by.display_name}),
    )  # fmt: skip
