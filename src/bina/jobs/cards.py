"""The card of long work that is still open."""

from typing import Any

from bina.accounts.access import Access
from bina.jobs.models import Job

SHOWN = 5


def card_jobs(access: Access) -> dict[str, Any]:
    """Open jobs and the newest finished ones."""
    open_states = (Job.State.QUEUED, Job.State.RUNNING)
    return {
        "template": "jobs/cards/open.html",
        "open": list(Job.objects.filter(state__in=open_states)[:SHOWN]),
        "last": Job.objects.exclude(state__in=open_states).first(),
    }
