"""Acts on the calendar, each with its audit entry."""

from typing import Any

from bina.audit.services import Actor, act
from bina.calendar.models import Holiday

FIELDS = ("start", "end", "kind", "name", "source")


def save_holiday(actor: Actor, holiday: Holiday, values: dict[str, Any]) -> Holiday:
    """Write a new or changed entry; `values` by the names in FIELDS."""
    is_new = holiday.pk is None
    with act(actor, "calendar.edit", ("holiday", holiday.public_id)) as entry:
        before = None
        if not is_new:
            before = Holiday.objects.filter(pk=holiday.pk).values(*FIELDS).get()
        for name in FIELDS:
            setattr(holiday, name, values[name])
        holiday.save(force_insert=is_new)
        entry.note(before=before, after={name: values[name] for name in FIELDS})
    return holiday


def delete_holiday(actor: Actor, holiday: Holiday) -> None:
    """Take an entry out; the ledger keeps what it said."""
    with act(actor, "calendar.delete", ("holiday", holiday.public_id)) as entry:
        entry.note(before={name: getattr(holiday, name) for name in FIELDS})
        holiday.delete()
