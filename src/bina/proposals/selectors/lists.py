"""Proposals as lists: one's own, a unit's ranked list, and the agency's with its filters."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When

from bina.accounts.access import Access, Reach
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within
from bina.proposals.models import Proposal, UnitList
from bina.proposals.rules.stages import OPEN_STATES
from bina.proposals.selectors.heads import heads_who_rank

State = Proposal.State
BY_RANK: Final = (F("rank").asc(nulls_last=True), F("paper_rank").asc(nulls_last=True))
ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "urutan": (*BY_RANK, "person__unit__name", "person__name", "pk"),
    "nama": ("person__name", "pk"),
    "unit": ("person__unit__name", *BY_RANK, "pk"),
    "kompetensi": ("competency__name", "person__name", "pk"),
    "tanggal": ("-proposed_on", "-pk"),
}
# the unit on whose list a proposal stands: the own one, for a head the one above
LIST_UNIT: Final = Case(
    When(of_head=True, person__unit__parent__isnull=False, then=F("person__unit__parent_id")),
    default=F("person__unit_id"),
)


@dataclass(frozen=True)
class Query:
    """What the list is asked; empty means any."""

    year: int
    search: str = ""
    unit: str = ""  # public id; with all units below
    state: str = ""
    ranked: str = ""  # "ya", "belum"
    order: str = "urutan"


def visible(access: Access) -> QuerySet[Proposal]:
    """The proposals of people whom the user may see."""
    people = within(access.reach("proposals.view"), active_people())
    return Proposal.objects.filter(person__in=people).select_related(
        "person__unit", "person__position", "competency", "factor"
    )


def of_person(person: Person) -> QuerySet[Proposal]:
    """A person's proposals, newest year first."""
    found = Proposal.objects.filter(person=person).select_related("competency", "factor", "person")
    return found.order_by("-year", "pk")


def proposal_list(reach: Reach, query: Query) -> QuerySet[Proposal]:
    """The proposals within reach that the query finds."""
    found = Proposal.objects.filter(person__in=within(reach, active_people()), year=query.year)
    if query.state in State.values:
        found = found.filter(state=query.state)
    if query.ranked in ("ya", "belum"):
        found = found.filter(rank__isnull=query.ranked == "belum")
    if query.unit:
        found = found.filter(person__unit__path__startswith=_path(query.unit))
    for word in query.search.split():
        found = found.filter(
            Q(person__name__icontains=word)
            | Q(person__nip__startswith=word)
            | Q(person__unit__name__icontains=word)
            | Q(competency__name__icontains=word)
            | Q(competency__code__iexact=word)
        )
    return found.select_related(
        "person__unit", "person__position", "competency", "factor"
    ).order_by(*ORDERS.get(query.order, ORDERS["urutan"]))


def _path(public_id: str) -> str:
    """The path of the unit; one that nothing starts with when there is no such unit."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return "-"
    path = Unit.objects.filter(public_id=wanted).values_list("path", flat=True).first()
    return path or "-"


def on_list(unit: Unit, year: int) -> QuerySet[Proposal]:
    """A unit's list of a year that its head ranks: what waits or counts, in order."""
    found = Proposal.objects.filter(
        person__in=active_people(), year=year, state__in=OPEN_STATES
    ).annotate(list_unit=LIST_UNIT)
    return (
        found.filter(list_unit=unit.pk)
        .select_related("person__unit", "person__position", "competency")
        .order_by(*BY_RANK, "proposed_on", "pk")
    )


@dataclass(frozen=True)
class ListRow:
    """A unit with a list: how many proposals stand on it, how many have no rank, who ranked it."""

    unit: Unit
    n: int
    n_unranked: int
    said: UnitList | None


def unit_lists(year: int, unit_ids: frozenset[int] | None = None) -> list[ListRow]:
    """Units on whose list something stands, by name; three queries. None: of the whole city."""
    found = Proposal.objects.filter(
        person__in=active_people(), year=year, state__in=OPEN_STATES
    ).annotate(list_unit=LIST_UNIT)
    if unit_ids is not None:
        found = found.filter(list_unit__in=unit_ids)
    counts = (
        found.order_by()
        .values("list_unit")
        .annotate(n=Count("pk"), n_unranked=Count("pk", filter=Q(rank=None)))
    )
    by_unit = {row["list_unit"]: row for row in counts if row["list_unit"] is not None}
    units = Unit.objects.filter(pk__in=by_unit).order_by("name")
    said = {row.unit_id: row for row in UnitList.objects.filter(year=year, unit__in=by_unit)}
    return [
        ListRow(unit, by_unit[unit.pk]["n"], by_unit[unit.pk]["n_unranked"], said.get(unit.pk))
        for unit in units
    ]


def rankable(reach: Reach, year: int) -> frozenset[int]:
    """The units whose lists one with that reach of `proposals.rank` puts in order.

    The head of the HR agency (everybody) ranks what no head above can: lists without any, and those
    of units with none above on which the own head stands. Five queries for them, else none.
    """
    if not reach.everybody:
        return reach.unit_ids
    open_ = Proposal.objects.filter(person__in=active_people(), year=year, state__in=OPEN_STATES)
    listed = open_.annotate(list_unit=LIST_UNIT).order_by()
    units = {pk for pk in listed.values_list("list_unit", flat=True).distinct() if pk}
    topmost = open_.filter(of_head=True, person__unit__isnull=False, person__unit__parent=None)
    nobody = {pk for pk, who in heads_who_rank(units).items() if not who}
    return reach.unit_ids | nobody | set(topmost.values_list("person__unit_id", flat=True))


def counts(reach: Reach, year: int) -> dict[str, int]:
    """How many proposals of a year are in each state; one query."""
    found = Proposal.objects.filter(person__in=within(reach, active_people()), year=year)
    rows = found.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = dict(rows)
    return {state.value: by_state.get(state.value, 0) for state in State}


def sendable(access: Access, year: int) -> list[tuple[Unit, UnitList | None]]:
    """The officer's offices, the highest of each tree, with what was said of their lists."""
    reach = access.reach("proposals.send").unit_ids
    if not reach:
        return []
    units = [
        unit for unit in Unit.objects.filter(pk__in=reach).order_by("path")
        if unit.parent_id not in reach
    ]  # fmt: skip
    said = {row.unit_id: row for row in UnitList.objects.filter(year=year, unit__in=units)}
    return [(unit, said.get(unit.pk)) for unit in units]
