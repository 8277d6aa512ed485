"""A self-rating is complete, or names what is missing."""

import pytest

from bina.assessment.rules.self_rating import read_answers


@pytest.mark.parametrize("text", ["0", "1", "2", "3", "4", "5"])
def test_every_level_is_an_answer(text: str) -> None:
    assert read_answers({"PLP": text}, ["PLP"]).levels == {"PLP": int(text)}


@pytest.mark.parametrize("text", ["", "6", "-1", "2.5", "lima", "²", "٣", "22"])
def test_anything_else_is_missing(text: str) -> None:
    found = read_answers({"PLP": text}, ["PLP"])

    assert (found.levels, found.missing, found.is_complete) == ({}, ("PLP",), False)


def test_an_answer_that_was_not_asked_is_left_out() -> None:
    assert read_answers({"PLP": "2", "LAIN": "5"}, ["PLP"]).levels == {"PLP": 2}
