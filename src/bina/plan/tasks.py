"""The plan as long work: `plan.compute`, `plan.replan`, waiting lists."""

from typing import Any

from bina.accounts.permissions import Role
from bina.catalog.models import Session
from bina.jobs.services import Handle, job_kind
from bina.people.selectors import user_ids_with
from bina.plan.commitments import WAITING_LIST
from bina.plan.models import Plan
from bina.plan.services import asking, computing, replanning
from bina.plan.services.substituting import keep_waiting_list, tell_hr


@job_kind(computing.KIND)
def compute(
    handle: Handle,
    plan_id: int,
    seconds: float | None = None,
    work: int | None = None,
    beside_id: int | None = None,
) -> dict[str, Any]:
    """Compute the plan of that row; a stop keeps the best so far."""
    return computing.compute(handle, plan_id, seconds, work, beside_id)


@job_kind(replanning.KIND)
def replan(handle: Handle, plan_id: int, seconds: float) -> dict[str, Any]:
    """Plan the rest of the year anew; a stop keeps the best so far."""
    return replanning.compute(handle, plan_id, seconds)


@job_kind(WAITING_LIST)
def waiting_list(
    handle: Handle, plan_id: int, session_id: int, seat_ids: list[int] | None = None
) -> dict[str, Any]:
    """Rank who may take the next free seat of a session; HR is told of seats that fell free."""
    plan = Plan.objects.select_related("instance").get(pk=plan_id)
    session = Session.objects.select_related("programme").get(pk=session_id)
    rows = keep_waiting_list(handle.actor, plan, session)
    if seat_ids:
        hr = user_ids_with(Role.HR_ANALYST) or user_ids_with(Role.HR_HEAD)
        tell_hr(handle.actor, session, seat_ids, hr)
    return {"waiting": len(rows)}


@job_kind(asking.KIND)
def answer(handle: Handle, plan_id: int) -> dict[str, Any]:
    """Solve again what was asked of a plan; a stop keeps what is answered."""
    return asking.answer(handle, plan_id)
