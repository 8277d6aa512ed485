"""Deciding which sessions to hold: within money and quotas, and good plans keep theirs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.deciding import Deciding, most_of_quotas
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.settled import HELD, OPEN
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.test_regions import CONSTANTS, many
from tests.engines.allocation.tiny import random_tiny

ROUNDS = 12


def decided(instance, problem, rounds=ROUNDS):
    """The sessions decided from an ascent of twelve rounds."""
    ascent = Ascent(
        problem, closure=True, missing_jp=0.0, rounds=12, n_pairs=instance.n_pairs
    )  # fmt: skip
    for _ in range(12):
        ascent.round()
    deciding = Deciding(ascent, rounds)
    for _ in range(rounds):
        deciding.round()
    return deciding


@given(st.integers(0, 10**9), st.booleans())
@many
def test_all_sessions_are_decided_within_money_and_quotas(seed, held):
    instance = random_tiny(seed, held=held)
    problem = prepare(instance, CONSTANTS)

    deciding = decided(instance, problem)

    sessions = deciding.sessions
    assert (deciding.decided != OPEN).all()
    assert sessions[problem.s_must == 1].all()
    pays = (sessions == 1) & (problem.s_line >= 0)
    fixed = np.bincount(problem.s_line[pays], problem.s_fixed[pays], minlength=problem.line.size)
    surely = (problem.s_must == 1) & (problem.s_line >= 0)  # pinned ones are paid for anyway
    least = np.bincount(
        problem.s_line[surely], problem.s_fixed[surely], minlength=problem.line.size
    )
    assert (fixed <= np.maximum(problem.line, least)).all()
    used = np.arange(deciding.choice.pair.shape[1])[None] < deciding.choice.n[:, None]
    assert sessions[problem.p_session[deciding.choice.pair[used]]].all()


@given(st.integers(0, 10**9))
@many
def test_a_quota_keeps_the_sessions_that_it_needs_where_money_does(seed):
    instance = random_tiny(seed)
    problem = prepare(instance, CONSTANTS)
    free = problem._replace(line=problem.line + int(problem.s_fixed.sum()))
    able = most_of_quotas(free) @ np.ones(free.n_sessions) >= free.quota

    deciding = decided(instance, free)

    given_ = most_of_quotas(free) @ deciding.sessions
    assert (given_[able] >= free.quota[able]).all() or not able.all()


def test_the_sessions_decided_carry_plans_nearly_as_good_as_the_best():
    """Over tiny cities the best plan with the sessions decided is near the best of all plans."""
    best = reached = 0.0
    for seed in range(80):
        instance = random_tiny(seed)
        problem = prepare(instance, CONSTANTS)
        plans = list(all_plans(instance, CONSTANTS))
        if not plans:
            continue
        held = decided(instance, problem, 20).decided == HELD
        same = [
            value - 5.0 * missing
            for missing, value, rows in plans
            if held[instance.pair_session[list(rows)]].all()
        ]
        every = [value - 5.0 * missing for missing, value, _ in plans]
        worst = min(every)
        best += max(every) - worst
        reached += max(same, default=worst) - worst
    assert reached > 0.9 * best
