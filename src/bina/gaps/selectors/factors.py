"""Questions to priority factors: lists, and what the citizens' scores propose."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from bina.citizens.models import SatisfactionScore
from bina.citizens.rules.behaviour import (
    HIGHEST_SCORE,
    Signal,
    SignalSettings,
    behaviour_signal,
)
from bina.citizens.selectors import latest_scores
from bina.gaps.models import PriorityFactor
from bina.law.law import Law
from bina.standards.models import Competency
from bina.text import N_, Text


def weighing(day: dt.date) -> QuerySet[PriorityFactor]:
    """Accepted factors that weigh on a day; one with a last day stops after it."""
    accepted = PriorityFactor.objects.filter(state=PriorityFactor.State.ACCEPTED)
    return accepted.filter(Q(last_day=None) | Q(last_day__gte=day))


def factors(search: str = "", source: str = "", state: str = "") -> QuerySet[PriorityFactor]:
    """Factors with their subjects; proposed ones first, then by source."""
    found = PriorityFactor.objects.select_related("unit", "position", "person", "competency")
    if source in PriorityFactor.Source.values:
        found = found.filter(source=source)
    if state in PriorityFactor.State.values:
        found = found.filter(state=state)
    if search:
        found = found.filter(
            Q(unit__name__icontains=search)
            | Q(position__name__icontains=search)
            | Q(person__name__icontains=search)
            | Q(competency__name__icontains=search)
            | Q(competency__code__iexact=search)
        )
    return found.order_by("-state", "source", "-period", "pk")


@dataclass(frozen=True)
class SignalProposal:
    """A factor that a unit's SKM proposes for a competency."""

    score: SatisfactionScore
    competency_id: int
    signal: Signal

    @property
    def evidence(self) -> Text:
        """The measured reason."""
        return Text(
            N_("SKM {period}: unsur {element} bernilai {score} dari {most}, {n} responden"),
            {
                "period": self.score.period,
                "element": self.score.element,
                "score": f"{self.score.score:.2f}".replace(".", ","),
                "most": HIGHEST_SCORE,
                "n": self.score.respondents,
            },
        )


def signal_proposals(law: Law, needed: dict[int, set[int]]) -> list[SignalProposal]:
    """Factors above 1 that the newest SKM of each unit proposes.

    `needed` gives the competency ids that the people of a unit (with all below) need; an element
    tied to a whole group proposes for those of the group only.
    """
    names = ("good_score", "per_point", "highest", "answer_sd")
    settings = SignalSettings(*(float(law.value(f"citizens.signal.{name}")) for name in names))
    tied: Any = law.value("gaps.citizen_competencies")
    competencies = list(Competency.objects.values_list("pk", "code", "group"))
    found = []
    for score in latest_scores(tuple(tied)):
        signal = behaviour_signal(float(score.score), score.respondents, settings)
        if signal.value <= 1:
            continue
        wanted = tied[score.element]
        for pk, code, group in competencies:
            by_group = group == wanted["group"] and pk in needed.get(score.unit_id, set())
            if code in wanted["codes"] or by_group:
                found.append(SignalProposal(score, pk, signal))
    return found


def exported_factors() -> list[tuple[Any, ...]]:
    """The sheet Faktor, in the order of its columns."""
    kinds = {"city": "Kota", "unit": "Unit", "position": "Jabatan", "person": "Pegawai"}
    rows = []
    for row in factors().order_by("source", "pk"):
        kind, code = subject_of(row)
        rows.append(
            (
                kinds[kind],
                code,
                row.competency.code if row.competency else "",
                str(SOURCE_WORDS[row.source]),
                float(row.value),
                None if row.standard_error is None else float(row.standard_error),
                row.period,
                Text.from_json(row.evidence).plain() if row.evidence else "",
            )
        )
    return rows


SOURCE_WORDS = {
    "position": "Jabatan",
    "service": "Layanan",
    "citizen": "Suara warga",
    "challenge": "Tantangan",
    "goal": "Tujuan pembangunan daerah",
    "proposal": "Usulan",
}  # as the import sheet writes them, whatever the reader's language


def subject_of(factor: PriorityFactor) -> tuple[str, str]:
    """Kind and code of what the factor is about; ("city", "") for everybody."""
    if factor.person is not None:
        return "person", factor.person.nip
    if factor.position is not None:
        return "position", factor.position.code
    if factor.unit is not None:
        return "unit", factor.unit.code
    return "city", ""
