"""Waiting lists and substitutes: computed from the plan's stored instance, confirmed by HR."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.engines.allocation.model import Instance
from bina.files.services import read
from bina.inbox import services as inbox
from bina.money.selectors import line_ids
from bina.people.models import Absence, Person
from bina.people.selectors import active_people
from bina.plan.commitments import settle
from bina.plan.models import Commitment, Plan, Seat, Waiting
from bina.plan.rules.sayings import grouped
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.substitutes import Candidate, Opening, Ranking, substitutes
from bina.plan.selectors.replan import plans_in_force, seats_of_year, to_fill
from bina.plan.selectors.stored import as_measured, instance_and_keys
from bina.standards.models import Competency
from bina.text import N_, BinaError, Text

State = Commitment.State
KEPT = 15  # places on a stored waiting list
FREE = (State.DECLINED, State.SUBSTITUTED)


class NotFree(BinaError):
    """The seat is not free, or has a substitute already."""

    text = N_("Kursi {name} tidak sedang kosong. Muat ulang halamannya.")


class NoLongerPossible(BinaError):
    """The person can no longer take the seat under the plan's rules."""

    text = N_(
        "{name} tidak lagi dapat mengisi kursi ini: aturan rencana dilanggar atau orangnya tidak "
        "dapat hadir. Daftar tunggu dihitung ulang; pilih yang teratas."
    )


class NothingStored(BinaError):
    """A plan without its instance: nobody can be ranked."""

    text = N_("Rencana {name} tidak menyimpan soalnya, jadi pengganti tidak dapat dihitung.")


@dataclass(frozen=True)
class Stored:
    """A plan's instance with what its rows mean."""

    instance: Instance
    people: list[int]
    sessions: dict[tuple[str, str, int], int]
    competencies: list[str]
    lines: list[str]


def load(plan: Plan) -> Stored:
    """The instance of the plan, or of the last re-plan that amends it. Raises NothingStored."""
    chain = [one for one in plans_in_force(plan.year) if one.instance is not None]
    newest = chain[-1] if chain else plan
    if newest.instance is None:
        raise NothingStored(name=plan.name)
    content = read(newest.instance)
    instance, keys = instance_and_keys(content)
    instance = as_measured(content, instance)
    rows = {(p, s, int(times)): row for row, (p, s, times) in enumerate(keys["sessions"])}
    return Stored(instance, keys["people"], rows, keys["competencies"], keys["lines"])


def pairs_in_force(stored: Stored, plan: Plan) -> NDArray[np.int64]:
    """The pairs of the year's seats that are not free, substitutes included; rising."""
    person_row = {pk: row for row, pk in enumerate(stored.people)}
    fields = ("person_id", "programme__code", "session__code", "times")
    seats = seats_of_year(plan).exclude(commitment__state__in=FREE)
    pairs = []
    for person, programme, session, times in seats.values_list(*fields):
        row, at = person_row.get(person), stored.sessions.get((programme, session or "", times))
        if row is not None and at is not None:
            pairs.append(stored.instance.pair_of(row, at))
    return np.array(sorted(pair for pair in pairs if pair >= 0), dtype=np.int64)


def rank(stored: Stored, plan: Plan, session: Session) -> Ranking:
    """Who may take a free seat of the session now, best first."""
    person_row = {pk: row for row, pk in enumerate(stored.people)}
    seats = seats_of_year(plan).filter(session=session)
    free = seats.filter(commitment__state=State.DECLINED).values_list("person_id", flat=True)
    gone = seats.filter(commitment__state__in=FREE).values_list("person_id", flat=True)
    barred = unable(session) | set(gone)
    opening = Opening(
        session=stored.sessions[session.programme.code, session.code, 1],
        leavers=frozenset(person_row[pk] for pk in free if pk in person_row),
        barred=frozenset(person_row[pk] for pk in barred if pk in person_row),
    )
    settings = PlanSettings.from_json(plan.settings).engine
    return substitutes(stored.instance, settings, pairs_in_force(stored, plan), opening)


def unable(session: Session) -> set[int]:
    """People who left or are away during the session, as known today."""
    away = Absence.objects.filter(start__lte=session.end).filter(
        Q(end=None) | Q(end__gte=session.start)
    )
    left = Person.objects.exclude(pk__in=active_people().values("pk"))
    return set(away.values_list("person_id", flat=True)) | set(left.values_list("pk", flat=True))


def keep_waiting_list(actor: Actor, plan: Plan, session: Session) -> list[Waiting]:
    """Compute and store the session's waiting list; the rows, best first."""
    stored = load(plan)
    ranking = rank(stored, plan, session)
    ids = dict(Competency.objects.values_list("code", "pk"))
    lines = line_ids(plan.year)
    rows = [
        Waiting(
            plan=plan,
            session=session,
            person_id=stored.people[one.person],
            rank=number,
            closure=one.closure,
            closes=[
                [ids[stored.competencies[c]], round(a, 3), round(b, 3)] for c, a, b in one.closes
            ],
            missing_jp=one.missing_jp,
            jp=int(stored.instance.session_jp[stored.instance.pair_session[one.pair]]),
            cost=one.cost,
            budget_line_id=lines[stored.lines[one.line]] if one.line >= 0 else None,
            basis=[text.as_json() for text in basis_of(one, number, ranking, stored)],
        )
        for number, one in enumerate(ranking.candidates[:KEPT], start=1)
    ]
    with act(actor, "plan.waiting_list", ("session", session.public_id)) as entry:
        Waiting.objects.filter(plan=plan, session=session).delete()
        made = Waiting.objects.bulk_create(rows)
        entry.note(n=len(rows), eligible=len(ranking.candidates), kept_out=dict(ranking.kept_out))
    return made


def basis_of(one: Candidate, number: int, ranking: Ranking, stored: Stored) -> list[Text]:
    """Why this person stands at this place, in sentences."""
    out = ranking.kept_out
    said = [
        Text(
            N_("Urutan {rank} dari {n} orang yang dapat mengisi kursi ini."),
            {"rank": number, "n": len(ranking.candidates)},
        ),
        Text(
            N_("Kursi ini menutup {points} poin kesenjangannya; masih kurang {jp} JP setahun."),
            {"points": f"{one.closure:.2f}".replace(".", ","), "jp": one.missing_jp},
        ),
        Text(
            N_("Tidak bentrok dengan kursi lain, dan loket unitnya tetap terjaga setiap hari."),
        ),
    ]
    if one.line >= 0:
        said.append(
            Text(
                N_("Biaya Rp {cost} dari pos {line}; sesudah itu tersisa Rp {left}."),
                {
                    "cost": grouped(one.cost),
                    "line": stored.lines[one.line],
                    "left": grouped(one.line_left),
                },
            )
        )
    if out:
        said.append(
            Text(
                N_(
                    "Tidak dapat: {staffing} karena loket, {absent} karena cuti atau sudah "
                    "melepas kursi, {money} karena uang pos, {other} karena jadwal, batas JP, "
                    "prasyarat atau kuota."
                ),
                {
                    "staffing": out["staffing"],
                    "absent": out["absent"],
                    "money": out["money"],
                    "other": out.total() - out["staffing"] - out["absent"] - out["money"],
                },
            )
        )
    return said


def substitute(actor: Actor, seat: Seat, person: Person, day: dt.date) -> Seat:
    """Give a free seat to a person of the waiting list, after checking every rule again.

    Both are told why. Raises NotFree, NoLongerPossible.
    """
    session, plan = seat.session, seat.plan
    free = to_fill(Seat.objects.filter(pk=seat.pk)).exists()
    if session is None or not free or session.start <= day:
        raise NotFree(name=seat.programme.name)
    waiting = {row.person_id: row for row in keep_waiting_list(actor, plan, session)}
    row = waiting.get(person.pk)
    if row is None:
        raise NoLongerPossible(name=person.full_name)
    with act(actor, "plan.substitute", ("seat", seat.public_id)) as entry:
        made = Seat.objects.create(
            plan=plan, person=person, programme=seat.programme, session=session, jp=row.jp,
            cost=row.cost, budget_line=row.budget_line, closure=row.closure, closes=row.closes,
            replaces=seat, basis=row.basis,
        )  # fmt: skip
        Commitment.objects.create(seat=made)
        settle(seat.commitment, actor, seat.commitment.reason or seat.commitment.head_reason)
        Waiting.objects.filter(plan=plan, session=session, person=person).delete()
        entry.note(substitute=str(person.public_id), new_seat=str(made.public_id))
        _tell(actor, seat, made)
    return made


def _tell(actor: Actor, seat: Seat, made: Seat) -> None:
    values = {"programme": seat.programme.name, "name": made.person.full_name}
    reason = seat.commitment.reason or seat.commitment.head_reason
    inbox.send(
        actor, [seat.person.user_id], inbox.Kind.NOTICE,
        Text(
            N_("Kursi Anda di {programme} dialihkan kepada {name}, karena: {reason}"),
            {**values, "reason": reason},
        ),
        link=("report", ""),
    )  # fmt: skip
    inbox.send(
        actor, [made.person.user_id], inbox.Kind.NOTICE,
        Text(
            N_(
                "Anda diusulkan mengikuti {programme} menggantikan peserta yang berhalangan. "
                "Alasannya tampil di Rapor."
            ),
            {"programme": seat.programme.name},
        ),
        link=("report", ""),
    )  # fmt: skip


def proposals(session: Session) -> list[tuple[Seat, Waiting | None]]:
    """Each free seat of the session with the next best person: nobody is offered two seats."""
    free = to_fill(Seat.objects.filter(session=session, plan__state=Plan.State.FROZEN))
    seats = free.select_related("plan", "programme", "person__unit", "commitment")
    rows = Waiting.objects.filter(session=session, plan__state=Plan.State.FROZEN)
    best = list(rows.select_related("person__unit").order_by("rank"))
    ordered = seats.order_by("person__name", "pk")
    return [(seat, best[n] if n < len(best) else None) for n, seat in enumerate(ordered)]


def tell_hr(actor: Actor, session: Session, seat_ids: list[int], hr: list[int]) -> None:
    """Tell HR of these free seats of the session and of the substitute for each."""
    for seat, best in proposals(session):
        if seat.pk not in seat_ids:
            continue
        values = {
            "name": seat.person.full_name,
            "programme": seat.programme.name,
            "reason": (seat.commitment.reason or seat.commitment.head_reason).rstrip("."),
        }
        if best is None:
            text = Text(
                N_("{name} tidak dapat mengikuti {programme} ({reason}). Belum ada pengganti."),
                values,
            )
        else:
            text = Text(
                N_(
                    "{name} tidak dapat mengikuti {programme} ({reason}). Pengganti terbaik: {best}"
                ),
                {**values, "best": best.person.full_name},
            )
        inbox.send(
            actor, hr, inbox.Kind.TASK, text, link=("nominations", session.public_id),
            expires_on=session.start,
        )  # fmt: skip
