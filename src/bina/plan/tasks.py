"""The plan as long work: `plan.compute`."""

from typing import Any

from bina.jobs.services import Handle, job_kind
from bina.plan.services import computing


@job_kind(computing.KIND)
def compute(
    handle: Handle, plan_id: int, seconds: float | None = None, work: int | None = None
) -> dict[str, Any]:
    """Compute the plan of that row; a stop keeps the best so far."""
    return computing.compute(handle, plan_id, seconds, work)
