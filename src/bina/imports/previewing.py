"""What an upload would do: read, compared and stored for its page."""

from typing import Final

from django.utils import timezone

from bina.audit.services import Actor, act
from bina.formats.refusals import FileRefused
from bina.imports import comparing
from bina.imports.comparing import Checked, Progress, silent
from bina.imports.errors import NotInThisState
from bina.imports.forgetting import forget_file
from bina.imports.models import ImportChange, ImportRun, RowProblem

State = ImportRun.State
STORED_PROBLEMS: Final = 50_000  # more than anybody reads; the counts are always complete


def preview(actor: Actor, run: ImportRun, progress: Progress = silent) -> ImportRun:
    """Read, compare, and store what would happen; no table of a stage is written."""
    previewed(actor, run, progress)
    return run


def previewed(actor: Actor, run: ImportRun, progress: Progress) -> Checked | None:
    """Preview and return what was compared; None when the file was refused."""
    if run.state not in (State.READING, State.PREVIEW):
        raise NotInThisState(name=run.file_name)
    progress(comparing.READING, 0, comparing.STEPS)
    try:
        data = comparing.data_of(run)
    except FileRefused as refusal:
        with act(actor, "imports.refuse", ("import", run.public_id)) as entry:
            run.state, run.refusal = State.REFUSED, refusal.sentence.as_json()
            run.save(update_fields=["state", "refusal"])
            forget_file(actor, run)
            entry.note(kind=run.kind, reason=str(refusal))
        return None
    progress(comparing.COMPARING, 1, comparing.STEPS)
    result = comparing.checked(run, data)
    progress(comparing.WRITING, 2, comparing.STEPS)
    store_preview(actor, run, result)
    progress(comparing.WRITING, 3, comparing.STEPS)
    return result


def store_preview(actor: Actor, run: ImportRun, result: Checked) -> None:
    """Replace the stored preview of a run that was not applied."""
    with act(actor, "imports.preview", ("import", run.public_id)) as entry:
        moved = ImportRun.objects.filter(
            pk=run.pk, state__in=(State.READING, State.PREVIEW)
        ).update(state=State.PREVIEW)
        if not moved:
            raise NotInThisState(name=run.file_name)
        run.problems.all()._raw_delete(run.problems.db)  # nothing hangs on these rows
        run.changes.all()._raw_delete(run.changes.db)
        RowProblem.objects.bulk_create(_problem_rows(run, result), batch_size=1_000)
        ImportChange.objects.bulk_create(_change_rows(run, result), batch_size=1_000)
        _note_result(run, result)
        run.state, run.previewed_at = State.PREVIEW, timezone.now()
        run.save(update_fields=["understood", "counts", "digest", "state", "previewed_at"])
        entry.note(kind=run.kind, counts=run.counts)


def _note_result(run: ImportRun, result: Checked) -> None:
    run.understood = comparing.understood(result.data, run.source)
    run.counts = comparing.counts(result)
    run.digest = result.digest


def _problem_rows(run: ImportRun, result: Checked) -> list[RowProblem]:
    return [
        RowProblem(
            run=run,
            sheet=problem.sheet[:80],
            row=problem.row or 0,
            column=problem.column[:120],
            value=problem.value[:300],
            reason=problem.reason.as_json(),
            remedy=problem.remedy.as_json(),
            severity=problem.severity,
        )
        for problem in result.problems[:STORED_PROBLEMS]
    ]


def _change_rows(run: ImportRun, result: Checked) -> list[ImportChange]:
    return [
        ImportChange(
            run=run,
            sheet=change.sheet[:80],
            row=change.row,
            op=change.op,
            key=change.key[:300],
            label=change.label[:300],
            before=change.before,
            after=change.after,
        )
        for change in result.comparison.changes
    ]
