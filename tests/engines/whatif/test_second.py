"""The next best bundle of a person, against all bundles of a tiny instance."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.whatif.second import alone, mult_of, second_best
from tests.engines.allocation.brute import closure, person_bundles
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
SMALL = Work(hours_rounds=2, closure_rounds=8, masters=1, blocks=3, moves_per_block=20)
many = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def worth(instance, prices, i, bundle):
    """mult closure + hours - prices, written again from docs/engine.md."""
    need = np.zeros(instance.n_people)
    for j in range(instance.n_people):
        for r in range(instance.need_ptr[j], instance.need_ptr[j + 1]):
            gap = max(0.0, instance.need_standard[r] - instance.need_held[r])
            need[j] += instance.need_weight[r] * gap * (0.6 + 0.5 * 0.4)
    mult, group = 1.0, 0
    for column in range(instance.fair_group.shape[1]):
        for g in range(int(instance.fair_group[:, column].max(initial=-1)) + 1):
            inside = need[instance.fair_group[:, column] == g].sum()
            share = 0.85 * inside / need.sum() if need.sum() > 0 else 0.0
            mult += prices.fairness[group] * ((instance.fair_group[i, column] == g) - share)
            group += 1
    total, jp = mult * closure(instance, CONSTANTS, i, bundle), 0
    for p in bundle:
        s = int(instance.pair_session[p])
        jp += int(instance.session_jp[s])
        total += prices.hours * instance.pair_keep[p]
        total -= prices.seat[s] + prices.opening[p]
        if instance.pair_line[p] >= 0:
            total -= prices.money[instance.pair_line[p]] * instance.pair_cost[p]
        if instance.session_pool[s] >= 0:
            total -= prices.coach[instance.session_pool[s]] * instance.session_pool_minutes[s]
        for g in instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]:
            total -= prices.staffing[g, instance.slots_of(s)].sum()
            spare = prices.spare
            total -= spare.price[(spare.group == g) & (spare.session == s)].sum()
        for q in range(instance.quota_programme.size):
            members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
            if i in members and instance.quota_programme[q] == instance.session_programme[s]:
                total += prices.quota[q]
    return total + prices.hours * min(jp, int(instance.jp_needed[i]))


def possible(instance, i, bundle):
    """No seat that no plan could hold: dearer than its line, into a closed half-day."""
    for p in bundle:
        s = int(instance.pair_session[p])
        if instance.pair_cost[p] > instance.line_amount[instance.pair_line[p]]:
            return False
        fixed = instance.session_fixed_line[s]
        if fixed >= 0 and instance.session_fixed_cost[s] > instance.line_amount[fixed]:
            return False
        pool = instance.session_pool[s]
        if pool >= 0 and instance.session_pool_minutes[s] > instance.pool_minutes[pool]:
            return False
        groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
        if (instance.staffing_capacity[np.ix_(groups, instance.slots_of(s))] <= 0).any():
            return False
    return True


@given(st.integers(0, 10**9))
@many
def test_next_best_bundles_against_all_bundles(seed):
    instance = random_tiny(seed, pins=False)
    try:
        found = solve(instance, CONSTANTS, seed=1, work=SMALL, clock=lambda: 0.0)
    except NoFirstPlanError:
        assume(False)
    prices, pairs = found.certificate.closure_prices, found.plan.pairs
    person = instance.pair_person()
    for i in range(instance.n_people):
        held = [int(p) for p in pairs if person[p] == i]
        worths = {
            tuple(instance.pair_session[list(b)].tolist()): worth(instance, prices, i, b)
            for b in person_bundles(instance, i)
            if possible(instance, i, b)
        }
        mine = tuple(instance.pair_session[held].tolist())

        answer = second_best(instance, CONSTANTS, prices, i, mine)

        assert answer.held.worth == pytest.approx(worths[mine], abs=1e-7)
        if mult_of(instance, CONSTANTS, prices, i) < 0.0:  # found by a search that is not exact
            for s, bundle in answer.without.items():
                assert s not in bundle.sessions
                assert bundle.worth == pytest.approx(worths[bundle.sessions], abs=1e-7)
            continue
        others = {b: w for b, w in worths.items() if b != mine}
        if answer.best is None:
            assert not others
        else:
            assert answer.best.sessions != mine
            assert answer.best.worth == pytest.approx(max(others.values()), abs=1e-6)
        for s in mine:
            best = max(w for b, w in worths.items() if s not in b)
            assert answer.without[s].worth == pytest.approx(best, abs=1e-6)
            assert worths[answer.without[s].sessions] == pytest.approx(best, abs=1e-6)


@given(st.integers(0, 10**9))
@many
def test_one_person_alone_is_a_valid_instance_with_the_own_bundles(seed):
    instance = random_tiny(seed)
    for i in range(instance.n_people):
        low, high = int(instance.pair_ptr[i]), int(instance.pair_ptr[i + 1])
        own = alone(instance, i, instance.pair_session[low:high])
        shifted = [tuple(p - low for p in b) for b in person_bundles(instance, i)]
        assert person_bundles(own, 0) == shifted
