"""How people write opening days."""

import pytest

from bina.citizens.rules.open_days import open_days


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        (["Sen-Jum"], "01234"),
        (["Senin – Sabtu"], "012345"),
        (["Sen", "Rab", "Jum"], "024"),
        (["jumat", "Ahad"], "46"),
        (["Sab-Min"], "56"),
        (["Min-Sen"], "06"),
        (["Sen-Min"], "0123456"),
        (["tiap hari"], None),
        (["Sen-Rab-Jum"], None),
        ([], None),
    ],
)
def test_days_are_understood_or_refused(parts: list[str], days: str | None) -> None:
    assert open_days(parts) == days
