"""A plan planned on after the gaps changed, against every plan of a tiny instance."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.whatif.again import Start
from bina.engines.whatif.former import draft_of
from bina.engines.whatif.onward import solve_onward
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=2, closure_rounds=8, masters=1, blocks=3, moves_per_block=20, regions=2)
NONE = replace(SMALL, closure_rounds=4, masters=0, blocks=0, regions=0)
seeds = st.integers(0, 10**9)
many = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def clock() -> float:
    return 0.0


def start_of(instance):
    try:
        found = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=clock)
    except NoFirstPlanError:
        assume(False)
    proof = found.certificate
    return Start(proof.hours_prices, proof.closure_prices, proof.missing_jp, found.plan.pairs)


def reweighted(instance, seed):
    rng = np.random.default_rng(seed)
    weight = instance.need_weight * rng.choice([0.3, 1.0, 2.0], instance.need_weight.size)
    return replace(instance, need_weight=weight)


@given(seeds)
@many
def test_a_drafted_plan_is_worth_what_it_is(seed):
    instance = random_tiny(seed)
    plans = all_plans(instance, CONSTANTS)
    assume(plans)
    rows = np.array(sorted(plans[seed % len(plans)][2]), np.int64)
    problem = prepare(instance, CONSTANTS)

    missing, value = draft_of(instance, problem, rows).score(problem)

    own = evaluate(instance, CONSTANTS, rows)
    assert missing == own.owed_jp
    assert -value == pytest.approx(own.value, abs=1e-9)


@given(seeds)
@many
def test_what_is_found_is_no_worse_and_its_bound_holds_against_every_plan(seed):
    instance = random_tiny(seed)
    start = start_of(instance)
    changed = reweighted(instance, seed)
    plans = all_plans(changed, CONSTANTS)
    missing, value, rows = plans[seed % len(plans)]
    start = replace(start, pairs=np.array(rows, np.int64))

    at_once = solve_onward(changed, CONSTANTS, start, seed=1, work=NONE, clock=clock)
    searched = solve_onward(changed, CONSTANTS, start, seed=1, work=SMALL, clock=clock)

    for found in (at_once, searched):
        plan, proof = found.plan, found.certificate
        assert violations(changed, plan.pairs) == []
        assert plan.owed_jp <= missing
        assert plan.owed_jp < missing or plan.value >= value - 1e-9
        assert proof.missing_jp_bound <= min(m for m, _, _ in plans)
        assert proof.closure_bound >= best_value(plans, plan.owed_jp) - 1e-9
    again = solve_onward(changed, CONSTANTS, start, seed=1, work=searched.work, clock=clock)
    assert again.plan.pairs.tolist() == searched.plan.pairs.tolist()


def test_the_work_of_a_timed_run_repeats_it():
    instance = city(150, seed=3)
    start, changed, ticks = start_of(instance), reweighted(instance, 1), itertools.count()

    timed = solve_onward(
        changed, CONSTANTS, start, seed=1, work=SMALL, clock=lambda: next(ticks) * 0.1, seconds=6.0
    )
    again = solve_onward(changed, CONSTANTS, start, seed=1, work=timed.work, clock=clock)

    assert again.plan.pairs.tolist() == timed.plan.pairs.tolist()
    assert again.certificate.closure_bound == timed.certificate.closure_bound


def test_a_plan_that_breaks_a_rule_is_no_beginning():
    instance = next(one for one in map(random_tiny, range(99)) if _broken(one).size)
    start = replace(start_of(instance), pairs=_broken(instance))

    with pytest.raises(ValueError, match="must keep every rule"):
        solve_onward(instance, CONSTANTS, start, seed=1, work=SMALL, clock=clock)


def _broken(instance):
    """All pairs, where they are no plan but there is one."""
    rows = np.arange(instance.n_pairs)
    return rows if all_plans(instance, CONSTANTS) and violations(instance, rows) else rows[:0]
