"""Calendar addresses that need no log-in: made once, shown once, revocable at any time."""

import hashlib
import secrets

from django.db.models import QuerySet
from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.letters.models import CalendarLink
from bina.people.models import Person, Unit

TOKEN_BYTES = 32  # 256 bits: cannot be guessed


def token_hash(token: str) -> str:
    """What is stored of a token; a plain hash suffices, for the token is random."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(
    access: Access, *, person: Person | None = None, unit: Unit | None = None
) -> tuple[CalendarLink, str]:
    """A new address for the own or a unit's sessions; the ones before are revoked.

    The token is returned once and never stored.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    actor = access.actor("letters.calendar", own=person is not None)
    with act(actor, "letters.calendar_link") as entry:
        open_links(access).filter(person=person, unit=unit).update(revoked_at=timezone.now())
        link = CalendarLink.objects.create(
            user_id=access.user_id, person=person, unit=unit, token_sha256=token_hash(token)
        )
        entry.about("calendar_link", link.public_id)
    return link, token


def open_links(access: Access) -> QuerySet[CalendarLink]:
    """The user's addresses that still work."""
    return CalendarLink.objects.filter(user_id=access.user_id, revoked_at=None)


def revoke(access: Access, link: CalendarLink) -> None:
    """The address answers nobody from now on."""
    actor = access.actor("letters.calendar", own=link.person_id is not None)
    with act(actor, "letters.calendar_revoke", ("calendar_link", link.public_id)):
        CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_of_units(actor: Actor, user_id: int) -> int:
    """A user's addresses of units answer nobody from now on; the own one goes on. How many."""
    with act(actor, "letters.calendar_revoke", ("user", user_id)) as entry:
        links = CalendarLink.objects.filter(user_id=user_id, unit__isnull=False, revoked_at=None)
        n = links.update(revoked_at=timezone.now())
        entry.note(n=n)
    return n
