"""Acts on one person's record: facts, moves, absences, development records, disputes."""

import datetime as dt
from typing import Any

from django.utils import timezone

from bina.accounts.models import User
from bina.audit.services import Actor, act
from bina.people.models import (
    Absence,
    Assignment,
    DataDispute,
    DevelopmentRecord,
    Person,
    PersonNumber,
    Position,
    Unit,
)
from bina.people.rules.moves import move
from bina.text import N_, BinaError


class NumberTaken(BinaError):
    """Another person has this NIP now."""

    text = N_("NIP {nip} sudah dipakai {name}. Bila orangnya sama, gabungkan kedua data itu.")


class MoveTooEarly(BinaError):
    """A move on or before the day on which the present post began."""

    text = N_(
        "Mutasi harus sesudah {since}, hari mulai jabatan yang sekarang. Pilih tanggal lain, atau "
        "perbaiki tanggal jabatan itu lebih dahulu."
    )


class RecordThere(BinaError):
    """The same row exists."""

    text = N_("Catatan yang sama sudah ada. Ubah catatan itu, atau periksa tanggal dan namanya.")


def edit_person(actor: Actor, person: Person, facts: dict[str, Any], day: dt.date) -> None:
    """Change facts of the record; a changed NIP goes into the history of numbers."""
    before = {key: getattr(person, key) for key in facts}
    changed = {key: [before[key], facts[key]] for key in facts if facts[key] != before[key]}
    if not changed:
        return
    with act(actor, "people.edit", ("person", person.public_id)) as entry:
        for key in changed:
            setattr(person, key, facts[key])
        if "nip" in changed:
            _renumber(person, before["nip"], day)
        person.save(update_fields=list(changed))
        if "name" in changed and person.user_id:
            User.objects.filter(pk=person.user_id).update(display_name=person.name)
        entry.note(changed={key: [str(old), str(new)] for key, (old, new) in changed.items()})


def _renumber(person: Person, old: str, day: dt.date) -> None:
    other = Person.objects.filter(nip=person.nip, merged_into=None).exclude(pk=person.pk).first()
    if other is not None and person.nip:
        raise NumberTaken(nip=person.nip, name=other.name)
    if old and not person.numbers.filter(nip=old).exists():
        PersonNumber.objects.create(person=person, nip=old)
    PersonNumber.objects.create(person=person, nip=person.nip, valid_from=day)
    follows = User.objects.filter(person=person, username=old)
    if person.nip and not User.objects.filter(username=person.nip).exists():
        follows.update(username=person.nip)


def move_person(
    actor: Actor,
    person: Person,
    unit: Unit,
    position: Position | None,
    *,
    day: dt.date,
    document_no: str,
) -> None:
    """From `day` on the person holds another post or works in another unit."""
    was = person.assignments.filter(valid_until=None).order_by("-valid_from", "-pk").first()
    since = was.valid_from if was else person.position_since
    step = move(since, since, day, day)
    if step.end is None:
        raise MoveTooEarly(since=since.strftime("%d-%m-%Y") if since else "-")
    with act(actor, "people.move", ("person", person.public_id)) as entry:
        if was is not None:
            person.assignments.filter(valid_until=None).update(valid_until=step.end)
        elif person.unit_id:
            Assignment.objects.create(
                person=person,
                unit_id=person.unit_id,
                position_id=person.position_id,
                valid_from=since,
                valid_until=step.end,
                source="page",
            )
        entry.note(
            before={"unit": person.unit_id, "position": person.position_id},
            after={"unit": unit.pk, "position": position.pk if position else None},
            day=day,
            document_no=document_no,
        )
        Assignment.objects.create(
            person=person,
            unit=unit,
            position=position,
            valid_from=day,
            document_no=document_no,
            source="page",
        )
        person.unit, person.position, person.position_since = unit, position, day
        person.save(update_fields=["unit", "position", "position_since"])


def add_absence(actor: Actor, person: Person, **facts: Any) -> Absence:
    """A span in which the person cannot be planned."""
    same = {"kind": facts["kind"], "start": facts["start"]}
    if person.absences.filter(**same).exists():
        raise RecordThere
    with act(actor, "people.absence", ("person", person.public_id)) as entry:
        absence = Absence.objects.create(person=person, **facts)
        entry.note(absence=str(absence.public_id), **facts)
    return absence


def end_absence(actor: Actor, absence: Absence, last_day: dt.date) -> None:
    """The span ends with `last_day`, e.g. because the person is back earlier."""
    person = absence.person
    with act(actor, "people.absence.end", ("person", person.public_id)) as entry:
        entry.note(absence=str(absence.public_id), before=absence.end, after=last_day)
        absence.end = last_day
        absence.save(update_fields=["end"])


def save_record(
    actor: Actor, person: Person, record: DevelopmentRecord | None, facts: dict[str, Any]
) -> DevelopmentRecord:
    """Add a development record, or change one."""
    same = {key: facts[key] for key in ("form", "title", "start")}
    twin = person.records.filter(**same)
    if (twin.exclude(pk=record.pk) if record else twin).exists():
        raise RecordThere
    with act(actor, "people.record", ("person", person.public_id)) as entry:
        if record is None:
            record = DevelopmentRecord(person=person, source="page")
        before = {key: getattr(record, key, None) for key in facts}
        for key, value in facts.items():
            setattr(record, key, value)
        record.save()
        entry.note(
            record=str(record.public_id),
            before={key: str(value) for key, value in before.items()},
            after={key: str(value) for key, value in facts.items()},
        )
    return record


def note_reading(actor: Actor, person: Person, labels: list[str]) -> None:
    """Somebody read protected values of another person: which, not what they are."""
    with act(actor, "people.protected.read", ("person", person.public_id)) as entry:
        entry.note(read=labels)


def say_wrong(actor: Actor, person: Person, subject: str, statement: str) -> DataDispute:
    """The person says that own data are wrong; HR will answer."""
    with act(actor, "people.dispute", ("person", person.public_id)) as entry:
        dispute = DataDispute.objects.create(person=person, subject=subject, statement=statement)
        entry.note(dispute=str(dispute.public_id), subject=subject)
    return dispute


def answer_dispute(actor: Actor, dispute: DataDispute, answer: str) -> None:
    """What HR found and did about it."""
    with act(actor, "people.dispute.answer", ("person", dispute.person.public_id)) as entry:
        dispute.answer, dispute.answered_at = answer, timezone.now()
        dispute.save(update_fields=["answer", "answered_at"])
        entry.note(dispute=str(dispute.public_id), answer=answer)
