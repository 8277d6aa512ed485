"""The list of people: search, filters, order."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from bina.accounts.access import Reach
from bina.calendar.today import today
from bina.people.models import DevelopmentRecord, Person, PersonNumber, Unit
from bina.people.selectors.access import active_people, within

ORDERS: Final = {
    "nama": ("name", "pk"),
    "unit": ("unit__name", "name", "pk"),
    "nip": ("nip", "pk"),
    "golongan": ("-rank", "name", "pk"),
}
SHOWN_UNITS: Final = 120  # of the filter; the search finds every unit by its name


@dataclass(frozen=True)
class Query:
    """What the list is asked; empty means any."""

    search: str = ""
    unit: str = ""  # public id; with all units below
    employment: str = ""
    job_kind: str = ""
    district: str = ""
    doubtful: bool = False
    no_hours: bool = False
    order: str = "nama"


def people_list(reach: Reach, query: Query) -> QuerySet[Person]:
    """The people within reach that the query finds, with unit and position."""
    found = within(reach, active_people()).select_related("unit", "position")
    for word in query.search.split():
        found = found.filter(_holds(word))
    if query.unit:
        found = found.filter(unit__path__startswith=_path(query.unit))
    if query.employment:
        found = found.filter(employment=query.employment)
    if query.job_kind:
        found = found.filter(position__job_kind=query.job_kind)
    if query.district:
        found = found.filter(unit__district=query.district)
    if query.doubtful:
        found = found.exclude(data_doubts=[])
    if query.no_hours:
        learned = DevelopmentRecord.objects.filter(
            end__year=today().year, status=DevelopmentRecord.Status.APPROVED, jp__gt=0
        )
        found = found.exclude(pk__in=learned.values("person"))
    return found.order_by(*ORDERS.get(query.order, ORDERS["nama"]))


def _holds(word: str) -> Q:
    """A word in the name, the unit's name, or any present or former number."""
    found = Q(name__icontains=word) | Q(unit__name__icontains=word)
    if word.isdigit():
        former = PersonNumber.objects.filter(nip__contains=word)
        found |= Q(nip__contains=word) | Q(pk__in=former.values("person"))
    return found


def _path(public_id: str) -> str:
    """The path of the unit; one that nothing starts with when there is no such unit."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return "-"
    path = Unit.objects.filter(public_id=wanted).values_list("path", flat=True).first()
    return path or "-"


def filter_units(reach: Reach) -> list[Unit]:
    """The units to choose from: offices for those who see everybody, else the own ones."""
    if reach.everybody:
        units = Unit.objects.filter(kind__in=(Unit.Kind.OPD, Unit.Kind.DISTRICT))
    else:
        units = Unit.objects.filter(pk__in=reach.unit_ids)
    return list(units.order_by("name")[:SHOWN_UNITS])


def districts() -> list[str]:
    """The districts in which units lie."""
    names = Unit.objects.exclude(district="").order_by("district")
    return list(names.values_list("district", flat=True).distinct())
