"""What a user may reach today: roles with the units they hold for, read against the table.

`Access` is made once a request by the people stage (setting ACCESS_RESOLVER), because only that
stage knows who heads which unit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from bina.accounts.models import User
from bina.accounts.permissions import PERMISSIONS, PUBLIC, Role, Scope
from bina.audit.services import Actor

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True)
class Reach:
    """Whom a permission reaches: everybody, some units with all below, or one person."""

    everybody: bool = False
    unit_ids: frozenset[int] = frozenset()  # already includes the units below
    person_id: int | None = None

    def __bool__(self) -> bool:
        return self.everybody or bool(self.unit_ids) or self.person_id is not None


@dataclass(frozen=True)
class Access:
    """A user's roles on a day. `units` holds the unit ids (with all below) of each unit role."""

    user_id: int
    name: str
    person_id: int | None = None
    person_public_id: str = ""
    home_unit_id: int | None = None
    roles: frozenset[Role] = frozenset()
    units: dict[Role, frozenset[int]] = field(default_factory=dict)
    acting: dict[Role, str] = field(default_factory=dict)  # role → for whom, e.g. "Plh. BUDI"

    def may(self, permission: str) -> bool:
        """Whether any of the roles has the permission, for anybody at all."""
        return bool(self.reach(permission))

    def reach(self, permission: str) -> Reach:
        """The union of what each role reaches under `permission`. KeyError if undeclared."""
        table = PERMISSIONS[permission]
        everybody, unit_ids, person_id = False, frozenset[int](), None
        for role in self.roles & table.keys():
            scope = table[role]
            if scope is Scope.ALL:
                everybody = True
            elif scope is Scope.UNIT:
                unit_ids |= self.units.get(role, frozenset())
            elif scope is Scope.SELF:
                person_id = self.person_id if self.person_id is not None else -1
        return Reach(everybody, unit_ids, person_id)

    def role_for(self, permission: str, *, own: bool = False) -> Role:
        """The role that an act is done in, for the audit: the narrowest that suffices.

        `own` says that the act concerns the user's own record; then `employee` goes first.
        """
        order = [Role.EMPLOYEE] if own else []
        order += [Role.UNIT_HEAD, Role.OPD_OFFICER, Role.HR_ANALYST, Role.HR_HEAD, Role.MAYOR]
        order += [Role.OPERATOR, Role.EMPLOYEE]
        for role in order:
            if role in self.roles and role in PERMISSIONS[permission]:
                return role
        raise PermissionError(f"no role of {self.name} has {permission}")

    def actor(self, permission: str, *, own: bool = False) -> Actor:
        """The actor to hand to `audit.act` for a write under `permission`."""
        role = self.role_for(permission, own=own)
        name = f"{self.name} ({self.acting[role]})" if role in self.acting else self.name
        return Actor(self.user_id, name, role.value)


class Resolver(Protocol):
    """The people stage's answer to "who is this user today"."""

    def __call__(self, user: User) -> Access:
        """The user's roles and the units they hold for."""
        ...


class BinaRequest(HttpRequest):
    """A request that passed AccessMiddleware."""

    access: Access | None


def requires(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view with the permission that AccessMiddleware checks before it runs."""
    if permission != PUBLIC and permission not in PERMISSIONS:
        raise KeyError(f"{permission} is not in accounts/permissions.py; declare it there.")

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> R:
            return view(*args, **kwargs)

        cast(Any, marked).permission = permission
        return marked

    return mark


def access_of(request: HttpRequest) -> Access:
    """The signed-in user's access. Raises PermissionError on a public page without a user."""
    access = cast(BinaRequest, request).access
    if access is None:
        raise PermissionError("nobody is signed in")
    return access
