"""The master over all bundles of tiny instances: its prices prove what its mixture is worth."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.ascent import seat_unit
from bina.engines.allocation.bounds import closure_bound
from bina.engines.allocation.desk import MAX_BUNDLE
from bina.engines.allocation.evaluate import person_closure
from bina.engines.allocation.master import Mixture, solve_master
from bina.engines.allocation.model import Instance, Settings
from bina.engines.allocation.people import Choice, worth_per_point
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.solve import person_bounds, zero_prices
from bina.engines.allocation.spare import binding_cells
from tests.engines.allocation.brute import all_plans, best_value, person_bundles
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
NEAR = 0.03  # the master is solved to a hundredth


def pool_of_all(instance: Instance, problem: Problem) -> Pool:
    """All bundles of everybody, from the list that the brute force makes."""
    pair = {int(row): p for p, row in enumerate(problem.p_row)}
    listed = [
        [b for b in person_bundles(instance, i) if b and all(row in pair for row in b)]
        for i in range(problem.n_people)
    ]
    pool = Pool(problem)
    for k in range(max(map(len, listed), default=0)):
        choice = Choice(
            np.zeros((problem.n_people, MAX_BUNDLE), np.int32),
            np.zeros(problem.n_people, np.int32),
            np.zeros(problem.n_people),
            np.zeros(problem.n_people, np.int32),
            np.zeros(problem.n_people),
            np.zeros(problem.n_people),
        )
        for i, bundles in enumerate(listed):
            if k < len(bundles):
                sessions = [int(instance.pair_session[row]) for row in bundles[k]]
                choice.n[i] = len(sessions)
                choice.pair[i, : len(sessions)] = [pair[row] for row in bundles[k]]
                choice.closure[i] = person_closure(instance, CONSTANTS, i, sessions)
                choice.jp[i] = int(instance.session_jp[sessions].sum())
        pool.add(choice)
    assert pool.size == sum(map(len, listed))
    return pool


def master_of(instance: Instance, problem: Problem, pool: Pool, missing: int) -> Mixture | None:
    cells = np.nonzero(np.ones(problem.staffing.shape, dtype=np.bool_))
    unit = seat_unit(problem, closure=True)
    like = zero_prices(problem, instance.n_pairs, hours=unit)
    fair = np.zeros(problem.fair_need.size)
    return solve_master(
        problem, pool, (cells[0].astype(np.int32), cells[1].astype(np.int32)), like,
        float(missing), unit, fair, binding_cells(problem),
    )  # fmt: skip


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_prices_prove_what_the_mixture_is_worth(seed):
    instance = random_tiny(seed, pins=False)
    plans = all_plans(instance, CONSTANTS)
    problem = prepare(instance, CONSTANTS)
    pool = pool_of_all(instance, problem)
    assume(plans and pool.size)
    asked = np.bincount(problem.p_session, minlength=problem.n_sessions) > 0
    assume((problem.s_max >= problem.s_min)[asked].all())  # what is never held has any price
    missing = min(m for m, _, _ in plans)

    mixture = master_of(instance, problem, pool, missing)

    assert mixture is not None
    bounds = person_bounds(problem, mixture.prices, closure=True, nodes=5000)
    bound = closure_bound(problem, mixture.prices, bounds, float(missing))
    worth = float(mixture.weight @ pool.closure)
    assert bound >= best_value(plans, missing) - 1e-9
    if worth_per_point(problem, mixture.prices.fairness).min() >= 0.0:  # else bundles are bounded
        assert bound <= worth + NEAR * (1.0 + worth)
    each = np.bincount(pool.owner, mixture.weight, minlength=problem.n_people)
    assert (each <= 1.0 + NEAR).all()


def test_a_pool_keeps_a_bundle_once_whatever_its_order():
    instance = random_tiny(18, pins=False)
    problem = prepare(instance, CONSTANTS)
    pool = pool_of_all(instance, problem)
    size = pool.size
    turned = int(np.flatnonzero(np.diff(pool.ptr) > 1)[0])
    low, high = pool.ptr[turned], pool.ptr[turned + 1]
    choice = Choice(
        np.zeros((problem.n_people, MAX_BUNDLE), np.int32),
        np.zeros(problem.n_people, np.int32),
        *(np.zeros(problem.n_people) for _ in range(4)),
    )
    owner = pool.owner[turned]
    choice.n[owner] = high - low
    choice.pair[owner, : high - low] = pool.pair[low:high][::-1]

    assert pool.add(choice) == 0
    assert pool.size == size
