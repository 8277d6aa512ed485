"""Pins and quotas that chance does not meet: a plan is found exactly where there is one."""

import numpy as np
import pytest
from bench.allocation.generate import public
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.construct import construct, sessions_to_hold
from bina.engines.allocation.demanded import taken_over, with_demands_pinned
from bina.engines.allocation.evaluate import violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.people import price_columns
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.search import recount
from bina.engines.allocation.solve import (
    NoFirstPlanError,
    is_feasible,
    plan_of,
    solve,
    zero_prices,
)
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=3, closure_rounds=6, masters=0, blocks=1, moves_per_block=4)


@given(st.integers(0, 10**9))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_plan_is_found_exactly_where_there_is_one(seed):
    instance = random_tiny(seed)
    if not instance.quota_programme.size and not instance.pinned_person.size:
        return
    plans = all_plans(instance, CONSTANTS)
    try:
        result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=lambda: 0.0)
    except NoFirstPlanError:
        assert plans == []
        return
    assert plans
    assert violations(instance, result.plan.pairs) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_quotas_of_a_city_are_met(seed):
    instance = public(600, seed)

    result = solve(instance, CONSTANTS, seed=seed, work=SMALL, clock=lambda: 0.0)

    assert violations(instance, result.plan.pairs) == []


def test_a_draft_taken_over_has_the_same_seats_and_keeps_the_demands():
    instance = public(600, 2)
    problem, made = prepare(instance, CONSTANTS), with_demands_pinned(instance, CONSTANTS, 1)
    assert made is not None
    prices = zero_prices(problem, instance.n_pairs, hours=1.0)
    held = sessions_to_hold(made, np.zeros(instance.n_sessions), np.zeros(problem.line.size))
    columns = price_columns(made, prices)
    draft = construct(made, columns, held, seed=1, theta=1.0, hours=1.0, eps=0.01)

    own = taken_over(problem, made, draft)
    recount(problem, own)

    assert is_feasible(problem, own)
    ours, theirs = (
        plan_of(instance, CONSTANTS, p, d).pairs for p, d in ((problem, own), (made, draft))
    )
    assert ours.tolist() == theirs.tolist()
    assert violations(instance, ours) == []
    assert own.score(problem)[0] == plan_of(instance, CONSTANTS, problem, own).owed_jp


def test_without_demands_nothing_is_pinned():
    instance = random_tiny(4, pins=False)
    assert not instance.quota_programme.size
    assert with_demands_pinned(instance, CONSTANTS, 1) is None
