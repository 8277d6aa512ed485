"""The branch and bound of `bundle`: candidates, nodes, children. See there for the formula."""

from numba import njit

from bina.engines.allocation.bundle import (
    CHOSEN,
    FREE,
    MAX_BUNDLE,
    OUT,
    PIN_BONUS,
    Desk,
    cut_gains,
    gain_of,
    gains_of,
    node_bound,
    pop_effects,
    push_effects,
)
from bina.engines.allocation.model import Ints
from bina.engines.allocation.prepare import Problem

NEVER = -1.0e300


@njit(cache=True, nogil=True)
def _sort_pairs(P: Problem, D: Desk, i: int, entry: int) -> int:
    """Order the entry's allowed pairs by price into D.order; returns how many are allowed."""
    first = P.pair_ptr[i]
    a, b = P.e_pair[entry] - first, P.e_pair[entry + 1] - first
    n = 0
    for p in range(a, b):
        if D.allowed[p] == 0:
            continue
        at = a + n
        while at > a and D.price[D.order[at - 1]] > D.price[p]:
            D.order[at] = D.order[at - 1]
            at -= 1
        D.order[at] = p
        n += 1
    for at in range(a + n, b):
        D.order[at] = -1
    return n


@njit(cache=True, nogil=True)
def _best_alone(P: Problem, D: Desk, i: int, e: int, mult: float, hours: float) -> float:
    """Upper bound on what entry e (number within the person) can add to any bundle."""
    entry = P.entry_ptr[i] + e
    first, first_need = P.pair_ptr[i], P.need_ptr[i]
    best, units, gain = NEVER, -1, 0.0
    for p in range(P.e_pair[entry] - first, P.e_pair[entry + 1] - first):
        if D.allowed[p] == 0:
            continue
        s = P.p_session[first + p]
        if P.s_units[s] != units:
            units = P.s_units[s]
            gain = mult * gain_of(P, D, first_need, entry, units)
        best = max(best, gain - D.price[p] + hours * P.s_jp[s])
    return best


@njit(cache=True, nogil=True)
def _shut(P: Problem, D: Desk, i: int, e: int, n_outs: int) -> int:
    """Exclude entry e and all that need it first; returns the new height of the stack D.outs."""
    e0, e1 = P.entry_ptr[i], P.entry_ptr[i + 1]
    D.status[e] = OUT
    D.outs[n_outs] = e
    n_outs += 1
    found = P.before_ptr[e1] > P.before_ptr[e0]
    while found:
        found = False
        for later in range(e1 - e0):
            if D.status[later] != FREE:
                continue
            for q in range(P.before_ptr[e0 + later], P.before_ptr[e0 + later + 1]):
                if D.status[P.before_entry[q]] == OUT:
                    D.status[later] = OUT
                    D.outs[n_outs] = later
                    n_outs += 1
                    found = True
                    break
    return n_outs


@njit(cache=True, nogil=True)
def _choose_candidates(P: Problem, D: Desk, i: int, mult: float, hours: float) -> int:
    """Entries that can pay, and those that they need first. Fills D.cand, D.is_cand, D.status."""
    e0, e1 = P.entry_ptr[i], P.entry_ptr[i + 1]
    for e in range(e1 - e0):
        D.status[e] = FREE
    for e in range(e1 - e0):
        pays = _best_alone(P, D, i, e, mult, hours)
        D.is_cand[e] = 1 if pays > 0.0 else 0
        if pays == NEVER and D.status[e] == FREE:
            _shut(P, D, i, e, 0)
    for e in range(e1 - e0):
        if D.status[e] == OUT:
            D.is_cand[e] = 0
    found = P.before_ptr[e1] > P.before_ptr[e0]
    while found:
        found = False
        for e in range(e1 - e0):
            if D.is_cand[e] == 1:
                for q in range(P.before_ptr[e0 + e], P.before_ptr[e0 + e + 1]):
                    other = P.before_entry[q]
                    if D.is_cand[other] == 0 and D.status[other] != OUT:
                        D.is_cand[other] = 1
                        found = True
    n = 0
    for e in range(e1 - e0):
        if D.is_cand[e] == 1:
            D.cand[n] = e
            n += 1
    return n


@njit(cache=True, nogil=True)
def _make_variants(P: Problem, D: Desk, i: int, n_cand: int) -> None:
    """One variant per candidate with equal sessions, else one per session."""
    first = P.pair_ptr[i]
    n = 0
    D.var_ptr[0] = 0
    for c in range(n_cand):
        entry = P.entry_ptr[i] + D.cand[c]
        count = _sort_pairs(P, D, i, entry)
        start = P.e_pair[entry] - first
        if P.e_uniform[entry] == 1:
            count = min(1, count)
        for a in range(count):
            p = D.order[start + a]
            s = P.p_session[first + p]
            D.var_price[n] = D.price[p]
            D.var_jp[n] = P.s_jp[s]
            D.var_units[n] = P.s_units[s]
            n += 1
        D.var_ptr[c + 1] = n


@njit(cache=True, nogil=True)
def _price_variants(P: Problem, D: Desk, i: int, n_cand: int, mult: float, room: int) -> None:
    """Gain minus price of every variant at the present node, NEVER where it cannot be added."""
    e0, first_need = P.entry_ptr[i], P.need_ptr[i]
    for c in range(n_cand):
        e = D.cand[c]
        possible = D.status[e] == FREE
        for v in range(D.var_ptr[c], D.var_ptr[c + 1]):
            if not possible or D.var_jp[v] > room:
                D.red[v] = NEVER
                D.gain_need[v, :] = -1
                continue
            gain = gains_of(P, D, first_need, e0 + e, D.var_units[v], mult, v)
            D.red[v] = gain - D.var_price[v]


@njit(cache=True, nogil=True)
def _fits(P: Problem, D: Desk, i: int, d: int, p: int, e: int) -> bool:
    """Pair p (number within the person) of entry e can join the d chosen ones."""
    first, e0 = P.pair_ptr[i], P.entry_ptr[i]
    s = P.p_session[first + p]
    if D.jp[d] + P.s_jp[s] > P.jp_cap[i]:
        return False
    form = P.s_form[s]
    if form >= 0 and D.form_jp[form] + P.s_jp[s] > P.form_cap[form]:
        return False
    line, pool = P.p_line[first + p], P.s_pool[s]
    money, minutes = P.p_cost[first + p], P.s_minutes[s]
    for a in range(d):
        other = P.p_session[D.chosen[a]]
        if P.clash[s, other] == 1:
            return False
        if line >= 0 and P.p_line[D.chosen[a]] == line:
            money += P.p_cost[D.chosen[a]]
        if pool >= 0 and P.s_pool[other] == pool:
            minutes += P.s_minutes[other]
        if P.s_first[s] >= 0 and P.s_last[other] >= P.s_first[s]:
            entry = e0 + e
            for q in range(P.before_ptr[entry], P.before_ptr[entry + 1]):
                if P.before_entry[q] == D.chosen_entry[a]:
                    return False
    if line >= 0 and money > D.line_left[line]:
        return False
    return not (pool >= 0 and minutes > D.pool_left[pool])


@njit(cache=True, nogil=True)
def take_pair(P: Problem, D: Desk, i: int, d: int, p: int, e: int, mult: float) -> float:
    """Add pair p of entry e at depth d; returns the value without the hours' worth."""
    first, e0, first_need = P.pair_ptr[i], P.entry_ptr[i], P.need_ptr[i]
    s = P.p_session[first + p]
    gain = gain_of(P, D, first_need, e0 + e, P.s_units[s])
    push_effects(P, D, first_need, e0 + e, P.s_units[s])
    D.chosen[d] = first + p
    D.chosen_entry[d] = e
    D.status[e] = CHOSEN
    D.jp[d + 1] = D.jp[d] + P.s_jp[s]
    D.closure[d + 1] = D.closure[d] + gain
    D.value[d + 1] = D.value[d] + mult * gain - D.price[p]
    if P.s_form[s] >= 0:
        D.form_jp[P.s_form[s]] += P.s_jp[s]
    return D.value[d + 1]


@njit(cache=True, nogil=True)
def leave_pair(P: Problem, D: Desk, i: int, d: int) -> None:
    """Undo the addition made at depth d."""
    e = D.chosen_entry[d]
    s = P.p_session[D.chosen[d]]
    pop_effects(P, D, P.need_ptr[i], P.entry_ptr[i] + e, P.s_units[s])
    D.status[e] = FREE
    if P.s_form[s] >= 0:
        D.form_jp[P.s_form[s]] -= P.s_jp[s]


@njit(cache=True, nogil=True)
def _branch_on(P: Problem, D: Desk, i: int, n_cand: int) -> int:
    """Candidate that promises most, or what it needs first; -1 when nothing can be added."""
    pick, most = -1, NEVER
    for c in range(n_cand):
        if D.raw[c] > most:
            pick, most = c, D.raw[c]
    if pick < 0 or most <= NEVER:
        return -1
    e0 = P.entry_ptr[i]
    moved = True
    while moved:
        moved = False
        e = D.cand[pick]
        for q in range(P.before_ptr[e0 + e], P.before_ptr[e0 + e + 1]):
            other = P.before_entry[q]
            if D.status[other] == FREE:
                for c in range(n_cand):
                    if D.cand[c] == other:
                        pick = c
                moved = True
                break
    return pick


@njit(cache=True, nogil=True)
def clear_desk(P: Problem, D: Desk, i: int) -> None:
    """Nothing chosen yet for person i."""
    for k in range(P.need_ptr[i + 1] - P.need_ptr[i]):
        D.n_in[k] = 0
        D.worth[k] = 0.0
    for f in range(P.form_cap.size):
        D.form_jp[f] = 0
    D.jp[0] = 0
    D.value[0] = 0.0
    D.closure[0] = 0.0


@njit(cache=True, nogil=True)
def _try_previous(
    P: Problem, D: Desk, i: int, mult: float, hours: float, previous: Ints, n: int
) -> tuple[bool, float, float, int]:
    """Whether an earlier bundle is still allowed, its value now, closure and JP."""
    first, e0 = P.pair_ptr[i], P.entry_ptr[i]
    d, fine = 0, True
    for a in range(n):
        p = previous[a] - first
        e = 0
        while P.e_pair[e0 + e + 1] <= previous[a]:
            e += 1
        if D.allowed[p] == 0 or not _fits(P, D, i, d, p, e):
            fine = False
            break
        take_pair(P, D, i, d, p, e, mult)
        d += 1
    value = D.value[d] + hours * min(D.jp[d], P.jp_needed[i])
    closure, jp = D.closure[d], D.jp[d]
    for a in range(d - 1, -1, -1):
        leave_pair(P, D, i, a)
    return fine, value, closure, jp


@njit(cache=True, nogil=True)
def best_bundle(  # noqa: PLR0915 - one kernel: numba inlines what is split off poorly
    P: Problem,
    D: Desk,
    i: int,
    mult: float,
    hours: float,
    eps: float,
    previous: Ints,
    n_previous: int,
    max_nodes: int,
) -> tuple[int, float, int, float, float]:
    """Best bundle of person i at D.price over D.allowed; D.result holds its pairs.

    Returns (number of seats, closure, JP, value, bound): bound >= value of every bundle, and
    bound <= value + eps unless the node limit cut the search. Values include PIN_BONUS per pin.
    """
    first = P.pair_ptr[i]
    for p in range(P.pair_ptr[i + 1] - first):
        if P.p_pinned[first + p] == 1:
            D.price[p] -= PIN_BONUS
    clear_desk(P, D, i)
    n_cand = _choose_candidates(P, D, i, mult, hours)
    best, bound, n_best, best_closure, best_jp = 0.0, 0.0, 0, 0.0, 0
    if n_previous > 0:
        fine, value, closure, jp = _try_previous(P, D, i, mult, hours, previous, n_previous)
        if fine and value > best:
            best, n_best, best_closure, best_jp = value, n_previous, closure, jp
            for a in range(n_previous):
                D.result[a] = previous[a]
    _make_variants(P, D, i, n_cand)
    n_outs, nodes, d, fresh, tau = 0, 0, 0, True, 0.0
    D.f_outs[0] = 0
    while d >= 0:
        if fresh:
            nodes += 1
            room = P.jp_cap[i] - D.jp[d]
            left = min(room, max(0, P.jp_needed[i] - D.jp[d]))
            _price_variants(P, D, i, n_cand, mult, room)
            base = D.value[d] + hours * min(D.jp[d], P.jp_needed[i])
            if mult > 0.0:
                tau = min(hours, tau) if left > 0 else min(0.0, tau)
                n_needs = P.need_ptr[i + 1] - P.need_ptr[i]
                base += cut_gains(P, D, P.need_ptr[i], n_needs, n_cand, mult, tau)
            target = best + eps
            top, tau = node_bound(D, n_cand, base, left, room, hours, target)
            c = -1
            if top > target and nodes <= max_nodes and d < MAX_BUNDLE:
                c = _branch_on(P, D, i, n_cand)
            if c < 0:
                bound = max(bound, top)
                fresh = False
                while n_outs > D.f_outs[d]:
                    n_outs -= 1
                    D.status[D.outs[n_outs]] = FREE
                d -= 1
                if d >= 0:
                    leave_pair(P, D, i, d)
                continue
            D.f_cand[d], D.f_bound[d], D.f_part[d], D.f_tau[d] = c, top, D.part[c], tau
            only = D.var_ptr[c + 1] == D.var_ptr[c] + 1
            D.f_cut[d] = D.cut[D.var_ptr[c]] if only and mult > 0.0 else 0.0
            D.f_next[d] = P.e_pair[P.entry_ptr[i] + D.cand[c]] - first
            fresh = False
        c = D.f_cand[d]
        e = D.cand[c]
        entry = P.entry_ptr[i] + e
        end = P.e_pair[entry + 1] - first
        went_down = False
        rest = D.f_bound[d] - D.f_part[d]
        while D.f_next[d] < end and D.order[D.f_next[d]] >= 0:
            p = D.order[D.f_next[d]]
            D.f_next[d] += 1
            if not _fits(P, D, i, d, p, e):
                continue
            s = P.p_session[first + p]
            gain = mult * gain_of(P, D, P.need_ptr[i], entry, P.s_units[s])
            reach = rest + gain - D.price[p] + D.f_tau[d] * P.s_jp[s] - D.f_cut[d]
            if reach <= best + eps:
                bound = max(bound, reach)
                continue
            value = take_pair(P, D, i, d, p, e, mult) + hours * min(D.jp[d + 1], P.jp_needed[i])
            if value > best:
                best, n_best = value, d + 1
                best_closure, best_jp = D.closure[d + 1], D.jp[d + 1]
                for a in range(d + 1):
                    D.result[a] = D.chosen[a]
            went_down = True
            break
        if went_down:
            d += 1
            D.f_outs[d] = n_outs
            fresh = True
            continue
        if rest <= best + eps:
            bound = max(bound, rest)
            while n_outs > D.f_outs[d]:
                n_outs -= 1
                D.status[D.outs[n_outs]] = FREE
            d -= 1
            if d >= 0:
                leave_pair(P, D, i, d)
            continue
        n_outs = _shut(P, D, i, e, n_outs)
        fresh = True
    return n_best, best_closure, best_jp, best, max(bound, best)
