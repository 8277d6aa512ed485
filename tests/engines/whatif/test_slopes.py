"""Bounds of other right-hand sides, each against every plan of a tiny instance."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.model import Instance, Settings, Work
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.whatif.slopes import (
    Proven,
    away_of,
    closed_sessions,
    seats_freed,
    with_amounts,
    without_floors,
    without_group,
)
from tests.engines.allocation.brute import all_plans, best_value, closure, feasible, person_bundles
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=2, closure_rounds=8, masters=1, blocks=3, moves_per_block=20)
seeds = st.integers(0, 10**9)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NEAR = 1e-7


def proven(seed: int) -> tuple[Instance, Proven, np.ndarray]:
    instance = random_tiny(seed)
    try:
        result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=lambda: 0.0)
    except NoFirstPlanError:
        assume(False)
    proof = result.certificate
    found = Proven(instance, CONSTANTS, proof.closure_prices, proof.closure_bound, proof.missing_jp)
    return instance, found, result.plan.pairs


def never_held(instance: Instance, group: int) -> bool:
    """A member could attend a session that is in no plan, so that no price speaks of it."""
    ptr, of = instance.staffing_ptr, instance.staffing_group
    members = [i for i in range(instance.n_people) if group in of[ptr[i] : ptr[i + 1]]]
    wished = instance.pair_session[np.isin(instance.pair_person(), members)]
    return bool(np.setdiff1d(wished, prepare(instance, CONSTANTS).p_session).size)


@given(seeds, st.lists(st.integers(0, 16), min_size=2, max_size=2), st.integers(0, 6))
@many
def test_no_plan_with_other_amounts_exceeds_their_bound(seed, amounts, more_missing):
    instance, known, _ = proven(seed)
    missing = known.missing_jp + more_missing
    bound = with_amounts(known, np.array(amounts), missing)
    assume(bound is not None)

    plans = all_plans(replace(instance, line_amount=np.array(amounts)), CONSTANTS)

    assert best_value(plans, missing) <= bound + NEAR


def test_more_money_that_opens_a_dearer_seat_proves_nothing():
    """A seat that costs more than the line was in no plan: no price speaks of it."""
    instance = build(
        [Person(needs=[(0, 1.0, 3.0, 1.0)])], [([(0, 2.0, 5.0)], [])], [Session(0, 4, (0, 1), [1])],
        [(0, 0, 10, 0)], lines=[5],
    )  # fmt: skip
    result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=lambda: 0.0)
    proof = result.certificate
    known = Proven(instance, CONSTANTS, proof.closure_prices, proof.closure_bound, 0)

    assert with_amounts(known, np.array([9])) is not None
    assert with_amounts(known, np.array([10])) is None
    dearer = replace(instance, line_amount=np.array([10]))
    assert best_value(all_plans(dearer, CONSTANTS), 0) > proof.closure_bound + 1.0


@given(seeds)
@many
def test_no_plan_without_a_staffing_rule_exceeds_its_bound(seed):
    instance, known, _ = proven(seed)
    for group in range(instance.staffing_capacity.shape[0]):
        bound = without_group(known, group)
        if bound is None:
            assert closed_sessions(instance, group) or never_held(instance, group)
            continue
        capacity = np.array(instance.staffing_capacity)
        capacity[group] = instance.n_people
        plans = all_plans(replace(instance, staffing_capacity=capacity), CONSTANTS)
        assert best_value(plans, known.missing_jp) <= bound + NEAR


@given(seeds)
@many
def test_no_plan_without_floors_closes_more_than_their_bound(seed):
    instance, known, _ = proven(seed)
    plans = all_plans(instance, replace(CONSTANTS, fair_penalty=0.0))

    assert best_value(plans, known.missing_jp) <= without_floors(known) + NEAR


@given(seeds)
@many
def test_no_more_seats_come_from_one_more_colleague_than_is_said(seed):
    """Every set of seats beside the plan, judged by the second program."""
    instance, _, pairs = proven(seed)
    away, plan = away_of(instance, pairs), pairs.tolist()
    own = {i: set(person_bundles(instance, i)) for i in range(instance.n_people)}
    person = instance.pair_person()
    for group in range(instance.staffing_capacity.shape[0]):
        capacity = np.array(instance.staffing_capacity)
        capacity[group] += 1
        wider = replace(instance, staffing_capacity=capacity)
        full = away[group] >= instance.staffing_capacity[group]
        ptr, of = instance.staffing_ptr, instance.staffing_group
        members = {i for i in range(instance.n_people) if group in of[ptr[i] : ptr[i + 1]]}
        free = [
            p for p in range(instance.n_pairs)
            if p not in plan and int(person[p]) in members
            and full[instance.slots_of(int(instance.pair_session[p]))].any()
        ]  # fmt: skip
        most = 0
        for mask in range(1 << min(len(free), 9)):
            more = [p for at, p in enumerate(free[:9]) if mask >> at & 1]
            rows = sorted([*plan, *more])
            if (
                len(more) > most
                and feasible(wider, rows)
                and all(tuple(p for p in rows if person[p] == i) in own[i] for i in own)
            ):
                most = len(more)
        assert most <= seats_freed(instance, pairs, group, away)


def test_a_full_counter_frees_as_many_seats_as_fit_one_after_the_other():
    needs = [(0, 1.0, 3.0, 1.0)]
    people = [Person(needs=needs, staffing=[0]) for _ in range(3)]
    sessions = [Session(k, 4, (0, 5), slots) for k, slots in enumerate(([0, 1], [1, 2], [3]))]
    instance = build(
        people, [([(0, 0.5, 5.0)], []) for _ in range(3)], sessions,
        [(i, s, 0, -1) for i in range(3) for s in range(3)], staffing=[[1] * 8],
    )  # fmt: skip
    rows = np.array([instance.pair_of(0, 0), instance.pair_of(0, 2)])

    assert closure(instance, CONSTANTS, 0, tuple(rows.tolist())) > 0
    assert seats_freed(instance, rows, 0, away_of(instance, rows)) == 2
