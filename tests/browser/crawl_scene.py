"""Run on the demonstration site's database: the address of every page, and who may open it.

    START '{"ani": "1990…", …}'   → JSON: member → name of the address → path

What an address is asked about comes from the same tables as in the test of access
(`tests/web/targets.py`), with the people of the demonstration in the places of the cast.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse

from bina.accounts.models import User
from bina.accounts.permissions import PUBLIC
from bina.citizens.models import Service, ServiceRole
from bina.people.models import Person, Unit
from tests.cast import Cast
from tests.web import targets
from tests.web.addresses import Address, addresses
from tests.web.test_access import MEMBERS, may

START = "import django; django.setup(); from tests.browser.crawl_scene import main; main()"
Paths = dict[str, dict[str, str]]


def cast_of(log_ins: dict[str, str]) -> Cast:
    """The people of the demonstration in the places of the cast."""

    def member(name: str) -> Person:
        return Person.objects.select_related("unit", "position", "user").get(nip=log_ins[name])

    ani, budi, dani, citra = (member(name) for name in ("ani", "budi", "dani", "citra"))
    beside = Person.objects.filter(unit=ani.unit, position=ani.position, user__isnull=False)
    return Cast(
        ani=ani,
        colleague=beside.exclude(pk__in=[ani.pk, budi.pk]).order_by("pk")[0],
        budi=budi,
        citra=citra,
        dani=dani,
        officer=member("officer"),
        hr_head=member("hr_head"),
        mayor=User.objects.get(username=log_ins["mayor"]),
        operator=User.objects.get(username=log_ins["operator"]),
        city=Unit.objects.filter(parent=None).order_by("pk")[0],
        health=ani.unit.parent or ani.unit,
        puskesmas=ani.unit,
        registry=dani.unit,
        agency=citra.unit,
    )


def path_of(address: Address, cast: Cast) -> str:
    """Where the page is, what it is asked about having been made if need be."""
    maker = targets.PERSONAL.get(address.name) or targets.GENERAL.get(address.name)
    if maker is None:
        return reverse(address.name)
    with transaction.atomic():
        return reverse(address.name, kwargs=maker(cast, cast.ani))


def once() -> None:
    """What the tables make is made once here, not once for each address."""
    names = ("list_letter", "letter_of", "called", "signatory", "plan", "seat_of", "pin", "record")
    for name in names:
        setattr(targets, name, remembered(getattr(targets, name)))
    vars(targets).update(
        service=lambda cast: Service.objects.order_by("pk")[0],
        role=lambda cast: ServiceRole.objects.order_by("pk")[0],
        satisfied=lambda cast: cast.puskesmas,  # its SKM came with the city
    )


def remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    """The first answer, whoever asks."""
    made: list[Any] = []

    def again(*arguments: Any) -> Any:
        if not made:
            made.append(make(*arguments))
        return made[0]

    return again


def paths(cast: Cast) -> Paths:
    """Every address that answers GET, for each member who may open it."""
    once()
    found: Paths = {member: {} for member in [*MEMBERS, "nobody"]}
    for address in addresses():
        if "GET" not in address.methods or address.name in targets.ELSEWHERE:
            continue
        path = path_of(address, cast)
        permission = address.permission or ""
        personal = address.name in targets.PERSONAL
        for member, mine in found.items():
            if permission == PUBLIC or (member in MEMBERS and may(member, permission, personal)):
                mine[address.name] = path
    return found


def main() -> None:
    """Print the paths, the log-ins being the first argument."""
    sys.stdout.write(json.dumps(paths(cast_of(json.loads(sys.argv[1])))))
