"""All indices of a whole population at once: the same digits as the rules of small columns.

For a province or the nation, in columns without names. The tables come from the law of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.engines.population import TOP, Lookup, Weighted, banded, boxed, means, summed
from bina.indices.rules.ip_asn import N_EVIDENCE, Facts, tables_of
from bina.law.law import Law
from bina.law.scaled import MISSING, bands_of

Column = NDArray[Any]


@dataclass(frozen=True)
class Figures:
    """Per person: IP ASN (hundredths) with its category, 20 JP reached, talent score and box."""

    ip_asn: Column
    category: Column
    reached: Column
    talent: Column
    box: Column


def figures_of(
    facts: Facts, hours: Column, talent: Mapping[str, Column], law: Law, ruleset: str
) -> Figures:
    """`hours` in hundredths of JP, `talent` in hundredths of points by part of both axes."""
    tables = tables_of(law, ruleset)
    none = facts.education
    total = summed(
        (
            Lookup(facts.education, tables.qualification, none, 0),
            Lookup(facts.evidence, tables.evidence, facts.path, N_EVIDENCE),
            Lookup(facts.predicate, tables.predicate, none, 0),
            Lookup(facts.predicate, tables.performance, none, 0),
            Lookup(facts.discipline, tables.discipline, none, 0),
        )
    )
    y = means(_weighted(talent, law.value("talent.performance_parts")))
    x = means(_weighted(talent, law.value("talent.potential_parts")))
    weights = law.value("talent.weights")
    both = Weighted((y, x), (weights["performance"], weights["potential"]))
    bands, numbers = law.value("talent.axis_bands"), law.value("talent.boxes")
    codes = [band["code"] for band in bands]
    boxes = np.array([[numbers[row][column] for column in codes] for row in codes], np.int8)
    return Figures(
        total,
        banded(total, band_table(law.value("ip_asn.bands"))),
        hours >= 100 * law.value("development.jp_min.pns"),
        means(both),
        boxed(y, x, band_table(bands), boxes),
    )


def _weighted(talent: Mapping[str, Column], weights: Mapping[str, int]) -> Weighted:
    names = sorted(weights)
    return Weighted(tuple(talent[name] for name in names), tuple(weights[name] for name in names))


def band_table(bands: Any) -> NDArray[np.int8]:
    """The band of every figure there is, (TOP + 1,); MISSING where none holds it."""
    assert MISSING < 0
    return bands_of(np.arange(TOP + 1), bands)
