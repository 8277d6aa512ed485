"""Acts on the organisation: a unit's head, name by date, and place in the tree."""

import datetime as dt

from django.db.models import Q

from bina.audit.services import Actor, act
from bina.people.models import Headship, Person, Unit, UnitName
from bina.people.rules.moves import ONE_DAY
from bina.people.services.tree import rebuild_paths
from bina.text import N_, BinaError


class BelowItself(BinaError):
    """A unit cannot lie below itself."""

    text = N_("{unit} tidak dapat dipindah ke bawah dirinya sendiri. Pilih induk yang lain.")


class NameThere(BinaError):
    """A name from that day on is written already."""

    text = N_("Pada {day} sudah ada nama untuk unit ini. Pilih tanggal lain.")


def appoint_head(
    actor: Actor,
    unit: Unit,
    person: Person,
    *,
    day: dt.date,
    until: dt.date | None,
    reason: str,
    document_no: str,
) -> Headship:
    """HR's word on the head from `day` on; an earlier word ends the day before."""
    with act(actor, "units.head", ("unit", unit.public_id)) as entry:
        Headship.objects.filter(unit=unit, valid_from__gte=day).delete()
        Headship.objects.filter(unit=unit, valid_from__lt=day).filter(
            Q(valid_until=None) | Q(valid_until__gte=day)
        ).update(valid_until=day - ONE_DAY)
        made = Headship.objects.create(
            unit=unit,
            person=person,
            valid_from=day,
            valid_until=until,
            reason=reason,
            document_no=document_no,
        )
        entry.note(person=str(person.public_id), day=day, until=until, reason=reason)
    return made


def end_headship(actor: Actor, unit: Unit, day: dt.date) -> None:
    """From `day` on the rule decides again."""
    with act(actor, "units.head.end", ("unit", unit.public_id)) as entry:
        Headship.objects.filter(unit=unit, valid_from__gte=day).delete()
        Headship.objects.filter(unit=unit).filter(
            Q(valid_until=None) | Q(valid_until__gte=day)
        ).update(valid_until=day - ONE_DAY)
        entry.note(day=day)


def rename_unit(actor: Actor, unit: Unit, name: str, day: dt.date, document_no: str) -> None:
    """The unit bears `name` from `day` on; the former name stays in the history."""
    if unit.names.filter(valid_from=day).exists():
        raise NameThere(day=day.strftime("%d-%m-%Y"))
    with act(actor, "units.rename", ("unit", unit.public_id)) as entry:
        if not unit.names.exists():
            UnitName.objects.create(unit=unit, name=unit.name, valid_from=unit.valid_from)
        UnitName.objects.create(unit=unit, name=name, valid_from=day, document_no=document_no)
        entry.note(name=[unit.name, name], day=day, document_no=document_no)
        newest = unit.names.exclude(valid_from=None).order_by("-valid_from").first()
        if newest is not None:
            unit.name = newest.name
            unit.save(update_fields=["name"])


def move_unit(actor: Actor, unit: Unit, parent: Unit | None) -> None:
    """Hang the unit, with everything below, under another one."""
    if parent is not None and parent.path.startswith(unit.path):
        raise BelowItself(unit=unit.name)
    with act(actor, "units.move", ("unit", unit.public_id)) as entry:
        entry.note(parent=[unit.parent_id, parent.pk if parent else None])
        unit.parent = parent
        unit.save(update_fields=["parent"])
        rebuild_paths()
