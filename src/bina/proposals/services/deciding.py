"""The HR agency verifies, validates, refuses or reopens proposals, one or many, in words.

A validated proposal becomes one accepted priority factor on the person's gap; HR edits its value
here or on the page of factors. It weighs; it never gives a right to a seat.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.gaps.models import PriorityFactor
from bina.gaps.services.factors import Proposal as FactorProposal
from bina.gaps.services.factors import decide_factor, propose_factors
from bina.inbox import services as inbox
from bina.proposals.models import Proposal, ProposalStep
from bina.proposals.rules.stages import OPEN_STATES, state_after
from bina.proposals.services.proposing import step_of, words
from bina.text import N_, Text

State = Proposal.State
ACCEPTED, REFUSED = PriorityFactor.State.ACCEPTED, PriorityFactor.State.REFUSED
OWN = Text(N_("Usulan sendiri diputuskan oleh orang lain di BKPP."))
NOT_FROM_HERE = Text(N_("Keadaannya sekarang tidak mengizinkan langkah ini."))
TWIN = Text(N_("Kebutuhan yang sama sudah diusulkan lagi; putuskan yang baru."))
TOLD = {
    "validate": N_(
        "Usulan {competency} untuk {name} divalidasi: menambah bobot ×{value}, bukan jaminan "
        "kursi. {words}"
    ),
    "refuse": N_("Usulan {competency} untuk {name} tidak diterima: {words}"),
    "reopen": N_("Usulan {competency} untuk {name} dibuka kembali: {words}"),
}


@dataclass(frozen=True)
class Decided:
    """How many were decided, and each that was not with the reason."""

    n_done: int
    skipped: list[tuple[Proposal, Text]]


def decide(
    access: Access,
    proposals: Sequence[Proposal],
    verb: str,
    said: str,
    *,
    value: Decimal,
    day: dt.date,
) -> Decided:
    """Take the step `verb` ("verify", "validate", "refuse", "reopen") with one sentence for all.

    `value` is the weight that a validated proposal adds. Raises WordsWanted.
    """
    said = words(said)
    actor = access.actor("proposals.decide")
    with act(actor, f"proposals.{verb}", ("proposals", "")) as entry:
        keys = [each.pk for each in proposals]
        rows = list(
            Proposal.objects.select_for_update(of=("self",))
            .filter(pk__in=keys)
            .select_related("person__unit", "competency", "factor")
            .order_by("pk")
        )
        skipped = _skipped(access, rows, verb)
        stopped = {row.pk for row, _why in skipped}
        done = [row for row in rows if row.pk not in stopped]
        if verb == "validate":
            _weigh(actor, done, value, said)
        if verb == "reopen":
            _take_weight(actor, done, said)
        _write(actor, done, verb, said, day)
        _tell(actor, done, verb, said)
        entry.note(words=said, n=len(done), proposals=[str(row.public_id) for row in done])
    return Decided(len(done), skipped)


def _skipped(access: Access, rows: list[Proposal], verb: str) -> list[tuple[Proposal, Text]]:
    twins = _open_twins(rows) if verb == "reopen" else set()
    found = []
    for row in rows:
        if row.person_id == access.person_id:
            found.append((row, OWN))
        elif state_after(row.state, verb) is None:
            found.append((row, NOT_FROM_HERE))
        elif row.state not in OPEN_STATES and (row.person_id, row.competency_id, row.year) in twins:
            found.append((row, TWIN))
    return found


def _open_twins(rows: Iterable[Proposal]) -> set[tuple[int, int, int]]:
    people = {row.person_id for row in rows}
    open_ones = Proposal.objects.filter(person__in=people, state__in=OPEN_STATES)
    return set(open_ones.values_list("person_id", "competency_id", "year"))


def _write(actor: Actor, rows: list[Proposal], verb: str, said: str, day: dt.date) -> None:
    """Keep each step, then the new states; three queries."""
    ProposalStep.objects.bulk_create(
        (step_of(actor, row, _after(row, verb), said, day) for row in rows), 500
    )
    for row in rows:
        row.state = State(_after(row, verb))
        row.answer, row.answered_by, row.answered_on = said, actor.name, day
    fields = ["state", "answer", "answered_by", "answered_on", "factor"]
    Proposal.objects.bulk_update(rows, fields, batch_size=200)


def _after(row: Proposal, verb: str) -> str:
    after = state_after(row.state, verb)
    if after is None:
        raise ValueError(f"{verb} does not follow {row.state}; _skipped must have said so")
    return after


def period_of(year: int) -> str:
    """The period of the factors of a year's proposals."""
    return f"AKPK {year}"


def _weigh(actor: Actor, rows: list[Proposal], value: Decimal, said: str) -> None:
    """One accepted factor a proposal."""
    propose_factors(
        actor,
        [
            FactorProposal(
                source=PriorityFactor.Source.PROPOSAL,
                value=float(value),
                evidence=evidence(row),
                period=period_of(row.year),
                person_id=row.person_id,
                competency_id=row.competency_id,
                last_day=dt.date(row.year, 12, 31),
            )
            for row in rows
        ],
    )
    people = {row.person_id for row in rows}
    factors = PriorityFactor.objects.filter(
        Q(source=PriorityFactor.Source.PROPOSAL), person__in=people, unit=None, position=None
    )
    by_key = {(one.person_id, one.competency_id, one.period): one for one in factors}
    for row in rows:
        row.factor = by_key[row.person_id, row.competency_id, period_of(row.year)]
        decide_factor(actor, row.factor, state=ACCEPTED, value=value, note=said)


def evidence(row: Proposal) -> Text:
    """What stands beside the weight in every explanation."""
    values = {"by": row.proposed_by, "rank": row.rank or 0, "reason": row.reason}
    if row.rank is None:
        return Text(N_("Diusulkan {by}, belum diurutkan kepala unit: {reason}"), values)
    return Text(N_("Diusulkan {by}, urutan {rank} di unitnya: {reason}"), values)


def _take_weight(actor: Actor, rows: list[Proposal], said: str) -> None:
    for row in rows:
        if row.factor is not None and row.factor.state == ACCEPTED:
            decide_factor(actor, row.factor, state=REFUSED, value=row.factor.value, note=said)


def _tell(actor: Actor, rows: list[Proposal], verb: str, said: str) -> None:
    """Who proposed, and the person, read every answer in the inbox; a verification tells nothing
    new to them."""
    if verb not in TOLD:
        return
    for row in rows:
        shown = f"{row.factor.value.normalize():f}".replace(".", ",") if row.factor else ""
        values = {"competency": row.competency.name, "name": row.person.full_name, "words": said}
        inbox.send(
            actor,
            [row.proposed_by_user_id, row.person.user_id],
            inbox.Kind.ANSWER,
            Text(TOLD[verb], {**values, "value": shown}),
            link=("proposal", row.public_id),
        )
