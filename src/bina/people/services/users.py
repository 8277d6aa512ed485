"""Users who are no civil servants of the files: the first operator, the mayor."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.audit.services import SYSTEM, Actor, act
from bina.calendar.today import today
from bina.people.models import RoleGrant
from bina.text import N_, BinaError


class NameTaken(BinaError):
    """Somebody has this log-in name."""

    text = N_("Nama pengguna {name} sudah dipakai. Pilih nama lain.")


def create_user(
    username: str,
    name: str,
    roles: Iterable[str],
    password: str,
    *,
    actor: Actor = SYSTEM,
) -> User:
    """A user with a password and roles over everything. Raises NameTaken, ValidationError."""
    if User.objects.filter(username=username).exists():
        raise NameTaken(name=username)
    user = User(username=username, display_name=name)
    validate_password(password, user)
    user.set_password(password)
    wanted = [Role(role) for role in roles]
    with act(actor, "accounts.create", ("user", username)) as entry:
        user.save()
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=role, valid_from=today()) for role in wanted
        )
        entry.note(roles=[role.value for role in wanted])
    return user
