"""Prices with the sessions as given: nobody is asked into a closed one, and the bound holds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.program import WHOLE, QuietHighs, highs
from bina.engines.allocation.settled import Settled
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.test_regions import CONSTANTS, first_draft, many
from tests.engines.allocation.tiny import random_tiny


@given(st.integers(0, 10**9))
@many
def test_only_held_sessions_are_asked_for_and_no_plan_with_them_is_worth_more(seed):
    instance = random_tiny(seed)
    problem = prepare(instance, CONSTANTS)
    draft = first_draft(instance, problem)
    ascent = Ascent(
        problem, closure=True, missing_jp=float(draft.score(problem)[0]), rounds=8,
        n_pairs=instance.n_pairs,
    )  # fmt: skip
    for _ in range(8):
        ascent.round()

    settled = Settled(ascent, ascent.best_prices, draft, 6)
    for _ in range(6):
        settled.round()
    settled.finish(5)

    held = draft.limits.held
    used = np.arange(settled.choice.pair.shape[1])[None] < settled.choice.n[:, None]
    assert held[problem.p_session[settled.choice.pair[used]]].all()
    same = [
        value
        for missing, value, rows in all_plans(instance, CONSTANTS)
        if missing <= settled.missing_jp and held[instance.pair_session[list(rows)]].all()
        and _all_held(instance, problem, draft.use.seats > 0, rows)
    ]  # fmt: skip
    assert all(value <= settled.best_bound + 1e-6 for value in same)


def _all_held(instance, problem, filled, rows):
    """The plan fills each of the draft's sessions to its minimum."""
    seats = np.bincount(instance.pair_session[list(rows)], minlength=filled.size)
    return (seats[filled] >= problem.s_min[filled]).all()


def test_regions_are_solved_without_the_presolve_that_may_never_end():
    solver: QuietHighs = highs(mip_max_nodes=5, **WHOLE)

    options = {name: solver.getOptionValue(name)[1] for name in WHOLE}

    assert options["presolve"] == "off"
    assert options["mip_allow_restart"] is False  # a restart presolves again
    assert options["mip_heuristic_effort"] == 0.0  # programs of heuristics are presolved
