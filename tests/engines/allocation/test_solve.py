import itertools

import numpy as np
import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=6, closure_rounds=12, masters=2, blocks=6, moves_per_block=20)
CITY = Work(hours_rounds=6, closure_rounds=12, masters=2, blocks=5, moves_per_block=100)
seeds = st.integers(0, 10**9)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def clock() -> float:
    return 0.0


@given(seeds, st.booleans())
@many
def test_engine_against_every_plan_of_a_tiny_instance(seed, held):
    instance = random_tiny(seed, held=held)
    plans = all_plans(instance, CONSTANTS)
    try:
        result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=clock)
    except NoFirstPlanError:
        assume(False)
    plan, proof = result.plan, result.certificate

    assert violations(instance, plan.pairs) == []
    found = [(m, v) for m, v, rows in plans if sorted(rows) == plan.pairs.tolist()]
    assert len(found) == 1
    assert found[0][0] == plan.owed_jp
    assert found[0][1] == pytest.approx(plan.value, abs=1e-9)
    assert proof.missing_jp_bound <= min(m for m, _, _ in plans)
    assert proof.closure_bound >= best_value(plans, plan.owed_jp)


@given(seeds, seeds)
@many
def test_evaluator_agrees_with_brute_force_on_random_sets_of_pairs(seed, choice):
    instance = random_tiny(seed, held=choice % 2 == 1)
    rng = np.random.default_rng(choice)
    rows = np.flatnonzero(rng.random(instance.n_pairs) < 0.4)
    plans = {tuple(sorted(r)): (m, v) for m, v, r in all_plans(instance, CONSTANTS)}

    fine = violations(instance, rows) == []

    assert fine == (tuple(rows.tolist()) in plans)
    if fine:
        plan = evaluate(instance, CONSTANTS, rows)
        missing, value = plans[tuple(rows.tolist())]
        assert plan.owed_jp == missing
        assert plan.value == pytest.approx(value, abs=1e-9)


def test_same_seed_and_work_give_the_same_plan_and_bounds():
    instance = city(120, seed=3)

    first, second = (solve(instance, CONSTANTS, seed=5, work=CITY, clock=clock) for _ in range(2))

    assert first.plan.pairs.tolist() == second.plan.pairs.tolist()
    assert first.certificate.closure_bound == second.certificate.closure_bound
    assert first.certificate.missing_jp_bound == second.certificate.missing_jp_bound


@pytest.mark.parametrize("stop_after", [1, 6, 7, 12, 20, 27, 29])
def test_every_stop_leaves_a_feasible_plan_that_can_be_repeated(stop_after):
    instance = city(120, seed=4)
    steps = 0

    def should_stop() -> bool:
        nonlocal steps
        steps += 1
        return steps >= stop_after

    stopped = solve(instance, CONSTANTS, seed=5, work=CITY, clock=clock, should_stop=should_stop)
    repeated = solve(instance, CONSTANTS, seed=5, work=stopped.work, clock=clock)

    assert violations(instance, stopped.plan.pairs) == []
    assert stopped.certificate.closure_bound >= stopped.plan.value
    assert repeated.plan.pairs.tolist() == stopped.plan.pairs.tolist()


@pytest.mark.parametrize("seconds", [4.0, 12.0])
def test_the_work_of_a_timed_run_repeats_it(seconds):
    """Time passes by the number of times it is asked for, so that the test always ends alike."""
    instance, ticks = city(150, seed=3), itertools.count()

    timed = solve(
        instance, CONSTANTS, seed=1, work=SMALL, clock=lambda: next(ticks) * 0.1, seconds=seconds
    )
    again = solve(instance, CONSTANTS, seed=1, work=timed.work, clock=clock)

    assert again.plan.pairs.tolist() == timed.plan.pairs.tolist()
    assert again.certificate.closure_bound == timed.certificate.closure_bound
    assert again.certificate.missing_jp_bound == timed.certificate.missing_jp_bound


def test_progress_is_told_at_every_step_and_never_gets_worse():
    seen = []
    result = solve(
        city(120, seed=4), CONSTANTS, seed=5, work=CITY, clock=clock, progress=seen.append
    )

    rounds = CITY.hours_rounds + CITY.closure_rounds + CITY.deciding_rounds
    steps = CITY.masters + CITY.blocks + CITY.settled_rounds + CITY.regions
    assert len(seen) == rounds + steps
    assert seen[-1].share_done == 1.0
    missing = [p.missing_jp for p in seen if p.missing_jp is not None]
    assert missing == sorted(missing, reverse=True)
    assert len(result.history) == len(seen)
