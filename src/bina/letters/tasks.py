"""PDFs of a batch as long work: stoppable, and going on where it stopped."""

from typing import Any

from bina.jobs.services import Handle, job_kind
from bina.letters.models import Batch
from bina.letters.services.issuing import RENDER
from bina.letters.services.printing import render
from bina.text import N_, Text


@job_kind(RENDER)
def make_pdfs(handle: Handle, batch_id: int) -> dict[str, Any]:
    """Make the missing PDFs of a batch."""
    phase = Text(N_("Membuat PDF surat"))

    def goes_on(done: int, total: int) -> bool:
        handle.progress(phase, done, total)
        return not handle.should_stop()

    return {"made": render(handle.actor, Batch.objects.get(pk=batch_id), goes_on)}
