"""Tell people things, and keep what they have read.

    inbox.send(actor, [user_id], Kind.TASK, Text(N_("..."), {...}), link=("report", ""))

Joins the act around it, so that a message and what it tells of are written together or not at all.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.inbox import selectors
from bina.inbox.models import MailWish, Message
from bina.text import Text

Kind = Message.Kind
Link = tuple[str, object]  # type and id of a record, as `links.PAGES` knows them
NOWHERE: Link = ("", "")


def send(
    actor: Actor,
    to: Iterable[int | None],
    kind: Kind,
    text: Text,
    *,
    link: Link = NOWHERE,
    expires_on: dt.date | None = None,
) -> int:
    """Write one message to each user id; None (a person who cannot log in) is passed over.

    Returns how many were written. Nobody gets the same message twice.
    """
    users = list(dict.fromkeys(user for user in to if user is not None))
    if not users:
        return 0
    fields: dict[str, Any] = {
        "kind": kind,
        "text": text.as_json(),
        "link_type": link[0],
        "link_id": str(link[1]),
        "sender": actor.name,
        "expires_on": expires_on,
    }
    with act(actor, "inbox.send", (link[0], link[1])) as entry:
        Message.objects.bulk_create((Message(user_id=pk, **fields) for pk in users), 500)
        entry.note(n=len(users), kind=kind.value, text=text.template)
    return len(users)


def remind(
    actor: Actor,
    to: Iterable[int | None],
    text: Text,
    *,
    link: Link,
    expires_on: dt.date | None = None,
) -> int:
    """Send a reminder to those who have no unread reminder about the same record."""
    has_one = Message.objects.filter(
        kind=Kind.REMINDER, link_type=link[0], link_id=str(link[1]), read_at=None
    )
    reminded = set(has_one.values_list("user_id", flat=True))
    fresh = [user for user in to if user not in reminded]
    return send(actor, fresh, Kind.REMINDER, text, link=link, expires_on=expires_on)


def hand_over(actor: Actor, from_user: int, to_user: int, *, keep: Iterable[str]) -> int:
    """Unread messages that ask for something go to another user; how many.

    Messages with a link of a type in `keep` concern the person and stay.
    """
    mine = Message.objects.filter(
        user_id=from_user, read_at=None, kind__in=[Kind.TASK, Kind.REMINDER]
    ).exclude(link_type__in=list(keep))
    with act(actor, "inbox.hand_over", ("user", from_user)) as entry:
        moved = mine.update(user_id=to_user)
        entry.note(to=to_user, n=moved)
    return moved


def read(access: Access, messages: Iterable[Message]) -> int:
    """Mark messages of the user as read; how many were not yet."""
    keys = [row.pk for row in messages if row.user_id == access.user_id and row.read_at is None]
    if not keys:
        return 0
    with act(access.actor("self.view"), "inbox.read", ("user", access.user_id)) as entry:
        n = Message.objects.filter(pk__in=keys, read_at=None).update(read_at=timezone.now())
        entry.note(n=n)
    return n


def read_all(access: Access) -> int:
    """Mark everything as read; how many were not yet."""
    return read(access, selectors.current(access.user_id).filter(read_at=None))


def wish_mail(access: Access, address: str, often: str) -> MailWish:
    """Keep where and how often the user wants e-mail; a new address starts afresh."""
    with act(access.actor("self.view"), "inbox.mail_wish", ("user", access.user_id)) as entry:
        wish, _ = MailWish.objects.get_or_create(user_id=access.user_id)
        entry.note(often=[wish.often, often], address_changed=wish.address != address)
        wish.address, wish.often = address, often
        wish.since, wish.failures = timezone.now(), 0
        wish.next_try_at, wish.last_error = None, ""
        wish.save()
    return wish
