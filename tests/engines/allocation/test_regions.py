"""Regions: people decided anew keep every rule, never lose, and find what small moves miss."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.people import price_columns
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.regions import decide_anew, keeps_all, offers
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import make_pools, recount
from bina.engines.allocation.solve import first_plans, plan_of, price_rounds, zero_prices
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.test_master import pool_of_all
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings(fair_penalty=0.0)
many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def first_draft(instance, problem):
    """A plan that nobody searched."""
    run = Run(instance, CONSTANTS, problem, Work(), 1, lambda: 0.0, None, None)
    ascent = Ascent(
        problem, closure=True, missing_jp=0.0, rounds=8, n_pairs=instance.n_pairs
    )  # fmt: skip
    price_rounds(run, ascent, 2, "first plan")
    first_plans(run, ascent, (0.9,))
    assume(run.best is not None)
    return run.best


@given(st.integers(0, 10**9), st.booleans())
@many
def test_a_region_keeps_every_rule_and_never_loses(seed, held):
    instance = random_tiny(seed, held=held)
    problem = prepare(instance, CONSTANTS)
    draft = first_draft(instance, problem)
    recount(problem, draft)
    pool = pool_of_all(instance, problem)
    prices = price_columns(problem, zero_prices(problem, instance.n_pairs, hours=1.0))
    given_ = offers(problem, prices, pool, draft)
    pools = make_pools(problem, instance.staffing_ptr, instance.staffing_group)
    plans = {tuple(rows): value for _, value, rows in all_plans(instance, CONSTANTS)}

    for number in range(4):
        before = draft.score(problem)
        better = decide_anew(problem, given_, pools, draft, hours=50.0, seed=seed, number=number)
        plan = plan_of(instance, CONSTANTS, problem, draft)
        assert keeps_all(problem, draft)
        assert violations(instance, plan.pairs) == []
        assert (draft.score(problem) < before) == better
        assert draft.score(problem) <= before
        assert plan.owed_jp == draft.score(problem)[0]
        assert np.isclose(plan.value, -draft.score(problem)[1])
        assert np.isclose(plans[tuple(plan.pairs.tolist())], plan.value)
        assert evaluate(instance, CONSTANTS, plan.pairs).value == plan.value
