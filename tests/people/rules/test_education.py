"""The education level of a day, from diplomas and profile."""

import pytest

from bina.people.rules.education import level_on


@pytest.mark.parametrize(
    ("best", "profile", "profile_year", "year", "level"),
    [
        (None, "40", None, 2026, "40"),  # no diploma on record: the profile as it stands
        (None, "40", 2030, 2026, "40"),
        (None, "", None, 2026, ""),
        ("30", "40", 2013, 2012, "30"),  # the year before
        ("30", "40", 2013, 2013, "40"),  # the year itself
        ("30", "40", 2013, 2014, "40"),
        ("45", "40", 2013, 2026, "45"),  # the profile lags behind
        ("30", "40", None, 2026, "30"),  # nobody knows since when the profile holds
        ("", "40", None, 2026, ""),
        ("", "40", 2013, 2026, "40"),
    ],
)
def test_level_on(best, profile, profile_year, year, level) -> None:
    assert level_on(best, profile, profile_year, year) == level
