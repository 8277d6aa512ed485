"""An uploaded workbook lives as long as it may still be read: until it is applied or given up.

It came with every column, those without a purpose too (NIK, address, …). Name, size, hash, counts,
problems and what is needed to undo stay; the bytes go.
Source: UU 27/2022 (PDP) ps. 16 (limited to a purpose), ps. 43-44 (erasing and destroying).
"""

import datetime as dt
from contextlib import suppress
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from bina.audit.services import Actor, act
from bina.files.services import erase, leftovers, sweep
from bina.imports.errors import NotInThisState
from bina.imports.models import ImportRun

State = ImportRun.State
WAITS: Final = dt.timedelta(days=30)  # an upload that nobody confirmed is given up after this
RECENT: Final = dt.timedelta(days=2)  # a crash is noticed by the next rounds
_OPEN: Final = (State.READING, State.PREVIEW)


def forget_file(actor: Actor, run: ImportRun) -> None:
    """Erase the uploaded bytes of a run that will never read them again."""
    if run.file is not None:
        erase(actor, run.file)


def cancel(actor: Actor, run: ImportRun, *, expired: bool = False) -> ImportRun:
    """Give up an upload that was not applied and erase its bytes. Raises NotInThisState."""
    with act(actor, "imports.cancel", ("import", run.public_id)) as entry:
        moved = ImportRun.objects.filter(pk=run.pk, state__in=_OPEN).update(state=State.CANCELLED)
        if not moved:
            raise NotInThisState(name=run.file_name)
        run.changes.all()._raw_delete(run.changes.db)
        run.state = State.CANCELLED
        forget_file(actor, run)
        entry.note(kind=run.kind, file=run.file_name, expired=expired)
    return run


def expired() -> QuerySet[ImportRun]:
    """Uploads that waited too long for a confirmation."""
    return ImportRun.objects.filter(state__in=_OPEN, created_at__lt=timezone.now() - WAITS)


def spent() -> QuerySet[ImportRun]:
    """Uploads at their end whose bytes are still kept, e.g. by a version that kept them."""
    ended = ImportRun.objects.exclude(state__in=(*_OPEN, State.APPLYING))
    return ended.filter(file__isnull=False, file__erased_at=None)


def is_anything_due() -> bool:
    """Whether a round would do something now."""
    return expired().exists() or spent().exists() or bool(leftovers(timezone.now() - RECENT))


def forget_all(actor: Actor) -> dict[str, int]:
    """Give up what waited too long, erase what ended, remove what a crash left."""
    n_expired = 0
    for run in expired().select_related("file"):
        with suppress(NotInThisState):  # somebody applied it or gave it up a moment ago
            cancel(actor, run, expired=True)
            n_expired += 1
    ended = list(spent().select_related("file"))
    for run in ended:
        with act(actor, "imports.forget", ("import", run.public_id)):
            forget_file(actor, run)
    return {"expired": n_expired, "erased": len(ended), "swept": sweep()}
