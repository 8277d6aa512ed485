"""The round of mail, started by the worker's clock when something is due."""

from typing import Any

from bina.inbox import mailing
from bina.jobs.services import Handle, job_kind, periodic
from bina.text import N_, Text


@periodic("inbox.mail", N_("Kirim surel kotak masuk"), mailing.is_anything_due)
@job_kind("inbox.mail")
def send_mail(job: Handle) -> dict[str, Any]:
    """One mail to everybody whose mail is due."""
    wishes, sent = mailing.due(), 0
    for number, wish in enumerate(wishes):
        if job.should_stop():
            break
        job.progress(Text(N_("Mengirim surel")), number, len(wishes))
        sent += mailing.serve(wish)
    return {"due": len(wishes), "sent": sent}
