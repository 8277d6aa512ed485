"""Long work of the gaps stage."""

from typing import Any

from bina.calendar.today import today
from bina.gaps.services.runs import run_gaps
from bina.jobs.services import Handle, job_kind


@job_kind("gaps.run")
def compute(handle: Handle) -> dict[str, Any]:
    """Compute all gaps of today; the result names the run."""
    run = run_gaps(handle.actor, today(), handle.progress)
    return {"run": str(run.public_id), **{k: run.totals[k] for k in ("people", "measured")}}
