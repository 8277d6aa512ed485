"""PDFs of a batch as long work: stoppable, and going on where it stopped.

And what plan asks this later stage: whether letters rest on approved seats.
"""

import datetime as dt
from typing import Any

from bina.jobs.services import Handle, job_kind
from bina.letters.models import Batch, Letter
from bina.letters.services.issuing import RENDER
from bina.letters.services.printing import render
from bina.plan.undoing import add_approval_veto
from bina.text import N_, Text


@job_kind(RENDER)
def make_pdfs(handle: Handle, batch_id: int) -> dict[str, Any]:
    """Make the missing PDFs of a batch."""
    phase = Text(N_("Membuat PDF surat"))

    def goes_on(done: int, total: int) -> bool:
        handle.progress(phase, done, total)
        return not handle.should_stop()

    return {"made": render(handle.actor, Batch.objects.get(pk=batch_id), goes_on)}


def letters_since(seats: list[int], decided_at: dt.datetime) -> Text | None:
    """Letters to these people that were issued after their head's approval."""
    found = Letter.objects.filter(seat__in=seats, batch__created_at__gte=decided_at).first()
    if found is None:
        return None
    return Text(N_("surat {number} sudah terbit."), {"number": found.number})


add_approval_veto(letters_since)
