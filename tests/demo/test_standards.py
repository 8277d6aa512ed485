"""The dictionary and the position standards."""

from collections import Counter
from datetime import date

from bina.demo.city import City
from bina.demo.standards import (
    COMMON,
    Position,
    dictionary,
    has_standard,
    positions_of,
    standard_of,
    standard_rows,
)


def test_dictionary_has_8_managerial_1_sociocultural_5_service_12_technical() -> None:
    groups = Counter(entry["group"] for entry in dictionary().values())

    assert groups == {"managerial": 8, "sociocultural": 1, "service": 5, "technical": 12}
    assert tuple(dictionary())[:9] == COMMON


def test_every_competency_has_five_levels_with_two_or_three_indicators() -> None:
    for code, entry in dictionary().items():
        assert len(entry["levels"]) == 5, code
        for description, indicators in entry["levels"]:
            assert description
            assert 2 <= len(indicators) <= 3, (code, description)
            assert not any(";" in indicator for indicator in indicators)


def test_level_texts_are_all_different_within_a_competency() -> None:
    for code, entry in dictionary().items():
        texts = [text for level in entry["levels"] for text in (level[0], *level[1])]
        assert len(texts) == len(set(texts)), code


def test_nurse_standard_asks_one_level_more_of_empathy_than_the_tier(day: date) -> None:
    nurse = Position("JF-PERAWAT-21", "Perawat Ahli Pertama", "21", "perawat", "")

    levels = standard_of(nurse, day=day)

    assert levels["PLP"] == 2
    assert levels["RES"] == 3
    assert levels["KES"] == 2


def test_all_positions_but_the_listed_ones_have_a_standard(city: City, day: date) -> None:
    positions = positions_of(city.people)

    named = {row["position_name"] for row in standard_rows(positions, day=day)}

    missing = {position.name for position in positions if not has_standard(position)}
    assert named == {position.name for position in positions} - missing
    assert missing == {"Pengemudi Dinas", "Sandiman Terampil", "Instruktur Terampil"}


def test_levels_are_between_one_and_four_and_at_least_13_competencies(
    city: City, day: date
) -> None:
    for position in positions_of(city.people):
        levels = standard_of(position, day=day)
        assert len(levels) >= 13
        assert set(levels.values()) <= {1, 2, 3, 4}
