"""Start, run, watch and stop long work. Runs in the worker process that `bina serve` supervises."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from bina.audit.services import SYSTEM, Actor, act
from bina.jobs.models import Job
from bina.text import N_, BinaError, Text

log = logging.getLogger("bina.jobs")
STALE_SECONDS = 120  # a running job without a sign of life for so long lost its worker
WRITE_SECONDS = 0.4  # progress is written at most this often
KINDS: dict[str, Callable[..., dict[str, Any]]] = {}
WARMERS: list[Callable[[], None]] = []  # run once when the worker starts, e.g. to compile
PERIODIC: dict[str, tuple[str, Callable[[], bool]]] = {}  # kind → label, whether there is work


class Handle:
    """What the work sees of its job: the actor, progress, and the wish to stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.actor = Actor(job.actor_id, job.actor_name, job.actor_role)
        self._written = 0.0
        self._stop = False

    def progress(self, phase: Text, done: float, total: float, **facts: Any) -> None:
        """Say how far the work is; cheap to call often."""
        now = time.monotonic()
        if now - self._written < WRITE_SECONDS and done < total:
            return
        self._written = now
        fields: dict[str, Any] = {
            "phase": phase.as_json(),
            "done": done,
            "total": total,
            "heartbeat_at": timezone.now(),
        }
        if facts:
            fields["facts"] = facts
        rows = Job.objects.filter(pk=self.job.pk)
        rows.update(**fields)
        self._stop = bool(rows.values_list("stop_requested", flat=True).get())

    def should_stop(self) -> bool:
        """Whether somebody asked to stop; checked against the database now and then."""
        now = time.monotonic()
        if not self._stop and now - self._written >= WRITE_SECONDS:
            self._written = now
            rows = Job.objects.filter(pk=self.job.pk)
            rows.update(heartbeat_at=timezone.now())
            self._stop = bool(rows.values_list("stop_requested", flat=True).get())
        return self._stop


def job_kind(name: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Register work under `name`; it is called as work(handle, **arguments) -> result."""

    def register(work: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        KINDS[name] = work
        return work

    return register


def periodic(
    kind: str, label: str, is_due: Callable[[], bool]
) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Let the worker's clock start work of `kind` whenever `is_due()` says there is some."""

    def register(work: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        PERIODIC[kind] = (label, is_due)
        return work

    return register


def tick() -> list[Job]:
    """Start the periodic work that is due and not yet open; a failing question is only logged."""
    started = []
    for kind, (label, is_due) in PERIODIC.items():
        try:
            is_open = Job.objects.filter(
                kind=kind, state__in=(Job.State.QUEUED, Job.State.RUNNING)
            ).exists()
            if not is_open and is_due():
                with transaction.atomic():
                    started.append(start(SYSTEM, kind, gettext(label)))
        except Exception:
            log.exception("periodic %s could not be started", kind)
    return started


def start(actor: Actor, kind: str, label: str, **arguments: Any) -> Job:
    """Queue work of a registered kind; it starts after the surrounding transaction commits."""
    from bina.jobs.tasks import run_job

    if kind not in KINDS:
        raise KeyError(f"no job kind {kind!r}; registered are {sorted(KINDS)}")
    job = Job.objects.create(
        kind=kind,
        label=label,
        arguments=arguments,
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_role=actor.role,
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


def run(job_id: int) -> None:
    """Do the work of one job and record how it ended. Never raises."""
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, started_at=timezone.now(), heartbeat_at=timezone.now()
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_id)
    handle = Handle(job)
    state, result, error = Job.State.DONE, {}, None
    try:
        if job.stop_requested:
            state = Job.State.STOPPED
        else:
            result = KINDS[job.kind](handle, **job.arguments)
            state = Job.State.STOPPED if handle.should_stop() else Job.State.DONE
    except BinaError as problem:
        state, error = Job.State.FAILED, problem.sentence.as_json()
    except Exception:
        log.exception("job %s failed", job)
        state = Job.State.FAILED
        error = Text(
            N_(
                "Pekerjaan ini berhenti karena kesalahan program. Data tidak berubah. "
                "Beri tahu operator nomor {id}; catatan rinci ada di log server."
            ),
            {"id": str(job.public_id)[:8]},
        ).as_json()
    Job.objects.filter(pk=job_id).update(
        state=state, result=result, error=error, ended_at=timezone.now()
    )


def request_stop(actor: Actor, job: Job) -> None:
    """Ask the work to stop; it ends at its next look, keeping the best it has."""
    with act(actor, "jobs.stop", ("job", job.public_id)) as entry:
        entry.note(kind=job.kind, label=job.label)
        Job.objects.filter(pk=job.pk).update(stop_requested=True)


def end_orphans(stale_seconds: float = STALE_SECONDS) -> int:
    """Mark running jobs without a sign of life for `stale_seconds` as failed; return how many."""
    limit = timezone.now() - dt.timedelta(seconds=stale_seconds)
    error = Text(
        N_(
            "Server berhenti saat pekerjaan ini berjalan. Data tidak berubah. "
            "Jalankan lagi dari halaman asalnya."
        )
    )
    return Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=limit).update(
        state=Job.State.FAILED, error=error.as_json(), ended_at=timezone.now()
    )


def warm() -> None:
    """Let every stage prepare what its first job would wait for. A failure is only logged."""
    for warmer in WARMERS:
        try:
            warmer()
        except Exception:
            log.exception("warming failed")
