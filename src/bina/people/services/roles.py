"""Roles given to users, and the codes with which they open their accounts."""

import datetime as dt
from collections.abc import Sequence

from bina.accounts.models import UNUSABLE, User
from bina.accounts.permissions import Role
from bina.accounts.services import issue_codes
from bina.audit.services import Actor, act
from bina.people.models import Person, RoleGrant, Unit
from bina.people.rules.moves import ONE_DAY
from bina.text import N_, BinaError


class UnitWanted(BinaError):
    """A role that holds for a unit needs one."""

    text = N_("Peran ini berlaku untuk satu unit. Pilih unitnya.")


def grant_role(
    actor: Actor,
    user: User,
    role: Role,
    unit: Unit | None,
    *,
    day: dt.date,
    document_no: str,
) -> RoleGrant:
    """Give a role from `day` on; a former grant of the same role is taken up again.

    Raises OwnRole, UnitWanted.
    """
    if actor.user_id == user.pk:
        raise OwnRole
    if role in (Role.OPD_OFFICER, Role.UNIT_HEAD) and unit is None:
        raise UnitWanted
    with act(actor, "roles.grant", ("user", user.username)) as entry:
        found = RoleGrant.objects.filter(user=user, role=role, unit=unit).first()
        grant = found or RoleGrant(user=user, role=role, unit=unit)
        grant.valid_from, grant.valid_until, grant.document_no = day, None, document_no
        grant.save()
        entry.note(role=role.value, unit=unit.code if unit else None, document_no=document_no)
    return grant


def end_role(actor: Actor, grant: RoleGrant, day: dt.date) -> None:
    """The role ends the day before `day`."""
    with act(actor, "roles.end", ("user", grant.user.username)) as entry:
        grant.valid_until = day - ONE_DAY
        grant.save(update_fields=["valid_until"])
        entry.note(role=grant.role, unit=grant.unit_id, day=day)


CITY_ROLES = (Role.HR_ANALYST, Role.HR_HEAD, Role.MAYOR, Role.OPERATOR)


class OwnRole(BinaError):
    """A role for oneself."""

    text = N_("Peran untuk diri sendiri harus diberikan oleh orang lain yang berwenang.")


def with_city_role(people: Sequence[Person]) -> set[int]:
    """Ids of those people who hold, or will hold, a role over the whole city.

    Whoever prints a code could take the account, and with it the role: only those who may give
    roles print codes for these people.
    """
    grants = RoleGrant.objects.filter(
        user__in=[person.user_id for person in people if person.user_id],
        role__in=[role.value for role in CITY_ROLES],
    )
    holders = set(grants.values_list("user_id", flat=True))
    return {person.pk for person in people if person.user_id in holders}


def issue_for(actor: Actor, unit: Unit, people: Sequence[Person]) -> list[tuple[Person, str]]:
    """A fresh code for each person; a user is made for whoever has none."""
    with act(actor, "accounts.sheet", ("unit", unit.code)) as entry:
        ready = [person for person in people if person.user_id or _make_user(person)]
        codes = issue_codes(actor, [person.user for person in ready if person.user], unit.code)
        entry.note(n=len(codes))
    return [(person, codes[person.user_id]) for person in ready if person.user_id in codes]


def _make_user(person: Person) -> bool:
    name = person.nip or person.pns_id
    if not name or User.objects.filter(username=name).exists():
        return False
    person.user = User.objects.create(username=name, display_name=person.name, password=UNUSABLE)
    person.save(update_fields=["user"])
    return True
