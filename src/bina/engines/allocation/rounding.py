"""From the master's mixture to a plan: bundles by weight while they fit, the rest seated anew.

The mixture gives most people one bundle or two, so most seats of a good plan are there already.
Sessions are held by their share in the mixture; whoever finds none of the own bundles free is
seated like in `construct`, and sessions that stay too small are closed.
"""

import numpy as np
from numba import njit

from bina.engines.allocation.construct import (
    Draft,
    always_held,
    close_small,
)
from bina.engines.allocation.desk import MAX_BUNDLE, Desk, make_desk
from bina.engines.allocation.master import Mixture
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    empty_choice,
    empty_use,
    use_one,
)
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import Limits, counter_is_free, first_limits, seat_many

LIGHT = 0.02  # bundles with less weight are not tried


def sessions_of(problem: Problem, held: Floats, least: float) -> Bytes:
    """Sessions held to at least `least` in the mixture, the surest first while money lasts."""
    out = np.maximum(always_held(problem), problem.s_must)
    money = problem.line.astype(np.int64).copy()
    pays = (out == 1) & (problem.s_line >= 0)
    np.subtract.at(money, problem.s_line[pays], problem.s_fixed[pays])
    for s in np.argsort(-held, kind="stable"):
        line = problem.s_line[s]
        if out[s] == 1 or held[s] < least or (line >= 0 and problem.s_fixed[s] > money[line]):
            continue
        out[s] = 1
        if line >= 0:
            money[line] -= problem.s_fixed[s]
    return out


@njit(cache=True, nogil=True)
def _fits(P: Problem, D: Desk, L: Limits, U: Use, pair: Ints, low: int, high: int) -> bool:
    """All pairs low..high - 1 can be seated together now."""
    for b in range(P.line.size):
        D.line_left[b] = L.money[b] - U.money[b]
    for b in range(P.pool.size):
        D.pool_left[b] = L.minutes[b] - U.minutes[b]
    for a in range(low, high):
        p = pair[a]
        s = P.pair[p].session
        if L.held[s] == 0 or U.seats[s] >= L.seats[s] or not counter_is_free(P, U, p):
            return False
        line, pool = P.pair[p].line, P.session[s].pool
        if line >= 0:
            D.line_left[line] -= P.pair[p].cost
            if D.line_left[line] < 0:
                return False
        if pool >= 0:
            D.pool_left[pool] -= P.session[s].minutes
            if D.pool_left[pool] < 0:
                return False
    return True


@njit(cache=True, nogil=True)
def _place(
    P: Problem, D: Desk, L: Limits, C: Choice, U: Use, people: Ints, first: Longs, tried: Ints,
    ptr: Longs, pair: Ints, closure: Floats, jp: Ints,
) -> None:  # fmt: skip
    """Give everybody the first of the own bundles tried[first[i]..first[i + 1]] that fits."""
    for at in range(people.size):
        i = people[at]
        for k in range(first[i], first[i + 1]):
            j = tried[k]
            if not _fits(P, D, L, U, pair, ptr[j], ptr[j + 1]):
                continue
            n = ptr[j + 1] - ptr[j]
            for a in range(n):
                C.pair[i, a] = pair[ptr[j] + a]
            C.n[i], C.closure[i], C.jp[i] = n, closure[j], jp[j]
            use_one(P, i, 1, C, U)
            break


def round_mixture(
    problem: Problem,
    columns: PriceColumns,
    pool: Pool,
    mixture: Mixture,
    *,
    least: float,
    seed: int,
    hours: float,
    eps: float,
) -> Draft:
    """A draft from the mixture over the pool's first bundles; sessions held from share `least`.

    People with the surest bundles come first. Minimum seats hold; quotas and pins may not.
    """
    held = sessions_of(problem, mixture.held, least)
    draft = Draft(empty_choice(problem.n_people), empty_use(problem), first_limits(problem, held))
    desk = make_desk(problem)
    weight = mixture.weight
    owner = pool.owner[: weight.size]
    short = np.diff(pool.ptr[: weight.size + 1]) <= MAX_BUNDLE
    heavy = np.flatnonzero((weight >= LIGHT) & short)
    tried: Ints = heavy[np.lexsort((-weight[heavy], owner[heavy]))].astype(np.int32)
    count = np.bincount(owner[tried], minlength=problem.n_people)
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    surest = np.zeros(problem.n_people)
    np.maximum.at(surest, owner[tried], weight[tried])
    people: Ints = np.argsort(-surest, kind="stable").astype(np.int32)
    _place(
        problem, desk, draft.limits, draft.choice, draft.use, people, first, tried,
        pool.ptr, pool.pair, pool.closure, pool.jp,
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    rest = rng.permutation(np.flatnonzero(draft.choice.n == 0)).astype(np.int32)
    seat_many(problem, columns, desk, draft.limits, rest, 1.0, hours, eps, draft.choice, draft.use)
    close_small(problem, columns, desk, draft, theta=1.0, hours=hours, eps=eps, order=rng)
    return draft
