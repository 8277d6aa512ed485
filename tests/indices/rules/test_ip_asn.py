"""IP ASN against the hand-computed people and the published tables of Kota Bima."""

from datetime import date

import numpy as np
import pytest

from bina.indices.rules import ip_asn as rules
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, coded
from bina.indices.rules.tables import faulty_rows
from bina.law.law import law_on
from bina.law.scaled import MISSING, bands_of, scaled

LAW = law_on(date(2022, 12, 31))
LEAD, FUNC, TECH, SEM = "leadership", "functional", "technical", "seminar"
CASES = [  # path, education, evidence, predicate of the value, discipline, points, category
    ("structural", "45", (LEAD, TECH, SEM), 85, "none", (20, 40, 25, 5, 90), "T"),
    ("functional", "40", (FUNC, SEM), 80, "none", (15, 25, 25, 5, 70), "R"),
    ("general", "15", (TECH,), 92, "ringan", (5, 22.5, 30, 3, 60.5), "R"),
    ("general", "30", (TECH, SEM), 78, "none", (10, 40, 25, 5, 80), "S"),
    ("structural", "50", (LEAD, TECH, SEM), 95, "none", (25, 40, 30, 5, 100), "ST"),
    ("general", "10", (), 45, "berat", (1, 0, 1, 1, 3), "SR"),
]


def facts_of(cases):
    bands = LAW.value("ip_asn.bkn_8_2019.performance_bands")
    places = bands_of([scaled(case[3]) for case in cases], bands)
    flags = {
        name: np.array([name in case[2] for case in cases], dtype=np.bool_)
        for name in rules.EVIDENCE
    }
    return rules.Facts(
        coded([case[1] for case in cases], EDUCATION),
        coded([case[0] for case in cases], PATHS),
        rules.evidence_bits(flags),
        coded([bands[at]["code"] for at in places], PREDICATE),
        coded([case[4] for case in cases], DISCIPLINE),
    )


def scores_of(cases, law=LAW, ruleset="bkn_8_2019"):
    return rules.ip_asn(facts_of(cases), rules.tables_of(law, ruleset))


@pytest.mark.parametrize("case", CASES)
def test_constructed_people_of_8_2019(case):
    scores = scores_of([case])

    found = [int(getattr(scores, name)[0]) for name in (*rules.DIMENSIONS, "total")]
    assert found == [scaled(points) for points in case[5]]
    bands = LAW.value("ip_asn.bands")
    assert bands[bands_of(scores.total, bands)[0]]["code"] == case[6]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (80.81, "T"), (75.18, "S"), (60.5, "R"), (90, "T"), (90.01, "ST"), (80, "S"),
        (80.01, "T"), (70, "R"), (70.01, "S"), (60, "SR"), (60.01, "R"), (0, "SR"), (100, "ST"),
    ],
)  # fmt: skip
def test_categories_at_below_and_above_their_borders(value, code):
    bands = LAW.value("ip_asn.bands")

    assert bands[bands_of([scaled(value)], bands)[0]]["code"] == code


@pytest.mark.parametrize(
    ("value", "points"),
    [(100, 30), (91, 30), (90, 25), (76, 25), (75, 15), (61, 15), (60, 5), (51, 5), (50, 1)],
)
def test_performance_points_by_value(value, points):
    scores = scores_of([("general", "10", (), value, "none")])

    assert scores.performance[0] == scaled(points)


@pytest.mark.parametrize(
    ("education", "points"),
    [("50", 25), ("45", 20), ("40", 15), ("35", 15), ("30", 10), ("25", 5), ("20", 5),
     ("15", 5), ("17", 5), ("10", 1), ("05", 1)],
)  # fmt: skip
def test_qualification_points_by_education(education, points):
    assert scores_of([("general", education, (), 80, "none")]).qualification[0] == scaled(points)


@pytest.mark.parametrize("path", PATHS)
def test_full_evidence_gives_40_on_every_path_and_only_what_belongs_to_it(path):
    scores = scores_of([(path, "40", rules.EVIDENCE, 80, "none")])

    assert scores.competence[0] == scaled(40)


def test_unknown_education_has_no_total_instead_of_a_guess():
    scores = scores_of([("general", "99", (TECH,), 80, "none"), *CASES[:1]])

    assert scores.qualification.tolist() == [MISSING, 2000]
    assert scores.total.tolist() == [MISSING, 9000]


def test_letter_4190_computes_what_is_known_and_nothing_else():
    law = law_on(date(2024, 12, 31))
    scores = scores_of([("general", "40", (TECH,), 95, "none")], law, "bkn_4190_2024")

    assert (scores.performance[0], scores.discipline[0]) == (3000, 500)
    assert (scores.qualification[0], scores.competence[0], scores.total[0]) == (-1, -1, -1)


def test_letter_4190_is_computed_once_the_agency_gives_its_tables():
    parts = dict.fromkeys(rules.EVIDENCE, 0) | {TECH: 15}
    law = law_on(date(2024, 12, 31)).changed({
        "ip_asn.bkn_4190_2024.qualification": {"40": 20},
        "ip_asn.bkn_4190_2024.competence_development": dict.fromkeys(PATHS, parts),
    })  # fmt: skip
    scores = scores_of([("general", "40", (TECH,), 80, "none")], law, "bkn_4190_2024")

    assert scores.competence[0] == scaled(20 + 15)
    assert scores.total[0] == scaled(20 + 35 + 25 + 5)


def test_ruleset_changes_with_the_measured_year():
    assert law_on(date(2022, 12, 31)).value("ip_asn.ruleset") == "bkn_8_2019"
    assert law_on(date(2023, 1, 1)).value("ip_asn.ruleset") == "bkn_4190_2024"


def test_same_digits_in_any_order_of_rows():
    chance = np.random.default_rng(7)
    cases = [CASES[at] for at in chance.integers(0, len(CASES), 3_001)]
    group = chance.integers(0, 4, len(cases))
    order = chance.permutation(len(cases))
    one = rules.group_means(scores_of(cases), group, 4)
    other = rules.group_means(scores_of([cases[at] for at in order]), group[order], 4)

    assert one.mean.tolist() == other.mean.tolist()
    assert one.dimension_means.tolist() == other.dimension_means.tolist()


def test_group_mean_leaves_out_people_without_a_total_and_counts_them():
    cases = [CASES[0], ("general", "99", (), 80, "none"), CASES[4]]
    means = rules.group_means(scores_of(cases), np.array([0, 0, 0]), 2)

    assert (means.n.tolist(), means.n_missing.tolist()) == ([2, 0], [1, 0])
    assert means.mean.tolist() == [9500, MISSING]


BIMA_2023 = {"pns": (3252, 7841), "pppk": (171, 7518)}


def test_kota_bima_2023_total_is_weighted_by_headcount():
    n = np.array([people for people, _ in BIMA_2023.values()])
    means = np.array([mean for _, mean in BIMA_2023.values()])

    assert rules.agency_value(n * means, n, "weighted") == 7825
    assert rules.agency_value(n * means, n, "mean_of_groups") == 7680  # (78.41 + 75.18) / 2
    with pytest.raises(ValueError, match="mean_of_groups"):
        rules.agency_value(n * means, n, "median")


def test_kota_bima_table_faults_are_the_printed_26():
    rows = [  # Kota Bima 2023 (PNS, PPPK, ASN) and 2024 (PNS, PPPK)
        (21.19, 26, 25.75, 5, 78.41), (24.82, 20.2, 25.15, 5, 75.18),
        (21.37, 26.16, 25.72, 5, 78.25), (21.37, 28.12, 26.67, 5, 81.16),
        (20, 29.81, 27.47, 5, 82.26),
    ]  # fmt: skip
    table = np.array([[scaled(value) for value in row] for row in rows])
    tolerance = LAW.value("ip_asn.table_tolerance")

    faults = faulty_rows(table[:, :4], table[:, 4], tolerance)

    assert [(fault.row, fault.summed, fault.published) for fault in faults] == [(0, 7794, 7841)]
    repaired = table[:1, :4].copy()
    repaired[0, 1] = scaled(26.47)
    assert faulty_rows(repaired, table[:1, 4], tolerance) == []
    at_border = np.array([[100, 100, 100, 100]])
    assert faulty_rows(at_border, np.array([405]), tolerance) == []
    assert len(faulty_rows(at_border, np.array([406]), tolerance)) == 1


def test_known_dimensions_are_shown_where_no_total_can_be():
    scores = scores_of(CASES[:2], law_on(date(2024, 12, 31)), "bkn_4190_2024")

    means = rules.group_means(scores, np.array([0, 0]), 1)

    assert means.mean.tolist() == [MISSING]
    assert means.dimension_means.tolist() == [[MISSING, MISSING, 2500, 500]]
