"""What a seat costs: by hand, the most specific row, and explanation = figure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.catalog.rules.cost import (
    COMPONENTS,
    NO_ROW,
    CostRow,
    Journey,
    Origin,
    cost_lines,
    cost_row,
    seat_costs,
)

ABEPURA = Origin("Abepura", "Kota Jayapura", "III/b")
MUARA_TAMI = Origin("Muara Tami", "Kota Jayapura", "IV/a")
PPPK = Origin("Abepura", "Kota Jayapura", "IX")
ROWS = (
    CostRow("transport", "", "Makassar", "", 6_200_000),
    CostRow("lodging", "", "Makassar", "", 650_000),
    CostRow("lodging", "", "Makassar", "IV/a", 1_050_000),
    CostRow("daily", "", "Makassar", "", 430_000),
    CostRow("transport", "", "Kota Jayapura", "", 30_000),
    CostRow("transport", "Muara Tami", "Kota Jayapura", "", 150_000),
    CostRow("transport", "Kota Jayapura", "Makassar", "", 6_000_000),
)
MAKASSAR = Journey("Makassar", 1_500_000, n_journeys=1, n_nights=2, n_days=3)
HOME = Journey("Kota Jayapura", 350_000, n_journeys=1, n_nights=1, n_days=2)


def test_makassar_by_hand():
    # 1,500,000 + 6,000,000 (from the work place) + 2 × 650,000 + 3 × 430,000
    found = seat_costs([ABEPURA], [MAKASSAR], ROWS)

    assert found.cost.tolist() == [[10_090_000]]
    assert not found.incomplete.any()


@pytest.mark.parametrize(
    ("origin", "expected"), [(ABEPURA, 650_000), (MUARA_TAMI, 1_050_000), (PPPK, 650_000)]
)
def test_the_row_of_the_rank_counts_and_never_for_another_list_of_ranks(origin, expected):
    row = cost_row(ROWS, "lodging", origin, "Makassar")

    assert ROWS[row].amount == expected


def test_near_home_only_the_row_that_names_the_district_counts():
    found = seat_costs([ABEPURA, MUARA_TAMI], [HOME], ROWS)

    assert found.cost.tolist() == [[350_000], [500_000]]
    assert not found.incomplete.any()  # nothing is expected near home


def test_a_component_without_a_row_is_said():
    found = seat_costs([ABEPURA], [Journey("Jakarta", 0, 1, 1, 2)], ROWS)

    assert (found.cost.tolist(), found.incomplete.tolist()) == ([[0]], [[True]])
    assert cost_row(ROWS, "daily", ABEPURA, "Jakarta") == NO_ROW


def test_online_costs_the_contribution_alone():
    assert seat_costs([ABEPURA], [Journey("Makassar", 80_000)], ROWS).cost.tolist() == [[80_000]]


def test_no_sessions_and_no_people_give_empty_tables():
    assert seat_costs([], [MAKASSAR], ROWS).cost.shape == (0, 1)
    assert seat_costs([ABEPURA], [], ROWS).cost.shape == (1, 0)


PLACES = st.sampled_from(["A", "B", ""])
RANKS = st.sampled_from(["", "II/a", "III/a", "IV/a", "IX"])
ROW = st.builds(
    CostRow,
    st.sampled_from(COMPONENTS),
    PLACES,
    st.sampled_from(["A", "B", "C"]),
    RANKS,
    st.integers(0, 10**7),
)
ORIGIN = st.builds(Origin, PLACES, st.sampled_from(["A", "C"]), RANKS)
JOURNEY = st.builds(
    Journey,
    st.sampled_from(["A", "B", "C"]),
    st.integers(0, 10**6),
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(0, 5),
)
UNIQUE = st.lists(
    ROW, max_size=12, unique_by=lambda r: (r.component, r.origin, r.place, r.rank_from)
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(ORIGIN, min_size=1, max_size=5),
    st.lists(JOURNEY, min_size=1, max_size=5),
    UNIQUE,
    st.randoms(use_true_random=False),
)
def test_the_lines_add_up_to_the_figure_in_any_order_of_the_table(people, journeys, rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    found = seat_costs(people, journeys, shuffled).cost

    for i, origin in enumerate(people):
        for s, journey in enumerate(journeys):
            assert found[i, s] == sum(line.amount for line in cost_lines(origin, journey, rows))
