"""Questions to the inbox."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from bina.inbox.models import MailWish, Message


def office_day() -> dt.date:
    """Today in WIT, or the fixed day of a demonstration; `calendar` stands above this layer."""
    return dt.date.fromisoformat(settings.FIXED_DAY) if settings.FIXED_DAY else timezone.localdate()


def current(user_id: int) -> QuerySet[Message]:
    """The user's messages that have not expired, newest first."""
    rows = Message.objects.filter(user=user_id)
    return rows.filter(Q(expires_on=None) | Q(expires_on__gte=office_day()))


def n_unread(user_id: int) -> int:
    """How many current messages the user has not read; one query."""
    return current(user_id).filter(read_at=None).count()


def wishes_to_serve(now: dt.datetime) -> QuerySet[MailWish]:
    """Wishes of users whose next try is not in the future, with something unread to tell."""
    waiting = Q(user__inbox__read_at=None, user__inbox__mailed_at=None)
    fresh = Q(user__inbox__isnull=False)
    return (
        MailWish.objects.exclude(often=MailWish.Often.NEVER)
        .filter(Q(next_try_at=None) | Q(next_try_at__lte=now))
        .filter(waiting & fresh, user__is_active=True)
        .select_related("user")
        .distinct()
    )


def to_mail(wish: MailWish) -> QuerySet[Message]:
    """What the next mail of a wish tells: unread, unmailed, not older than the wish."""
    rows = current(wish.user_id).filter(read_at=None, mailed_at=None)
    return rows.filter(created_at__gte=wish.since)
