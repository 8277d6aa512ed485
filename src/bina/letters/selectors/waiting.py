"""Letters that could be issued and are not yet, with whom they wait and since when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from bina.accounts.access import Access
from bina.jobs.models import Job
from bina.letters.models import Batch, Kind, Letter
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, Plan, Seat

State = Commitment.State
PERSONAL = (Kind.CALL, Kind.ASSIGNMENT, Kind.TRAVEL)
LISTS = (Kind.PARTICIPANTS, Kind.ATTENDANCE)


@dataclass(frozen=True)
class Waiting:
    """A session with its missing letters: (how many, which kind), and since which day."""

    session: dict[str, Any]
    letters: tuple[tuple[int, Kind], ...]
    since: dt.date | None

    @property
    def n(self) -> int:
        """How many letters."""
        return sum(n for n, _kind in self.letters)


def _has(kind: Kind, **about: Any) -> Exists:
    return Exists(Letter.objects.filter(kind=kind, replaced_by=None, **about))


def _missing(kind: Kind) -> Q:
    """Seats that lack a letter of the kind, in a state in which they should have it."""
    if kind is Kind.CALL:
        return Q(
            commitment__state__in=(State.CALLED, State.ACCEPTED, State.CONFIRMED), has_call=False
        )
    confirmed = Q(commitment__state=State.CONFIRMED)
    if kind is Kind.TRAVEL:
        return confirmed & Q(has_travel=False) & ~Q(session__place=F("person__unit__place"))
    return confirmed & Q(**{f"has_{kind.value}": False})


def _seats(access: Access, day: dt.date) -> QuerySet[Seat]:
    people = within(access.reach("letters.list"), active_people())
    seats = Seat.objects.filter(
        plan__state=Plan.State.FROZEN, person__in=people, session__end__gte=day
    )
    own = {f"has_{kind.value}": _has(kind, seat=OuterRef("pk")) for kind in PERSONAL}
    lists = {f"has_{kind.value}": _has(kind, session=OuterRef("session")) for kind in LISTS}
    return seats.annotate(**own, **lists)


def letters_waiting(access: Access, day: dt.date) -> list[Waiting]:
    """Sessions not over with missing letters, those that wait longest first; one query."""
    names = ("session__public_id", "session__code", "session__start", "programme__name")
    asked = {f"n_{kind.value}": Count("pk", filter=_missing(kind)) for kind in Kind}
    some = _missing(Kind.CALL)
    for kind in Kind:
        some |= _missing(kind)
    rows = (
        _seats(access, day)
        .filter(some)
        .values(*names)
        .annotate(
            **asked,
            called=Min(TruncDate("commitment__called_at"), filter=_missing(Kind.CALL)),
            confirmed=Min(TruncDate("commitment__confirmed_at")),
        )
    )
    found = [
        Waiting(
            row,
            _letters(row),
            min((d for d in (row["called"], row["confirmed"]) if d), default=None),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.since or day, one.session["session__code"]))


def _letters(row: dict[str, Any]) -> tuple[tuple[int, Kind], ...]:
    """A list is one letter, however many people it names."""
    counts = [(row[f"n_{kind.value}"], kind) for kind in Kind]
    return tuple((min(n, 1) if kind in LISTS else n, kind) for n, kind in counts if n)


def batches_waiting() -> list[Batch]:
    """Issued letters whose PDFs are neither made nor being made; one query."""
    rows = Batch.objects.annotate(n_made=Count("letters", filter=~Q(letters__pack=None)))
    open_states = (Job.State.QUEUED, Job.State.RUNNING)
    return list(
        rows.filter(n_made__lt=F("n_letters"))
        .exclude(job__state__in=open_states)
        .order_by("created_at")
    )


def plans_waiting() -> list[Plan]:
    """Plans handed in for a signature, the oldest first; one query."""
    return list(Plan.objects.filter(state=Plan.State.SUBMITTED).order_by("submitted_at"))
