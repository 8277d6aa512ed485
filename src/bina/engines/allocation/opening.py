"""Moves that open and close sessions: the decision that money is mostly about.

A move closes one held session, opens another, or both. The people of the closed session and those
who would gain most from the opened one are taken out and seated again; the opened session is made
cheap for them so that it reaches its minimum. Judged like every other move (`search`).
"""

import numpy as np
from numba import njit

from bina.engines.allocation.bundle import Desk, gain_of
from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import Choice, PriceColumns, Use
from bina.engines.allocation.prepare import Problem
from bina.engines.allocation.search import (
    Memory,
    Pools,
    Tuning,
    judged,
    make_memory,
    minima_hold,
    put_back,
    take_out,
)
from bina.engines.allocation.search_bundle import clear_desk, leave_pair, take_pair
from bina.engines.allocation.seating import (
    Limits,
    counter_is_free,
    next_random,
    seat_one,
)

CROWD = 400  # people in one opening move at most


@njit(cache=True, nogil=True)
def _entry_of(P: Problem, i: int, p: int) -> int:
    """Number within the person of the entry that pair p belongs to."""
    e = P.entry_ptr[i]
    while P.e_pair[e + 1] <= p:
        e += 1
    return e - P.entry_ptr[i]


@njit(cache=True, nogil=True)
def _promise(P: Problem, D: Desk, U: Use, T: Tuning, i: int, s: int, C: Choice) -> float:
    """What session s would about add to person i's present bundle; 0 when it does not fit."""
    pair = -1
    low, high = P.pair_ptr[i], P.pair_ptr[i + 1]
    for p in range(low, high):
        if P.p_session[p] == s:
            pair = p
            break
    if pair < 0 or not counter_is_free(P, U, pair):
        return 0.0
    e = _entry_of(P, i, pair)
    clear_desk(P, D, i)
    lost = 0.0
    d = 0
    jp = 0
    for a in range(C.n[i]):
        other = C.pair[i, a]
        if P.clash[s, P.p_session[other]] == 1 or _entry_of(P, i, other) == e:
            continue
        take_pair(P, D, i, d, other - low, _entry_of(P, i, other), 1.0)
        jp += P.s_jp[P.p_session[other]]
        d += 1
    lost = C.closure[i] - D.closure[d]
    gain = gain_of(P, D, P.need_ptr[i], P.entry_ptr[i] + e, P.s_units[s]) - lost
    for a in range(d - 1, -1, -1):
        leave_pair(P, D, i, a)
    before = min(C.jp[i], P.jp_needed[i])
    after = min(jp + P.s_jp[s], P.jp_needed[i])
    if jp + P.s_jp[s] > P.jp_cap[i]:
        return 0.0
    return gain + T.missing_weight * (after - before)


@njit(cache=True, nogil=True)
def _gather_closed(P: Problem, s: int, C: Choice, U: Use, Q: Pools, M: Memory) -> int:
    """Take out everybody who sits in session s."""
    k = 0
    for at in range(Q.s_ptr[s], Q.s_ptr[s + 1]):
        i = Q.s_person[at]
        for a in range(C.n[i]):
            if P.p_session[C.pair[i, a]] == s:
                if k == CROWD:
                    return -1
                take_out(P, i, k, C, U, M)
                k += 1
                break
    return k


@njit(cache=True, nogil=True)
def _gather_opened(
    P: Problem, D: Desk, T: Tuning, s: int, C: Choice, U: Use, Q: Pools, M: Memory, k: int,
    state: Longs, gains: Floats, who: Ints,
) -> int:  # fmt: skip
    """Take out those who would gain most from session s, up to its seats; returns the new count."""
    low, high = Q.s_ptr[s], Q.s_ptr[s + 1]
    n = 0
    share = min(1.0, 4.0 * P.s_max[s] / max(1, high - low))
    for at in range(low, high):
        if next_random(state) > share or n >= who.size:
            continue
        i = Q.s_person[at]
        gain = _promise(P, D, U, T, i, s, C)
        if gain > 0.0:
            who[n], gains[n] = i, gain
            n += 1
    order = np.argsort(-gains[:n])
    taken = 0
    for at in range(n):
        if taken >= P.s_max[s] or k >= CROWD:
            break
        i = who[order[at]]
        known = False
        for b in range(k):
            if M.who[b] == i:
                known = True
        if not known:
            take_out(P, i, k, C, U, M)
            k += 1
            taken += 1
    return k


@njit(cache=True, nogil=True)
def _hold(P: Problem, L: Limits, s: int, held: int) -> None:
    """Open (1) or close (0) session s and book its fixed cost."""
    L.held[s] = held
    if P.s_line[s] >= 0:
        L.money[P.s_line[s]] += P.s_fixed[s] * (1 - 2 * held)


@njit(cache=True, nogil=True)
def _money_is_enough(P: Problem, L: Limits, U: Use) -> bool:
    for b in range(P.line.size):
        if U.money[b] > L.money[b]:
            return False
    return True


@njit(cache=True, nogil=True)
def opening_move(
    P: Problem, R: PriceColumns, D: Desk, L: Limits, C: Choice, U: Use, T: Tuning, Q: Pools,
    M: Memory, closing: int, opening: int, state: Longs, gains: Floats, who: Ints,
) -> bool:  # fmt: skip
    """Close and/or open a session (-1: none); True if the plan was changed."""
    before = judged(P, R, L, U, T)
    k = 0
    if closing >= 0:
        k = _gather_closed(P, closing, C, U, Q, M)
        if k < 0:
            put_back(P, CROWD, C, U, M)
            return False
        _hold(P, L, closing, 0)
    if opening >= 0:
        _hold(P, L, opening, 1)
    fine = _money_is_enough(P, L, U)
    seat_price = 0.0
    theta = 0.2 + 0.9 * next_random(state)
    if fine and opening >= 0:
        k = _gather_opened(P, D, T, opening, C, U, Q, M, k, state, gains, who)
        seat_price = R.seat[opening]
        R.seat[opening] = -(0.2 + 1.5 * next_random(state)) * R.unit
    if fine:
        order = np.arange(k)
        for b in range(k - 1, 0, -1):
            c = int(next_random(state) * (b + 1))
            order[b], order[c] = order[c], order[b]
        for b in range(k):
            seat_one(P, R, D, L, M.who[order[b]], theta, T.missing_weight, T.eps, C, U)
    if fine and opening >= 0:
        R.seat[opening] = seat_price
        fine = U.seats[opening] >= max(1, L.least[opening])
    if fine:
        bar = before + T.warmth * np.log(next_random(state) + 1e-12)
        fine = judged(P, R, L, U, T) >= bar - 1e-9 and minima_hold(P, k, C, U, L, M)
    if fine:
        return True
    put_back(P, k, C, U, M)
    if closing >= 0:
        _hold(P, L, closing, 1)
    if opening >= 0:
        _hold(P, L, opening, 0)
    return False


@njit(cache=True, nogil=True)
def _draw(weight: Floats, total: float, state: Longs) -> int:
    """A row with probability weight / total; -1 when nothing has weight."""
    if total <= 0.0:
        return -1
    mark = next_random(state) * total
    for s in range(weight.size):
        mark -= weight[s]
        if mark < 0.0 and weight[s] > 0.0:
            return s
    return -1


@njit(cache=True, nogil=True)
def opening_moves(
    P: Problem, R: PriceColumns, D: Desk, L: Limits, C: Choice, U: Use, T: Tuning, Q: Pools,
    wish: Floats, n_moves: int, state: Longs,
) -> int:  # fmt: skip
    """`n_moves` random openings and closings; `wish` (0..1) how much each session is wanted."""
    M = make_memory(CROWD)
    gains = np.zeros(4000)
    who = np.zeros(4000, np.int32)
    accepted = 0
    to_close = np.zeros(P.n_sessions)
    to_open = np.zeros(P.n_sessions)
    for _ in range(n_moves):
        for s in range(P.n_sessions):
            free = P.s_must[s] == 0 and (P.s_fixed[s] > 0 or P.s_min[s] > 1)
            to_close[s] = 1.02 - wish[s] if free and L.held[s] == 1 else 0.0
            to_open[s] = 0.02 + wish[s] if free and L.held[s] == 0 else 0.0
        closing = _draw(to_close, to_close.sum(), state)
        opening = _draw(to_open, to_open.sum(), state)
        kind = next_random(state)
        if kind < 0.2:
            closing = -1
        elif kind < 0.3:
            opening = -1
        if closing < 0 and opening < 0:
            continue
        if opening_move(P, R, D, L, C, U, T, Q, M, closing, opening, state, gains, who):
            accepted += 1
    return accepted
