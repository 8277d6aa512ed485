"""HR's pins and bans, each with reason, requester and document number."""

from bina.audit.services import Actor, act
from bina.catalog.models import Programme, Session
from bina.people.models import Person
from bina.plan.models import Pin


def add_pin(
    actor: Actor,
    *,
    year: int,
    kind: str,
    person: Person,
    target: Session | Programme,
    reason: str,
    requester: str,
    document_no: str,
) -> Pin:
    """Write a pin (must) or a ban (forbid) for a session or for any session of a programme."""
    session = target if isinstance(target, Session) else None
    programme = target if isinstance(target, Programme) else None
    with act(actor, "plan.pin") as entry:
        pin = Pin.objects.create(
            year=year,
            kind=kind,
            person=person,
            session=session,
            programme=programme,
            reason=reason,
            requester=requester,
            document_no=document_no,
        )
        entry.about("pin", pin.public_id)
        entry.note(
            year=year,
            kind=kind,
            person=str(person.public_id),
            target=target.code,
            reason=reason,
            requester=requester,
            document_no=document_no,
        )
    return pin


def remove_pin(actor: Actor, pin: Pin) -> None:
    """Take a pin back; plans that were computed with it keep their copy of it."""
    with act(actor, "plan.unpin", ("pin", pin.public_id)) as entry:
        entry.note(year=pin.year, kind=pin.kind, person=str(pin.person.public_id))
        pin.delete()
