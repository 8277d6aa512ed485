"""Questions to the people tables that other stages and the access middleware ask."""

from django.db.models import Q, QuerySet

from bina.accounts.access import Access, Reach
from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.calendar.today import today
from bina.people.models import Headship, Person, Position, RoleGrant, Unit


def active_people() -> QuerySet[Person]:
    """People who are neither merged away nor known to have left."""
    return Person.objects.filter(merged_into=None, left_on=None)


def within(reach: Reach, people: QuerySet[Person]) -> QuerySet[Person]:
    """The people whom a permission's reach includes: the scoping of every personal query."""
    if reach.everybody:
        return people
    return people.filter(Q(unit_id__in=reach.unit_ids) | Q(pk=reach.person_id))


def unit_ids_below(unit_ids: list[int]) -> frozenset[int]:
    """The ids of the units and of all units below them."""
    if not unit_ids:
        return frozenset()
    below = Q()
    for path in Unit.objects.filter(pk__in=unit_ids).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return (
        frozenset(Unit.objects.filter(below).values_list("pk", flat=True))
        if below
        else (frozenset())
    )


def headed_unit_ids(person: Person) -> list[int]:
    """Units that the person heads: HR's word first, else the structural post in the own unit."""
    day = today()
    current = Headship.objects.filter(valid_from__lte=day).filter(
        Q(valid_until=None) | Q(valid_until__gte=day)
    )
    units = list(current.filter(person=person).values_list("unit_id", flat=True))
    unit = person.unit
    holds_post = (
        person.position is not None and person.position.job_kind == Position.JobKind.STRUCTURAL
    )
    if unit is None or not holds_post or current.filter(unit=unit).exists():
        return units
    first = (
        active_people()
        .filter(unit=unit, position__job_kind=Position.JobKind.STRUCTURAL)
        .order_by("position__tier", "position_since", "pk")
        .values_list("pk", flat=True)
        .first()
    )
    return [*units, unit.pk] if first == person.pk else units


def access_of(user: User) -> Access:
    """The roles of a user today and the units they hold for (setting ACCESS_RESOLVER)."""
    person = Person.objects.filter(user=user).select_related("unit", "position").first()
    roles: set[Role] = set()
    held: dict[Role, list[int]] = {}
    if person is not None and person.merged_into_id is None and person.left_on is None:
        roles.add(Role.EMPLOYEE)
        headed = headed_unit_ids(person)
        if headed:
            roles.add(Role.UNIT_HEAD)
            held[Role.UNIT_HEAD] = headed
    day = today()
    grants = (
        RoleGrant.objects.filter(user=user)
        .filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
    )
    for role_name, unit_id in grants.values_list("role", "unit_id"):
        role = Role(role_name)
        roles.add(role)
        if unit_id is not None:
            held.setdefault(role, []).append(unit_id)
    return Access(
        user_id=user.pk,
        name=user.display_name,
        person_id=person.pk if person else None,
        person_public_id=str(person.public_id) if person else "",
        home_unit_id=person.unit_id if person else None,
        roles=frozenset(roles),
        units={role: unit_ids_below(ids) for role, ids in held.items()},
    )
