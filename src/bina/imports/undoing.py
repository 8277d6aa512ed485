"""Take back the latest upload of a kind, unless something rests on it."""

from django.utils import timezone

from bina.audit.models import Head
from bina.audit.services import Actor, act
from bina.imports.comparing import importer_of
from bina.imports.errors import NotTheLatest, UndoneImpossible, UndoRefused
from bina.imports.models import ImportRun, UndoImage
from bina.imports.undo_images import undo_image_of

State = ImportRun.State


def has_undo_image(run: ImportRun) -> bool:
    """Whether it is the upload of its kind that may be undone; reasons are asked at the act."""
    return run.state == State.APPLIED and UndoImage.objects.filter(run=run).exists()


def undo_refusal(run: ImportRun) -> UndoRefused | None:
    """Why the run cannot be undone now; None when it can."""
    if not UndoImage.objects.filter(run=run).exists():
        return NotTheLatest(name=run.file_name)
    reason = importer_of(run.kind).undo_refusal(run.pk)
    return UndoneImpossible(name=run.file_name, reason=reason) if reason else None


def undo(actor: Actor, run: ImportRun) -> ImportRun:
    """Put everything back as it was before the run. Raises UndoRefused with the reason."""
    with act(actor, "imports.undo", ("import", run.public_id)) as entry:
        Head.objects.select_for_update().filter(pk=1).first()  # other writers wait
        refusal = undo_refusal(run)
        image = undo_image_of(run.pk)
        if refusal is not None or image is None:
            raise refusal or NotTheLatest(name=run.file_name)
        importer_of(run.kind).undo(image)
        UndoImage.objects.filter(run=run).delete()
        run.state, run.undone_at = State.UNDONE, timezone.now()
        run.save(update_fields=["state", "undone_at"])
        entry.note(kind=run.kind, file=run.file_name, counts=run.counts, changes_sha256=run.digest)
    return run
