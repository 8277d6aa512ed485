"""The columns of a year, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.utils import timezone

from bina.catalog.models import Programme, Session
from bina.gaps.models import GapBlock
from bina.gaps.rules.columns import joined
from bina.law.law import Law
from bina.learning.models import Attendance, Outcome
from bina.money.models import Posting
from bina.people.cards import hours_by_person, minimum_jp
from bina.people.models import Absence, DevelopmentRecord, Person
from bina.people.rules.hours import Record, hours_of_year
from bina.people.selectors import active_people
from bina.plan.models import Change, Plan, Refusal, Release, Seat
from bina.plan.rules.groups import grade_band
from bina.reports.rules.columns import TENTHS, Int, People
from bina.reports.rules.reached import NoSeat

APPROVED = DevelopmentRecord.Status.APPROVED
FORMS = "development.forms"
LONG = ("study", "long", "unpaid", "maternity", "contract_end", "retirement")
SEAT_KEY = "seat:"  # as plan.commitments.seat_key writes it
PERSON = (
    "pk", "unit_id", "gender", "employment", "position__tier", "legal_position", "name", "nip",
)  # fmt: skip
SEAT = (
    "pk", "plan_id", "person_id", "session_id", "programme_id", "times", "jp", "cost",
    "closure", "replaces_id", "budget_line__code", "commitment__answer", "commitment__state",
    "commitment__head_approved", "commitment__reason", "commitment__head_reason",
)  # fmt: skip


def tenths(jp: Any) -> int:
    """JP with one decimal as whole tenths."""
    return round(TENTHS * (jp or 0))


class SeatRow(NamedTuple):
    """A seat as stored, with its answer; None where there is no line, or nobody was asked."""

    pk: int
    plan: int
    person: int
    session: int | None
    programme: int
    times: int
    jp: int
    cost: int
    closure: float
    replaces: int | None
    line: str | None
    answer: str | None
    state: str | None
    head_approved: bool | None
    reason: str | None
    head_reason: str | None


class PlanFacts(NamedTuple):
    """An approved plan of a year as a report names it; `number` 0 is the plan, 1 and on re-plans.

    `seats` are its own ones, of a re-plan the new ones; `approved` an ISO day, "" if unknown.
    """

    key: str
    number: int
    name: str
    approved: str
    approved_by: str
    hash: str
    seats: int
    released: int


def frozen_plans(year: int) -> QuerySet[Plan]:
    """Approved plans of the year: the one in force first, re-plans last."""
    plans = Plan.objects.filter(year=year, state=Plan.State.FROZEN)
    heavy = ("history", "comparison", "pins", "certificate", "settings")
    return plans.defer(*heavy).order_by(F("amends").asc(nulls_first=True), "-approved_at")


def plan_facts(plan: Plan | None, plans: Iterable[Plan]) -> list[PlanFacts]:
    """The plan in force and its re-plans in the order of their approval; two queries."""
    if plan is None:
        return []
    chain = [one for one in plans if plan.pk in (one.pk, one.amends_id)]
    chain.sort(key=lambda one: (one.amends_id is not None, one.approved_at, one.pk))
    keys = [one.pk for one in chain]
    seats = Seat.objects.filter(plan__in=keys, replaces=None).order_by()
    n_seats = dict(seats.values_list("plan").annotate(n=Count("pk")))
    falls = Release.objects.filter(plan__in=keys).order_by()
    n_released = dict(falls.values_list("plan").annotate(n=Count("pk")))
    return [
        PlanFacts(
            str(one.public_id),
            number,
            one.name,
            local_day(one.approved_at),
            one.approved_by,
            one.content_hash,
            n_seats.get(one.pk, 0),
            n_released.get(one.pk, 0),
        )
        for number, one in enumerate(chain)
    ]


def local_day(moment: dt.datetime | None) -> str:
    """The day of a moment where the city is, as written in a report."""
    return timezone.localtime(moment).date().isoformat() if moment else ""


def seat_rows(plans: Iterable[Plan]) -> list[SeatRow]:
    """Every seat of these plans, substitutes included, by id."""
    rows = Seat.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("pk")
    return list(starmap(SeatRow, rows.values_list(*SEAT)))


def sessions_of(plans: Iterable[Plan]) -> list[Session]:
    """Every session that these plans seat somebody in, first day first."""
    keys = [plan.pk for plan in plans]
    held = Session.objects.filter(seats__plan__in=keys).distinct().select_related("programme")
    return list(held.order_by("start", "code"))


Pair = tuple[int, int]  # person, session


def outcomes(sessions: Iterable[int]) -> dict[Pair, tuple[str, int, bool]]:
    """(person, session) → (state, JP of the record in tenths, whether the record counts)."""
    rows = Outcome.objects.filter(is_current=True, session__in=list(sessions))
    names = ("person_id", "session_id", "state", "record__jp", "record__status")
    return {
        (person, session): (state, tenths(jp), status == APPROVED)
        for person, session, state, jp, status in rows.values_list(*names)
    }


def attendance(sessions: Iterable[int]) -> dict[Pair, tuple[int, int]]:
    """(person, session) → (half-days noted, half-days present)."""
    rows = Attendance.objects.filter(is_current=True, session__in=list(sessions)).order_by()
    counted = rows.values_list("person_id", "session_id").annotate(
        n=Count("pk"), there=Count("pk", filter=Q(present=True))
    )
    return {(person, session): (n, there) for person, session, n, there in counted}


def open_records(year: int, seats: Iterable[SeatRow], law: Law) -> dict[Pair, int]:
    """(person, programme) → tenths of JP that count of records that name an open programme.

    A record belongs to a programme by form and title, as the plan reads what was done before. What
    lies above the cap of its form, with the person's other records of that form, does not count.
    """
    wanted = {seat.programme for seat in seats if seat.session is None}
    rows = DevelopmentRecord.objects.filter(end__year=year, status=APPROVED)
    rows = rows.filter(form__in=_of(wanted, "form")).order_by("pk")
    keys = {(form, name): pk for pk, form, name in _programmes(wanted)}
    own: dict[int, list[tuple[str, Record]]] = defaultdict(list)
    names = ("person_id", "title", "form", "end", "jp", "status", "start")
    for person, title, *facts in rows.values_list(*names):
        own[person].append((title, Record(*facts)))
    found: dict[Pair, int] = defaultdict(int)
    for person, records in own.items():
        if not any((record.form, title) in keys for title, record in records):
            continue
        hours = hours_of_year([one for _title, one in records], year, law.value(FORMS))
        for (title, record), jp in zip(records, hours.counted_jp, strict=True):
            if (record.form, title) in keys:
                found[person, keys[record.form, title]] += tenths(jp)
    return dict(found)


def _programmes(wanted: set[int]) -> list[Any]:
    return list(Programme.objects.filter(pk__in=wanted).values_list("pk", "form", "name"))


def _of(wanted: set[int], name: str) -> Any:
    return Programme.objects.filter(pk__in=wanted).values(name)


def cancelled_sessions() -> set[int]:
    """Sessions that somebody cancelled."""
    rows = Change.objects.filter(kind=Change.Kind.CANCELLED)
    return set(rows.values_list("session_id", flat=True))


def released_seats() -> set[int]:
    """Seats that an approved re-plan gave up."""
    rows = Release.objects.filter(plan__state=Plan.State.FROZEN)
    return set(rows.values_list("seat_id", flat=True))


def paid(year: int) -> list[tuple[str, str, int]]:
    """(about, code of the line, rupiah) of what was paid in the year, reversals taken off."""
    signed = Case(When(reverses=None, then=F("amount")), default=-F("amount"))
    rows = Posting.objects.filter(line__version__year=year, kind=Posting.Kind.REALISATION)
    summed = rows.order_by().values_list("about", "line__code").annotate(total=Sum(signed))
    return [(about, code, int(total)) for about, code, total in summed if total]


def seats_of(abouts: Iterable[str]) -> dict[str, int]:
    """What the ledger calls a seat → the seat's key."""
    ids = [about.removeprefix(SEAT_KEY) for about in abouts if about.startswith(SEAT_KEY)]
    rows = Seat.objects.filter(public_id__in=ids).values_list("public_id", "pk")
    return {f"{SEAT_KEY}{public_id}": pk for public_id, pk in rows}


@dataclass(frozen=True)
class PersonRows:
    """People by id with the words of the groups they belong to."""

    columns: People
    row_of: dict[int, int]
    words: dict[str, list[str]]  # grouping → word per person
    legal: list[str]
    names: list[str]
    nips: list[str]


def person_rows(plans: Iterable[Plan], unit_row: dict[int, int], year: int, law: Law) -> PersonRows:
    """Active people, and whoever holds a seat; the year's hours beside them."""
    active = set(active_people().values_list("pk", flat=True))
    holders = Seat.objects.filter(plan__in=[plan.pk for plan in plans]).values("person")
    people = Person.objects.filter(merged_into=None).filter(Q(left_on=None) | Q(pk__in=holders))
    rows = list(people.order_by("pk").values_list(*PERSON))
    ids = [row[0] for row in rows]
    counted = hours_by_person(year, law.value("development.forms"))
    owed = {kind: tenths(minimum_jp(law, kind)) for kind in Person.Employment.values}
    every = _all_jp(year)
    columns = People(
        id=np.array(ids, np.int64),
        counts=np.array([pk in active for pk in ids], bool),
        unit=np.array([unit_row.get(row[1], -1) for row in rows], np.int64),
        all_jp=np.array([every.get(pk, 0) for pk in ids], np.int64),
        owed_jp=np.array([owed[row[3]] for row in rows], np.int64),
        counted_jp=np.array([tenths(counted.get(pk)) for pk in ids], np.int64),
    )
    words = {
        "gender": [row[2] for row in rows],
        "employment": [row[3] for row in rows],
        "grade": [grade_band(row[4] or "") for row in rows],
    }
    row_of = {pk: at for at, pk in enumerate(ids)}
    legal, names, nips = ([row[at] for row in rows] for at in (5, 6, 7))
    return PersonRows(columns, row_of, words, legal, names, nips)


def _all_jp(year: int) -> dict[int, int]:
    rows = DevelopmentRecord.objects.filter(end__year=year, status=APPROVED).order_by()
    return {pk: tenths(jp) for pk, jp in rows.values_list("person_id").annotate(n=Sum("jp"))}


def wishes(plan: Plan) -> dict[int, list[Any]]:
    """Person → rules (Texts) against the best refused wish of those without a seat."""
    holders = Seat.objects.filter(plan=plan).values("person")
    rows = Refusal.objects.filter(plan=plan).exclude(person__in=holders).order_by("closure", "pk")
    return dict(rows.values_list("person_id", "reasons"))  # the last, the best, stays


def no_seat(plan: Plan, people: PersonRows, refused: set[int], law: Law) -> NoSeat:
    """Why people without a seat may have none."""
    words = [(row["word"], row["plannable"]) for row in law.value("employment.legal_positions")]
    may = {text: next((m for w, m in words if w in text.casefold()), False)
           for text in set(people.legal)}  # fmt: skip
    start, end = dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)
    spells = Absence.objects.filter(kind__in=LONG, start__lte=end)
    spells = spells.filter(Q(end=None) | Q(end__gte=start))
    return NoSeat(
        legal=np.array([not may[text] for text in people.legal], bool),
        wish=_mask(people, refused),
        away=_mask(people, set(spells.values_list("person_id", flat=True))),
        measured=_mask(people, _measured(plan)),
    )


def _mask(people: PersonRows, ids: set[int]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.isin(people.columns.id, np.fromiter(ids, np.int64, len(ids)))


def _measured(plan: Plan) -> set[int]:
    """People whose level in anything the plan's gap run knew."""
    blocks = GapBlock.objects.filter(run=plan.gap_run_id or 0).values_list("payload", flat=True)
    columns = joined([bytes(payload) for payload in blocks])
    known: Int = columns["person_id"][~np.isnan(columns["held"])]
    return set(np.unique(known).tolist())
