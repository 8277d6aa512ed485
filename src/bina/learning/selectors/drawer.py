"""Learning that exists but is not on record: what people reported and nobody decided yet."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from bina.learning.models import Outcome
from bina.people.models import DevelopmentRecord


@dataclass(frozen=True)
class InDrawer:
    """One learning of a person that a decision would put on record."""

    person_id: int
    form: str
    title: str
    jp: Decimal
    start: dt.date
    end: dt.date
    n_files: int  # certificates and other evidence that are already here


def in_drawer(person_ids: Collection[int], day: dt.date) -> list[InDrawer]:
    """Reports and claims of these people that ended by the day and wait, oldest first."""
    waiting = Outcome.objects.filter(
        is_current=True, state=Outcome.State.WAITING, end__lte=day
    ).filter(Q(passed=None) | Q(passed=True))
    claimed = DevelopmentRecord.objects.filter(
        status=DevelopmentRecord.Status.CLAIMED, end__lte=day
    )
    files: dict[int, int] = {}
    for outcome_id in waiting.filter(evidence__isnull=False).values_list("pk", flat=True):
        files[outcome_id] = files.get(outcome_id, 0) + 1
    wanted = set(person_ids)
    reported = waiting.order_by("end", "pk").values_list(
        "pk", "person_id", "form", "title", "jp", "start", "end"
    )
    found = [
        InDrawer(person, form, title, jp, start, end, files.get(pk, 0))
        for pk, person, form, title, jp, start, end in reported
        if person in wanted
    ]
    rows = claimed.order_by("end", "pk").values_list(
        "person_id", "form", "title", "jp", "start", "end"
    )
    found += [InDrawer(*row, 0) for row in rows if row[0] in wanted]
    return found
