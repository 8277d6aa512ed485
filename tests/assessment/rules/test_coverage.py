"""Shares of what is measured, against a small table counted by hand."""

import numpy as np

from bina.assessment.rules.coverage import coverage


def test_only_required_pairs_count_and_nothing_required_has_no_share() -> None:
    # three people, in units 0, 0, 1; competencies 0 and 1 of group 0, 2 of group 1
    needs = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1]], dtype=bool)
    measured = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 1]], dtype=bool)

    found = coverage(needs, measured, np.array([0, 0, 1]), np.array([0, 0, 1]), shape=(2, 2))

    assert found.required.tolist() == [[3, 0], [1, 1]]
    assert found.measured.tolist() == [[2, 0], [0, 1]]
    assert np.isnan(found.share()[0, 1])
    assert found.share()[1].tolist() == [0.0, 1.0]
