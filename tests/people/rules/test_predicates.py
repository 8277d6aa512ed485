"""The nine predicates, the guide for their spread, and yearly credit points."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from bina.law.law import NotInForce, law_on
from bina.people.rules.predicates import (
    PREDICATES,
    RATINGS,
    predicates,
    spread_warnings,
    yearly_credit,
)

LAW = law_on(date(2026, 1, 1))
NAMES = LAW.value("performance.predicates")


@pytest.mark.parametrize(
    ("result", "behaviour", "predicate"),
    [
        ("di_atas", "di_bawah", "kurang"), ("di_atas", "sesuai", "baik"),
        ("di_atas", "di_atas", "sangat_baik"), ("sesuai", "di_bawah", "kurang"),
        ("sesuai", "sesuai", "baik"), ("sesuai", "di_atas", "baik"),
        ("di_bawah", "di_bawah", "sangat_kurang"), ("di_bawah", "sesuai", "butuh_perbaikan"),
        ("di_bawah", "di_atas", "butuh_perbaikan"),
    ],
)  # fmt: skip
def test_nine_pairs(result, behaviour, predicate):
    codes = [np.array([RATINGS.index(each)]) for each in (result, behaviour)]

    found = predicates(*codes, LAW.value("performance.matrix"))

    assert PREDICATES[found[0]] == predicate


def test_matrix_begins_in_2022():
    law_on(date(2022, 1, 1)).value("performance.matrix")
    with pytest.raises(NotInForce):
        law_on(date(2021, 12, 31)).value("performance.matrix")


@pytest.mark.parametrize(
    ("unit", "counts", "n_warnings"),
    [
        ("istimewa", {"sangat_baik": 70, "baik": 30}, 0),
        ("istimewa", {"sangat_baik": 71, "baik": 29}, 1),
        ("istimewa", {"sangat_baik": 30, "baik": 70}, 1),  # not the most
        ("baik", {"baik": 70, "sangat_baik": 29, "kurang": 1}, 0),
        ("baik", {"baik": 70, "sangat_baik": 30}, 1),  # nobody needs improvement
        ("butuh_perbaikan", {"butuh_perbaikan": 60, "sangat_baik": 10, "baik": 30}, 0),
        ("butuh_perbaikan", {"butuh_perbaikan": 59, "sangat_baik": 11, "baik": 30}, 2),
        ("kurang", {"kurang": 60, "butuh_perbaikan": 10, "sangat_baik": 10, "baik": 20}, 0),
        ("kurang", {"kurang": 59, "butuh_perbaikan": 9, "sangat_baik": 11, "baik": 21}, 3),
        ("sangat_kurang", {"sangat_kurang": 60, "kurang": 4, "butuh_perbaikan": 6, "baik": 30}, 0),
        ("sangat_kurang", {"sangat_kurang": 59, "kurang": 9, "sangat_baik": 1, "baik": 31}, 3),
        ("baik", {}, 0),
    ],
)
def test_spread_is_warned_of_beyond_the_guide(unit, counts, n_warnings):
    guide = LAW.value("performance.distribution")[unit]

    assert len(spread_warnings(counts, guide, NAMES)) == n_warnings


@pytest.mark.parametrize(
    ("tier", "predicate", "credit"),
    [
        ("11", "butuh_perbaikan", "2.81"), ("11", "sangat_baik", "5.63"), ("11", "baik", "3.75"),
        ("11", "kurang", "1.88"), ("11", "sangat_kurang", "0.94"), ("12", "sangat_baik", "7.5"),
        ("12", "kurang", "2.5"), ("12", "sangat_kurang", "1.25"),
    ],
)  # fmt: skip
def test_yearly_credit_of_functional_posts(tier, predicate, credit):
    coefficient = LAW.value("performance.credit_coefficient")[tier]
    percent = LAW.value("performance.credit_multiplier")[predicate]

    assert yearly_credit(coefficient, percent) == Decimal(credit)
