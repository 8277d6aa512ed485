"""The present people, units and posts as columns: one query per table."""

from dataclasses import dataclass
from typing import Any, Final

from bina.accounts.models import User
from bina.people.models import Assignment, Person, PersonNumber, Position, Unit
from bina.people.rules.matching import KnownPeople
from bina.people.rules.organisation import KnownUnit
from bina.people.rules.posts import KnownPost

FIELDS: Final = (  # of Person, in the order in which rows of it are kept
    "pns_id",
    "nip",
    "name",
    "title_front",
    "title_back",
    "birth_place",
    "birth_date",
    "gender",
    "employment",
    "legal_position",
    "appointed_on",
    "rank",
    "rank_since",
    "education_level",
    "education_name",
    "graduation_year",
    "unit_id",
    "position_id",
    "position_since",
    "data_doubts",
)
AT: Final = {name: place for place, name in enumerate(FIELDS)}


@dataclass(frozen=True)
class Present:
    """The tables at the moment of comparing."""

    people: dict[int, list[Any]]  # id -> values of FIELDS
    active: set[int]  # ids of people neither merged away nor known to have left
    users: dict[int, int | None]  # person id -> user id
    known: KnownPeople
    units: list[KnownUnit]
    posts: list[KnownPost]


def present() -> Present:
    """Gather everything that an import compares with: four queries."""
    rows = list(
        Person.objects.filter(merged_into=None)
        .order_by("pk")
        .values_list("pk", "left_on", "user_id", *FIELDS)
        .iterator(5_000)
    )
    people = {row[0]: list(row[3:]) for row in rows}
    former = dict(
        PersonNumber.objects.filter(person__merged_into=None)
        .order_by("pk")
        .values_list("nip", "person_id")
    )
    known = KnownPeople(
        ids=list(people),
        pns_ids=[row[AT["pns_id"]] for row in people.values()],
        nips=[row[AT["nip"]] for row in people.values()],
        names=[row[AT["name"]] for row in people.values()],
        births=[row[AT["birth_date"]] for row in people.values()],
        former=former,
    )
    units = Unit.objects.order_by("pk").values_list("pk", "code", "name", "parent_id", "kind")
    posts = Position.objects.order_by("pk").values_list(
        "pk", "code", "name", "job_kind", "tier", "echelon"
    )
    return Present(
        people,
        {row[0] for row in rows if row[1] is None},
        {row[0]: row[2] for row in rows},
        known,
        [KnownUnit(*row) for row in units],
        [KnownPost(*row) for row in posts],
    )


def open_assignments(person_ids: set[int]) -> dict[int, list[Any]]:
    """person id -> [assignment id, unit id, position id, valid from] of the newest open one."""
    rows = Assignment.objects.filter(valid_until=None).order_by("valid_from", "pk")
    found: dict[int, list[Any]] = {}
    for person_id, *row in rows.values_list(
        "person_id", "pk", "unit_id", "position_id", "valid_from"
    ).iterator(5_000):
        if person_id in person_ids:
            found[person_id] = row
    return found


def usernames() -> set[str]:
    """All names that are taken."""
    return set(User.objects.values_list("username", flat=True))
