"""The best bundle of one person against the list of all bundles, at random prices."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.desk import Desk, make_desk
from bina.engines.allocation.evaluate import person_closure
from bina.engines.allocation.exact import bundles_of
from bina.engines.allocation.model import Instance, Settings
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.search_bundle import best_bundle
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
NOBODY = np.zeros(1, np.int32)
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def listed_best(
    instance: Instance, problem: Problem, price: np.ndarray, person: int, mult: float, hours: float
) -> float:
    """Value of the best bundle of the person among all of them, over the problem's pairs."""
    possible = {int(row): p for p, row in enumerate(problem.p_row)}
    best = 0.0
    for rows in bundles_of(instance, person, 10**6):
        if any(int(row) not in possible for row in rows):
            continue
        sessions = [int(instance.pair_session[row]) for row in rows]
        jp = int(instance.session_jp[sessions].sum()) if sessions else 0
        closure = person_closure(instance, CONSTANTS, person, sessions)
        paid = sum(price[possible[int(row)]] for row in rows)
        counted = min(jp, int(instance.jp_needed[person]))
        best = max(best, mult * closure + hours * counted - paid)
    return best


def search(
    problem: Problem, price: np.ndarray, person: int, mult: float, hours: float, nodes: int,
    desk: Desk | None = None,
) -> tuple[float, float]:  # fmt: skip
    """(value, bound) of the engine; with a desk, the person's own prices on it are remembered."""
    recall = desk is not None
    desk = make_desk(problem) if desk is None else desk
    low, high = problem.pair_ptr[person], problem.pair_ptr[person + 1]
    desk.pairs["price"][: high - low] = price[low:high]
    desk.pairs["allowed"][: high - low] = 1
    _, _, _, value, bound = best_bundle(
        problem, desk, person, mult, hours, 1e-9, NOBODY, 0, 0.0, nodes, 16, False, recall
    )
    return value, bound


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from([0.0, 0.7, 1.3]))
@many
def test_bundle_is_the_best_of_all_and_every_cut_search_bounds_it(seed, prices, mult):
    instance = random_tiny(seed, pins=False)
    problem = prepare(instance, CONSTANTS)
    rng = np.random.default_rng(prices)
    price = rng.normal(0.15, 0.3, problem.p_session.size)
    hours = float(rng.choice([0.0, 0.02, 0.2]))

    for person in range(problem.n_people):
        best = listed_best(instance, problem, price, person, mult, hours)
        value, bound = search(problem, price, person, mult, hours, 5000)
        cut_value, cut_bound = search(problem, price, person, mult, hours, 0)

        assert bound >= best - 1e-9
        assert value <= best + 1e-9
        assert value == pytest.approx(best, abs=1e-7)
        assert bound <= best + 1e-7
        assert cut_bound >= best - 1e-9
        assert cut_value <= best + 1e-9


@given(st.integers(0, 10**9), st.integers(0, 10**9))
@many
def test_a_negative_worth_of_closure_keeps_the_bound(seed, prices):
    instance = random_tiny(seed, pins=False)
    problem = prepare(instance, CONSTANTS)
    price = np.random.default_rng(prices).normal(0.0, 0.3, problem.p_session.size)

    for person in range(problem.n_people):
        best = listed_best(instance, problem, price, person, -0.4, 0.05)

        assert search(problem, price, person, -0.4, 0.05, 50)[1] >= best - 1e-9


@given(st.integers(0, 10**9), st.integers(0, 10**9))
@many
def test_own_prices_of_another_day_keep_the_bound(seed, prices):
    """Own prices kept from other prices give a bound, and a full search still finds the best."""
    instance = random_tiny(seed, pins=False)
    problem = prepare(instance, CONSTANTS)
    rng = np.random.default_rng(prices)

    for person in range(problem.n_people):
        desk = make_desk(problem)
        for nodes in (0, 5000, 0, 5000):
            price = rng.normal(0.15, 0.3, problem.p_session.size)
            best = listed_best(instance, problem, price, person, 1.0, 0.05)
            value, bound = search(problem, price, person, 1.0, 0.05, nodes, desk)

            assert value <= best + 1e-9 <= bound + 2e-9
            if nodes > 0:
                assert value == pytest.approx(best, abs=1e-7)
