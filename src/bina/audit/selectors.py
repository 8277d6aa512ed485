"""Questions to the ledger."""

from django.db.models import Q, QuerySet

from bina.audit.models import Entry


def entries(query: str, action: str) -> QuerySet[Entry]:
    """Entries newest first, whose actor or subject has `query`, of one action or all."""
    found = Entry.objects.order_by("-sequence")
    if action:
        found = found.filter(action=action)
    if query:
        found = found.filter(Q(actor_name__icontains=query) | Q(subject_id__icontains=query))
    return found


def actions() -> list[str]:
    """The kinds of act that occur."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())
