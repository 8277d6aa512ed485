"""Issue letters: numbers without holes or doubles, frozen values, and a PDF each by a job."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.jobs import services as jobs
from bina.letters.models import Batch, Counter, Kind, Letter, Template
from bina.letters.rules.content import content_hash
from bina.letters.rules.numbering import letter_number
from bina.letters.selectors.values import Frame, common, frame_of, of_person, participants
from bina.letters.services.setup import pattern_of, template_of
from bina.money import ledger
from bina.plan.commitments import seat_key
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.services.fixed_costs import oblige_fixed_costs
from bina.text import N_, BinaError

State = Commitment.State
PERSONAL = (Kind.CALL, Kind.ASSIGNMENT, Kind.TRAVEL)
COMING = (State.ACCEPTED, State.CONFIRMED)
STATES = {
    Kind.CALL: (State.CALLED, *COMING),
    Kind.ASSIGNMENT: COMING,
    Kind.TRAVEL: COMING,
    Kind.PARTICIPANTS: COMING,
    Kind.ATTENDANCE: COMING,
}
RENDER = "letters.render"
BATCH = 500


class NoTemplate(BinaError):
    """A kind of letter without a PDF template."""

    text = N_(
        "Belum ada templat PDF untuk {kind}. Pasang templat bawaan atau unggah sendiri di "
        "Pengaturan surat."
    )


class NobodyToWrite(BinaError):
    """Nobody is in a state for this letter, or everybody has it already."""

    text = N_(
        "Tidak ada {kind} yang perlu diterbitkan: semua yang memenuhi syarat sudah punya, atau "
        "belum ada yang dipanggil atau menerima."
    )


class DayTooEarly(BinaError):
    """A letter would be older than one with a smaller number."""

    text = N_(
        "Tanggal {day} lebih awal daripada {kind} terakhir ({last}). Nomor surat harus naik "
        "menurut tanggal; pilih {last} atau sesudahnya."
    )


class AlreadyReplaced(BinaError):
    """A letter that another one took the place of."""

    text = N_("Surat {number} sudah diganti oleh surat lain. Buka surat penggantinya.")


@dataclass(frozen=True)
class Wanted:
    """A letter to write: about a session, for one person or for nobody in particular."""

    session: Session
    seat: Seat | None
    values: dict[str, Any]


def seats_for(kind: Kind, sessions: Iterable[Session]) -> list[Seat]:
    """Seats whose people are in a state for this kind, by session and name."""
    seats = Seat.objects.filter(
        plan__state=Plan.State.FROZEN, session__in=sessions, commitment__state__in=STATES[kind]
    )
    return list(
        seats.select_related(
            "session__programme", "person__unit", "person__position", "person__user",
            "commitment", "budget_line__version",
        ).order_by("session__start", "session__code", "person__name", "pk")
    )  # fmt: skip


def wanted(kind: Kind, frame: Frame, sessions: list[Session]) -> list[Wanted]:
    """The letters that are missing, with all their values but number and hash."""
    valid = Letter.objects.filter(kind=kind, session__in=sessions, replaced_by=None)
    seats = seats_for(kind, sessions)
    if kind in PERSONAL:
        has = set(valid.values_list("seat_id", flat=True))
        return [
            Wanted(seat.session, seat, personal_values(kind, frame, seat))
            for seat in seats
            if seat.session is not None and seat.pk not in has and _travels(kind, seat)
        ]
    has = set(valid.values_list("session_id", flat=True))
    found = []
    for session in sessions:
        mine = [seat for seat in seats if seat.session_id == session.pk]
        if mine and session.pk not in has:
            found.append(Wanted(session, None, list_values(kind, frame, session, mine)))
    return found


def _travels(kind: Kind, seat: Seat) -> bool:
    """An SPPD is for a journey: to another place than where the unit is."""
    if kind is not Kind.TRAVEL or seat.session is None or seat.person.unit is None:
        return True
    return seat.session.place != seat.person.unit.place


def personal_values(kind: Kind, frame: Frame, seat: Seat) -> dict[str, Any]:
    """The values of a letter for one participant."""
    assert seat.session is not None
    return {**common(frame, kind, seat.session), **of_person(seat)}


def list_values(kind: Kind, frame: Frame, session: Session, seats: list[Seat]) -> dict[str, Any]:
    """The values of a letter with a list of participants."""
    return {**common(frame, kind, session), "peserta": participants(seats)}


def issue(
    actor: Actor, kind: Kind, sessions: list[Session], day: dt.date, over_reason: str = ""
) -> Batch:
    """Write every missing letter of a kind for these sessions and queue their PDFs.

    A call obliges the person's cost and, once, the session's fixed cost; beyond the line only with
    `over_reason`. Raises NoLetterhead, NoSignatory, NoTemplate, NobodyToWrite, DayTooEarly,
    LineExceeded.
    """
    template = pdf_template(kind)
    frame = frame_of(day)
    name = sessions[0].code if len(sessions) == 1 else f"{len(sessions)} sesi"
    with act(actor, "letters.issue", ("batch", "")) as entry:
        _locked_counter(kind, day.year)  # who issues the same at this moment waits here
        rows = wanted(kind, frame, sessions)
        if not rows:
            raise NobodyToWrite(kind=kind.label)
        batch = Batch.objects.create(
            kind=kind, label=f"{kind.label} · {name}", n_letters=len(rows), created_by=actor.name
        )
        entry.about("batch", batch.public_id)
        letters = _write(actor, batch, template, frame, rows)
        _oblige(actor, letters, over_reason)
        entry.note(n=len(rows), first=letters[0].number, last=letters[-1].number)
        start_rendering(actor, batch)
    return batch


def pdf_template(kind: Kind) -> Template:
    """The PDF template in use. Raises NoTemplate."""
    template = template_of(kind, "pdf")
    if template is None:
        raise NoTemplate(kind=kind.label)
    return template


def replace(actor: Actor, old: Letter, reason: str, day: dt.date) -> Letter:
    """Issue a new letter in the place of a wrong one, with what is true now.

    The old one stays as it is; the new one names it. Raises AlreadyReplaced and those of `issue`.
    """
    kind = Kind(old.kind)
    template, frame = pdf_template(kind), frame_of(day)
    sessions = [old.session]
    if kind in PERSONAL:
        values = personal_values(kind, frame, _seat_of(old))
    else:
        values = list_values(kind, frame, old.session, seats_for(kind, sessions))
    values["menggantikan"] = (
        f"Surat ini menggantikan surat nomor {old.number} yang dinyatakan tidak berlaku."
    )
    with act(actor, "letters.replace", ("letter", old.public_id)) as entry:
        if Letter.objects.filter(replaces=old).exists():
            raise AlreadyReplaced(number=old.number)
        batch = Batch.objects.create(
            kind=kind, label=f"{kind.label} · {old.number}", n_letters=1, created_by=actor.name
        )
        row = Wanted(old.session, old.seat, values)
        made = _write(actor, batch, template, frame, [row], replaces=old, reason=reason)[0]
        _oblige(actor, [made], reason)
        entry.note(old=old.number, new=made.number, reason=reason)
        start_rendering(actor, batch)
    return made


def _oblige(actor: Actor, letters: list[Letter], reason: str) -> None:
    """The cost of each called seat, and of holding its session, obliges the line that pays it."""
    entries = [
        ledger.Entry(
            line=one.seat.budget_line,
            amount=one.seat.cost,
            words=f"{one.seat.person.full_name} · {one.session.code}",
            day=one.day,
            about=seat_key(one.seat),
            document_no=one.number,
            reason=reason,
        )
        for one in letters
        if one.kind == Kind.CALL and one.seat is not None and one.seat.budget_line is not None
    ]
    if entries:
        ledger.post_obligations(actor, entries)
    calls = [one for one in letters if one.kind == Kind.CALL]
    if calls:  # the first letter of a session is the document of its fixed cost
        numbers = {one.session: one.number for one in reversed(calls)}
        oblige_fixed_costs(actor, numbers, calls[0].day, reason)


def _seat_of(old: Letter) -> Seat:
    assert old.seat_id is not None
    return Seat.objects.select_related(
        "session__programme",
        "person__unit",
        "person__position",
        "commitment",
        "budget_line__version",
    ).get(pk=old.seat_id)


def _write(
    actor: Actor,
    batch: Batch,
    template: Template,
    frame: Frame,
    rows: list[Wanted],
    **more: Any,
) -> list[Letter]:
    """Number and store letters. The counter rises in this transaction or not at all."""
    kind, year = Kind(batch.kind), frame.day.year
    pattern, first = pattern_of(kind), _take_numbers(kind, frame.day, len(rows))
    letters = []
    for sequence, row in enumerate(rows, start=first):
        number = letter_number(pattern, sequence, frame.day)
        values = {**row.values, "nomor": number}
        digest = content_hash(values, template.file.sha256)
        letters.append(
            Letter(
                kind=kind, year=year, sequence=sequence, number=number, day=frame.day,
                session=row.session, seat=row.seat, batch=batch, template=template,
                person=row.seat.person if row.seat else None,
                values={**values, "sidik": digest}, content_hash=digest, issued_by=actor.name,
                **more,
            )
        )  # fmt: skip
    return Letter.objects.bulk_create(letters, batch_size=BATCH)


def _take_numbers(kind: Kind, day: dt.date, n: int) -> int:
    """Take n numbers in a row; the first."""
    row = _locked_counter(kind, day.year)
    if row.last_day is not None and day < row.last_day:
        raise DayTooEarly(
            day=day.strftime("%d-%m-%Y"), last=row.last_day.strftime("%d-%m-%Y"), kind=kind.label
        )
    first = row.last + 1
    row.last, row.last_day = row.last + n, day
    row.save(update_fields=["last", "last_day"])
    return first


def _locked_counter(kind: Kind, year: int) -> Counter:
    """The counter of a kind and year, which stays locked to the end of the transaction."""
    Counter.objects.get_or_create(kind=kind, year=year)
    return Counter.objects.select_for_update().get(kind=kind, year=year)


def start_rendering(actor: Actor, batch: Batch) -> None:
    """Queue the making of the batch's missing PDFs."""
    with act(actor, "letters.render", ("batch", batch.public_id)):
        batch.job = jobs.start(actor, RENDER, str(batch.label), batch_id=batch.pk)
        batch.save(update_fields=["job"])
