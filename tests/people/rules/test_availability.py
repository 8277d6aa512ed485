"""Who can be planned when: the day before, on, and after each border."""

import datetime as dt

import pytest

from bina.law.law import law_on
from bina.people.rules.availability import Spans, availability, reason_away, retires_on

DAY = dt.date(2027, 3, 10)
LAW = law_on(dt.date(2027, 1, 1))
AGES = LAW.table("employment.retirement_age")
WORDS = LAW.value("employment.legal_positions")
BORN = dt.date(1990, 1, 1)


def reason(
    day: dt.date,
    *absences: tuple[str, dt.date, dt.date | None],
    born: dt.date | None = BORN,
    tier: str = "21",
    legal: str = "Aktif",
) -> str | None:
    spans = Spans(
        [1] * len(absences),
        [kind for kind, _, _ in absences],
        [start for _, start, _ in absences],
        [end for _, _, end in absences],
    )
    away = availability([1], [born], [tier], [legal], absences=spans, ages_years=AGES, words=WORDS)
    return reason_away(away[0], day)


@pytest.mark.parametrize(("offset", "expected"), [(-1, None), (0, "long"), (9, "long"), (10, None)])
def test_a_leave_of_ten_days_holds_from_its_first_to_its_last_day(
    offset: int, expected: str | None
) -> None:
    leave = ("long", DAY, DAY + dt.timedelta(days=9))

    assert reason(DAY + dt.timedelta(days=offset), leave) == expected


def test_a_study_leave_without_end_holds_for_good() -> None:
    assert reason(dt.date(2031, 1, 1), ("study", DAY, None)) == "study"


@pytest.mark.parametrize(("offset", "expected"), [(-1, None), (0, "contract_end")])
def test_after_the_end_of_the_contract_nobody_comes_back(offset: int, expected: str | None) -> None:
    end = ("contract_end", DAY, DAY)

    assert reason(DAY + dt.timedelta(days=offset), end) == expected
    assert reason(DAY + dt.timedelta(days=400), end) == "contract_end"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (dt.date(1969, 12, 3), dt.date(2028, 1, 1)),
        (dt.date(1969, 11, 30), dt.date(2027, 12, 1)),
        (dt.date(1968, 2, 29), dt.date(2026, 3, 1)),
    ],
)
def test_retirement_is_the_first_of_the_month_after_the_birthday(
    born: dt.date, expected: dt.date
) -> None:
    assert retires_on(born, 58) == expected


def test_retirement_follows_the_tier() -> None:
    born, day = dt.date(1968, 5, 5), dt.date(2027, 1, 4)

    assert reason(day, born=born, tier="21") == "retirement"
    assert reason(day, born=born, tier="23") is None


def test_the_last_day_before_retirement_can_be_planned() -> None:
    born = dt.date(1969, 5, 5)

    assert reason(dt.date(2027, 5, 31), born=born) is None
    assert reason(dt.date(2027, 6, 1), born=born) == "retirement"


def test_an_unknown_birth_date_or_tier_gives_no_retirement() -> None:
    far = dt.date(2080, 1, 1)

    assert reason(far, born=None) is None
    assert reason(far, tier="") is None


@pytest.mark.parametrize("legal", ["Tugas Belajar", "Pemberhentian Sementara", "tidak dikenal"])
def test_some_legal_positions_forbid_planning(legal: str) -> None:
    assert reason(DAY, legal=legal) == "legal"


def test_an_empty_legal_position_counts_as_active() -> None:
    assert reason(DAY, legal="") is None
