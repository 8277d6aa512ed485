"""A plain plan maker for tests of pages and exports: people in order, first sessions that fit.

Knows every hard rule but quotas; its certificate says nothing (prices 0, bound = everything).
"""

from collections import defaultdict

import numpy as np

from bina.engines.allocation.model import (
    Certificate,
    Instance,
    Plan,
    Prices,
    Progress,
    Result,
    Settings,
    Work,
)
from bina.engines.allocation.store import instance_hash


def plain_result(instance: Instance, settings: Settings) -> Result:
    """A feasible plan of the instance, with figures that are only roughly right."""
    pairs = _seats(instance)
    person, session = instance.pair_person()[pairs], instance.pair_session[pairs]
    jp = np.bincount(person, instance.session_jp[session], minlength=instance.n_people)
    missing = int(np.maximum(0, instance.jp_needed - jp).sum())
    plan = Plan(pairs=pairs, missing_jp=missing, closure=1.0, fairness_shortfall=0.0, value=1.0)
    prices = _no_prices(instance)
    certificate = Certificate(
        instance_hash=instance_hash(instance),
        settings=settings,
        missing_jp_bound=0,
        missing_jp=missing,
        closure_bound=1.06,
        value=1.0,
        hours_prices=prices,
        closure_prices=prices,
    )
    history = tuple(
        Progress(
            phase="closure",
            elapsed_seconds=float(n),
            share_done=n / 2,
            missing_jp=missing,
            missing_jp_bound=0,
            value=0.5 + 0.25 * n,
            closure_bound=1.5 - 0.22 * n,
        )
        for n in range(3)
    )
    return Result(plan=plan, certificate=certificate, history=history, work=Work())


def _no_prices(instance: Instance) -> Prices:
    groups = sum(
        int(instance.fair_group[:, c].max(initial=-1)) + 1
        for c in range(instance.fair_group.shape[1])
    )
    return Prices(
        seat=np.zeros(instance.n_sessions),
        money=np.zeros(instance.line_amount.size),
        staffing=np.zeros(instance.staffing_capacity.shape),
        coach=np.zeros(instance.pool_minutes.size),
        quota=np.zeros(instance.quota_programme.size),
        opening=np.zeros(instance.n_pairs),
        fairness=np.zeros(groups),
        hours=1.0,
    )


class _State:
    """What is left of everything."""

    def __init__(self, instance: Instance) -> None:
        self.left = instance.line_amount.copy()
        self.pool = instance.pool_minutes.copy()
        self.staff = instance.staffing_capacity.astype(np.int64)
        self.heads: dict[int, int] = defaultdict(int)


def _seats(instance: Instance) -> np.ndarray:
    """Rows of pairs: two passes, the second without the sessions that stayed below minimum."""
    closed: set[int] = set()
    while True:
        taken, heads = _pass(instance, closed)
        thin = {s for s, n in heads.items() if n < instance.session_min[s]}
        if not thin:
            return np.array(sorted(taken), dtype=np.int64)
        closed |= thin


def _pass(instance: Instance, closed: set[int]) -> tuple[list[int], dict[int, int]]:
    state, taken = _State(instance), []
    pins = set(zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True))
    for i in range(instance.n_people):
        rows = range(int(instance.pair_ptr[i]), int(instance.pair_ptr[i + 1]))
        ordered = sorted(rows, key=lambda p: (i, int(instance.pair_session[p])) not in pins)
        mine: list[int] = []
        for p in ordered:
            pinned = (i, int(instance.pair_session[p])) in pins
            done = sum(int(instance.session_jp[s]) for s in mine) >= instance.jp_needed[i] > 0
            if int(instance.pair_session[p]) in closed or (done and not pinned):
                continue
            if _fits(instance, state, i, p, mine):
                _take(instance, state, i, p)
                mine.append(int(instance.pair_session[p]))
                taken.append(p)
    return taken, dict(state.heads)


def _fits(instance: Instance, state: _State, i: int, p: int, mine: list[int]) -> bool:
    s = int(instance.pair_session[p])
    k = instance.session_programme[s]
    cost = _cost(instance, state, s, p)
    groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
    slots = instance.slots_of(s)
    before = set(instance.prereq_programme[instance.prereq_ptr[k] : instance.prereq_ptr[k + 1]])
    done = set(instance.done_programme[instance.done_ptr[i] : instance.done_ptr[i + 1]])
    own = [set(instance.slots_of(m).tolist()) for m in mine]
    pool = instance.session_pool[s]
    form = [m for m in [*mine, s] if instance.session_form[m] == instance.session_form[s] >= 0]
    return (
        state.heads[s] < instance.session_max[s]
        and all(instance.session_programme[m] != k for m in mine)
        and sum(int(instance.session_jp[m]) for m in [*mine, s]) <= instance.jp_cap[i]
        and all(state.left[line] >= amount for line, amount in cost.items())
        and not any(slots_ & set(slots.tolist()) for slots_ in own)
        and bool((state.staff[np.ix_(groups, slots)] >= 1).all())
        and before <= done
        and (pool < 0 or state.pool[pool] >= instance.session_pool_minutes[s])
        and (
            not form
            or sum(int(instance.session_jp[m]) for m in form)
            <= instance.form_jp_cap[instance.session_form[s]]
        )
    )


def _cost(instance: Instance, state: _State, s: int, p: int) -> dict[int, int]:
    cost: dict[int, int] = defaultdict(int)
    if instance.pair_line[p] >= 0:
        cost[int(instance.pair_line[p])] += int(instance.pair_cost[p])
    if state.heads[s] == 0 and instance.session_fixed_line[s] >= 0:
        cost[int(instance.session_fixed_line[s])] += int(instance.session_fixed_cost[s])
    return cost


def _take(instance: Instance, state: _State, i: int, p: int) -> None:
    s = int(instance.pair_session[p])
    for line, amount in _cost(instance, state, s, p).items():
        state.left[line] -= amount
    state.heads[s] += 1
    if instance.session_pool[s] >= 0:
        state.pool[instance.session_pool[s]] -= instance.session_pool_minutes[s]
    groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
    state.staff[np.ix_(groups, instance.slots_of(s))] -= 1
