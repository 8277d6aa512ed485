"""Questions about work with the web service: what became of records and people."""

from django.db.models import Count, Q, QuerySet

from bina.siasn.models import Answer, Fetched, Transfer

State = Answer.State


def transfers(search: str = "") -> QuerySet[Transfer]:
    """All transfers with what became of their records and people."""
    rows = Transfer.objects.select_related("unit", "job", "run").annotate(
        n_answers=Count("answers", distinct=True),
        n_unsure=Count("answers", filter=Q(answers__state=State.UNSURE), distinct=True),
        n_read=Count("fetched", filter=Q(fetched__failure__isnull=True), distinct=True),
    )
    if search:
        rows = rows.filter(
            Q(unit__name__icontains=search)
            | Q(created_by__icontains=search)
            | Q(source__icontains=search)
        )
    return rows.order_by("-created_at", "-pk")


def answers_of(transfer: Transfer, search: str = "", state: str = "") -> QuerySet[Answer]:
    """The answers of a transfer, those that want a decision first."""
    rows = transfer.answers.select_related("record__person__unit")
    if state in State.values:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(
            Q(record__title__icontains=search)
            | Q(record__person__name__icontains=search)
            | Q(record__person__nip__icontains=search)
        )
    return rows.order_by("pk")


def by_state(transfer: Transfer) -> dict[str, int]:
    """How many answers are in which state; states that none has are left out."""
    rows = transfer.answers.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def failures_of(transfer: Transfer) -> QuerySet[Fetched]:
    """People about whom nothing could be read."""
    rows = transfer.fetched.exclude(failure__isnull=True).select_related("person")
    return rows.order_by("person__name", "pk")
