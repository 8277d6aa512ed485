"""Services of a unit that is merged go on in the other unit, with their roles and stand-ins."""

import datetime as dt
from typing import Any

from bina.audit.services import Actor, act
from bina.citizens.models import Service
from bina.people.models import Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.text import N_, Text


def preview(source: Unit, into: Unit) -> list[Text]:
    """How many services move; their minimum staff stays what it is."""
    n = Service.objects.filter(unit=source).count()
    words = N_("{n} layanan pindah ke {into} dengan peran dan staf minimumnya; periksa angkanya.")
    return [Text(words, {"n": n, "into": into.name})] if n else []


def follow(
    actor: Actor, source: Unit, into: Unit, _people: list[int], _day: dt.date, _reason: str
) -> dict[str, Any]:
    """Move the services."""
    moved = list(Service.objects.filter(unit=source).values_list("pk", flat=True))
    with act(actor, "citizens.unit_merged", ("unit", source.public_id)) as entry:
        Service.objects.filter(pk__in=moved).update(unit=into)
        entry.note(services=moved)
    return {"services": moved, "unit": source.pk, "into": into.pk}


def undo(actor: Actor, done: dict[str, Any]) -> None:
    """Give back the services that are still where they were moved to."""
    with act(actor, "citizens.unit_merged.undo") as entry:
        rows = Service.objects.filter(pk__in=done["services"], unit=done["into"])
        entry.note(n=rows.update(unit=done["unit"]))


add_unit_follower(Follower("citizens", preview, follow, undo))
