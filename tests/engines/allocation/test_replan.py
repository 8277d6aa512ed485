"""A plan made anew keeps what was held before, and says how much no other plan keeps."""

from dataclasses import replace

import numpy as np
from bench.allocation.generate import city
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Instance, Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()
WORK = Work(hours_rounds=6, closure_rounds=10, masters=1, blocks=5, moves_per_block=100)
SMALL = Work(hours_rounds=6, closure_rounds=12, masters=2, blocks=6, moves_per_block=20)
KEPT = 100  # JP: above every seat's hours


def clock() -> float:
    return 0.0


def keeping(instance: Instance, pairs: np.ndarray, new: int = -1) -> Instance:
    """The instance with these seats held before; every other one counts `new`."""
    keep = np.full(instance.n_pairs, new)
    keep[pairs] = KEPT
    return replace(instance, pair_keep=keep)


def test_a_plan_made_anew_without_a_change_keeps_every_seat_and_gives_none():
    instance = city(200, seed=4)
    before = solve(instance, CONSTANTS, seed=1, work=WORK, clock=clock).plan

    after = solve(keeping(instance, before.pairs, -70), CONSTANTS, seed=2, work=WORK, clock=clock)

    assert after.plan.pairs.tolist() == before.pairs.tolist()
    assert after.plan.changes_jp == 0


def test_after_a_cancelled_session_only_its_people_are_seated_anew():
    instance = city(200, seed=4)
    before = solve(instance, CONSTANTS, seed=1, work=WORK, clock=clock).plan
    sessions = instance.pair_session[before.pairs]
    dated = np.flatnonzero(np.diff(instance.slot_ptr) > 0)
    gone = int(dated[np.argmax(np.bincount(sessions, minlength=instance.n_sessions)[dated])])
    inside = instance.pair_session == gone
    affected = np.unique(instance.pair_person()[before.pairs][sessions == gone])
    keep = np.where(np.isin(instance.pair_person(), affected), 0, -70)
    kept = before.pairs[sessions != gone]
    keep[kept] = KEPT
    keep[inside] = -10_000
    changed = replace(instance, pair_keep=keep)

    after = solve(changed, CONSTANTS, seed=2, work=WORK, clock=clock)

    new = np.setdiff1d(after.plan.pairs, kept)
    assert violations(instance, after.plan.pairs) == []
    assert np.isin(kept, after.plan.pairs).all()
    assert set(instance.pair_person()[new]) <= set(affected)
    assert not inside[after.plan.pairs].any()
    assert after.plan.value >= evaluate(instance, CONSTANTS, kept).value
    assert after.certificate.missing_jp_bound <= after.plan.owed_jp


def test_less_money_gives_up_as_few_seats_as_possible():
    """Three seats of 10, 20 and 30 on a line that has 30 left: the proof allows one to go."""
    people = [Person(needs=[(0, 1.0, 2.0, 1.0)]) for _ in range(3)]
    pairs = [(0, 0, 10, 0), (1, 0, 20, 0), (2, 0, 30, 0)]
    instance = build(
        people, [([(0, 1.0, 3.0)], [])], [Session(0, 4, seats=(1, 3), slots=[0])], pairs,
        lines=[30], keep=[KEPT] * 3,
    )  # fmt: skip

    result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=clock)

    assert result.plan.pairs.tolist() == [0, 1]
    assert result.plan.changes_jp == KEPT
    assert 0 < result.certificate.missing_jp_bound <= KEPT


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_plan_of_a_tiny_instance_keeps_more_than_the_bound_allows(seed):
    instance = random_tiny(seed, held=True)
    plans = all_plans(instance, CONSTANTS)
    try:
        result = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=clock)
    except NoFirstPlanError:
        assume(False)

    assert result.certificate.missing_jp_bound <= min(owed for owed, _, _ in plans)
    assert result.plan.owed_jp == result.plan.missing_jp + result.plan.changes_jp
