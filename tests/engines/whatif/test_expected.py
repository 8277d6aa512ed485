"""The stand-in for the expected closure, against the law of errors and all plans of instances."""

from dataclasses import replace

import numpy as np
import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import closures, violations
from bina.engines.allocation.model import COLUMNS, Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.allocation.store import instance_hash
from bina.engines.whatif.again import Start
from bina.engines.whatif.expected import for_noise
from bina.engines.whatif.noise import noise_of, raised
from bina.engines.whatif.onward import solve_onward
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

FREE = Settings(fair_penalty=0.0)
SMALL = Work(hours_rounds=2, closure_rounds=8, masters=1, blocks=3, moves_per_block=20)
seeds = st.integers(0, 10**9)
shows = st.sampled_from([1.0, 0.9, 0.6])
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def errors_for(instance, seed):
    rng = np.random.default_rng(seed)
    return rng.choice([0.0, 0.2, 0.4, 0.6, 0.9], instance.need_held.size)


def expected(instance, pairs, errors, p):
    return noise_of(instance, FREE, np.array(pairs, dtype=np.int64), errors).expected(p)


def stand_in_value(stand_in, pairs):
    return float(closures(stand_in, FREE, np.array(pairs, dtype=np.int64)).sum())


@given(seeds)
@many
def test_without_errors_and_absences_nothing_changes(seed):
    instance = random_tiny(seed)

    same = for_noise(instance, FREE, np.zeros(instance.need_held.size), 1.0)

    assert instance_hash(same) == instance_hash(instance)
    unknown = for_noise(instance, FREE, np.full(instance.need_held.size, np.nan), 1.0)
    assert instance_hash(unknown) == instance_hash(instance)


@given(seeds, shows)
@many
def test_only_levels_and_weights_change_so_that_all_plans_stay_plans(seed, p):
    instance = random_tiny(seed)
    stand_in = for_noise(instance, FREE, errors_for(instance, seed), p)

    changed = {c for c in COLUMNS if not np.array_equal(getattr(instance, c), getattr(stand_in, c))}

    assert changed <= {"need_held", "need_weight"}


@given(seeds, shows)
@many
def test_a_need_that_one_effect_reaches_is_exact(seed, p):
    instance = random_tiny(seed)
    errors = errors_for(instance, seed)
    need, lift, ceiling = raised(instance, np.arange(instance.n_pairs))
    kinds = np.unique(np.stack([need, lift, ceiling], axis=1), axis=0)[:, 0].astype(int)
    alone = np.flatnonzero(np.bincount(kinds, minlength=instance.need_held.size) == 1)
    assume(alone.size > 0)

    for n in alone.tolist():
        weight = np.zeros_like(instance.need_weight)
        weight[n] = instance.need_weight[n]
        one = replace(instance, need_weight=weight)
        stand_in = for_noise(one, FREE, errors, p)
        for pair in range(instance.n_pairs):
            exact = expected(one, [pair], errors, p)
            assert stand_in_value(stand_in, [pair]) == pytest.approx(exact, abs=1e-12)


def test_a_level_measured_at_the_standard_may_still_have_a_gap():
    person = Person(needs=[(0, 3.0, 3.0, 2.0)])
    instance = build([person], [([(0, 1.0, 4.0)], [])], [Session(0, 4)], [(0, 0, 0, -1)])
    errors = np.array([0.5])

    stand_in = for_noise(instance, FREE, errors, 1.0)

    assert stand_in_value(instance, [0]) == 0.0
    assert stand_in.need_held[0] < 3.0
    by_hand = 2.0 * 0.8 * 0.5 * 0.3989  # w, φ of a gap of at most 1 closed whole, se times E[z+]
    assert stand_in_value(stand_in, [0]) == pytest.approx(by_hand, rel=0.03)


def test_seats_of_several_kinds_are_near_and_absence_takes_its_share():
    apart = whole = 0.0
    for seed in range(120):
        instance = random_tiny(seed)
        errors = errors_for(instance, seed)
        stand_in = for_noise(instance, FREE, errors, 0.9)
        for pair in range(instance.n_pairs):
            exact = expected(instance, [pair], errors, 0.9)
            apart += abs(stand_in_value(stand_in, [pair]) - exact)
            whole += exact
    assert whole > 100
    assert apart / whole < 0.02


@pytest.mark.parametrize(("p", "most_lost"), [(1.0, 0.001), (0.9, 0.004)])
def test_the_best_plan_for_it_expects_about_what_any_plan_can(p, most_lost):
    best = planned = nominal = 0.0
    for seed in range(300):
        instance = random_tiny(seed)
        plans = all_plans(instance, FREE)
        least = min((missing for missing, _, _ in plans), default=0)
        rows = [sorted(own) for missing, _, own in plans if missing == least]
        if len(rows) < 2:
            continue
        errors = errors_for(instance, seed)
        stand_in = for_noise(instance, FREE, errors, p)
        hoped = [expected(instance, own, errors, p) for own in rows]
        best += max(hoped)
        planned += hoped[int(np.argmax([stand_in_value(stand_in, own) for own in rows]))]
        nominal += hoped[int(np.argmax([stand_in_value(instance, own) for own in rows]))]

    assert best > 50
    assert 1.0 - planned / best < most_lost
    assert 1.0 - nominal / best > 0.02


@given(seeds, shows)
@many
def test_its_bound_holds_for_every_plan_up_to_what_the_stand_in_misses(seed, p):
    """E = S + (E - S) and S <= UB: no plan expects more than UB and the largest E - S; the plan
    found is worth V, so it loses at most UB - V and both differences."""
    instance = random_tiny(seed)
    errors = errors_for(instance, seed)
    stand_in = for_noise(instance, FREE, errors, p)
    try:
        found = solve(stand_in, FREE, seed=1, work=SMALL, clock=lambda: 0.0)
    except NoFirstPlanError:
        assume(False)
    proof = found.certificate
    rows = [own for missing, _, own in all_plans(instance, FREE) if missing <= proof.missing_jp]

    hoped = np.array([expected(instance, sorted(own), errors, p) for own in rows])
    apart = hoped - np.array([stand_in_value(stand_in, sorted(own)) for own in rows])

    assert (
        proof.instance_hash == instance_hash(stand_in)
        and violations(instance, found.plan.pairs) == []
    )
    assert hoped.max() <= proof.closure_bound + apart.max() + 1e-9
    lost = proof.closure_bound - proof.value + apart.max() - apart.min()
    assert expected(instance, found.plan.pairs, errors, p) >= hoped.max() - lost - 1e-9


def test_a_city_planned_on_from_its_plan_expects_more():
    instance = city(150, seed=3)
    rng = np.random.default_rng(5)
    errors = rng.choice([0.0, 0.3, 0.8], instance.need_held.size)
    work = replace(SMALL, closure_rounds=20, blocks=12, moves_per_block=100)
    stand_in = for_noise(instance, FREE, errors, 0.9)
    plain = solve(instance, FREE, seed=1, work=work, clock=lambda: 0.0)
    proof, pairs = plain.certificate, plain.plan.pairs
    start = Start(proof.hours_prices, proof.closure_prices, proof.missing_jp, pairs)

    sure = solve_onward(stand_in, FREE, start, seed=1, work=work, clock=lambda: 0.0)

    assert sure.plan.missing_jp <= plain.plan.missing_jp
    assert sure.certificate.instance_hash == instance_hash(stand_in)
    assert expected(instance, sure.plan.pairs, errors, 0.9) > expected(instance, pairs, errors, 0.9)


@pytest.mark.parametrize("p", [0.0, -0.1, 1.2, float("nan")])
def test_a_probability_that_is_none_is_refused(p):
    instance = random_tiny(1)
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        for_noise(instance, FREE, np.zeros(instance.need_held.size), p)


def test_errors_that_cannot_be_are_refused():
    instance = random_tiny(1)
    errors = np.zeros(instance.need_held.size)
    with pytest.raises(ValueError, match="one error per need"):
        for_noise(instance, FREE, errors[:-1], 1.0)
    errors[0] = -0.1
    with pytest.raises(ValueError, match="0 or more"):
        for_noise(instance, FREE, errors, 1.0)
