"""Who a programme is for: each rule at its border, and against a loop over pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.catalog.rules.eligibility import REFUSAL_WORDS, Candidates, Refusal, Target, refusals
from bina.formats.ranks import RANKS

ANI = ("21", "Perawat Ahli Pertama", "pns", "III/b", ("KOTA", "DINKES", "PKM"))


def candidates(rows):
    """Rows (tier, position, employment, rank, path) as columns."""
    return Candidates(*(list(column) for column in zip(*rows, strict=True)))


def refusal_of(target, person=ANI):
    return Refusal(int(refusals(candidates([person]), [target])[0, 0]))


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target(), Refusal.NONE),
        (Target(tiers=frozenset({"21", "22"})), Refusal.NONE),
        (Target(tiers=frozenset({"22"})), Refusal.TIER),
        (Target(positions=frozenset({"PERAWAT AHLI PERTAMA"})), Refusal.NONE),
        (Target(positions=frozenset({"Perawat"})), Refusal.POSITION),
        (Target(employment=frozenset({"pppk"})), Refusal.EMPLOYMENT),
        (Target(unit_codes=frozenset({"DINKES"})), Refusal.NONE),
        (Target(unit_codes=frozenset({"DUKCAPIL"})), Refusal.UNIT),
        (Target(min_rank="III/a"), Refusal.NONE),
        (Target(min_rank="III/b"), Refusal.NONE),
        (Target(min_rank="III/c"), Refusal.RANK),
        (Target(min_rank="IX"), Refusal.NONE),  # a PPPK minimum does not bind PNS
        (Target(tiers=frozenset({"22"}), min_rank="IV/a"), Refusal.TIER),
    ],
)
def test_each_rule_and_the_first_one_that_refuses(target, expected):
    assert refusal_of(target) == expected


@pytest.mark.parametrize(
    ("rank", "minimum", "expected"),
    [
        ("IX", "X", Refusal.RANK),
        ("X", "X", Refusal.NONE),
        ("IX", "III/a", Refusal.NONE),
        ("", "III/a", Refusal.RANK),
        ("", "", Refusal.NONE),
    ],
)
def test_pppk_and_unknown_ranks(rank, minimum, expected):
    person = (*ANI[:3], rank, ANI[4])

    assert refusal_of(Target(min_rank=minimum), person) == expected


def test_every_refusal_has_words():
    assert set(REFUSAL_WORDS) == set(Refusal) - {Refusal.NONE}


def some(words):
    return st.frozensets(st.sampled_from(words), max_size=2)


RANK = st.sampled_from(["", *RANKS])
TIERS, JOBS, KINDS, UNITS = ["05", "06", "21"], ["a", "b"], ["pns", "pppk"], ["K", "D", "P"]
PERSON = st.tuples(
    st.sampled_from(TIERS),
    st.sampled_from(JOBS),
    st.sampled_from(KINDS),
    RANK,
    st.sampled_from([("K",), ("K", "D"), ("K", "D", "P")]),
)
TARGET = st.builds(Target, some(TIERS), some(JOBS), some(KINDS), some(UNITS), RANK)


def plain(person, target):
    """The rules for one pair, written out."""
    tier, job, kind, rank, path = person
    own, least = RANKS.get(rank), RANKS.get(target.min_rank)
    if target.tiers and tier not in target.tiers:
        return 1
    if target.positions and job not in target.positions:
        return 2
    if target.employment and kind not in target.employment:
        return 3
    if target.unit_codes and not any(code in target.unit_codes for code in path):
        return 4
    if least and (own is None or (own.group == least.group and own.order < least.order)):
        return 5
    return 0


@settings(max_examples=100, deadline=None)
@given(st.lists(PERSON, min_size=1, max_size=8), st.lists(TARGET, min_size=1, max_size=5))
def test_equals_the_rules_pair_by_pair(people, targets):
    found = refusals(candidates(people), targets)

    expected = [[plain(person, target) for target in targets] for person in people]
    assert np.array_equal(found, expected)
