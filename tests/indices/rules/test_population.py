"""A population's figures have the digits of the rules that work on small columns."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.engines.population import Weighted, means
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE
from bina.indices.rules.ip_asn import N_EVIDENCE, Facts, ip_asn, tables_of
from bina.indices.rules.population import figures_of
from bina.indices.rules.talent import axis, boxes, talent_scores
from bina.law.law import law_on
from bina.law.scaled import MISSING, bands_of

LAW = law_on(dt.date(2026, 11, 23))
RULESETS = ("bkn_8_2019", "bkn_4190_2024")


@given(st.integers(0, 10**6), st.integers(1, 20_000), st.sampled_from(RULESETS))
@settings(max_examples=25, deadline=None)
def test_the_same_digits_as_the_rules_of_small_columns(seed, n, ruleset):
    chance = np.random.default_rng(seed)

    def codes(words) -> np.ndarray:
        return chance.integers(0, len(words) + 1, n, dtype=np.uint8)  # 0: not known

    evidence = chance.integers(0, N_EVIDENCE, n, dtype=np.uint8)
    facts = Facts(codes(EDUCATION), codes(PATHS), evidence, codes(PREDICATE), codes(DISCIPLINE))
    y_parts, x_parts = LAW.value("talent.performance_parts"), LAW.value("talent.potential_parts")
    talent = {name: chance.integers(-1, 10_001, n) for name in (*y_parts, *x_parts)}
    for column in talent.values():  # few are missing
        column[(column < 0) & (chance.random(n) < 0.5)] = 0
    hours = chance.integers(0, 4_000, n)

    found = figures_of(facts, hours, talent, LAW, ruleset)

    total = ip_asn(facts, tables_of(LAW, ruleset)).total
    y = axis({name: talent[name] for name in y_parts}, y_parts)
    x = axis({name: talent[name] for name in x_parts}, x_parts)
    expected = (
        total,
        bands_of(total, LAW.value("ip_asn.bands")),
        hours >= 100 * LAW.value("development.jp_min.pns"),
        talent_scores(y, x, LAW.value("talent.weights")),
        boxes(y, x, LAW.value("talent.axis_bands"), LAW.value("talent.boxes")),
    )
    shown = (found.ip_asn, found.category, found.reached, found.talent, found.box)
    for mine, theirs in zip(shown, expected, strict=True):
        assert mine.tolist() == theirs.tolist()


def test_half_a_hundredth_goes_up_and_a_missing_part_makes_the_mean_missing():
    one, two = np.array([1, 1, MISSING]), np.array([2, 1, 5])

    assert means(Weighted((one, two), (50, 50))).tolist() == [2, 1, MISSING]


def test_weights_that_are_not_a_hundred_are_refused():
    with pytest.raises(ValueError, match="100 %"):
        means(Weighted((np.array([1]),), (90,)))
