"""What a merged unit answers for in the regional plan goes to the other unit."""

import datetime as dt
from typing import Any

from bina.audit.services import Actor, act
from bina.goals.models import Activity, Goal, RegionalProgramme, SubActivity
from bina.people.models import Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.text import N_, Text

LEVELS: tuple[Any, ...] = (Goal, RegionalProgramme, Activity, SubActivity)


def preview(source: Unit, into: Unit) -> list[Text]:
    """How many rows change their owner."""
    n = sum(level.objects.filter(unit=source).count() for level in LEVELS)
    words = N_("{n} baris rencana pembangunan daerah berganti penanggung jawab: {into}.")
    return [Text(words, {"n": n, "into": into.name})] if n else []


def follow(
    actor: Actor, source: Unit, into: Unit, _people: list[int], _day: dt.date, _reason: str
) -> dict[str, Any]:
    """Change the owner."""
    with act(actor, "goals.unit_merged", ("unit", source.public_id)) as entry:
        rows = {
            level.__name__: list(level.objects.filter(unit=source).values_list("pk", flat=True))
            for level in LEVELS
        }
        for level in LEVELS:
            level.objects.filter(pk__in=rows[level.__name__]).update(unit=into)
        entry.note(rows=rows)
    return {"rows": rows, "unit": source.pk, "into": into.pk}


def undo(actor: Actor, done: dict[str, Any]) -> None:
    """Give back the rows that the other unit still owns."""
    with act(actor, "goals.unit_merged.undo") as entry:
        for level in LEVELS:
            rows = level.objects.filter(pk__in=done["rows"][level.__name__], unit=done["into"])
            rows.update(unit=done["unit"])
        entry.note(rows=done["rows"])


add_unit_follower(Follower("goals", preview, follow, undo))
