"""Messages by e-mail: one mail a user, retried with growing waits, never in anybody's way.

Off unless BINA_SMTP names a server. A mail holds the sentences and the address of the inbox;
nothing of it leaves the house before the user has asked for it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bina.audit.services import SYSTEM, act
from bina.inbox import selectors
from bina.inbox.models import MailWish, Message
from bina.inbox.rules.mailing import is_due, wait_after
from bina.text import Text

MOST = 50  # sentences in one mail; the rest is counted


def is_on() -> bool:
    """Whether the installation has a mail server."""
    return bool(settings.EMAIL_HOST)


def is_anything_due() -> bool:
    """Whether a round of mail would send something now."""
    return is_on() and any(True for _wish in due())


def due() -> list[MailWish]:
    """Wishes whose mail is due now."""
    now = timezone.now()
    return [
        wish
        for wish in selectors.wishes_to_serve(now)
        if is_due(wish.often, now, since=wish.since, last_sent=wish.last_sent_at)
    ]


def lines(messages: Iterable[Message]) -> list[str]:
    """Each message as one line in the language in force."""
    said = []
    for row in messages:
        text = Text.from_json(row.text)
        sentence = _(text.template).format(**text.values) if text.values else _(text.template)
        said.append(f"• {Message.Kind(row.kind).label}: {sentence}")
    return said


def digest(messages: list[Message], name: str) -> str:
    """A greeting, the sentences, and where to read on: also the text to share by hand."""
    body = lines(messages[:MOST])
    more = len(messages) - len(body)
    if more > 0:
        body.append(_("… dan %(n)s pesan lagi.") % {"n": more})
    greeting = _("Yth. %(name)s, pesan dari %(agency)s:") % {
        "name": name,
        "agency": settings.AGENCY,
    }
    return "\n".join([greeting, "", *body, "", _("Buka Bina, menu Kotak masuk, untuk membalas.")])


def serve(wish: MailWish) -> bool:
    """Send one user's mail; whether it went out. A failure is kept and tried again later."""
    messages = list(selectors.to_mail(wish))
    if not messages:
        return False
    with translation.override(wish.user.language):
        mail = EmailMessage(
            subject=_("%(n)s pesan di Bina") % {"n": len(messages)},
            body=digest(messages, wish.user.display_name),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[wish.address],
            connection=get_connection(timeout=15),
        )
    try:
        mail.send()
    except OSError as problem:  # smtplib's own errors are OSErrors as well
        _failed(wish, problem)
        return False
    now = timezone.now()
    with act(SYSTEM, "inbox.mailed", ("user", wish.user_id)) as entry:
        Message.objects.filter(pk__in=[row.pk for row in messages]).update(mailed_at=now)
        MailWish.objects.filter(pk=wish.pk).update(
            last_sent_at=now, failures=0, next_try_at=None, last_error=""
        )
        entry.note(n=len(messages))
    return True


def _failed(wish: MailWish, problem: OSError) -> None:
    failures = wish.failures + 1
    with act(SYSTEM, "inbox.mail_failed", ("user", wish.user_id)) as entry:
        MailWish.objects.filter(pk=wish.pk).update(
            failures=failures,
            next_try_at=timezone.now() + wait_after(failures),
            last_error=f"{type(problem).__name__}: {problem}"[:300],
        )
        entry.note(failures=failures)
