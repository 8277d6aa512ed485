"""Questions about outcomes: one's own, those that wait, with their evidence and history."""

from collections.abc import Mapping, Sequence
from itertools import starmap
from typing import Any

from django.db.models import Count, Q, QuerySet

from bina.accounts.access import Access
from bina.learning.models import Outcome
from bina.people.models import DevelopmentRecord
from bina.people.rules.hours import Record, hours_of_year
from bina.people.selectors import active_people, within
from bina.text import Text

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


def counting_of(outcome: Outcome, forms: Sequence[Mapping[str, Any]]) -> Text | None:
    """Which cap of its form holds and how much of the outcome counts, or would once approved.

    `forms` is law parameter development.forms. None: all of it counts; one query for a capped form.
    """
    capped = any(row["form"] == outcome.form and _is_capped(row) for row in forms)
    if not capped or outcome.state == State.REFUSED or not outcome.is_current:
        return None
    approved = DevelopmentRecord.Status.APPROVED
    rows = DevelopmentRecord.objects.filter(
        person=outcome.person_id, form=outcome.form, end__year=outcome.end.year, status=approved
    ).exclude(pk=outcome.record_id or 0)
    others = rows.order_by("pk").values_list("form", "end", "jp", "status", "start")
    own = Record(outcome.form, outcome.end, outcome.jp, approved, outcome.start)
    found = hours_of_year([*starmap(Record, others), own], outcome.end.year, forms)
    return found.limits[-1]


def _is_capped(row: Mapping[str, Any]) -> bool:
    return any(key.startswith("max_units") for key in row)


def history_of(outcome: Outcome) -> list[Outcome]:
    """The rows that this one supersedes, newest first."""
    found: list[Outcome] = []
    last = outcome
    while last.supersedes_id is not None and len(found) < 50:
        last = Outcome.objects.get(pk=last.supersedes_id)
        found.append(last)
    return found
