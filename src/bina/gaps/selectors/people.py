"""A person's gaps, ready to be shown: each competency with its figures, weight and reasons."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import get_language

from bina.assessment.models import Result
from bina.gaps.models import GapRun, PriorityFactor
from bina.gaps.rules.held import KINDS
from bina.gaps.rules.weights import SOURCES
from bina.gaps.rules.words import SIZE_WORDS, TONES, Size, certainty, gap_size
from bina.gaps.selectors.runs import person_columns
from bina.people.models import Person
from bina.standards.models import Competency
from bina.standards.rules.required import FROM_SKJ
from bina.text import Text


@dataclass(frozen=True)
class FactorShown:
    """One source of the product; `factor` is None when the source says nothing and counts 1."""

    label: str
    value: float
    factor: PriorityFactor | None


@dataclass(frozen=True)
class GapRow:
    """One competency of a person. Levels; None where unmeasured."""

    competency: Competency
    name: str
    standard: float
    held: float | None
    standard_error: float | None
    gap: float | None
    weight: float
    size: Size
    certainty: Text
    kinds: list[str] = field(default_factory=list)
    from_skj: bool = False
    factors: list[FactorShown] = field(default_factory=list)

    @property
    def word(self) -> Text:
        """The size of the gap in a word."""
        return Text(SIZE_WORDS[self.size])

    @property
    def tone(self) -> str:
        """The class that colours it."""
        return TONES[self.size]


def competency_name(competency: Competency) -> str:
    """The name in the reader's language, where the dictionary has one."""
    english = (get_language() or "id").startswith("en")
    return competency.name_en if english and competency.name_en else competency.name


def person_gaps(run: GapRun, person: Person) -> list[GapRow]:
    """A person's competencies in the order of the dictionary; three queries.

    Empty when the person was not in the present unit at the time of the run.
    """
    columns = person_columns(run, person.pk, person.unit_id)
    competencies = Competency.objects.in_bulk(columns["competency_id"].tolist())
    factor_ids = {pk for pk in columns["factor_id"].ravel().tolist() if pk}
    factors = PriorityFactor.objects.select_related("unit", "position").in_bulk(list(factor_ids))
    rows = [
        _row({name: column[at] for name, column in columns.items()}, competencies, factors)
        for at in range(len(columns["person_id"]))
        if int(columns["competency_id"][at]) in competencies
    ]
    return sorted(rows, key=lambda row: (row.competency.order, row.competency.code))


def _row(
    values: dict[str, Any],
    competencies: dict[int, Competency],
    factors: dict[int, PriorityFactor],
) -> GapRow:
    competency = competencies[int(values["competency_id"])]
    standard, held = float(values["standard"]), float(values["held"])
    level = None if np.isnan(held) else held
    error = None if level is None else float(values["se"])
    gap = None if level is None else max(0.0, standard - level)
    return GapRow(
        competency=competency,
        name=competency_name(competency),
        standard=standard,
        held=level,
        standard_error=error,
        gap=gap,
        weight=float(values["weight"]),
        size=gap_size(gap),
        certainty=certainty(standard, level, error),
        kinds=[
            str(Result.Kind(kind).label)
            for at, kind in enumerate(KINDS)
            if int(values["kinds"]) >> at & 1
        ],
        from_skj=int(values["standard_source"]) == FROM_SKJ,
        factors=[
            _factor(source, factors.get(int(pk)))
            for source, pk in zip(SOURCES, values["factor_id"], strict=True)
        ],
    )


def _factor(source: str, factor: PriorityFactor | None) -> FactorShown:
    label = str(PriorityFactor.Source(source).label)
    return FactorShown(label, float(factor.value) if factor else 1.0, factor)
