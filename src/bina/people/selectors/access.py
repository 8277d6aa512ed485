"""Questions to the people tables that other stages and the access middleware ask."""

from django.db.models import Q, QuerySet

from bina.accounts.access import Access, Reach
from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.calendar.today import today
from bina.people.models import Headship, Person, Position, RoleGrant, Unit
from bina.people.rules.heads import Holder, head_of


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
    return _below([unit_ids])[0]


def _below(groups: list[list[int]]) -> list[frozenset[int]]:
    """For each group of units the ids of them and of all below, in two queries for all groups."""
    wanted = {unit for group in groups for unit in group}
    if not wanted:
        return [frozenset() for _ in groups]
    paths = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "path"))
    below = Q(pk__in=wanted)
    for path in paths.values():
        below |= Q(path__startswith=path)
    units = list(Unit.objects.filter(below).values_list("pk", "path"))
    return [
        frozenset(
            pk
            for pk, path in units
            if pk in group or path.startswith(tuple(paths[top] for top in group if top in paths))
        )
        for group in groups
    ]


def headed_unit_ids(person: Person) -> list[int]:
    """Units that the person heads today: HR's word first, else the structural post of the own."""
    day = today()
    said = list(
        Headship.objects.filter(Q(person=person) | Q(unit=person.unit_id), valid_from__lte=day)
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
        .order_by("-valid_from", "-pk")
        .values_list("unit_id", "person_id")
    )
    newest: dict[int, int] = {}
    for unit_id, person_id in said:
        newest.setdefault(unit_id, person_id)
    units = [unit_id for unit_id, head in newest.items() if head == person.pk]
    holds_post = (
        person.position is not None and person.position.job_kind == Position.JobKind.STRUCTURAL
    )
    if person.unit_id is None or not holds_post or person.unit_id in newest:
        return units
    holders = active_people().filter(
        unit_id=person.unit_id, position__job_kind=Position.JobKind.STRUCTURAL
    )
    rows = holders.values_list("pk", "position__tier", "position_since", "position__echelon")
    head = head_of([Holder(*row) for row in rows])
    return [*units, person.unit_id] if head == person.pk else units


def user_ids_with(role: Role) -> list[int]:
    """Users to whom a role is granted today: whom a message to that role reaches."""
    day = today()
    grants = (
        RoleGrant.objects.filter(role=role, user__is_active=True)
        .filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
    )
    return sorted(set(grants.values_list("user_id", flat=True)))


ACTING_WORDS = {"plh": "Plh.", "plt": "Plt.", "secretary": "a.n."}


def own_headed_unit_ids(person: Person) -> list[int]:
    """Units that the person heads in their own right: by post, HR's word or a granted role."""
    day = today()
    granted = RoleGrant.objects.filter(
        user=person.user_id, role=Role.UNIT_HEAD, unit__isnull=False, acting_for=None
    )
    granted = granted.filter(Q(valid_from=None) | Q(valid_from__lte=day))
    granted = granted.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    return [*headed_unit_ids(person), *granted.values_list("unit_id", flat=True)]


def survivor_of(person: Person | None) -> Person | None:
    """The record that is kept after all merges of this one."""
    while person is not None and person.merged_into_id:
        person = Person.objects.select_related("position").get(pk=person.merged_into_id)
    return person


def access_of(user: User) -> Access:
    """The roles of a user today and the units they hold for (setting ACCESS_RESOLVER).

    At most six queries: person, headships, holders, grants, paths, units below; one more per merge
    of the person's record: such a log-in leads to the record that was kept and has the roles given
    to that one, no longer its own.
    """
    person = survivor_of(Person.objects.filter(user=user).select_related("position").first())
    if person is not None and person.left_on:
        return Access(user.pk, user.display_name)  # with the person go the roles that were given
    roles: set[Role] = set()
    held: dict[Role, list[int]] = {}
    if person is not None:
        roles.add(Role.EMPLOYEE)
        headed = headed_unit_ids(person)
        if headed:
            roles.add(Role.UNIT_HEAD)
            held[Role.UNIT_HEAD] = headed
    day = today()
    grants = (
        RoleGrant.objects.filter(user=person.user_id if person else user.pk)
        .filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
    )
    acting: dict[Role, str] = {}
    own: set[Role] = set(roles)
    names = ("role", "unit_id", "acting_mode", "acting_for__name")
    for role_name, unit_id, mode, head in grants.values_list(*names):
        role = Role(role_name)
        roles.add(role)
        if head:
            acting[role] = f"{ACTING_WORDS[mode]} {head}"
        else:
            own.add(role)
        if unit_id is not None:
            held.setdefault(role, []).append(unit_id)
    return Access(
        user_id=user.pk,
        name=user.display_name,
        person_id=person.pk if person else None,
        person_public_id=str(person.public_id) if person else "",
        home_unit_id=person.unit_id if person else None,
        roles=frozenset(roles),
        acting={role: f"juga {words}" if role in own else words for role, words in acting.items()},
        units=dict(zip(held, _below(list(held.values())), strict=True)),
    )
