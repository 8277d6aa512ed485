"""The card of long work that is still open."""

from typing import Any

from bina.accounts.access import Access
from bina.jobs.models import Job

SHOWN = 12


def card_jobs(access: Access) -> dict[str, Any]:
    """Of the newest jobs, the open ones and the last that ended."""
    newest = list(Job.objects.defer("arguments", "result")[:SHOWN])
    return {
        "template": "jobs/cards/open.html",
        "open": [job for job in newest if job.is_open],
        "last": next((job for job in newest if not job.is_open), None),
    }
