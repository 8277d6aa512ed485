"""Acts on the calendar, each with its audit entry."""

from typing import Any

from bina.audit.services import Actor, act
from bina.calendar.models import Duty, Holiday
from bina.calendar.selectors import duty_defaults

FIELDS = ("start", "end", "kind", "name", "source")
DUTY_FIELDS = ("year", "code", "what", "who", "deadline", "source")


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


def save_duty(actor: Actor, duty: Duty, values: dict[str, Any]) -> Duty:
    """Write a new or changed duty; what a person wrote is no longer provisional."""
    is_new = duty.pk is None
    with act(actor, "calendar.duty", ("duty", duty.public_id)) as entry:
        before = None
        if not is_new:
            before = Duty.objects.filter(pk=duty.pk).values(*DUTY_FIELDS).get()
        for name in DUTY_FIELDS:
            setattr(duty, name, values[name])
        duty.is_provisional = False
        duty.save(force_insert=is_new)
        entry.note(before=before, after={name: values[name] for name in DUTY_FIELDS})
    return duty


def delete_duty(actor: Actor, duty: Duty) -> None:
    """Take a duty out; the ledger keeps what it said."""
    with act(actor, "calendar.duty_delete", ("duty", duty.public_id)) as entry:
        entry.note(before={name: getattr(duty, name) for name in DUTY_FIELDS})
        duty.delete()


def store_duty_defaults(actor: Actor, year: int) -> int:
    """Write the provisional defaults of a year that are not there yet; how many were written."""
    with act(actor, "calendar.duty_defaults", ("year", year)) as entry:
        known = set(Duty.objects.filter(year=year).values_list("code", flat=True))
        fresh = [row for row in duty_defaults(year) if row.code not in known]
        Duty.objects.bulk_create(fresh)
        entry.note(written=[row.code for row in fresh])
    return len(fresh)
