"""Moves that open and close sessions: the decision that money is mostly about.

A move closes one held session, opens another, or both. The people of the closed session and those
who would gain most from the opened one are taken out and seated again; the opened session is made
cheap for them so that it reaches its minimum. Judged like every other move (`search`).
"""

import numpy as np
from numba import njit

from bina.engines.allocation.desk import MAX_BUNDLE, Desk, closure_of, entry_of
from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import Choice, PriceColumns, Use
from bina.engines.allocation.problem import Problem
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
from bina.engines.allocation.seating import (
    Limits,
    counter_is_free,
    next_random,
    seat_one,
)

CROWD = 400  # people in one opening move at most


@njit(cache=True, nogil=True)
def _promise(P: Problem, D: Desk, U: Use, T: Tuning, i: int, s: int, C: Choice) -> float:
    """What session s would about add to person i's present bundle; 0 when it does not fit."""
    pair = -1
    low, high = P.person[i].pair, P.person[i + 1].pair
    for p in range(low, high):
        if P.pair[p].session == s:
            pair = p
            break
    if pair < 0 or not counter_is_free(P, U, pair):
        return 0.0
    e = entry_of(P, i, pair)
    d, jp, kept = 0, 0, P.pair[pair].keep
    for a in range(C.n[i]):
        other = C.pair[i, a]
        if P.clash[s, P.pair[other].session] == 1 or entry_of(P, i, other) == e:
            kept -= P.pair[other].keep
            continue
        D.result[d] = other
        jp += P.session[P.pair[other].session].jp
        d += 1
    if jp + P.session[s].jp > P.person[i].jp_cap or d >= MAX_BUNDLE:
        return 0.0
    D.result[d] = pair
    gain = closure_of(P, D, i, D.result, d + 1) - C.closure[i]
    before = min(C.jp[i], P.person[i].jp_needed)
    after = min(jp + P.session[s].jp, P.person[i].jp_needed)
    return gain + T.missing_weight * (after - before + kept)


@njit(cache=True, nogil=True)
def _gather_closed(P: Problem, s: int, C: Choice, U: Use, Q: Pools, M: Memory) -> int:
    """Take out everybody who sits in session s."""
    k = 0
    for at in range(Q.s_ptr[s], Q.s_ptr[s + 1]):
        i = Q.s_person[at]
        for a in range(C.n[i]):
            if P.pair[C.pair[i, a]].session == s:
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
    share = min(1.0, 4.0 * P.session[s].most / max(1, high - low))
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
        if taken >= P.session[s].most or k >= CROWD:
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
    if P.session[s].line >= 0:
        L.money[P.session[s].line] += P.session[s].fixed * (1 - 2 * held)


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
            seat_one(P, R, D, L, M.who[order[b]], theta, T.missing_weight, T.eps, C, U, 0, False)
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
            free = P.session[s].must == 0 and (P.session[s].fixed > 0 or P.session[s].least > 1)
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
