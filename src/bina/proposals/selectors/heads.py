"""Who heads which unit today, for many units or people at once."""

from collections.abc import Collection

from django.db.models import Q

from bina.accounts.permissions import Role
from bina.calendar.today import today
from bina.people.models import Headship, Person, Position, RoleGrant, Unit
from bina.people.rules.heads import Holder, head_of
from bina.people.selectors import active_people, user_ids_with


def heads_of(unit_ids: Collection[int]) -> dict[int, int]:
    """Unit id -> person id of its head, where it has one; two queries.

    HR's word first, else the holder of the structural post (as people.rules.heads decides).
    """
    said: dict[int, int] = {}
    words = Headship.objects.filter(unit__in=unit_ids, valid_from__lte=today())
    words = words.filter(Q(valid_until=None) | Q(valid_until__gte=today()))
    rows = words.order_by("-valid_from", "-pk").values_list("unit_id", "person_id")
    for unit_id, person_id in rows:
        said.setdefault(unit_id, person_id)
    holders: dict[int, list[Holder]] = {}
    posts = active_people().filter(
        unit__in=unit_ids, position__job_kind=Position.JobKind.STRUCTURAL
    )
    names = ("unit_id", "pk", "position__tier", "position_since", "position__echelon")
    for unit_id, *facts in posts.values_list(*names):
        holders.setdefault(unit_id, []).append(Holder(*facts))
    found = {pk: head_of(holders.get(pk, ()), said.get(pk)) for pk in unit_ids}
    return {unit_id: head for unit_id, head in found.items() if head is not None}


def heads_among(person_ids: Collection[int]) -> set[int]:
    """Those of the people who head the unit they work in; three queries."""
    units = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "unit_id"))
    heads = heads_of({unit for unit in units.values() if unit is not None})
    return {person for person, unit in units.items() if unit and heads.get(unit) == person}


def users_who_rank(unit_ids: Collection[int]) -> dict[int, set[int]]:
    """Unit id -> users who can rank its list: its head, or the nearest head above, and deputies.

    Where there is none, the head of the HR agency and who acts for them. Five queries for all
    units together. Heads without a log-in are passed over.
    """
    found = heads_who_rank(unit_ids)
    if all(found.values()):
        return found
    agency = set(user_ids_with(Role.HR_HEAD))
    return {unit_id: who or agency for unit_id, who in found.items()}


def heads_who_rank(unit_ids: Collection[int]) -> dict[int, set[int]]:
    """As users_who_rank, and nobody where no head can; four queries."""
    paths = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "path"))
    chains = {pk: [int(part) for part in path.strip("/").split("/")] for pk, path in paths.items()}
    heads = heads_of({pk for chain in chains.values() for pk in chain})
    users = dict(
        active_people()
        .filter(pk__in=heads.values(), user__is_active=True)
        .values_list("pk", "user_id")
    )
    deputies = _deputies(chains.values())
    found: dict[int, set[int]] = {}
    for unit_id, chain in chains.items():
        nearest = next((pk for pk in reversed(chain) if users.get(heads.get(pk, 0))), None)
        who = set(deputies.get(unit_id, ()))
        if nearest is not None:
            who.add(users[heads[nearest]])
            who |= deputies.get(nearest, set())
        found[unit_id] = who
    return found


def _deputies(chains: Collection[list[int]]) -> dict[int, set[int]]:
    units = {pk for chain in chains for pk in chain}
    grants = RoleGrant.objects.filter(role=Role.UNIT_HEAD, unit__in=units, user__is_active=True)
    grants = grants.filter(Q(valid_from=None) | Q(valid_from__lte=today()))
    grants = grants.filter(Q(valid_until=None) | Q(valid_until__gte=today()))
    found: dict[int, set[int]] = {}
    for unit_id, user_id in grants.values_list("unit_id", "user_id"):
        if unit_id is not None:
            found.setdefault(unit_id, set()).add(user_id)
    return found
