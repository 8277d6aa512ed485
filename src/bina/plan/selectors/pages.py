"""What the pages of the plan show, each in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from bina.accounts.access import Access, Reach
from bina.catalog.models import Session
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within
from bina.plan.models import Commitment, Pin, Plan, Refusal, Seat

PUBLISHED = (Plan.State.SUBMITTED, Plan.State.FROZEN)
SEAT_ORDERS = {
    "nama": ("person__name", "pk"),
    "poin": ("-closure", "pk"),
    "biaya": ("-cost", "pk"),
    "tanggal": ("session__start", "pk"),
}


def plans_for(access: Access) -> QuerySet[Plan]:
    """HR sees every version; others see what is submitted or approved."""
    plans = Plan.objects.defer("totals", "history", "pins", "certificate")
    return plans if access.may("plan.edit") else plans.filter(state__in=PUBLISHED)


def visible_plans(access: Access) -> QuerySet[Plan]:
    """The same plans whole, with their job."""
    plans = Plan.objects.select_related("job", "gap_run", "amends")
    return plans if access.may("plan.edit") else plans.filter(state__in=PUBLISHED)


def seats_within(plan: Plan, reach: Reach) -> QuerySet[Seat]:
    """The plan's seats of the people whom the reach includes."""
    return _within(Seat.objects.filter(plan=plan, replaces=None), reach)


def _within(seats: QuerySet[Seat], reach: Reach) -> QuerySet[Seat]:
    if reach.everybody:
        return seats
    return seats.filter(Q(person__unit_id__in=reach.unit_ids) | Q(person_id=reach.person_id))


def year_within(plan: Plan, reach: Reach) -> QuerySet[Seat]:
    """The seats of the re-plan's year that stay and those that it adds, within the reach."""
    stays = Q(plan__year=plan.year, plan__state=Plan.State.FROZEN) | Q(plan=plan)
    gone = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)
    seats = Seat.objects.filter(stays).exclude(commitment__state__in=gone)
    return _within(seats.exclude(releases__plan=plan), reach)


def seats_list(seats: QuerySet[Seat], search: str, order: str, unit: Unit | None) -> QuerySet[Seat]:
    """Seats by name, NIP or programme, ordered, of a unit with all below."""
    if search:
        seats = seats.filter(
            Q(person__name__icontains=search)
            | Q(person__nip__startswith=search.replace(" ", ""))
            | Q(programme__name__icontains=search)
        )
    if unit is not None:
        seats = seats.filter(person__unit__path__startswith=unit.path)
    return seats.select_related("person__unit", "programme", "session").order_by(
        *SEAT_ORDERS.get(order, SEAT_ORDERS["nama"])
    )


@dataclass
class OfficeRow:
    """One office's part of the plan: sums over its units within the reader's reach."""

    public_id: str
    name: str
    people: int = 0
    seats: int = 0
    closure: float = 0.0
    jp: int = 0
    cost: int = 0
    need: float = 0.0
    missing_jp: int = 0
    missing_people: int = 0
    units: int = 0
    unit_ids: list[int] = field(default_factory=list)

    @property
    def jp_mean(self) -> float:
        """JP per person."""
        return self.jp / self.people if self.people else 0.0

    @property
    def share(self) -> float | None:
        """Closed part of the weighted need, None without any need."""
        return self.closure / self.need if self.need > 0 else None


OFFICE_ORDERS = {
    "nama": lambda row: row.name,
    "pegawai": lambda row: -row.people,
    "kursi": lambda row: -row.seats,
    "poin": lambda row: -row.closure,
    "biaya": lambda row: -row.cost,
    "kurang": lambda row: -row.missing_jp,
}


def offices(plan: Plan, reach: Reach, search: str = "", order: str = "nama") -> list[OfficeRow]:
    """One row per office (the level below the city); one query."""
    units = {
        pk: (public_id, name, path)
        for pk, public_id, name, path in Unit.objects.values_list("pk", "public_id", "name", "path")
    }
    rows: dict[int, OfficeRow] = {}
    for key, sums in plan.totals.get("units", {}).items():
        pk = int(key)
        if pk not in units or not (reach.everybody or pk in reach.unit_ids):
            continue
        office = _office_of(units[pk][2], units, reach)
        row = rows.setdefault(office, OfficeRow(str(units[office][0]), units[office][1]))
        for name, value in zip(
            ("people", "seats", "closure", "jp", "cost", "need", "missing_jp", "missing_people"),
            sums,
            strict=True,
        ):
            setattr(row, name, getattr(row, name) + value)
        row.units += 1
        row.unit_ids.append(pk)
    found = [row for row in rows.values() if search.casefold() in row.name.casefold()]
    return sorted(found, key=OFFICE_ORDERS.get(order, OFFICE_ORDERS["nama"]))


def _office_of(path: str, units: dict[int, Any], reach: Reach) -> int:
    """The second unit of a path (the office); for a smaller reach its highest reached unit."""
    ids = [int(pk) for pk in path.split("/") if pk]
    if reach.everybody:
        return ids[1] if len(ids) > 1 else ids[0]
    return next(pk for pk in ids if pk in reach.unit_ids and pk in units)


def person_in_plan(plan: Plan, person: Person) -> tuple[list[Seat], list[Refusal]]:
    """The person's seats and refused wishes; two queries."""
    seats = Seat.objects.filter(plan=plan, person=person).select_related(
        "programme", "session", "budget_line"
    )
    refusals = Refusal.objects.filter(plan=plan, person=person).select_related(
        "programme", "session"
    )
    return list(seats.order_by("session__start", "pk")), list(refusals)


def people_for(access: Access) -> QuerySet[Person]:
    """People whom the reader's plan permission includes."""
    return within(access.reach("plan.view"), active_people())


def sessions_of(plan: Plan, search: str = "") -> QuerySet[Session]:
    """The sessions that the plan holds, with heads and money; by day."""
    sessions = (
        Session.objects.filter(seats__plan=plan)
        .select_related("programme")
        .annotate(heads=Count("seats"), spent=Sum("seats__cost"), points=Sum("seats__closure"))
    )
    if search:
        sessions = sessions.filter(Q(programme__name__icontains=search) | Q(code__icontains=search))
    return sessions.order_by("start", "code")


def pins_for(access: Access, year: int | None, search: str = "") -> QuerySet[Pin]:
    """Pins of people within the reader's reach, newest first."""
    pins = Pin.objects.filter(person__in=people_for(access))
    if year:
        pins = pins.filter(year=year)
    if search:
        pins = pins.filter(
            Q(person__name__icontains=search)
            | Q(person__nip__startswith=search)
            | Q(document_no__icontains=search)
        )
    return pins.select_related("person__unit", "session__programme", "programme").order_by("-pk")


def frozen_plan_of(year: int) -> Plan | None:
    """The approved plan of a year that counts: the one approved last, re-plans aside."""
    frozen = Plan.objects.filter(year=year, state=Plan.State.FROZEN, amends=None)
    return frozen.order_by("-approved_at").first()


def rests_on(people: QuerySet[Person], since: dt.datetime) -> Plan | None:
    """A plan approved since then that seats any of these people, if there is one."""
    frozen = Plan.objects.filter(state=Plan.State.FROZEN, approved_at__gte=since)
    return frozen.filter(seats__person__in=people).order_by("approved_at").first()


def session_sums(plan: Plan, session: Session) -> dict[str, Any]:
    """Heads, money and points of a session in the plan."""
    seats = Seat.objects.filter(plan=plan, session=session, replaces=None)
    return seats.aggregate(heads=Count("pk"), spent=Sum("cost"), points=Sum("closure"))


def heads_by_unit(plan: Plan, session: Session, reach: Reach) -> list[tuple[str, int]]:
    """(unit, people away for this session), most first, within the reach."""
    seats = seats_within(plan, reach).filter(session=session)
    rows = seats.values_list("person__unit__name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "person__unit__name"))
