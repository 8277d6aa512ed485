"""Learning that exists but is not on record: what people reported and nobody decided yet."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

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
    wanted, names = set(person_ids), ("person_id", "form", "title", "jp", "start", "end")
    reported = waiting.annotate(n_files=Count("evidence")).order_by("end", "pk")
    rows: list[tuple[Any, ...]] = list(reported.values_list(*names, "n_files"))
    rows += [(*row, 0) for row in claimed.order_by("end", "pk").values_list(*names)]
    return [InDrawer(*row) for row in rows if row[0] in wanted]
