"""Questions about outcomes: one's own, those that wait, with their evidence and history."""

from django.db.models import Count, Q, QuerySet

from bina.accounts.access import Access
from bina.learning.models import Outcome
from bina.people.selectors import active_people, within

State = Outcome.State


def current() -> QuerySet[Outcome]:
    """Outcomes that nothing supersedes."""
    return Outcome.objects.filter(is_current=True).select_related("person__unit", "session")


def visible(access: Access) -> QuerySet[Outcome]:
    """Outcomes, present and superseded, of the people whom the user may see."""
    people = within(access.reach("learning.view"), active_people())
    return Outcome.objects.filter(person__in=people).select_related(
        "person__unit", "session__programme", "record"
    )


def own(access: Access) -> QuerySet[Outcome]:
    """The user's own outcomes, newest first."""
    mine = current().filter(person=access.person_id or 0)
    return mine.annotate(n_files=Count("evidence")).order_by("-end", "-pk")


def waiting(access: Access, search: str = "") -> QuerySet[Outcome]:
    """What waits for the user's decision, oldest first; never the own."""
    people = within(access.reach("learning.confirm"), active_people())
    found = (
        current()
        .filter(state=State.WAITING, person__in=people.exclude(pk=access.person_id or 0))
        .annotate(n_files=Count("evidence"))
        .order_by("said_at", "pk")
    )
    if search:
        found = found.filter(
            Q(person__name__icontains=search)
            | Q(title__icontains=search)
            | Q(person__unit__name__icontains=search)
        )
    return found


def history_of(outcome: Outcome) -> list[Outcome]:
    """The rows that this one supersedes, newest first."""
    found: list[Outcome] = []
    last = outcome
    while last.supersedes_id is not None and len(found) < 50:
        last = Outcome.objects.get(pk=last.supersedes_id)
        found.append(last)
    return found
