"""Paths of units, units from UNOR paths, heads, moves, duplicates."""

import datetime as dt

import pytest

from bina.people.rules.duplicates import candidates, merged_facts
from bina.people.rules.heads import Holder, head_of
from bina.people.rules.moves import Move, move
from bina.people.rules.organisation import KnownUnit, plan_units
from bina.people.rules.tree import TreeHasCycle, paths_of

D = dt.date


def test_a_path_names_every_unit_from_the_top() -> None:
    assert paths_of({20: 5, 5: 1, 1: None}) == {1: "/1/", 5: "/1/5/", 20: "/1/5/20/"}


def test_a_circle_of_parents_is_refused() -> None:
    with pytest.raises(TreeHasCycle):
        paths_of({1: 2, 2: 1})


def test_missing_levels_are_made_parents_first_below_the_city() -> None:
    city = KnownUnit(1, "KOTA", "Pemerintah Kota", None, "city")

    plan = plan_units([city], [("U-2", ("Dinas A", "Bidang B", "Seksi C"))])

    assert [unit.name for unit in plan.new] == ["Dinas A", "Bidang B", "Seksi C"]
    assert [unit.parent for unit in plan.new] == [1, plan.new[0].code, plan.new[1].code]
    assert plan.new[2].code == "U-2"


def test_two_ids_with_one_path_are_two_units() -> None:
    plan = plan_units([], [("U-1", ("Dinas A",)), ("U-2", ("Dinas A",))])

    assert [unit.code for unit in plan.new] == ["U-1", "U-2"]


def test_a_known_id_with_another_name_is_told_and_kept() -> None:
    known = KnownUnit(7, "U-1", "Dinas Lama", None, "opd")

    plan = plan_units([known], [("U-1", ("Dinas Baru",))])

    assert (plan.of, plan.new) == ({("U-1", ("Dinas Baru",)): 7}, [])
    assert plan.renamed == [(("U-1", ("Dinas Baru",)), "Dinas Lama")]


def test_the_lowest_tier_heads_then_the_longest_in_the_post() -> None:
    deputy = Holder(1, "05", D(2001, 1, 1))
    chief = Holder(2, "04", D(2020, 1, 1))
    newer = Holder(3, "04", D(2021, 1, 1))
    unknown = Holder(4, "", D(1990, 1, 1))

    assert head_of([unknown, newer, deputy, chief]) == 2
    assert head_of([unknown]) == 4
    assert head_of([]) is None
    assert head_of([chief], override=9) == 9


@pytest.mark.parametrize(
    ("new_since", "expected"),
    [
        (D(2026, 5, 1), Move(D(2026, 5, 1), D(2026, 4, 30))),  # news
        (D(2021, 4, 1), Move(D(2026, 11, 23), D(2026, 11, 22))),  # the same TMT: import day
        (None, Move(D(2026, 11, 23), D(2026, 11, 22))),
        (D(2021, 3, 1), Move(D(2021, 3, 1))),  # earlier than the open one: a correction
    ],
)
def test_a_move_ends_the_former_post_the_day_before(
    new_since: dt.date | None, expected: Move
) -> None:
    since = D(2021, 4, 1)

    assert move(since, since, new_since, D(2026, 11, 23)) == expected


def test_the_same_nip_or_birth_date_and_similar_name_are_candidates() -> None:
    born = D(1990, 1, 1)
    found = candidates(
        [1, 2, 3, 4, 5],
        ["111", "222", "111", "", ""],
        ["ANI WENDA", "WENDA ANI", "BUDI", "ANI WENDA", "DANI OHEE"],
        [born, born, None, D(1991, 1, 1), born],
    )

    assert [(pair.a, pair.b, pair.why) for pair in found] == [(1, 2, "name"), (1, 3, "nip")]


def test_a_merge_fills_only_what_is_empty() -> None:
    kept = {"nip": "1", "gender": "", "birth_date": None, "rank": "III/a"}
    other = {"nip": "2", "gender": "F", "birth_date": None, "rank": "IV/a"}

    assert merged_facts(kept, other) == {"gender": "F"}
