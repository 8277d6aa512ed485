"""Regions: people decided anew keep every rule, never lose, and find what small moves miss."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.people import price_columns
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.regions import decide_anew, keeps_all, offers
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import make_pools, recount
from bina.engines.allocation.solve import NoFirstPlanError, plan_of, solve, zero_prices
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.test_master import pool_of_all
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings(fair_penalty=0.0)
many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def first_draft(instance):
    """A plan that nobody searched, and the run that made it."""
    kept = {}

    class Watched(Run):
        def offer(self, draft):
            super().offer(draft)
            kept["run"] = self

    work = Work(hours_rounds=1, closure_rounds=5, masters=0, blocks=0, regions=0, stop_after=1)
    from bina.engines.allocation import solve as module

    module.Run, before = Watched, module.Run
    try:
        solve(instance, CONSTANTS, seed=1, work=work, clock=lambda: 0.0)
    except NoFirstPlanError:
        assume(False)
    finally:
        module.Run = before
    return kept["run"].best.copy()


@given(st.integers(0, 10**9), st.booleans())
@many
def test_a_region_keeps_every_rule_and_never_loses(seed, held):
    instance = random_tiny(seed, held=held)
    problem = prepare(instance, CONSTANTS)
    draft = first_draft(instance)
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
