"""Local search: take a few people out, seat them again at varied prices, keep what is not worse.

One move takes 2..12 people who share a session or a staffing group, seats them again one by one
(`seating`) at theta times the prices, theta random, and accepts by simulated annealing on

    V - M sum u - W missing JP + kappa * money price * free money      (W large: hours come first)

A block splits people into PARTS groups that share no staffing group; each works on its own share of
free seats, money, coach time and slack above the minima, so parts never disturb one another and the
result is the same for any number of threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.construct import Draft
from bina.engines.allocation.desk import MAX_BUNDLE, Desk, make_desk
from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    use_many,
    use_one,
)
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import (
    Limits,
    has_pins,
    next_random,
    plan_score,
    seat_one,
    unseat_one,
)
from bina.engines.allocation.side_by_side import side_by_side
from bina.engines.allocation.wishes import Wishes, most_wanting, regrets

PARTS = 4
MOST = 8  # people in one move
DIRECTED = 0.5  # share of moves for those who are short of what they would take at the prices
TRIES = 6  # draws per neighbour looked for


class Pools(NamedTuple):
    """Who can sit in a session, who is in a staffing group, who is tied to whom by groups."""

    s_ptr: Longs
    s_person: Ints
    g_ptr: Longs
    g_person: Ints
    island: Ints  # per person: people of two islands share no staffing group
    n_islands: int


class Tuning(NamedTuple):
    """How moves are judged."""

    missing_weight: float
    kappa: float
    warmth: float  # temperature of the annealing, in value
    eps: float


def make_pools(problem: Problem, staffing_ptr: Longs, staffing_group: Ints) -> Pools:
    """Lists for choosing people, from the problem's pairs and the instance's staffing groups."""
    person = np.repeat(np.arange(problem.n_people, dtype=np.int32), np.diff(problem.pair_ptr))
    order = np.argsort(problem.p_session, kind="stable")
    s_count = np.bincount(problem.p_session, minlength=problem.n_sessions)
    member = np.repeat(np.arange(problem.n_people, dtype=np.int32), np.diff(staffing_ptr))
    n_groups = problem.staffing.shape[0]
    by_group = np.argsort(staffing_group, kind="stable")
    g_count = np.bincount(staffing_group, minlength=n_groups)
    island = np.arange(problem.n_people)
    while True:  # smallest number in the group, until nothing moves: few rounds, groups are nested
        low = np.full(n_groups, problem.n_people)
        np.minimum.at(low, staffing_group, island[member])
        moved = island.copy()
        np.minimum.at(moved, member, low[staffing_group])
        if np.array_equal(moved, island):
            break
        island = moved
    _, number = np.unique(island, return_inverse=True)
    return Pools(
        np.concatenate([[0], np.cumsum(s_count)]).astype(np.int64),
        person[order],
        np.concatenate([[0], np.cumsum(g_count)]).astype(np.int64),
        member[by_group],
        number.astype(np.int32),
        int(number.max(initial=-1)) + 1,
    )


@njit(cache=True, nogil=True)
def judged(P: Problem, R: PriceColumns, L: Limits, U: Use, T: Tuning) -> float:
    """Score of a plan with the worth of its free money."""
    free = 0.0
    for b in range(P.line.size):
        free += R.money[b] * (L.money[b] - U.money[b])
    return plan_score(P, U, T.missing_weight) + T.kappa * free


class Memory(NamedTuple):
    """Bundles before a move, to go back to."""

    who: Ints
    pair: Ints
    n: Ints
    closure: Floats
    jp: Ints


@njit(cache=True, nogil=True)
def make_memory(n: int) -> Memory:
    """Room for a move of n people."""
    return Memory(
        np.zeros(n, np.int32),
        np.zeros((n, MAX_BUNDLE), np.int32),
        np.zeros(n, np.int32),
        np.zeros(n),
        np.zeros(n, np.int32),
    )


@njit(cache=True, nogil=True)
def take_out(P: Problem, i: int, at: int, C: Choice, U: Use, M: Memory) -> None:
    """Remember person i's bundle in place `at` and take the seats."""
    M.who[at] = i
    for a in range(C.n[i]):
        M.pair[at, a] = C.pair[i, a]
    M.n[at], M.closure[at], M.jp[at] = C.n[i], C.closure[i], C.jp[i]
    unseat_one(P, i, C, U)


@njit(cache=True, nogil=True)
def put_back(P: Problem, n: int, C: Choice, U: Use, M: Memory) -> None:
    """Restore the first n remembered bundles (the people may hold other seats now)."""
    for at in range(n):
        use_one(P, M.who[at], -1, C, U)
    for at in range(n):
        i = M.who[at]
        for a in range(M.n[at]):
            C.pair[i, a] = M.pair[at, a]
        C.n[i], C.closure[i], C.jp[i] = M.n[at], M.closure[at], M.jp[at]
        use_one(P, i, 1, C, U)


@njit(cache=True, nogil=True)
def minima_hold(P: Problem, n: int, C: Choice, U: Use, L: Limits, M: Memory) -> bool:
    """After a move of n people: minimum seats, quotas and pins still hold."""
    for at in range(n):
        for a in range(M.n[at]):
            s = P.pair[M.pair[at, a]].session
            if L.held[s] == 1 and U.seats[s] < L.least[s]:
                return False
        if not has_pins(P, M.who[at], C):
            return False
    for q in range(L.quota.size):
        if U.quota[q] < L.quota[q]:
            return False
    return True


@njit(cache=True, nogil=True)
def _pick(
    people: Ints, low: int, high: int, want: int, part: int, parts: Ints, M: Memory, state: Longs
) -> int:
    """Up to `want` different people of the list that belong to the part, into M.who."""
    k = 0
    for _ in range(3 * want):
        i = people[low + int(next_random(state) * (high - low))]
        if parts[i] != part:
            continue
        known = False
        for b in range(k):
            if M.who[b] == i:
                known = True
        if not known:
            M.who[k] = i
            k += 1
            if k == want:
                break
    return k


@njit(cache=True, nogil=True)
def _pick_for(
    P: Problem, i: int, want: int, part: int, parts: Ints, W: Wishes, Q: Pools, C: Choice,
    M: Memory, state: Longs,
) -> int:  # fmt: skip
    """Person i, and people who sit in a session that i wishes for, into M.who; their number."""
    M.who[0] = i
    s = P.pair[W.pair[i, int(next_random(state) * W.n[i])]].session
    low, high, k = Q.s_ptr[s], Q.s_ptr[s + 1], 1
    for _ in range(TRIES * want):
        other = Q.s_person[low + int(next_random(state) * (high - low))]
        if k == want:
            break
        known = parts[other] != part
        for b in range(k):
            known = known or M.who[b] == other
        sits = False
        for a in range(C.n[other]):
            sits = sits or P.pair[C.pair[other, a]].session == s
        if sits and not known:
            M.who[k] = other
            k += 1
    return k


@njit(cache=True, nogil=True)
def reseat(
    P: Problem, R: PriceColumns, D: Desk, L: Limits, C: Choice, U: Use, T: Tuning, Q: Pools,
    W: Wishes, parts: Ints, part: int, own: Ints, n_moves: int, state: Longs,
) -> int:  # fmt: skip
    """`n_moves` moves within one part; returns how many were accepted."""
    M = make_memory(MOST)
    order = np.zeros(MOST, np.int32)
    accepted = 0
    if own.size == 0:
        return 0
    for _ in range(n_moves):
        want = 2 + int(next_random(state) * (MOST - 1))
        k = 0
        if next_random(state) < DIRECTED:
            i = most_wanting(own, W, state)
            if W.n[i] > 0:
                k = _pick_for(P, i, want, part, parts, W, Q, C, M, state)
        else:
            i = own[int(next_random(state) * own.size)]
        by_group = next_random(state)
        if k == 0 and by_group < 0.3 and C.n[i] > 0:  # colleagues at the same counter
            p = C.pair[i, int(next_random(state) * C.n[i])]
            if P.pair[p + 1].cell > P.pair[p].cell:
                g = P.cells[P.cell[P.pair[p].cell]].group
                k = _pick(Q.g_person, Q.g_ptr[g], Q.g_ptr[g + 1], want, part, parts, M, state)
        if k == 0:
            if P.person[i + 1].pair == P.person[i].pair:
                continue
            span = P.person[i + 1].pair - P.person[i].pair
            p = P.person[i].pair + int(next_random(state) * span)
            s = P.pair[p].session
            k = _pick(Q.s_person, Q.s_ptr[s], Q.s_ptr[s + 1], want, part, parts, M, state)
        if k == 0:
            continue
        before = judged(P, R, L, U, T)
        for b in range(k):
            take_out(P, M.who[b], b, C, U, M)
            order[b] = M.who[b]
        theta = 1.1 * next_random(state)
        if next_random(state) < 0.2:
            theta = 0.0
        for b in range(k - 1, 0, -1):
            c = int(next_random(state) * (b + 1))
            order[b], order[c] = order[c], order[b]
        for b in range(k):
            seat_one(P, R, D, L, order[b], theta, T.missing_weight, T.eps, C, U, 0, False)
        after = judged(P, R, L, U, T)
        bar = before + T.warmth * np.log(next_random(state) + 1e-12)
        if after < bar - 1e-9 or not minima_hold(P, k, C, U, L, M):
            put_back(P, k, C, U, M)
        else:
            accepted += 1
    return accepted


@njit(cache=True, nogil=True)
def _own_use(P: Problem, own: Ints, C: Choice, away: Ints) -> Use:
    """What the part's people use; `away` is shared, its rows belong to one part each."""
    seats = np.zeros(P.n_sessions, np.int64)
    money = np.zeros(P.line.size, np.int64)
    minutes = np.zeros(P.pool.size, np.int64)
    quota = np.zeros(P.quota.size, np.int64)
    for at in range(own.size):
        for a in range(C.n[own[at]]):
            p = C.pair[own[at], a]
            s = P.pair[p].session
            seats[s] += 1
            if P.pair[p].line >= 0:
                money[P.pair[p].line] += P.pair[p].cost
            if P.session[s].pool >= 0:
                minutes[P.session[s].pool] += P.session[s].minutes
            for q in range(P.pair[p].quota, P.pair[p + 1].quota):
                quota[P.pq_quota[q]] += 1
    return Use(seats, money, minutes, away, quota, np.zeros(0), np.zeros(2))


@njit(cache=True, nogil=True)
def _share(free: Longs, used: Longs, part: int, turn: int) -> Longs:
    """used + this part's share of what is free, whole units, the rest in turn."""
    out = used.copy()
    for b in range(out.size):
        each = free[b] // PARTS
        rest = free[b] - each * PARTS
        out[b] += each + (1 if (part + turn + b) % PARTS < rest else 0)
    return out


@njit(cache=True, nogil=True)
def _part_limits(P: Problem, L: Limits, U: Use, own: Use, part: int, turn: int) -> Limits:
    """The part's own limits: what it uses plus its share of what is free, its share of slack."""
    slack = np.zeros(P.n_sessions, np.int64)
    for s in range(slack.size):
        slack[s] = max(0, U.seats[s] - L.least[s])
    least = own.seats - _share(slack, np.zeros(slack.size, np.int64), part, turn)
    quota = own.quota - _share(U.quota - L.quota, np.zeros(L.quota.size, np.int64), part, turn)
    return Limits(
        L.held,
        _share(L.seats - U.seats, own.seats, part, turn),
        least,
        _share(L.money - U.money, own.money, part, turn),
        _share(L.minutes - U.minutes, own.minutes, part, turn),
        quota,
    )


def recount(problem: Problem, draft: Draft) -> None:
    """Use of everything from the bundles themselves (no drift of floating sums)."""
    for column in draft.use:
        column[...] = 0
    draft.use.total[1] = float(problem.owed)
    everyone = np.arange(problem.n_people, dtype=np.int32)
    use_many(problem, everyone, 1, draft.choice, draft.use)


def search_block(
    problem: Problem,
    columns: PriceColumns,
    pools: Pools,
    wished: Choice,
    draft: Draft,
    tuning: Tuning,
    *,
    n_moves: int,
    seed: int,
    block: int,
) -> int:
    """One block of PARTS x n_moves moves on the draft; returns the number accepted.

    `wished` has everybody's best bundle at the prices of `columns` or near them.
    """
    short = regrets(problem, columns, wished, draft.choice)
    wishes = Wishes(wished.pair, wished.n, short)
    rng = np.random.default_rng([seed, block])
    of_island = rng.permutation(max(1, pools.n_islands)) % PARTS
    parts = of_island[pools.island].astype(np.int32) if pools.island.size else pools.island
    members = np.argsort(parts, kind="stable").astype(np.int32)
    ptr = np.concatenate([[0], np.cumsum(np.bincount(parts, minlength=PARTS))]).astype(np.int64)
    seeds = rng.integers(1, 2**62, PARTS)

    def part_of(part: int) -> int:
        own = members[ptr[part] : ptr[part + 1]]
        used = _own_use(problem, own, draft.choice, draft.use.away)
        limits = _part_limits(problem, draft.limits, draft.use, used, part, block)
        mine = used._replace(fair=draft.use.fair.copy(), total=draft.use.total.copy())
        return int(
            reseat(
                problem, columns, make_desk(problem), limits, draft.choice, mine, tuning, pools,
                wishes, parts, part, own, n_moves, seeds[part : part + 1],
            )
        )  # fmt: skip

    accepted = sum(side_by_side(part_of, range(PARTS)))
    recount(problem, draft)
    return accepted
