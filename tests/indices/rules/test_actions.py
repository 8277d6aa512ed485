"""Gains of feasible actions: exact, ranked, nobody who gains nothing."""

from datetime import date

import numpy as np

from bina.indices.rules.actions import (
    Priced,
    evidence_actions,
    hours_action,
    register_action,
)
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, coded
from bina.indices.rules.ip_asn import EVIDENCE, Facts, evidence_bits, tables_of
from bina.law.law import law_on
from bina.law.scaled import MISSING

TABLES = tables_of(law_on(date(2022, 12, 31)), "bkn_8_2019")


def facts(paths, technical):
    n = len(paths)
    flags = {name: np.zeros(n, dtype=np.bool_) for name in EVIDENCE}
    flags["technical"] = np.array(technical)
    return Facts(
        coded(["40"] * n, EDUCATION), coded(paths, PATHS), evidence_bits(flags),
        coded(["baik"] * n, PREDICATE), coded(["none"] * n, DISCIPLINE),
    )  # fmt: skip


def test_actions_are_ranked_by_what_the_group_gains():
    paths = ["general", "functional", "structural", "general"]

    found = evidence_actions(facts(paths, [False, True, False, False]), TABLES, {"technical": 20})

    assert [(a.name, a.people.tolist(), a.group_gain) for a in found] == [
        ("technical", [0, 3, 2], 1500),  # 22.5 + 22.5 + 15 over four people
        ("seminar", [0, 3, 1, 2], 1375),
        ("functional", [1], 375),
        ("leadership", [2], 375),
    ]
    assert found[0].gain.tolist() == [2250, 2250, 1500]
    assert found[0].hours == 60


def test_people_without_a_total_gain_nothing():
    found = evidence_actions(facts(["nobody"], [False]), TABLES, {})

    assert all(len(action.people) == 0 and action.group_gain == 0 for action in found)


def test_hours_name_first_who_lacks_least():
    action = hours_action(np.array([2000, 0, 1900, 500]), np.array([2000, 2000, 2000, MISSING]))

    assert action.people.tolist() == [2, 1]
    assert action.gain.tolist() == [100, 2000]
    assert (action.group_gain, action.hours) == (5000, 21)  # 50 % more people; 21 JP


def test_registering_gains_only_what_is_new():
    technical = np.uint8(1) << np.uint8(EVIDENCE.index("technical"))
    bits = np.array([technical, technical, 0], dtype=np.uint8)

    found = register_action(
        "drawer", facts(["general", "functional", "general"], [False, True, False]), TABLES, bits
    )

    assert (found.people.tolist(), found.gain.tolist()) == ([0], [2250])
    assert found.group_gain == 750  # 22.5 over three people


def test_a_price_counts_only_those_for_whom_something_fits():
    action = evidence_actions(facts(["general", "structural"], [False, False]), TABLES, {})[0]

    priced = Priced(action, np.array([500_000, -1]))

    assert (priced.n_priced, priced.total, priced.gain) == (1, 500_000, 2250)
