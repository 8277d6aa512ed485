"""SKM of units from the scores per element that were uploaded, under each way to weigh."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from bina.citizens.models import SatisfactionScore
from bina.citizens.rules.skm import skm_values
from bina.citizens.selectors import ELEMENTS
from bina.indices.selectors.columns import year_end
from bina.law.law import Law, Parameter, law_on
from bina.law.scaled import MISSING, SCALE, bands_of
from bina.people.models import Unit

PARTS = 10**3  # scores are kept in thousandths
SORTS = ("nilai", "nama", "responden")
NAMES = ("weight_mode", "weight_modes", "conversion", "bands", "sample")


@dataclass(frozen=True)
class Satisfaction:
    """The SKM of a unit in a period. `values` by way to weigh; None where it does not apply."""

    unit: Unit
    period: str
    respondents: int
    scores: dict[str, Decimal]  # by element, 1..4
    values: dict[str, float | None]
    mode: str  # the official way to weigh
    quality: str
    word: str

    @property
    def value(self) -> float | None:
        """The official value, 25..100."""
        return self.values[self.mode]

    def parts(self, conversion: int) -> list[tuple[str, Decimal | None, float | None]]:
        """(element, score, what it adds to the exact value) of every element."""
        n = len(self.scores)
        return [
            (element, score, None if score is None else float(score) * conversion / n)
            for element in ELEMENTS
            for score in [self.scores.get(element)]
        ]


def law_of_period(period: str, today: dt.date) -> Law:
    """The law a period is measured under: the last day of its year, today in the present one."""
    year = period[:4]
    known = year.isascii() and year.isdigit()
    return law_on(year_end(int(year), today) if known else today)


def parameters_of(law: Law) -> list[Parameter]:
    """Everything that an SKM rests on."""
    return [law.parameter(f"citizens.skm.{name}") for name in NAMES]


def satisfaction_rows(
    period: str, law: Law, search: str = "", sort: str = "", unit: Unit | None = None
) -> list[Satisfaction]:
    """The units of a period, lowest value first; one query."""
    found = SatisfactionScore.objects.filter(period=period).select_related("unit")
    if search:
        found = found.filter(unit__name__icontains=search)
    if unit is not None:
        found = found.filter(unit=unit)
    by_unit: dict[int, list[SatisfactionScore]] = {}
    for row in found.order_by("unit__name", "unit_id", "element"):
        by_unit.setdefault(row.unit_id, []).append(row)
    rows = [_row(scores, period, law) for scores in by_unit.values()]
    keys: dict[str, Any] = {
        "nama": lambda row: row.unit.name,
        "responden": lambda row: (row.respondents, row.unit.name),
    }
    return sorted(rows, key=keys.get(sort, lambda row: (row.value is None, row.value or 0.0)))


def _row(found: Sequence[SatisfactionScore], period: str, law: Law) -> Satisfaction:
    known = [row for row in found if row.element in ELEMENTS]
    scores = {row.element: row.score for row in known}
    mode = str(law.value("citizens.skm.weight_mode"))
    values = {each: _value(known, each, law) for each in law.value("citizens.skm.weight_modes")}
    bands = law.value("citizens.skm.bands")
    at = int(bands_of([values[mode]], bands)[0]) if values[mode] != MISSING else MISSING
    return Satisfaction(
        found[0].unit,
        period,
        max(row.respondents for row in found),
        scores,
        {name: None if value == MISSING else value / SCALE for name, value in values.items()},
        mode,
        str(bands[at]["code"]) if at != MISSING else "",
        str(bands[at]["name"]) if at != MISSING else "",
    )


def _value(found: Sequence[SatisfactionScore], mode: str, law: Law) -> int:
    """Hundredths; MISSING without scores, or where a printed weight meets fewer elements."""
    if not found or (mode != "exact" and len(found) != len(ELEMENTS)):
        return MISSING
    totals, respondents = _answers(found)
    conversion = int(law.value("citizens.skm.conversion"))
    return int(skm_values(np.array([totals]), np.array([respondents]), mode, conversion)[0])


def _answers(found: Sequence[SatisfactionScore]) -> tuple[list[int], int]:
    """The sums of answers behind the scores, and their number.

    Scores have three decimals. Where all elements have the same few respondents the sums, whole
    numbers, are known exactly; else the scores stand for as many answers as they have parts.
    """
    n = found[0].respondents
    exact = [row.score * n for row in found]
    totals = [int(each.to_integral_value(ROUND_HALF_UP)) for each in exact]
    if n < PARTS and all(
        row.respondents == n and abs(total - each) * 2 * PARTS <= n
        for row, total, each in zip(found, totals, exact, strict=True)
    ):
        return totals, n
    return [int(row.score * PARTS) for row in found], PARTS
