"""`act`: the only way to write. One transaction, one entry in the hash-chained ledger.

    with act(actor, "people.edit", ("person", public_id)) as entry:
        ...writes...
        entry.note(changed={"unit": [before, after]})

A write to a table of Bina outside `act` raises UnauditedWrite (see guard.py).
"""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from bina.audit.chain import FIELDS, GENESIS, entry_hash, first_break
from bina.audit.models import Entry, Head


@dataclass(frozen=True)
class Actor:
    """Who acts: a user in one of their roles, or the system itself (user_id None)."""

    user_id: int | None
    name: str
    role: str


SYSTEM = Actor(None, "sistem", "system")


@dataclass
class Draft:
    """The entry being written; services add what a reader must know later."""

    detail: dict[str, Any] = field(default_factory=dict)
    subject_type: str = ""
    subject_id: str = ""

    def note(self, **detail: Any) -> None:
        """Add named facts: before and after values, counts, hashes of bulk changes."""
        self.detail.update(detail)

    def about(self, subject_type: str, subject_id: object) -> None:
        """Set the subject when it is only known after the write."""
        self.subject_type, self.subject_id = subject_type, str(subject_id)


_current: ContextVar[Draft | None] = ContextVar("audit_act", default=None)


def is_acting() -> bool:
    """Whether a write is inside `act` now."""
    return _current.get() is not None


@contextmanager
def act(actor: Actor, action: str, subject: tuple[str, object] = ("", "")) -> Iterator[Draft]:
    """Run a write in one transaction that ends with its audit entry.

    A nested `act` joins the outer one: its facts are added to the outer entry under its action.
    """
    outer = _current.get()
    draft = Draft(subject_type=subject[0], subject_id=str(subject[1]))
    token = _current.set(draft)
    try:
        with transaction.atomic():
            yield draft
            if outer is None:
                _append(actor, action, draft)
            else:
                inner = {"subject": [draft.subject_type, draft.subject_id], **draft.detail}
                outer.detail.setdefault(action, []).append(inner)
    finally:
        _current.reset(token)


def _append(actor: Actor, action: str, draft: Draft) -> None:
    head, _ = Head.objects.select_for_update().get_or_create(
        pk=1, defaults={"sequence": 0, "hash": GENESIS}
    )
    at = dt.datetime.now(dt.UTC)
    detail = json.loads(json.dumps(draft.detail, cls=DjangoJSONEncoder))
    fields: dict[str, Any] = {
        "sequence": head.sequence + 1,
        "at": at.isoformat(timespec="microseconds"),
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "role": actor.role,
        "action": action,
        "subject_type": draft.subject_type,
        "subject_id": draft.subject_id,
        "detail": detail,
    }
    digest = entry_hash(head.hash, fields)
    Entry.objects.create(**{**fields, "at": at}, previous_hash=head.hash, hash=digest)
    head.sequence, head.hash = fields["sequence"], digest
    head.save()


def verify() -> int | None:
    """The sequence of the first broken entry of the stored chain; None when it is whole.

    Also checks that the head names the last entry, so that a cut tail is noticed.
    """
    last = {"sequence": 0, "hash": GENESIS}

    def rows() -> Iterator[dict[str, Any]]:
        names = (*FIELDS, "previous_hash", "hash")
        for row in Entry.objects.order_by("sequence").values(*names).iterator(2000):
            row["at"] = row["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
            last.update(sequence=row["sequence"], hash=row["hash"])
            yield row

    broken = first_break(rows())
    if broken is not None:
        return broken
    head = Head.objects.filter(pk=1).first()
    end = (head.sequence, head.hash) if head else (0, GENESIS)
    return None if end == (last["sequence"], last["hash"]) else int(str(last["sequence"])) + 1
