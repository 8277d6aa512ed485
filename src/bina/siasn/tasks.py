"""Upload files, reading and sending as long work: stoppable, and going on where it stopped."""

from collections.abc import Callable
from typing import Any

from bina.calendar.today import today
from bina.jobs.services import Handle, job_kind
from bina.siasn.client import Client
from bina.siasn.keys import keys
from bina.siasn.models import Package, Transfer
from bina.siasn.services import packing, pulling, pushing
from bina.text import Text


def _going(handle: Handle, phase: Text) -> Callable[[int, int], bool]:
    def goes_on(done: int, total: int) -> bool:
        handle.progress(phase, done, total)
        return not handle.should_stop()

    return goes_on


@job_kind(packing.PACK)
def pack(handle: Handle, package_id: int) -> dict[str, Any]:
    """Make the missing parts of a package."""
    package = Package.objects.select_related("unit").get(pk=package_id)
    goes_on = _going(handle, packing.PHASE)
    return {"made": packing.make(handle.actor, package, today(), goes_on)}


@job_kind(pulling.PULL)
def pull(handle: Handle, transfer_id: int) -> dict[str, Any]:
    """Read about those who were not read yet, and make the preview."""
    transfer = Transfer.objects.select_related("unit").get(pk=transfer_id)
    goes_on = _going(handle, pulling.PHASE)
    return pulling.as_result(pulling.pull(handle.actor, transfer, Client(keys()), goes_on))


@job_kind(pushing.PUSH)
def push(handle: Handle, transfer_id: int) -> dict[str, Any]:
    """Send what waits; a dry run has no connection at all."""
    transfer = Transfer.objects.select_related("unit").get(pk=transfer_id)
    client = None if transfer.dry_run else Client(keys())
    goes_on = _going(handle, pushing.PHASE)
    return {"asked": pushing.push(handle.actor, transfer, client, today(), goes_on)}
