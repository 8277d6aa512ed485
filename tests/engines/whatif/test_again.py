"""A plan solved again with another right-hand side, against every plan of a tiny instance."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.whatif.again import LIGHT, Start, solve_again
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=2, closure_rounds=8, masters=1, blocks=3, moves_per_block=20)
CITY = Work(hours_rounds=4, closure_rounds=40, blocks=6, moves_per_block=100, regions=12)
NO_SEARCH = replace(LIGHT, closure_rounds=8, blocks=0, settled_rounds=0, regions=0)
AGAIN = replace(LIGHT, masters=1, blocks=4, moves_per_block=20)
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


@given(seeds, st.sampled_from(["money", "floors", "staffing"]), st.integers(0, 14))
@many
def test_a_second_solve_holds_against_every_plan(seed, kind, amount):
    instance, constants = random_tiny(seed), CONSTANTS
    start = start_of(instance)
    if kind == "money":
        instance = replace(instance, line_amount=np.array([amount, 14 - amount]))
    elif kind == "floors":
        constants = replace(constants, fair_penalty=0.0)
    else:
        instance = replace(instance, staffing_capacity=np.full_like(instance.staffing_capacity, 3))
    plans = all_plans(instance, constants)
    try:
        found = solve_again(instance, constants, start, seed=1, work=AGAIN, clock=clock)
    except NoFirstPlanError:
        assume(False)
    plan, proof = found.plan, found.certificate

    assert violations(instance, plan.pairs) == []
    known = [(m, v) for m, v, rows in plans if sorted(rows) == plan.pairs.tolist()]
    assert known[0][0] == plan.owed_jp
    assert known[0][1] == pytest.approx(plan.value, abs=1e-9)
    assert proof.missing_jp_bound <= min(m for m, _, _ in plans)
    assert proof.closure_bound >= best_value(plans, plan.owed_jp) - 1e-9
    again = solve_again(instance, constants, start, seed=1, work=found.work, clock=clock)
    assert again.plan.pairs.tolist() == plan.pairs.tolist()
    assert again.certificate.closure_bound == proof.closure_bound


@given(seeds)
@many
def test_where_nothing_changed_nothing_is_lost(seed):
    instance = random_tiny(seed)
    start = start_of(instance)
    before = evaluate(instance, CONSTANTS, start.pairs)

    found = solve_again(instance, CONSTANTS, start, seed=1, work=NO_SEARCH, clock=clock)

    assert (found.plan.owed_jp, -found.plan.value) <= (before.owed_jp, -before.value + 1e-9)


def test_a_former_plan_of_a_city_is_the_plan_to_beat_where_money_grows():
    instance = city(300, seed=5)
    found = solve(instance, CONSTANTS, seed=1, work=CITY, clock=clock)
    proof = found.certificate
    start = Start(proof.hours_prices, proof.closure_prices, proof.missing_jp, found.plan.pairs)
    more = replace(instance, line_amount=instance.line_amount * 21 // 20)

    again = solve_again(more, CONSTANTS, start, seed=1, work=NO_SEARCH, clock=clock)

    assert again.plan.owed_jp <= found.plan.owed_jp
    assert again.plan.value >= found.plan.value


@pytest.mark.parametrize("seconds", [3.0, 12.0])
def test_the_work_of_a_timed_run_repeats_it(seconds):
    """Time passes by the number of times it is asked for, so that the test always ends alike."""
    instance = city(150, seed=3)
    found = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=clock)
    proof = found.certificate
    start = Start(proof.hours_prices, proof.closure_prices, proof.missing_jp, found.plan.pairs)
    less = replace(instance, line_amount=instance.line_amount * 8 // 10)
    ticks = itertools.count()

    timed = solve_again(
        less, CONSTANTS, start, seed=1, work=LIGHT, clock=lambda: next(ticks) * 0.1,
        seconds=seconds,
    )  # fmt: skip
    again = solve_again(less, CONSTANTS, start, seed=1, work=timed.work, clock=clock)

    assert again.plan.pairs.tolist() == timed.plan.pairs.tolist()
    assert again.certificate.closure_bound == timed.certificate.closure_bound
    assert timed.plan.value > 0
