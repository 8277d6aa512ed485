"""What came of learning: close a session, report one's own, confirm, refuse, correct.

An approved outcome is exactly one development record; a correction of it changes that record and
leaves the former outcome as it was.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.inbox import services as inbox
from bina.law.law import Law
from bina.learning.models import Evidence, Outcome
from bina.learning.rules.attendance import took_part
from bina.learning.selectors.sessions import half_days_of, sheet_of
from bina.learning.services.fixed_costs import post_fixed_cost
from bina.money import ledger
from bina.people.models import DevelopmentRecord, Person
from bina.people.services.persons import save_record
from bina.plan.commitments import seat_key
from bina.plan.models import Plan, Seat
from bina.text import N_, BinaError, Text

State = Outcome.State
RECORD_FIELDS = ("form", "title", "provider", "start", "end", "jp", "certificate_no")
REASON_LETTERS = 500  # of the column


class NotOver(BinaError):
    """The session still runs."""

    text = N_("Sesi ini baru selesai pada {day}. Tutup daftar hadir sesudah hari itu.")


class NobodyNoted(BinaError):
    """Attendance was never noted."""

    text = N_("Kehadiran belum dicatat. Catat dahulu siapa yang hadir, lalu tutup daftarnya.")


class Decided(BinaError):
    """Somebody was quicker."""

    text = N_("Laporan ini sudah diputuskan sebelumnya. Muat ulang daftar.")


class OwnOutcome(BinaError):
    """One's own learning."""

    text = N_("Laporan sendiri diputuskan oleh orang lain yang berwenang.")


class WordsWanted(BinaError):
    """A refusal or a correction without words."""

    text = N_("Tulis alasannya, supaya pegawai tahu apa yang harus dilengkapi.")


class EvidenceWanted(BinaError):
    """The law's table asks for evidence, and there is none."""

    text = N_("Belum ada bukti. Minta pegawai melampirkan: {evidence}.")


class ReportedBefore(BinaError):
    """The same learning is there."""

    text = N_("Kegiatan ini sudah tercatat. Periksa daftar Belajar dan riwayat pengembangan.")


@dataclass(frozen=True)
class Closed:
    """What closing a session made: outcomes for those who took part; how many did not."""

    n_made: int
    n_short: int


def close_session(
    actor: Actor, session: Session, law: Law, day: dt.date, *, fixed_paid: int = 0
) -> Closed:
    """Make an outcome, waiting for approval, for everybody who took part. May be done again.

    `fixed_paid` rupiah were paid for holding it and go to the ledger. Raises NotOver,
    NobodyNoted, NoLine.
    """
    if session.end > day:
        raise NotOver(day=session.end.strftime("%d-%m-%Y"))
    rows, n_slots = sheet_of(session), len(half_days_of(session))
    if not any(row.noted for row in rows):
        raise NobodyNoted
    least = float(law.value("development.attendance_min_share"))
    there = [row for row in rows if took_part(min(row.n_present, n_slots), n_slots, least)]
    fresh = [row for row in there if row.outcome is None]
    programme = session.programme
    with act(actor, "learning.close", ("session", session.public_id)) as entry:
        Outcome.objects.bulk_create(
            Outcome(
                person=row.person,
                session=session,
                form=programme.form,
                title=programme.name,
                provider=programme.provider,
                start=session.start,
                end=session.end,
                jp=programme.jp,
                n_present=row.n_present,
                n_half_days=n_slots,
                said_by=actor.name,
            )
            for row in fresh
        )
        inbox.send(
            actor,
            [row.person.user_id for row in fresh],
            inbox.Kind.TASK,
            Text(N_("Lampirkan sertifikat {title} supaya JP-nya dihitung."),
                 {"title": programme.name}),
            link=("learning", ""),
        )  # fmt: skip
        post_fixed_cost(actor, session, fixed_paid)
        entry.note(made=len(fresh), short=len(rows) - len(there))
    return Closed(len(fresh), len(rows) - len(there))


def report(actor: Actor, person: Person, facts: dict[str, Any]) -> Outcome:
    """The person tells of learning that no session of the plan knows. Raises ReportedBefore."""
    same = {key: facts[key] for key in ("form", "title", "start")}
    twins = Outcome.objects.filter(person=person, is_current=True, **same)
    twins = twins.exclude(state=State.REFUSED)
    if twins.exists() or person.records.filter(**same).exists():
        raise ReportedBefore
    with act(actor, "learning.report", ("person", person.public_id)) as entry:
        made = Outcome.objects.create(person=person, said_by=actor.name, **facts)
        entry.note(outcome=made.public_id, **{key: str(value) for key, value in facts.items()})
    return made


def approve(access: Access, outcome: Outcome, law: Law) -> DevelopmentRecord:
    """Confirm: the outcome becomes one development record, which JP are computed from.

    Raises Decided, OwnOutcome, EvidenceWanted.
    """
    _refuse_own(access, outcome)
    actor = access.actor("learning.confirm")
    with act(actor, "learning.approve", ("outcome", outcome.public_id)) as entry:
        row = _waiting(outcome)
        _refuse_bare(row, law)
        facts = {name: getattr(row, name) for name in RECORD_FIELDS}
        record = DevelopmentRecord.objects.filter(
            person=row.person, form=row.form, title=row.title, start=row.start
        ).first()
        facts["status"] = DevelopmentRecord.Status.APPROVED
        record = save_record(actor, row.person, record or row.record, facts)
        _decide(row, State.APPROVED, actor, record=record)
        _realise(actor, row)
        _tell(actor, row, Text(N_("{title}: {jp} JP disetujui."),
                               {"title": row.title, "jp": str(row.jp.normalize())}))  # fmt: skip
        entry.note(record=record.public_id, jp=str(row.jp))
    return record


def _realise(actor: Actor, row: Outcome) -> None:
    """What was paid for a planned seat becomes realisation of its line."""
    seat = _planned_seat(row)
    if seat is None or seat.budget_line is None or row.paid_idr is None:
        return
    ledger.post_realisation(actor, ledger.Entry(
        line=seat.budget_line, amount=row.paid_idr, words=f"{row.person.full_name} · {row.title}",
        day=row.end, about=seat_key(seat), document_no=row.certificate_no,
    ))  # fmt: skip


def _planned_seat(row: Outcome) -> Seat | None:
    """The seat of an approved plan that the outcome comes from; the newest."""
    if row.session_id is None:
        return None
    seats = Seat.objects.filter(
        plan__state=Plan.State.FROZEN, person=row.person_id, session=row.session_id
    )
    return seats.select_related("budget_line__version").order_by("pk").last()


def refuse(access: Access, outcome: Outcome, reason: str) -> None:
    """Say no, in words that the person sees. Raises Decided, OwnOutcome, WordsWanted."""
    _refuse_own(access, outcome)
    reason = _words(reason)
    actor = access.actor("learning.confirm")
    with act(actor, "learning.refuse", ("outcome", outcome.public_id)) as entry:
        row = _waiting(outcome)
        _decide(row, State.REFUSED, actor, reason=reason)
        _tell(actor, row, Text(N_("{title} tidak disetujui: {reason}"),
                               {"title": row.title, "reason": reason}))  # fmt: skip
        entry.note(reason=reason)


def correct(access: Access, outcome: Outcome, facts: dict[str, Any], reason: str) -> Outcome:
    """A new row in place of this one, waiting again; the old one stays to be seen.

    The record of an approved one is taken out of the count until the new row is approved.
    Raises Decided (something newer is there), OwnOutcome, WordsWanted.
    """
    _refuse_own(access, outcome)
    reason = _words(reason)
    actor = access.actor("learning.confirm")
    with act(actor, "learning.correct", ("outcome", outcome.public_id)) as entry:
        old = Outcome.objects.select_for_update().get(pk=outcome.pk)
        if not old.is_current:
            raise Decided
        Outcome.objects.filter(pk=old.pk).update(is_current=False)
        new = Outcome.objects.get(pk=old.pk)
        new.pk, new.public_id = None, Outcome._meta.get_field("public_id").get_default()
        new._state.adding = True
        new.is_current, new.supersedes, new.reason = True, old, reason
        new.state, new.decided_by, new.decided_at = State.WAITING, "", None
        new.said_by = actor.name
        for key, value in facts.items():
            setattr(new, key, value)
        new.save()
        Evidence.objects.bulk_create(
            Evidence(outcome=new, file_id=one.file_id, given_by=one.given_by)
            for one in old.evidence.all()
        )
        seat = _planned_seat(old)
        if seat is not None and old.state == State.APPROVED:
            ledger.take_back_realisation(actor, seat_key(seat), reason)
        if new.record is not None:
            save_record(actor, new.person, new.record, {
                **{name: getattr(new.record, name) for name in RECORD_FIELDS},
                "status": DevelopmentRecord.Status.CLAIMED,
            })  # fmt: skip
        changed = {key: [str(getattr(old, key)), str(value)] for key, value in facts.items()}
        entry.note(by=new.public_id, reason=reason, changed=changed)
    return new


def set_result(
    actor: Actor, outcome: Outcome, *, passed: bool | None, score: Decimal | None, paid: int | None
) -> None:
    """Note result and cost as paid of an outcome that still waits. Raises Decided."""
    with act(actor, "learning.result", ("outcome", outcome.public_id)) as entry:
        row = _waiting(outcome)
        row.passed, row.score_percent, row.paid_idr = passed, score, paid
        row.save(update_fields=["passed", "score_percent", "paid_idr"])
        entry.note(passed=passed, score=score, paid=paid)


def _waiting(outcome: Outcome) -> Outcome:
    row = Outcome.objects.select_for_update().filter(
        pk=outcome.pk, state=State.WAITING, is_current=True
    ).first()  # fmt: skip
    if row is None:
        raise Decided
    return row


def _refuse_own(access: Access, outcome: Outcome) -> None:
    if access.person_id == outcome.person_id:
        raise OwnOutcome


def _refuse_bare(row: Outcome, law: Law) -> None:
    forms = {one["form"]: one for one in law.value("development.forms")}
    wanted = forms.get(row.form, {}).get("evidence", ())
    if wanted and not row.evidence.exists():
        raise EvidenceWanted(evidence=", ".join(wanted))


def _words(reason: str) -> str:
    reason = reason.strip()[:REASON_LETTERS]
    if not reason:
        raise WordsWanted
    return reason


def _decide(row: Outcome, state: State, actor: Actor, **more: Any) -> None:
    changed = {"state": state, "decided_by": actor.name, "decided_at": timezone.now(), **more}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def _tell(actor: Actor, row: Outcome, text: Text) -> None:
    inbox.send(actor, [row.person.user_id], inbox.Kind.ANSWER, text, link=("learning", ""))
