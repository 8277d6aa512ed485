"""Half-days of a session, the least share, the type of a file, JP of an activity."""

import datetime as dt

import pytest

from bina.learning.rules.attendance import half_days, took_part
from bina.learning.rules.evidence import media_type_of

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("halves", "expected"),
    [("full", ["morning", "afternoon"]), ("morning", ["morning"]), ("afternoon", ["afternoon"])],
)
def test_half_days_of_one_day(halves: str, expected: list[str]) -> None:
    assert half_days([DAY], halves) == [(DAY, half) for half in expected]


@pytest.mark.parametrize(
    ("n_present", "n_half_days", "expected"),
    [(3, 5, False), (4, 5, True), (5, 5, True), (7, 10, False), (8, 10, True), (0, 0, False)],
)
def test_took_part_at_the_least_share(n_present: int, n_half_days: int, expected: bool) -> None:
    assert took_part(n_present, n_half_days, 0.8) is expected


def test_present_more_often_than_the_session_met_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and n_half_days"):
        took_part(3, 2, 0.8)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg xmlns='x'>", None),
        (b"MZ\x90", None),
        (b" %PDF-1.4", None),
        (b"", None),
    ],
)
def test_the_type_is_told_by_content(data: bytes, expected: str | None) -> None:
    assert media_type_of(data) == expected
