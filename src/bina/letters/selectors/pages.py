"""What the pages of calls and letters show, each in a fixed number of queries."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from bina.accounts.access import Access
from bina.catalog.models import Session
from bina.letters.models import Batch, Kind, Letter
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, Plan, Seat, Waiting
from bina.plan.services.nominating import nominations

State = Commitment.State
STATES = {state.value: f"n_{state.value}" for state in State}
SESSION_ORDERS = {
    "tanggal": ("start", "code"),
    "program": ("programme__name", "start"),
    "tolak": ("-n_declined", "start"),
}
SEAT_ORDERS = {
    "nama": ("person__name", "pk"),
    "unit": ("person__unit__name", "person__name", "pk"),
    "keadaan": ("commitment__state", "person__name", "pk"),
}
LETTER_ORDERS = {
    "baru": ("-day", "-pk"),
    "nomor": ("year", "kind", "sequence"),
    "nama": ("person__name", "-day", "pk"),
}


def people_within(access: Access, permission: str) -> QuerySet[Person]:
    """The people whom a permission reaches."""
    return within(access.reach(permission), Person.objects.all())


def sessions(
    access: Access, *, since: dt.date | None, search: str, order: str
) -> QuerySet[Session]:
    """Sessions with seats of plans in force, of people in reach, with counts by state."""
    mine = Q(seats__plan__state=Plan.State.FROZEN)
    if not access.reach("letters.list").everybody:
        mine &= Q(seats__person__in=people_within(access, "letters.list"))
    counts = {
        name: Count("seats", filter=mine & Q(seats__commitment__state=state))
        for state, name in STATES.items()
    }
    rows = Session.objects.annotate(n_all=Count("seats", filter=mine), **counts).filter(n_all__gt=0)
    if since is not None:
        rows = rows.filter(end__gte=since)
    if search:
        rows = rows.filter(Q(programme__name__icontains=search) | Q(code__icontains=search))
    ordered = SESSION_ORDERS.get(order, SESSION_ORDERS["tanggal"])
    return rows.select_related("programme").order_by(*ordered)


def seats_of(
    access: Access, session: Session, *, search: str = "", state: str = "", order: str = ""
) -> QuerySet[Seat]:
    """The nomination list of a session, of the people in reach."""
    seats = nominations(session)
    if not access.reach("letters.list").everybody:
        seats = seats.filter(person__in=people_within(access, "letters.list"))
    if search:
        seats = seats.filter(Q(person__name__icontains=search) | Q(person__nip__startswith=search))
    if state in STATES:
        seats = seats.filter(commitment__state=state)
    return seats.order_by(*SEAT_ORDERS.get(order, SEAT_ORDERS["nama"]))


def nominated(access: Access, sessions: QuerySet[Session]) -> QuerySet[Seat]:
    """The nomination lists of several sessions, of the people in reach, first session first."""
    seats = Seat.objects.filter(plan__state=Plan.State.FROZEN, session__in=sessions.values("pk"))
    if not access.reach("letters.list").everybody:
        seats = seats.filter(person__in=people_within(access, "letters.list"))
    return seats.select_related(
        "plan", "programme", "session", "person__unit", "commitment", "budget_line",
        "replaces__person",
    ).order_by("session__start", "session__code", "person__name", "pk")  # fmt: skip


def counts_of(seats: QuerySet[Seat]) -> dict[str, int]:
    """How many seats are in each state."""
    found = seats.order_by().values_list("commitment__state").annotate(n=Count("pk"))
    return {state: n for state, n in found if state}


def waiting(session: Session) -> list[Waiting]:
    """The stored waiting list of a session, best first."""
    rows = Waiting.objects.filter(session=session, plan__state=Plan.State.FROZEN)
    return list(rows.select_related("person__unit", "person__position", "budget_line"))


def letters(access: Access, *, search: str, kind: str, year: str, order: str) -> QuerySet[Letter]:
    """The register of issued letters in reach; lists of participants only for the whole city."""
    rows = Letter.objects.all()
    if not access.reach("letters.list").everybody:
        rows = rows.filter(person__in=people_within(access, "letters.list"))
    if search:
        rows = rows.filter(
            Q(number__icontains=search)
            | Q(person__name__icontains=search)
            | Q(person__nip__startswith=search)
            | Q(session__programme__name__icontains=search)
        )
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if year.isascii() and year.isdigit() and len(year) == 4:
        rows = rows.filter(year=int(year))
    rows = rows.select_related("person", "session__programme", "replaces", "replaced_by")
    return rows.defer("values").order_by(*LETTER_ORDERS.get(order, LETTER_ORDERS["baru"]))


def letters_to_read(access: Access) -> QuerySet[Letter]:
    """Letters that the user may open: the own, those of the own units, or all."""
    rows = Letter.objects.select_related(
        "person", "session__programme", "replaces", "replaced_by", "pack", "batch"
    )
    if access.reach("letters.view").everybody:
        return rows
    return rows.filter(person__in=within(access.reach("letters.view"), active_people()))


def batches() -> QuerySet[Batch]:
    """Batches, newest first, with how many of their letters are made."""
    made = Count("letters", filter=~Q(letters__pack=None))
    return Batch.objects.annotate(n_made=made).select_related("job").order_by("-created_at", "-pk")


def own_letters(person: Person) -> QuerySet[Letter]:
    """A person's letters that are in force, newest first."""
    rows = Letter.objects.filter(person=person, replaced_by=None).exclude(pack=None)
    return rows.select_related("session__programme").defer("values").order_by("-day", "-pk")


def register_rows(rows: QuerySet[Letter]) -> list[list[Any]]:
    """The register as rows of a workbook."""
    return [
        [
            row.number,
            row.day,
            row.get_kind_display(),
            row.person.full_name if row.person else "",
            row.person.nip if row.person else "",
            row.session.programme.name,
            row.session.code,
            row.content_hash,
            row.replaces.number if row.replaces else "",
            row.reason,
        ]
        for row in rows.iterator(2_000)
    ]
