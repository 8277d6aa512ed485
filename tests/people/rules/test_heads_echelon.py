"""Two posts of one tier: the echelon says who heads the unit."""

import datetime as dt

from bina.people.rules.heads import Holder, head_of


def test_of_one_tier_the_higher_echelon_heads_even_when_newer_in_the_post() -> None:
    head = Holder(1, "05", dt.date(2023, 10, 1), "IV.A")
    secretary = Holder(2, "05", dt.date(2022, 10, 1), "IV.B")

    assert head_of([secretary, head]) == 1


def test_an_unknown_echelon_comes_last() -> None:
    assert head_of([Holder(1, "05", None, ""), Holder(2, "05", None, "IV.B")]) == 2
