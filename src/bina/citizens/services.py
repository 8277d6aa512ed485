"""Acts on the register of services, each with its audit entry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bina.audit.services import Actor, act
from bina.citizens.models import Service, ServiceRole, StandIn
from bina.people.models import Position

SERVICE_FIELDS = (
    "code", "name", "unit", "channel", "open_days", "opens", "closes", "criticality"
)  # fmt: skip
ROLE_FIELDS = ("name", "competency", "min_level", "min_staff")


def save_service(actor: Actor, service: Service, values: dict[str, Any]) -> Service:
    """Write a new or changed service; `values` by the names in SERVICE_FIELDS."""
    is_new = service.pk is None
    with act(actor, "services.edit", ("service", service.public_id)) as entry:
        before = None if is_new else _shown(Service.objects.get(pk=service.pk), SERVICE_FIELDS)
        for name in SERVICE_FIELDS:
            setattr(service, name, values[name])
        service.save()
        entry.note(before=before, after=_shown(service, SERVICE_FIELDS))
    return service


def save_role(
    actor: Actor, role: ServiceRole, values: dict[str, Any], positions: Sequence[Position]
) -> ServiceRole:
    """Write a new or changed role with exactly these positions."""
    is_new = role.pk is None
    with act(actor, "services.role", ("service", role.service.public_id)) as entry:
        before = None if is_new else _role_shown(ServiceRole.objects.get(pk=role.pk))
        for name in ROLE_FIELDS:
            setattr(role, name, values[name])
        role.save()
        role.positions.set(positions)
        entry.note(before=before, after=_role_shown(role))
    return role


def delete_role(actor: Actor, role: ServiceRole) -> None:
    """Take a role out of its service."""
    with act(actor, "services.role", ("service", role.service.public_id)) as entry:
        entry.note(before=_role_shown(role), after=None)
        role.delete()


def add_stand_in(actor: Actor, stand_in: StandIn) -> None:
    """Name a person who fills a role from elsewhere for a time."""
    with act(actor, "services.stand_in", ("person", stand_in.person.public_id)) as entry:
        stand_in.save()
        entry.note(
            role=stand_in.role.name,
            service=stand_in.role.service.code,
            start=stand_in.start,
            end=stand_in.end,
            document_no=stand_in.document_no,
        )


def end_stand_in(actor: Actor, stand_in: StandIn, day: date) -> None:
    """End a stand-in's time on `day`; one that has not begun by then is taken out."""
    with act(actor, "services.stand_in", ("person", stand_in.person.public_id)) as entry:
        entry.note(role=stand_in.role.name, before={"end": stand_in.end}, after={"end": day})
        if day < stand_in.start:
            stand_in.delete()
        else:
            stand_in.end = day
            stand_in.save(update_fields=["end"])


def _shown(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _role_shown(role: ServiceRole) -> dict[str, Any]:
    shown = _shown(role, ROLE_FIELDS)
    shown["positions"] = sorted(role.positions.values_list("name", flat=True))
    return shown


def _plain(value: Any) -> Any:
    return getattr(value, "code", value)
