"""Propose, accept, edit and refuse priority factors. Only a person accepts one."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from bina.audit.services import Actor, act
from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.factors import signal_proposals
from bina.gaps.selectors.inputs import unit_paths
from bina.gaps.selectors.runs import current_run
from bina.goals.selectors import needs_in
from bina.indices.selectors.measured import below, measure
from bina.indices.selectors.pages import actions_of
from bina.law.law import law_on
from bina.standards.models import Competency
from bina.text import N_, Text


@dataclass(frozen=True)
class Proposal:
    """A factor that a stage proposes; ids None: every one."""

    source: str  # PriorityFactor.Source
    value: float
    evidence: Text
    period: str = ""
    standard_error: float | None = None
    unit_id: int | None = None
    position_id: int | None = None
    person_id: int | None = None
    competency_id: int | None = None
    last_day: dt.date | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two proposals the same."""
        who = (self.unit_id, self.position_id, self.person_id)
        return (self.source, self.period, *who, self.competency_id)


def propose_factors(actor: Actor, proposals: Sequence[Proposal]) -> int:
    """Store proposals that are not there yet, whatever was decided; return how many are new."""
    names = ("source", "period", "unit_id", "position_id", "person_id", "competency_id")
    known = set(PriorityFactor.objects.values_list(*names))
    fresh = {p.key: p for p in proposals if p.key not in known}
    rows = [
        PriorityFactor(
            source=p.source,
            value=_three_digits(p.value),
            standard_error=None if p.standard_error is None else _three_digits(p.standard_error),
            period=p.period,
            last_day=p.last_day,
            evidence=p.evidence.as_json(),
            unit_id=p.unit_id,
            position_id=p.position_id,
            person_id=p.person_id,
            competency_id=p.competency_id,
        )
        for p in fresh.values()
    ]
    if rows:
        with act(actor, "gaps.factors.propose", ("factors", "")) as entry:
            PriorityFactor.objects.bulk_create(rows)
            entry.note(proposed=len(rows), sources=sorted({row.source for row in rows}))
    return len(rows)


def propose_from_citizens(actor: Actor, day: dt.date) -> int:
    """Propose what the newest SKM of each unit says; return how many are new."""
    found = signal_proposals(law_on(day), _needed_by_unit())
    return propose_factors(
        actor,
        [
            Proposal(
                source=PriorityFactor.Source.CITIZEN,
                value=each.signal.value,
                standard_error=each.signal.standard_error,
                period=each.score.period,
                evidence=each.evidence,
                unit_id=each.score.unit_id,
                competency_id=each.competency_id,
            )
            for each in found
        ],
    )


@dataclass(frozen=True)
class FromGoals:
    """What reading the regional plan gave: new proposals, and codes the dictionary lacks."""

    new: int
    unknown: tuple[str, ...]


def propose_from_goals(actor: Actor, day: dt.date) -> FromGoals:
    """Propose what the goals in force on `day` need; the value is a provisional parameter."""
    known = dict(Competency.objects.values_list("code", "pk"))
    value = float(law_on(day).value("gaps.goal_weight"))
    proposals, unknown = [], set()
    for need in needs_in(day.year):
        if need.competency_code not in known:
            unknown.add(need.competency_code)
            continue
        goal = need.goal
        proposals.append(
            Proposal(
                source=PriorityFactor.Source.GOAL,
                value=value,
                evidence=Text(
                    N_("Tujuan {code} {name} membutuhkannya. {reason}"),
                    {"code": goal.code, "name": goal.name, "reason": need.reason},
                ),
                period=f"{goal.year_from}-{goal.year_to}",
                unit_id=need.unit_id,
                competency_id=known[need.competency_code],
            )
        )
    return FromGoals(propose_factors(actor, proposals), tuple(sorted(unknown)))


def propose_from_indices(actor: Actor, day: dt.date) -> int:
    """Propose offices where technical training would raise IP ASN; return how many are new."""
    measured = measure(day, ruleset="bkn_8_2019")
    group, units = below(measured, None)
    action = next((each for each in actions_of(measured) if each.name == "technical"), None)
    counts = Counter(group[action.people].tolist()) if action else Counter()
    value = float(measured.law.value("gaps.index_weight"))
    proposals = [
        Proposal(
            source=PriorityFactor.Source.CHALLENGE,
            value=value,
            evidence=Text(
                N_("{n} orang menaikkan IP ASN dengan satu diklat teknis yang cukup JP"),
                {"n": str(count)},
            ),
            period=f"IP ASN {day.year}",
            unit_id=units[at].pk,
        )
        for at, count in counts.items()
        if at >= 0
    ]
    return propose_factors(actor, proposals)


def _needed_by_unit() -> dict[int, set[int]]:
    """Competency ids needed in each unit with all below it, from the current run."""
    run = current_run()
    paths = unit_paths()
    needed: dict[int, set[int]] = {}
    for unit_id, totals in run.blocks.values_list("unit_id", "totals") if run else ():
        for above in paths.get(unit_id or 0, ()):
            needed.setdefault(above, set()).update(totals["competency"])
    return needed


def decide_factor(
    actor: Actor, factor: PriorityFactor, *, state: str, value: Decimal, note: str
) -> None:
    """Accept, refuse or put back a factor, with the value that counts and a note why."""
    with act(actor, "gaps.factors.decide", ("factor", factor.public_id)) as entry:
        entry.note(state=[factor.state, state], value=[str(factor.value), str(value)], note=note)
        factor.state = PriorityFactor.State(state)
        factor.value = value
        factor.decision_note = note
        factor.decided_by = actor.name
        factor.decided_at = timezone.now()
        factor.save()


def add_factor(actor: Actor, factor: PriorityFactor) -> None:
    """Store a factor that a person wrote; it counts once it is accepted."""
    with act(actor, "gaps.factors.add", ("factor", factor.public_id)) as entry:
        factor.save()
        entry.note(source=factor.source, value=str(factor.value))


def _three_digits(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.001"))
