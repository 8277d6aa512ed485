"""The best bundle of one person at given prices: exact branch and bound, and a valid upper bound.

    max  mult * closure(bundle) + hours * min(JP, jp_needed) - sum of the seats' prices

over bundles with one session per programme, no shared half-day, prerequisites earlier, JP <= cap,
caps per form, and (for construction) what is left of money and coach time. Closure is submodular in
the bundle (each level map h -> max(h, min(h + lift, L)) has slope 0 or 1, taken by rising ceiling,
and phi is concave), so the gain of a programme at a node bounds its gain below the node. With any
tau <= hours the node's value is at most

    value so far + hours min(JP, need) + (hours - tau+) left + tau- room
        + sum over free programmes max(0, max over its sessions (gain - price + tau JP)),

convex in tau: its minimum is found with a few supporting lines. Programmes that serve the same need
j cannot gain more on it together than it still holds (rem_j): with any alpha_j in [0, 1] each gives
up alpha_j times its gain on that need and alpha_j rem_j is added; alpha is set per node, one need
after the other. Cutting the search off keeps the returned bound valid.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.prepare import Bytes, Problem

MAX_BUNDLE = 24  # seats of one person and year; a longer bundle would only loosen the bound
MAX_CUTS = 4  # effects of a programme that take part in the cuts; more stay uncut
PIN_BONUS = 1.0e6  # makes a pinned seat part of every best bundle; taken off again in the bounds
FREE, CHOSEN, OUT = 0, 1, 2


class Desk(NamedTuple):
    """Working memory of one thread."""

    price: Floats  # per pair of the person
    allowed: Bytes
    order: Ints  # pairs of each candidate by rising price
    status: Bytes  # per entry of the person
    cand: Ints  # candidate entries
    is_cand: Bytes
    var_ptr: Ints  # candidate -> variants
    var_price: Floats
    var_jp: Ints
    var_units: Ints
    red: Floats  # gain - price of a variant at the node, less its cut
    gain_need: Ints  # per variant, up to MAX_CUTS: need on which it gains; -1: none
    gain: Floats  # its gain there (times mult)
    cut: Floats  # sum of alpha times gain
    cut_rows: Ints
    cut_gain: Floats
    part: Floats  # contribution of a candidate to the node's bound
    raw: Floats  # the same, negative where it does not pay
    n_in: Ints  # per need: effects chosen so far
    in_lift: Floats
    in_ceiling: Floats
    worth: Floats  # per need: closure so far
    chosen: Ints  # per depth: pair
    chosen_entry: Ints
    jp: Ints
    value: Floats
    closure: Floats
    f_cand: Ints  # per depth: candidate branched on
    f_next: Ints
    f_bound: Floats
    f_part: Floats
    f_tau: Floats
    f_cut: Floats
    f_outs: Ints
    outs: Ints  # entries excluded, a stack
    form_jp: Ints
    result: Ints
    line_left: Longs
    pool_left: Longs


@njit(cache=True, nogil=True)
def make_desk(P: Problem) -> Desk:
    """Working memory large enough for every person of the problem."""
    e, p, k, d = P.max_entries + 1, P.max_pairs + 1, P.max_needs + 1, MAX_BUNDLE + 2
    return Desk(
        np.zeros(p),
        np.ones(p, np.uint8),
        np.zeros(p, np.int32),
        np.zeros(e, np.uint8),
        np.zeros(e, np.int32),
        np.zeros(e, np.uint8),
        np.zeros(e + 1, np.int32),
        np.zeros(p),
        np.zeros(p, np.int32),
        np.zeros(p, np.int32),
        np.zeros(p),
        np.zeros((p, MAX_CUTS), np.int32),
        np.zeros((p, MAX_CUTS)),
        np.zeros(p),
        np.zeros(p, np.int32),
        np.zeros(p),
        np.zeros(e),
        np.zeros(p),
        np.zeros(k, np.int32),
        np.zeros((k, d)),
        np.zeros((k, d)),
        np.zeros(k),
        np.zeros(d, np.int32),
        np.zeros(d, np.int32),
        np.zeros(d, np.int32),
        np.zeros(d),
        np.zeros(d),
        np.zeros(d, np.int32),
        np.zeros(d, np.int32),
        np.zeros(d),
        np.zeros(d),
        np.zeros(d),
        np.zeros(d),
        np.zeros(d, np.int32),
        np.zeros(e + 1, np.int32),
        np.zeros(P.form_cap.size + 1, np.int32),
        np.zeros(d, np.int32),
        P.line.copy(),
        P.pool.copy(),
    )


@njit(cache=True, nogil=True)
def level_after(D: Desk, need: int, lift: float, ceiling: float) -> float:
    """Rise of a need with the chosen effects and one more, in order of ceiling."""
    h = 0.0
    placed = False
    for a in range(D.n_in[need]):
        if not placed and ceiling < D.in_ceiling[need, a]:
            h = max(h, min(h + lift, ceiling))
            placed = True
        h = max(h, min(h + D.in_lift[need, a], D.in_ceiling[need, a]))
    if not placed:
        h = max(h, min(h + lift, ceiling))
    return h


@njit(cache=True, nogil=True)
def worth_of(P: Problem, need: int, rise: float) -> float:
    """w phi(rise) of a need (row of need_*)."""
    x = min(rise, P.need_gap[need])
    full = P.need_full[need]
    if x <= full:
        return P.need_weight[need] * x
    return P.need_weight[need] * (full + P.late_slope * (x - full))


@njit(cache=True, nogil=True)
def gain_of(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> float:
    """Closure gained by adding an entry to what is chosen."""
    gain = 0.0
    for r in range(P.rise_ptr[entry], P.rise_ptr[entry + 1]):
        need = P.rise_need[r]
        h = level_after(D, need, P.rise_lift[r] * units, P.rise_ceiling[r])
        gain += worth_of(P, first_need + need, h) - D.worth[need]
    return gain


@njit(cache=True, nogil=True)
def push_effects(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> None:
    """Add an entry's effects to the person's levels."""
    for r in range(P.rise_ptr[entry], P.rise_ptr[entry + 1]):
        need = P.rise_need[r]
        lift, ceiling = P.rise_lift[r] * units, P.rise_ceiling[r]
        D.worth[need] = worth_of(P, first_need + need, level_after(D, need, lift, ceiling))
        a = D.n_in[need]
        while a > 0 and D.in_ceiling[need, a - 1] > ceiling:
            D.in_ceiling[need, a] = D.in_ceiling[need, a - 1]
            D.in_lift[need, a] = D.in_lift[need, a - 1]
            a -= 1
        D.in_ceiling[need, a] = ceiling
        D.in_lift[need, a] = lift
        D.n_in[need] += 1


@njit(cache=True, nogil=True)
def pop_effects(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> None:
    """Take an entry's effects off again."""
    for r in range(P.rise_ptr[entry], P.rise_ptr[entry + 1]):
        need = P.rise_need[r]
        lift, ceiling = P.rise_lift[r] * units, P.rise_ceiling[r]
        n = D.n_in[need]
        a = 0
        while D.in_ceiling[need, a] != ceiling or D.in_lift[need, a] != lift:
            a += 1
        for b in range(a, n - 1):
            D.in_ceiling[need, b] = D.in_ceiling[need, b + 1]
            D.in_lift[need, b] = D.in_lift[need, b + 1]
        D.n_in[need] = n - 1
        h = 0.0
        for b in range(n - 1):
            h = max(h, min(h + D.in_lift[need, b], D.in_ceiling[need, b]))
        D.worth[need] = worth_of(P, first_need + need, h)


@njit(cache=True, nogil=True)
def _sum_parts(D: Desk, n_cand: int, tau: float) -> tuple[float, int]:
    """Sum over free candidates of max(0, best variant at tau), and the hours of that choice."""
    total, hours = 0.0, 0
    for c in range(n_cand):
        best, jp = -1.0e300, 0
        for v in range(D.var_ptr[c], D.var_ptr[c + 1]):
            r = D.red[v] + tau * D.var_jp[v]
            if r > best:
                best, jp = r, D.var_jp[v]
        D.raw[c] = best
        if best > 0.0:
            D.part[c] = best
            total += best
            hours += jp
        else:
            D.part[c] = 0.0
    return total, hours


@njit(cache=True, nogil=True)
def gains_of(
    P: Problem, D: Desk, first_need: int, entry: int, units: int, mult: float, v: int
) -> float:
    """Gain of an entry on all needs now; the gains per need go to row v of D.gain."""
    n, total = 0, 0.0
    for r in range(P.rise_ptr[entry], P.rise_ptr[entry + 1]):
        need = P.rise_need[r]
        h = level_after(D, need, P.rise_lift[r] * units, P.rise_ceiling[r])
        gain = mult * (worth_of(P, first_need + need, h) - D.worth[need])
        total += gain
        if gain > 0.0 and n < MAX_CUTS:
            D.gain_need[v, n] = need
            D.gain[v, n] = gain
            n += 1
    for a in range(n, MAX_CUTS):
        D.gain_need[v, a] = -1
    return total


@njit(cache=True, nogil=True)
def _cut_one(D: Desk, n: int, need: int, remaining: float, rows: Ints, gain: Floats) -> float:
    """Best alpha for one need, given the cuts so far; takes it off; returns alpha remaining."""
    k, best = 0, 0.0
    for v in range(n):
        for a in range(MAX_CUTS):
            if D.gain_need[v, a] == need:
                if D.raw[v] > 0.0:
                    rows[k], gain[k] = v, D.gain[v, a]
                    best += D.raw[v]
                    k += 1
                break
    if k < 2:
        return 0.0
    alpha = 0.0
    for b in range(k):
        a = min(1.0, D.raw[rows[b]] / gain[b])
        total = a * remaining
        for c in range(k):
            total += max(0.0, D.raw[rows[c]] - a * gain[c])
        if total < best:
            best, alpha = total, a
    if alpha > 0.0:
        for v in range(n):
            for a in range(MAX_CUTS):
                if D.gain_need[v, a] == need:
                    D.cut[v] += alpha * D.gain[v, a]
                    D.raw[v] -= alpha * D.gain[v, a]
    return alpha * remaining


@njit(cache=True, nogil=True)
def cut_gains(
    P: Problem, D: Desk, first_need: int, n_needs: int, n_cand: int, mult: float, tau: float
) -> float:
    """Take alpha_j times its gains off every variant; returns sum of alpha_j rem_j."""
    n = D.var_ptr[n_cand]
    for v in range(n):
        D.cut[v] = 0.0
        D.raw[v] = D.red[v] + tau * D.var_jp[v]
    added = 0.0
    for need in range(n_needs):
        k = first_need + need
        remaining = mult * (worth_of(P, k, P.need_gap[k]) - D.worth[need])
        added += _cut_one(D, n, need, remaining, D.cut_rows, D.cut_gain)
    for v in range(n):
        D.red[v] -= D.cut[v]
    return added


@njit(cache=True, nogil=True)
def _steepest(D: Desk, n_cand: int) -> float:
    """Largest gain per hour among the free candidates."""
    top = 0.0
    for v in range(D.var_ptr[n_cand]):
        if D.red[v] > top * D.var_jp[v]:
            top = D.red[v] / D.var_jp[v]
    return top


@njit(cache=True, nogil=True)
def node_bound(
    D: Desk, n_cand: int, base: float, left: int, room: int, hours: float, target: float
) -> tuple[float, float]:
    """Smallest bound over a few tau (leaving parts at that tau); stops early below `target`."""
    total, jp = _sum_parts(D, n_cand, 0.0)
    base += hours * left
    bound, tau = base + total, 0.0
    if bound <= target or (left <= jp <= room):
        return bound, tau
    goal = left if jp < left else room
    low, high = (0.0, hours) if jp < left else (-_steepest(D, n_cand), 0.0)
    if jp < left:
        f_low, g_low = bound, jp - goal
        total, jp = _sum_parts(D, n_cand, high)
        f_high, g_high = base - high * goal + total, jp - goal
        if f_high < bound or g_high <= 0:
            bound, tau = f_high, high
        if bound <= target or g_high <= 0:
            return bound, tau
    else:
        f_high, g_high = bound, jp - goal
        f_low, g_low = base - low * goal, -goal
        if f_low < bound:
            bound, tau = f_low, low
    last = high if left == goal else 0.0
    for _ in range(4):
        if g_high <= g_low:
            break
        t = (f_low - g_low * low - f_high + g_high * high) / (g_high - g_low)
        if t <= low or t >= high:
            break
        total, jp = _sum_parts(D, n_cand, t)
        last = t
        f = base - t * goal + total
        if f < bound:
            bound, tau = f, t
        if bound <= target or jp == goal:
            break
        if jp < goal:
            low, f_low, g_low = t, f, jp - goal
        else:
            high, f_high, g_high = t, f, jp - goal
    if last != tau:
        _sum_parts(D, n_cand, tau)
    return bound, tau
