"""What an approved plan made of validated proposals: a seat, or the plan's own reason against it.

Nothing is computed anew: the words are those that the plan stored when it was made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from bina.catalog.models import ProgrammeEffect
from bina.people.models import Person
from bina.plan.models import Commitment, Plan, Refusal, Seat
from bina.proposals.models import Proposal
from bina.proposals.selectors.needs import Level, levels_of
from bina.text import N_, Text

GONE = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)
Pair = tuple[int, int]  # person id, competency id


@dataclass(frozen=True)
class Fate:
    """One proposal in the plan: whether a seat answers it, and in which words."""

    seated: bool
    sentence: Text
    plan: Plan
    reasons: list[Text] = field(default_factory=list)  # of the plan's refusal


def fates_of(proposals: Iterable[Proposal]) -> dict[int, Fate]:
    """Fate by proposal id, for validated proposals of years with an approved plan.

    Of several approved plans of a year the one approved last counts. At most six queries.
    """
    rows = [row for row in proposals if row.state == Proposal.State.VALIDATED]
    years = {row.year for row in rows}
    whole = Plan.objects.filter(year__in=years, state=Plan.State.FROZEN, amends=None)
    frozen = whole if rows else []
    plans: dict[int, Plan] = {}
    for plan in sorted(frozen, key=lambda one: (one.approved_at is not None, one.approved_at)):
        plans[plan.year] = plan
    found: dict[int, Fate] = {}
    for year, plan in plans.items():
        found |= _in_plan(plan, [row for row in rows if row.year == year])
    return found


def _in_plan(plan: Plan, rows: list[Proposal]) -> dict[int, Fate]:
    people = {row.person_id for row in rows}
    seats = _seats(plan, people)
    refusals = Refusal.objects.filter(plan=plan, person__in=people)
    refused: dict[int, list[Refusal]] = {}
    for refusal in refusals.select_related("programme", "session"):
        refused.setdefault(refusal.person_id, []).append(refusal)
    lifts: dict[int, set[int]] = {}
    effects = ProgrammeEffect.objects.filter(competency__in={row.competency_id for row in rows})
    for competency_id, programme_id in effects.values_list("competency_id", "programme_id"):
        lifts.setdefault(competency_id, set()).add(programme_id)
    found: dict[int, Fate] = {}
    for row in rows:
        seat = seats.get((row.person_id, row.competency_id))
        against = [
            one
            for one in refused.get(row.person_id, ())
            if one.programme_id in lifts.get(row.competency_id, ())
        ]
        if seat is not None:
            found[row.pk] = Fate(True, _seated(seat), plan)
        elif against:  # the widest closure first, as the plan ordered them
            found[row.pk] = Fate(False, _refused(against[0]), plan, _reasons(against[0]))
    unsaid = [row for row in rows if row.pk not in found]
    levels = levels_of(unsaid, plan.gap_run) if plan.gap_run_id else {}
    for row in unsaid:
        level = levels.get((row.person_id, row.competency_id))
        sentence = _unsaid(level, row.competency_id in lifts)
        found[row.pk] = Fate(False, sentence, plan)
    return found


def _seats(plan: Plan, people: set[int]) -> dict[Pair, Seat]:
    """The seat that closes a competency of a person; one that was given up counts as none."""
    seats = Seat.objects.filter(Q(plan=plan) | Q(plan__amends=plan, plan__state=plan.state))
    seats = seats.filter(person__in=people).exclude(commitment__state__in=GONE)
    found: dict[Pair, Seat] = {}
    for seat in seats.select_related("programme", "session").order_by("pk"):
        for competency_id, _before, _after in seat.closes:
            found.setdefault((seat.person_id, competency_id), seat)
    return found


def _seated(seat: Seat) -> Text:
    name = seat.programme.name
    if seat.session is None:
        return Text(N_("Terjawab dalam rencana: {name}, sepanjang tahun."), {"name": name})
    day = seat.session.start.strftime("%d-%m-%Y")
    return Text(
        N_("Terjawab dalam rencana: {name}, sesi {code} mulai {day}."),
        {"name": name, "code": seat.session.code, "day": day},
    )


def _refused(refusal: Refusal) -> Text:
    return Text(
        N_("Belum mendapat kursi {name}; alasannya dari rencana:"),
        {"name": refusal.programme.name},
    )


def _reasons(refusal: Refusal) -> list[Text]:
    return [Text.from_json(reason) for reason in refusal.reasons]


def _unsaid(level: Level | None, is_lifted: bool) -> Text:
    if not is_lifted:
        return Text(N_("Belum ada program di katalog yang menaikkan kompetensi ini."))
    if level is None or level.held is None:
        return Text(N_("Belum mendapat kursi: kompetensinya belum diukur, jadi tidak ada "
                       "kesenjangan yang dapat ditutup."))  # fmt: skip
    if not level.gap:
        return Text(N_("Tidak perlu kursi: standarnya sudah tercapai pada hitungan rencana."))
    return Text(N_("Belum mendapat kursi; rencana tidak menyimpan alasan tersendiri untuk ini."))


def validated_of(person: Person, year: int) -> set[int]:
    """Competency ids of a person's validated proposals of a year; one query."""
    rows = Proposal.objects.filter(person=person, year=year, state=Proposal.State.VALIDATED)
    return set(rows.values_list("competency_id", flat=True))
