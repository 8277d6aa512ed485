"""JPM: no cap, both band sets at their borders, nobody measured."""

from datetime import date

import numpy as np
import pytest

from bina.assessment.rules.jpm import jpm
from bina.law.law import law_on
from bina.law.scaled import MISSING, bands_of, scaled

LAW = law_on(date(2026, 1, 1))


def test_25_of_18_is_138_89_percent_and_nobody_measured_is_missing():
    person = np.zeros(9, dtype=np.int64)
    reached = np.array([3, 3, 3, 3, 3, 3, 3, 2, 2])

    found = jpm(person, reached, np.full(9, 2), 2)

    assert found.tolist() == [scaled(138.89), MISSING]
    bands = LAW.value("assessment.jpm_bands.mapping")
    assert bands[bands_of(found, bands)[0]]["code"] == "O"


@pytest.mark.parametrize(
    ("purpose", "percent", "code"),
    [
        ("filling", 80, "MS"), ("filling", 80.01, "MS"), ("filling", 79.99, "MMS"),
        ("filling", 68, "MMS"), ("filling", 67.99, "KMS"), ("filling", 0, "KMS"),
        ("mapping", 90, "O"), ("mapping", 89.99, "CO"), ("mapping", 78, "CO"),
        ("mapping", 77.99, "KO"),
    ],
)  # fmt: skip
def test_bands_of_both_purposes(purpose, percent, code):
    bands = LAW.value(f"assessment.jpm_bands.{purpose}")

    assert bands[bands_of([scaled(percent)], bands)[0]]["code"] == code


def test_same_digits_in_any_order_of_rows():
    chance = np.random.default_rng(3)
    person, reached = chance.integers(0, 50, 900), chance.integers(0, 501, 900)
    required, order = chance.integers(100, 501, 900), chance.permutation(900)

    one = jpm(person, reached, required, 50)

    assert one.tolist() == jpm(person[order], reached[order], required[order], 50).tolist()
