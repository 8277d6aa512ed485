"""A plan under noise, against drawing everything by chance with the evaluator's own formulas."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from bench.allocation.generate import city

from bina.engines.allocation.evaluate import closures, levels_after, need_closure
from bina.engines.allocation.model import Settings
from bina.engines.whatif.noise import noise_of
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()


def full_plan(seed):
    """A tiny instance and its plan with the most pairs."""
    instance = random_tiny(seed)
    plans = all_plans(instance, CONSTANTS)
    return instance, np.array(max((sorted(rows) for _, _, rows in plans), key=len, default=[]), int)


def drawn(instance, pairs, errors, shows, rng, times):
    """Closures of so many draws, need by need in plain Python."""
    person = instance.pair_person()
    out = []
    for _ in range(times):
        true = np.maximum(0.0, instance.need_held + errors * rng.standard_normal(errors.size))
        there = [r for r in pairs if rng.random() < shows]
        changed, total = replace(instance, need_held=true), 0.0
        for i in range(instance.n_people):
            sessions = [int(instance.pair_session[r]) for r in there if person[r] == i]
            levels = levels_after(changed, i, sessions)
            for n in range(int(instance.need_ptr[i]), int(instance.need_ptr[i + 1])):
                total += need_closure(
                    CONSTANTS, true[n], instance.need_standard[n], instance.need_weight[n],
                    levels[int(instance.need_competency[n])],
                )  # fmt: skip
        out.append(total)
    return np.array(out)


@pytest.mark.parametrize("seed", [1, 3, 5, 8, 13])
@pytest.mark.parametrize("shows", [1.0, 0.7])
def test_expected_closure_is_the_mean_of_many_draws(seed, shows):
    instance, pairs = full_plan(seed)
    rng = np.random.default_rng(seed)
    errors = rng.choice([0.0, 0.2, 0.6], instance.need_held.size)

    noise = noise_of(instance, CONSTANTS, pairs, errors)
    found = drawn(instance, pairs, errors, shows, rng, 1500)

    off = 4.0 * found.std() / np.sqrt(found.size) + 0.01 * found.mean() + 1e-9
    assert noise.expected(shows) == pytest.approx(found.mean(), abs=off)


def test_without_noise_it_is_the_plan_itself():
    instance, pairs = city(150, seed=3), None
    rng = np.random.default_rng(1)
    pairs = np.sort(rng.choice(instance.n_pairs, 400, replace=False))

    noise = noise_of(instance, CONSTANTS, pairs, np.zeros(instance.need_held.size))

    whole = closures(instance, CONSTANTS, pairs).sum()
    assert noise.planned == pytest.approx(whole, rel=1e-12)
    assert noise.expected(1.0) == pytest.approx(whole, rel=1e-12)
    assert noise.expected(0.0) == 0.0
    assert noise.without_gap == 0.0
    assert noise.n_unsure == 0
    assert noise.expected(0.8, measured=True) == pytest.approx(noise.expected(0.8), rel=1e-12)
    assert 0.0 < noise.expected(0.8) < whole


def test_a_gap_of_one_error_is_none_one_time_in_six():
    instance, pairs = full_plan(3)
    gap = instance.need_standard - instance.need_held
    errors = np.where(gap > 0, gap, 0.0)

    noise = noise_of(instance, CONSTANTS, pairs, errors)

    assert noise.planned > 0
    likely = 1.0 - NormalDist().cdf(1.0)
    assert noise.without_gap / noise.planned == pytest.approx(likely, abs=0.02)


def test_an_unknown_error_counts_as_none_and_a_wrong_length_is_refused():
    instance, pairs = full_plan(3)
    unknown = np.full(instance.need_held.size, np.nan)

    assert noise_of(instance, CONSTANTS, pairs, unknown).n_unsure == 0
    with pytest.raises(ValueError, match="one error per need"):
        noise_of(instance, CONSTANTS, pairs, unknown[:-1])
