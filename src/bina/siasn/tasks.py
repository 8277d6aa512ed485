"""Upload files as long work: stoppable, and going on where it stopped."""

from typing import Any

from bina.calendar.today import today
from bina.jobs.services import Handle, job_kind
from bina.siasn.models import Package
from bina.siasn.services.packing import PACK, PHASE, make


@job_kind(PACK)
def pack(handle: Handle, package_id: int) -> dict[str, Any]:
    """Make the missing parts of a package."""

    def goes_on(done: int, total: int) -> bool:
        handle.progress(PHASE, done, total)
        return not handle.should_stop()

    package = Package.objects.select_related("unit").get(pk=package_id)
    return {"made": make(handle.actor, package, today(), goes_on)}
