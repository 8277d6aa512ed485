"""The compact program against brute force, which knows nothing of it."""

from dataclasses import replace

import numpy as np
import pytest
from bench.allocation.compact import compact
from bench.allocation.generate import city
from bench.allocation.highs_run import run_highs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate
from bina.engines.allocation.model import Settings
from tests.engines.allocation.brute import all_plans, best_value, feasible, person_bundles
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()
# with this penalty a person's multiplier is never below 0: two groupings of 0.85 each
MILD = Settings(fair_penalty=0.55)
seeds = st.integers(0, 10**9)
many = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def optimum(mip):
    return run_highs(mip, 60.0, threads=1, gap=0.0)


def layered(seed):
    """One or two people with few needs and many programmes of rising ceilings for each of them."""
    r = np.random.default_rng(seed)
    n_k = int(r.integers(3, 6))
    programmes = [
        (
            [
                (c, float(r.choice([0.25, 0.5, 1.0, 1.5])), float(r.integers(1, 9)) / 2)
                for c in range(2)
                if c == 0 or r.random() < 0.4
            ],
            [],
        )
        for _ in range(n_k)
    ]
    sessions = [
        Session(programme=int(r.integers(0, n_k)) if s >= n_k else s, jp=2, units=1 + s % 2)
        for s in range(n_k + 1)
    ]
    people = [
        Person(
            needs=[(c, float(r.integers(0, 5)) / 2, float(r.integers(2, 10)) / 2, 1.0 + c)
                   for c in range(2) if r.random() < 0.8],
            jp_cap=int(r.choice([6, 12])),
            jp_needed=int(r.choice([0, 8])),
            fair=[i, 0],
        )
        for i in range(int(r.integers(1, 3)))
    ]  # fmt: skip
    pairs = [(i, s, 1, 0) for i in range(len(people)) for s in range(n_k + 1) if r.random() < 0.85]
    return build(people, programmes, sessions, pairs, lines=[int(r.integers(2, 9))])


def made(seed, held=False):
    """Every other seed an instance of many rules or one of many levels."""
    return random_tiny(seed, held=held) if seed % 2 else layered(seed)


@given(seeds, st.booleans())
@many
def test_the_exact_program_has_the_optimum_of_every_plan(seed, held):
    instance = made(seed, held)
    plans = all_plans(instance, CONSTANTS)
    model = compact(instance, CONSTANTS, exact=True)

    hours = optimum(model.hours())

    if not plans:
        assert hours.infeasible
        return
    least = min(m for m, _, _ in plans)
    assert hours.bound == pytest.approx(least, abs=1e-6)
    closure = optimum(model.closure(least))
    assert -closure.bound == pytest.approx(best_value(plans, least), abs=1e-5)
    rows = model.pairs(closure.point)
    assert feasible(instance, rows.tolist())
    assert evaluate(instance, CONSTANTS, rows).value == pytest.approx(-closure.bound, abs=1e-5)


@given(seeds, st.integers(0, 12))
@many
def test_the_relaxed_program_bounds_every_plan_and_is_exact_where_fairness_is_mild(seed, more):
    instance = made(seed)
    plans = all_plans(instance, CONSTANTS)
    if not plans:
        return
    missing = min(m for m, _, _ in plans) + more
    strict = optimum(compact(instance, CONSTANTS).closure(missing))
    assert -strict.bound >= best_value(plans, missing) - 1e-6

    mild = optimum(compact(instance, MILD).closure(missing))
    best = best_value(all_plans(instance, MILD), missing)
    assert -mild.bound == pytest.approx(best, abs=1e-5)


@given(seeds, st.booleans(), st.booleans())
@many
def test_points_are_in_the_program_exactly_where_plans_are_feasible(seed, held, exact):
    instance = made(seed, held)
    model = compact(instance, CONSTANTS, exact=exact)
    plans = {tuple(sorted(rows)): (m, v) for m, v, rows in all_plans(instance, CONSTANTS)}
    pick = np.random.default_rng(seed)
    for _ in range(8):
        bundles = [person_bundles(instance, i) for i in range(instance.n_people)]
        rows = sorted(p for b in bundles for p in b[pick.integers(0, len(b))])
        if pick.random() < 0.3:
            rows = np.flatnonzero(pick.random(instance.n_pairs) < 0.4).tolist()
        point = model.point(np.array(rows, dtype=np.int64))
        assert (model.mip.broken(point) == []) == (tuple(rows) in plans), model.mip.broken(point)
        if tuple(rows) in plans:
            missing, value = plans[tuple(rows)]
            assert model.hours().objective(point) == pytest.approx(missing)
            closure = model.closure(missing)
            assert closure.broken(point) == []
            assert -closure.objective(point) == pytest.approx(value, abs=1e-9)
            assert model.pairs(point).tolist() == rows


def test_a_plan_of_the_city_is_a_point_with_the_same_value():
    instance = city(150, seed=2)
    model = compact(instance, CONSTANTS, exact=True)
    found = run_highs(compact(instance, CONSTANTS).hours(), 20.0, gap=0.5)
    rows = model.pairs(found.point)

    plan, point = evaluate(instance, CONSTANTS, rows), model.point(rows)

    assert model.closure(plan.owed_jp).broken(point) == []
    assert -model.closure(plan.owed_jp).objective(point) == pytest.approx(plan.value)
    assert model.closure(plan.owed_jp - 1).broken(point) == ["hours"]


def test_a_pin_on_a_pair_that_is_not_there_makes_the_program_infeasible():
    instance = random_tiny(3, pins=False)
    i, s = next(
        (i, s)
        for i in range(instance.n_people)
        for s in range(instance.n_sessions)
        if instance.pair_of(i, s) < 0
    )
    pinned = replace(instance, pinned_person=np.array([i]), pinned_session=np.array([s]))

    assert optimum(compact(pinned, CONSTANTS).hours()).infeasible
