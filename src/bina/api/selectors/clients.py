"""Which program a token belongs to, how much it asked lately, and the list for people."""

import datetime as dt
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from bina.api.models import ApiClient
from bina.audit.models import Entry

PER_MINUTE: Final = 60  # requests of one client; ours, provisional
MINUTE_SECONDS: Final = 60
CALLS: Final = ("api.read", "api.write")


def client_by(token_sha256: str, day: dt.date) -> ApiClient | None:
    """The client whose token works on the day."""
    return ApiClient.objects.filter(
        token_sha256=token_sha256, revoked_at=None, expires_on__gte=day
    ).exclude(approved_at=None).first()  # fmt: skip


def calls_of_a_minute(client: ApiClient) -> int:
    """How often it asked in the last minute: every call is in the audit, so all processes agree."""
    since = timezone.now() - dt.timedelta(seconds=MINUTE_SECONDS)
    return Entry.objects.filter(
        subject_id=str(client.public_id), action__in=CALLS, at__gt=since
    ).count()


def clients(search: str = "") -> QuerySet[ApiClient]:
    """All clients, newest first."""
    rows = ApiClient.objects.select_related("issued_by", "approved_by")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(purpose__icontains=search))
    return rows.order_by("-issued_at", "-pk")


def last_calls(found: list[ApiClient]) -> dict[str, dt.datetime]:
    """Public id -> when it asked last; one query."""
    ids = [str(client.public_id) for client in found]
    rows = Entry.objects.filter(subject_id__in=ids, action__in=CALLS).order_by()
    return dict(rows.values_list("subject_id").annotate(last=Max("at")))
