"""Large uploads: read, compared and written by the worker, with progress."""

from typing import Any

from bina.imports import forgetting, services
from bina.imports.comparing import Progress
from bina.imports.models import ImportRun
from bina.jobs.services import Handle, job_kind, periodic
from bina.text import N_, Text


@job_kind("imports.preview")
def preview(handle: Handle, *, run_id: int) -> dict[str, Any]:
    """Preview a stored upload."""
    run = services.preview(handle.actor, _run(run_id), _progress(handle))
    return {"run": str(run.public_id), "state": run.state}


@job_kind("imports.apply")
def apply(handle: Handle, *, run_id: int) -> dict[str, Any]:
    """Apply a previewed upload."""
    run = services.apply(handle.actor, _run(run_id), _progress(handle))
    return {"run": str(run.public_id), "state": run.state}


@periodic("imports.forget", N_("Hapus isi unggahan yang selesai"), forgetting.is_anything_due)
@job_kind("imports.forget")
def forget(handle: Handle) -> dict[str, Any]:
    """Erase the bytes of uploads that are applied, given up or too old."""
    return dict(forgetting.forget_all(handle.actor))


def _run(run_id: int) -> ImportRun:
    return ImportRun.objects.select_related("source", "file").get(pk=run_id)


def _progress(handle: Handle) -> Progress:
    def progress(phase: Text, done: int, total: int) -> None:
        handle.progress(phase, done, total)

    return progress
