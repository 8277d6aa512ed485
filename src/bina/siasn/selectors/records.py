"""Development records on their way to SIASN: ready, already there, or held back and why.

The state of a record is computed in the database, so that counts, pages and packages agree.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
)

from bina.accounts.access import Reach
from bina.files.models import StoredFile
from bina.learning.models import Evidence, Outcome
from bina.people.models import DevelopmentRecord, Unit
from bina.people.selectors import active_people, within
from bina.siasn.models import Answer, RecordEvidence, Sent
from bina.siasn.rules.faults import BY_NAME, FAULTS, Fault
from bina.siasn.rules.layouts import FileLayout, Item

Records = QuerySet[DevelopmentRecord]
WAITS: Final = Q(is_held=False, is_sent=False)
STUCK: Final = Q(is_held=True, is_sent=False)  # sent ones are left alone
UNSURE: Final = (Answer.State.UNSURE, Answer.State.SENDING)
NOBODY: Final = Q(
    jp__lt=0
)  # no record has fewer hours than none; Q(pk__in=[]) is no boolean in SQL
FACTS: Final = ("form", "title", "provider", "start", "end", "jp", "certificate_no")
ORDERS: Final = {
    "selesai": ("-end", "pk"),
    "nama": ("person__name", "-end", "pk"),
    "unit": ("person__unit__name", "person__name", "pk"),
}


@dataclass(frozen=True)
class Scope:
    """Which records are meant: those that ended in a span, of a unit with all below it."""

    start: dt.date
    end: dt.date
    unit: Unit | None = None


@dataclass(frozen=True)
class Counts:
    """How many records of a scope are in which state."""

    new: int
    corrected: int
    held: int
    sent: int

    @property
    def ready(self) -> int:
        """What the next package would have."""
        return self.new + self.corrected


def records_of(reach: Reach, scope: Scope, layouts: Sequence[FileLayout], day: dt.date) -> Records:
    """Approved records of the scope with `is_sent`, `was_sent`, `is_held` and one flag a fault.

    Lists of ids instead of a question per row: a database makes each of them once.
    """
    people = within(reach, active_people())
    if scope.unit is not None:
        people = people.filter(unit__path__startswith=scope.unit.path)
    rows = DevelopmentRecord.objects.filter(
        person__in=people,
        status=DevelopmentRecord.Status.APPROVED,
        end__range=(scope.start, scope.end),
    )
    sent = Sent.objects.filter(is_current=True)
    as_now = sent.filter(**{name: F(f"record__{name}") for name in FACTS})
    unsure = Answer.objects.filter(state__in=UNSURE)
    shown = RecordEvidence.objects.filter(file__erased_at=None)
    by_outcome = _of_outcomes().values("outcome__record")
    rows = rows.annotate(
        was_sent=_flag(Q(pk__in=sent.values("record"))),
        is_sent=_flag(Q(pk__in=as_now.values("record"))),
        has_file=_flag(Q(pk__in=by_outcome) | Q(pk__in=shown.values("record"))),
        is_unsure=_flag(Q(pk__in=unsure.values("record"))),
    )
    faults = _faults(layouts, day)
    rows = rows.annotate(**{f"fault_{name}": _flag(found) for name, found in faults.items()})
    held = Q()
    for name in faults:
        held |= Q(**{f"fault_{name}": True})
    return rows.annotate(is_held=_flag(held)).select_related("person__unit")


def _of_outcomes() -> QuerySet[Evidence]:
    return Evidence.objects.filter(
        outcome__is_current=True,
        outcome__state=Outcome.State.APPROVED,
        outcome__record__isnull=False,  # NULL in a list of ids would hide those not in it
        file__erased_at=None,
    )


def _flag(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _faults(layouts: Sequence[FileLayout], day: dt.date) -> dict[str, Q]:
    """Name of a fault -> which records have it, under the layouts that take their forms."""
    empty = {
        "pns_id": Q(person__pns_id=None) | Q(person__pns_id=""),
        "file": Q(has_file=False),
        "certificate_no": Q(certificate_no=""),
        "provider": Q(provider=""),
        "jp": Q(jp=0),
    }
    found = {
        fault.name: _required(fault.field, layouts) & empty[fault.field]
        for fault in FAULTS
        if fault.field
    }
    found["not_over"] = Q(end__gt=day)
    found["unsure"] = Q(is_unsure=True)
    lacking = NOBODY
    for layout in layouts:
        tables = [t for c, t in layout.codes.items() if _is_required(layout, c)]
        for table in tables:
            lacking |= taken_by(layout, layouts) & ~_of_forms(table)
    found["code_missing"] = lacking
    covered = NOBODY
    for layout in layouts:
        covered |= taken_by(layout, layouts)
    found["layout_missing"] = ~covered
    return found


def _is_required(layout: FileLayout, header: str) -> bool:
    return any(column.header == header and column.required for column in layout.columns)


def taken_by(layout: FileLayout, layouts: Iterable[FileLayout]) -> Q:
    """The records whose form a layout takes."""
    if layout.forms is not None:
        return _of_forms(layout.forms)
    named = [form for each in layouts if each.forms is not None for form in each.forms]
    return ~_of_forms(named)


def _of_forms(forms: Iterable[str]) -> Q:
    known = list(forms)
    return Q(form__in=known) if known else NOBODY


def _required(field: str, layouts: Sequence[FileLayout]) -> Q:
    found = NOBODY
    for layout in layouts:
        if field in layout.required:
            found |= taken_by(layout, layouts)
    return found


def ready(rows: Records) -> Records:
    """What may go out now, oldest first."""
    return rows.filter(WAITS).order_by("end", "pk")


def held(rows: Records, search: str = "", fault: str = "", order: str = "") -> Records:
    """What cannot go out yet."""
    rows = rows.filter(STUCK)
    if fault in BY_NAME:
        rows = rows.filter(**{f"fault_{fault}": True})
    if search:
        rows = rows.filter(
            Q(person__name__icontains=search)
            | Q(person__nip__icontains=search)
            | Q(title__icontains=search)
        )
    return rows.order_by(*ORDERS.get(order, ORDERS["selesai"]))


def faults_of(record: Any) -> list[Fault]:
    """The faults of an annotated record."""
    return [fault for fault in FAULTS if getattr(record, f"fault_{fault.name}")]


def counted(rows: Records) -> tuple[Counts, dict[str, int]]:
    """Records by state, and how many of the held have each fault; one query."""
    found = rows.aggregate(
        n_new=Count("pk", filter=WAITS & Q(was_sent=False)),
        n_corrected=Count("pk", filter=WAITS & Q(was_sent=True)),
        n_held=Count("pk", filter=STUCK),
        n_sent=Count("pk", filter=Q(is_sent=True)),
        **{
            f"n_{fault.name}": Count("pk", filter=STUCK & Q(**{f"fault_{fault.name}": True}))
            for fault in FAULTS
        },
    )
    counts = Counts(found["n_new"], found["n_corrected"], found["n_held"], found["n_sent"])
    return counts, {fault.name: found[f"n_{fault.name}"] for fault in FAULTS}


def item_of(record: DevelopmentRecord) -> Item:
    """The record as a file shows it."""
    person = record.person
    return Item(
        pns_id=person.pns_id or "", nip=person.nip, name=person.full_name, form=record.form,
        title=record.title, provider=record.provider, start=record.start, end=record.end,
        jp=record.jp, certificate_no=record.certificate_no,
    )  # fmt: skip


def files_of(record_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """The evidence of each record, in the order in which it was given; two queries."""
    found: dict[int, list[StoredFile]] = {pk: [] for pk in record_ids}
    rows = _of_outcomes().filter(outcome__record__in=record_ids)
    for one in rows.select_related("file", "outcome").order_by("pk"):
        found[one.outcome.record_id or 0].append(one.file)
    more = RecordEvidence.objects.filter(record__in=record_ids, file__erased_at=None)
    for extra in more.select_related("file").order_by("pk"):
        found[extra.record_id].append(extra.file)
    return found
