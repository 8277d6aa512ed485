"""A file on its way into the tables: receive, preview, apply, undo, cancel.

Reading and comparing happen outside the transaction; what is written is short. Pages, jobs and
the command line call the same functions.
"""

from collections.abc import Collection
from typing import Final

from django.utils import timezone

from bina.audit.models import Head
from bina.audit.services import Actor, Draft, act
from bina.files.services import keep
from bina.formats.archive import check_size
from bina.formats.refusals import FileRefused, TooLarge
from bina.imports import comparing
from bina.imports.comparing import Checked, Progress, importer_of, silent
from bina.imports.errors import (
    NothingToApply,
    NotInThisState,
    PreviewOutdated,
)
from bina.imports.forgetting import cancel, forget_file
from bina.imports.models import ImportRun, Source, UndoImage
from bina.imports.previewing import preview, previewed, store_preview
from bina.imports.remembering import remember_correction, remember_mapping
from bina.imports.undo_images import packed
from bina.imports.undoing import has_undo_image, undo, undo_refusal
from bina.jobs.models import Job
from bina.jobs.services import start

__all__ = [
    "apply",
    "apply_soon",
    "cancel",
    "has_undo_image",
    "import_now",
    "preview",
    "preview_soon",
    "receive",
    "refuse_too_large",
    "remember_correction",
    "remember_mapping",
    "undo",
    "undo_refusal",
]
State = ImportRun.State
JOB_BYTES: Final = 60_000  # about 1,000 rows; what is larger is read by a job
DEFAULT_SOURCE: Final = "Umum"
_MEDIA_TYPE: Final = "application/octet-stream"


def receive(
    actor: Actor,
    kind: str,
    source_name: str,
    data: bytes,
    file_name: str,
    *,
    unit_ids: Collection[int] | None = None,
) -> ImportRun:
    """Keep the file and its run. A file beyond the size limit is refused and not kept.

    `unit_ids` holds the run to people of some units; None: of everybody.
    """
    importer_of(kind)
    try:
        check_size(data, file_name, comparing.LIMITS)
    except FileRefused as refusal:
        return refuse_unread(actor, kind, source_name, file_name, refusal, unit_ids=unit_ids)
    with act(actor, "imports.receive") as entry:
        stored = keep(actor, data, file_name, _MEDIA_TYPE)
        run = ImportRun.objects.create(
            kind=kind,
            source=_source(kind, source_name),
            file=stored,
            file_name=stored.name,
            created_by=actor.name,
            user_id=actor.user_id,
            unit_ids=_listed(unit_ids),
        )
        entry.about("import", run.public_id)
        entry.note(kind=kind, source=run.source.name)
    return run


def _listed(unit_ids: Collection[int] | None) -> list[int] | None:
    return None if unit_ids is None else sorted(unit_ids)


def refuse_too_large(
    actor: Actor,
    kind: str,
    source_name: str,
    file_name: str,
    size: int,
    *,
    unit_ids: Collection[int] | None = None,
) -> ImportRun:
    """A run for a file of `size` bytes that is beyond the limit, without reading it."""
    refusal = TooLarge(
        name=file_name,
        found_mb=round(size / 1_000_000, 1),
        limit_mb=comparing.LIMITS.max_bytes // 1_000_000,
    )
    return refuse_unread(actor, kind, source_name, file_name, refusal, unit_ids=unit_ids)


def refuse_unread(
    actor: Actor,
    kind: str,
    source_name: str,
    file_name: str,
    refusal: FileRefused,
    *,
    unit_ids: Collection[int] | None = None,
) -> ImportRun:
    """A run that tells why the file was not even read."""
    with act(actor, "imports.refuse") as entry:
        run = ImportRun.objects.create(
            kind=kind,
            source=_source(kind, source_name),
            file_name=file_name[:200],
            state=State.REFUSED,
            refusal=refusal.sentence.as_json(),
            created_by=actor.name,
            user_id=actor.user_id,
            unit_ids=_listed(unit_ids),
        )
        entry.about("import", run.public_id)
        entry.note(kind=kind, reason=str(refusal))
    return run


def _source(kind: str, name: str) -> Source:
    clean = " ".join(name.split())[:120] or DEFAULT_SOURCE
    return Source.objects.get_or_create(kind=kind, name=clean)[0]


def apply(actor: Actor, run: ImportRun, progress: Progress = silent) -> ImportRun:
    """Write what the preview showed, with its audit entry and undo image, or nothing at all.

    The file is read and compared again. Raises PreviewOutdated (the preview is made anew) when
    that gives other changes or another file of the kind went in since, NothingToApply,
    NotInThisState.
    """
    run.refresh_from_db(fields=("state", "file"))  # once applied, the file is erased
    if run.state != State.PREVIEW:
        raise NotInThisState(name=run.file_name)
    progress(comparing.READING, 0, comparing.STEPS)
    data = comparing.data_of(run)
    if run.counts["rows"] <= run.counts["rejected"]:
        raise NothingToApply(name=run.file_name)
    progress(comparing.COMPARING, 1, comparing.STEPS)
    seen = _last_entry()
    result = comparing.checked(run, data)
    if result.digest != run.digest or _other_since(run):
        store_preview(actor, run, result)
        raise PreviewOutdated(name=run.file_name)
    progress(comparing.WRITING, 2, comparing.STEPS)
    _write(actor, run, result, seen)
    progress(comparing.WRITING, 3, comparing.STEPS)
    run.refresh_from_db()
    return run


def _last_entry(*, lock: bool = False) -> int:
    """The number of the newest audit entry: every write of anybody raises it."""
    heads = Head.objects.select_for_update() if lock else Head.objects.all()
    return heads.filter(pk=1).values_list("sequence", flat=True).first() or 0


class _Moved(Exception):
    """Somebody changed what the file was compared with before it could be written."""


def _write(actor: Actor, run: ImportRun, result: Checked, seen: int) -> None:
    """Apply in one transaction; others who wrote since entry `seen` make it compare again."""
    try:
        with act(actor, "imports.apply", ("import", run.public_id)) as entry:
            if _last_entry(lock=True) != seen:  # compare while other writers wait
                result = comparing.checked(run, result.data)
                if result.digest != run.digest or _other_since(run):
                    raise _Moved
            _apply_now(run, result, entry)
            forget_file(actor, run)
    except _Moved:
        store_preview(actor, run, result)
        raise PreviewOutdated(name=run.file_name) from None


def _other_since(run: ImportRun) -> bool:
    """Whether another file of the kind went in after the preview."""
    return ImportRun.objects.filter(
        kind=run.kind, state=State.APPLIED, applied_at__gt=run.previewed_at
    ).exists()


def _apply_now(run: ImportRun, result: Checked, entry: Draft) -> None:
    moved = ImportRun.objects.filter(pk=run.pk, state=State.PREVIEW).update(
        state=State.APPLIED, applied_at=timezone.now(), counts=comparing.counts(result)
    )
    if not moved:
        raise NotInThisState(name=run.file_name)
    image = importer_of(run.kind).apply(result.comparison, run.pk)
    if any(change.op != "missing" for change in result.comparison.changes):
        UndoImage.objects.filter(run__kind=run.kind).delete()
        UndoImage.objects.create(run=run, image=packed(image))
    entry.note(
        kind=run.kind,
        source=run.source.name,
        file=run.file_name,
        file_sha256=run.file.sha256 if run.file else "",
        changes_sha256=result.digest,
        counts=comparing.counts(result),
    )


def preview_soon(actor: Actor, run: ImportRun) -> ImportRun:
    """Preview small files at once, large ones as a job that the run names."""
    if run.state == State.REFUSED:
        return run
    if run.file is not None and run.file.size <= JOB_BYTES:
        return preview(actor, run)
    return _as_job(actor, run, "imports.preview")


def apply_soon(actor: Actor, run: ImportRun) -> ImportRun:
    """Apply small files at once, large ones as a job that the run names."""
    if run.state != State.PREVIEW:
        raise NotInThisState(name=run.file_name)
    if run.file is not None and run.file.size <= JOB_BYTES:
        return apply(actor, run)
    return _as_job(actor, run, "imports.apply")


def _as_job(actor: Actor, run: ImportRun, kind: str) -> ImportRun:
    with act(actor, f"{kind}.start", ("import", run.public_id)):
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        if current.job is not None and current.job.is_open:
            return current
        job: Job = start(actor, kind, run.file_name, run_id=run.pk)
        ImportRun.objects.filter(pk=run.pk).update(job=job)
    run.job = job
    return run


def import_now(
    actor: Actor,
    kind: str,
    data: bytes,
    file_name: str,
    *,
    source_name: str = "",
    progress: Progress = silent,
) -> ImportRun:
    """Receive, preview and apply without asking; a refused file comes back as a REFUSED run.

    Reads and compares once. Raises NothingToApply; the run then keeps its problems.
    """
    run = receive(actor, kind, source_name, data, file_name)
    if run.state == State.REFUSED:
        return run
    seen = _last_entry()
    result = previewed(actor, run, progress)
    if result is None:
        return run
    if run.counts["rows"] <= run.counts["rejected"]:
        raise NothingToApply(name=run.file_name)
    progress(comparing.WRITING, 2, comparing.STEPS)
    _write(actor, run, result, seen + 1)  # the preview itself wrote one entry
    progress(comparing.WRITING, 3, comparing.STEPS)
    run.refresh_from_db()
    return run
