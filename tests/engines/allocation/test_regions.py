"""Regions: people decided anew keep every rule, never lose, and find what small moves miss."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation import diving
from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.first import first_plans
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.people import price_columns
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.regions import (
    ASK_EVERY,
    SIZES,
    decide_anew,
    keeps_all,
    offers,
)
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import make_pools, recount
from bina.engines.allocation.solve import plan_of, price_rounds, zero_prices
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.test_master import pool_of_all
from tests.engines.allocation.tiny import random_tiny

# A region whose people are asked at its own prices.
ASKING = next(n for n in range(SIZES[-2][0], 2**31) if n % ASK_EVERY == ASK_EVERY - 1)
CONSTANTS = Settings(fair_penalty=0.0)
many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def made(instance, problem):
    """A plan that nobody searched; None: there was none."""
    run = Run(instance, CONSTANTS, problem, Work(), 1, lambda: 0.0, None, None)
    ascent = Ascent(
        problem, closure=True, missing_jp=0.0, rounds=8, n_pairs=instance.n_pairs
    )  # fmt: skip
    price_rounds(run, ascent, 2, "first plan")
    first_plans(run, ascent, (0.9,))
    return run.best


def first_draft(instance, problem):
    """`made`, for properties."""
    draft = made(instance, problem)
    assume(draft is not None)
    return draft


@pytest.mark.parametrize("few_torn", [0, 40])
@given(seed=st.integers(0, 10**9), held=st.booleans())
@many
def test_a_region_keeps_every_rule_and_never_loses(few_torn, seed, held):
    instance = random_tiny(seed, held=held)
    problem = prepare(instance, CONSTANTS)
    draft = first_draft(instance, problem)
    recount(problem, draft)
    pool = pool_of_all(instance, problem)
    prices = price_columns(problem, zero_prices(problem, instance.n_pairs, hours=1.0))
    given_ = offers(problem, prices, pool, draft)
    pools = make_pools(problem, instance.staffing_ptr, instance.staffing_group)
    plans = {tuple(rows): value for _, value, rows in all_plans(instance, CONSTANTS)}

    for number in (0, 1, ASKING, ASKING + ASK_EVERY):
        before = draft.score(problem)
        with patch.object(diving, "FEW_TORN", few_torn):
            better = decide_anew(
                problem, given_, pools, draft, hours=50.0, seed=seed, number=number
            )  # fmt: skip
        plan = plan_of(instance, CONSTANTS, problem, draft)
        assert keeps_all(problem, draft)
        assert violations(instance, plan.pairs) == []
        assert (draft.score(problem) < before) == better
        assert draft.score(problem) <= before
        assert plan.owed_jp == draft.score(problem)[0]
        assert np.isclose(plan.value, -draft.score(problem)[1])
        assert np.isclose(plans[tuple(plan.pairs.tolist())], plan.value)
        assert evaluate(instance, CONSTANTS, plan.pairs).value == plan.value


def test_people_asked_at_a_regions_own_prices_find_what_no_bundle_of_the_pool_gives():
    """Nothing but the seats held is in the pool: only bundles that are asked for can help."""
    gained = 0
    for seed in range(400):
        instance = random_tiny(seed)
        problem = prepare(instance, CONSTANTS)
        draft = made(instance, problem)
        if draft is None:
            continue
        recount(problem, draft)
        pool = Pool(problem)
        pool.add(draft.choice)
        prices = price_columns(problem, zero_prices(problem, instance.n_pairs, hours=1.0))
        given_ = offers(problem, prices, pool, draft)
        pools = make_pools(problem, instance.staffing_ptr, instance.staffing_group)
        whole = {"hours": 50.0, "seed": 1}

        assert not decide_anew(problem, given_, pools, draft, number=0, **whole)
        gained += decide_anew(problem, given_, pools, draft, number=ASKING, **whole)

    assert gained >= 5
