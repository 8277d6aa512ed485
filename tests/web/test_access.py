"""Every address × every role × whom it concerns, against the one permission table.

The expectation is computed here from the table alone; the answer comes from the running views.
An address without a permission, or with arguments and no target, fails.
"""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bina.accounts.permissions import PERMISSIONS, PUBLIC, Role, Scope
from bina.people.models import Person
from tests.cast import Cast
from tests.web.addresses import Address, addresses
from tests.web.targets import ELSEWHERE, GENERAL, PERSONAL

pytestmark = pytest.mark.django_db
ALL = addresses()
MEMBERS: dict[str, set[Role]] = {
    "ani": {Role.EMPLOYEE},
    "colleague": {Role.EMPLOYEE},
    "budi": {Role.EMPLOYEE, Role.UNIT_HEAD},
    "dani": {Role.EMPLOYEE},
    "officer": {Role.EMPLOYEE, Role.OPD_OFFICER},
    "citra": {Role.EMPLOYEE, Role.HR_ANALYST},
    "hr_head": {Role.EMPLOYEE, Role.UNIT_HEAD, Role.HR_HEAD},
    "mayor": {Role.MAYOR},
    "operator": {Role.OPERATOR},
}
# who is in whose unit: Budi heads Ani's puskesmas, the officer acts for the whole health office
REACHES_ANI = {Scope.SELF: {"ani"}, Scope.UNIT: {"budi", "officer"}}


def ids(address: Address) -> str:
    return address.name


def test_every_address_has_a_permission() -> None:
    assert [a.name for a in ALL if a.permission is None] == []


def test_every_address_with_arguments_has_a_target() -> None:
    known = PERSONAL.keys() | GENERAL.keys() | ELSEWHERE
    assert [a.name for a in ALL if a.arguments and a.name not in known] == []


def test_no_target_without_an_address() -> None:
    names = {a.name for a in ALL}
    assert sorted((PERSONAL.keys() | GENERAL.keys() | ELSEWHERE) - names) == []


def may(member: str, permission: str, concerns_ani: bool) -> bool:
    """What the table says, computed without the program's own reach."""
    table = PERMISSIONS[permission]
    for role in MEMBERS[member] & table.keys():
        scope = table[role]
        if scope is Scope.ALL or not concerns_ani:
            return True
        if member in REACHES_ANI[scope]:
            return True
    return False


def ask(client: Client, address: Address, url: str) -> int:
    """The status of the answer, by GET where the view takes it, else by an empty POST."""
    if "GET" in address.methods:
        return client.get(url).status_code
    return client.post(url, {}).status_code


def url_of(address: Address, cast: Cast, subject: Person) -> str:
    maker = PERSONAL.get(address.name) or GENERAL.get(address.name)
    return reverse(address.name, kwargs=maker(cast, subject) if maker else {})


@pytest.mark.parametrize("address", [a for a in ALL if a.name not in ELSEWHERE], ids=ids)
def test_access_is_what_the_table_says(
    address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    permission, url = address.permission or "", url_of(address, cast, cast.ani)

    before = transaction.savepoint()
    assert_anonymous(address, ask(Client(), address, url))
    transaction.savepoint_rollback(before)
    if permission == PUBLIC:
        return
    wrong = {}
    for member in MEMBERS:
        before = transaction.savepoint()
        status = ask(as_(member), address, url)
        transaction.savepoint_rollback(before)  # an act of one member must not hide the next's
        allowed = may(member, permission, address.name in PERSONAL)
        if allowed != (status < 400) and not (allowed and status in (400, 409, 422)):
            wrong[member] = (status, "allowed" if allowed else "denied")
        if not allowed:
            assert status in (403, 404) or member in wrong, (member, status)
    assert wrong == {}, f"{address.name}: status against what {permission} says"


def assert_anonymous(address: Address, status: int) -> None:
    if address.permission == PUBLIC:
        assert status < 500
    else:
        assert status == 302
