"""From a relaxed bundle to a real one: what clashes moves to another session or goes."""

from numba import njit

from bina.engines.allocation.desk import (
    MAX_BUNDLE,
    TINY,
    Desk,
    gain_of,
    pop_effects,
    push_effects,
)
from bina.engines.allocation.model import Bytes, Ints, Longs
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.tables import Table


@njit(cache=True, nogil=True)
def in_order(P: Problem, i: int, e: int, s: int, other_e: int, other_s: int) -> bool:
    """Session s of entry e and another chosen session keep the prerequisites between them."""
    e0 = P.person[i].entry
    if P.session[s].first >= 0 and P.session[other_s].last >= P.session[s].first:
        for q in range(P.entry[e0 + e].before, P.entry[e0 + e + 1].before):
            if P.before_entry[q] == other_e:
                return False
    if P.session[other_s].first >= 0 and P.session[s].last >= P.session[other_s].first:
        for q in range(P.entry[e0 + other_e].before, P.entry[e0 + other_e + 1].before):
            if P.before_entry[q] == e:
                return False
    return True


@njit(cache=True, nogil=True)
def _fits(
    first: int, e0: int, jp_cap: int, n: int, p: int, e: int, jp: int, pair: Table, session: Table,
    clash: Bytes, form_cap: Ints, line_left: Longs, pool_left: Longs, taken: Table,
) -> bool:  # fmt: skip
    """Pair p (number within the person) of entry e can join the n taken ones with jp hours.

    Prerequisites aside: see `_comes_in_order`.
    """
    s = pair[first + p].session
    if n >= MAX_BUNDLE or jp + session[s].jp > jp_cap:
        return False
    form, line, pool = session[s].form, pair[first + p].line, session[s].pool
    form_jp, money, minutes = session[s].jp, pair[first + p].cost, session[s].minutes
    for a in range(n):
        q = taken[a].pair
        other = pair[q].session
        if taken[a].entry == e or clash[s, other] == 1:
            return False
        if form >= 0 and session[other].form == form:
            form_jp += session[other].jp
        if line >= 0 and pair[q].line == line:
            money += pair[q].cost
        if pool >= 0 and session[other].pool == pool:
            minutes += session[other].minutes
    if form >= 0 and form_jp > form_cap[form]:
        return False
    if line >= 0 and money > line_left[line]:
        return False
    return not (pool >= 0 and minutes > pool_left[pool])


@njit(cache=True, nogil=True)
def _comes_in_order(P: Problem, D: Desk, i: int, n: int, p: int, e: int) -> bool:
    """Pair p of entry e keeps all prerequisites beside the n taken ones."""
    e0, s = P.person[i].entry, P.pair[P.person[i].pair + p].session
    waiting = P.entry[e0 + e + 1].before - P.entry[e0 + e].before
    for a in range(n):
        other_e, other = D.taken[a].entry, P.pair[D.taken[a].pair].session
        if not in_order(P, i, e, s, other_e, other):
            return False
        for q in range(P.entry[e0 + e].before, P.entry[e0 + e + 1].before):
            if P.before_entry[q] == other_e:
                waiting -= 1
    return waiting == 0


@njit(cache=True, nogil=True)
def _place(
    P: Problem, D: Desk, i: int, n: int, e: int, c: int, p: int, jp: int, linked: bool
) -> int:
    """Pair of entry e that joins the n taken ones: p, else the cheapest of class c that fits."""
    pair, session, clash, form_cap, taken = P.pair, P.session, P.clash, P.form_cap, D.taken
    pairs, line_left, pool_left = D.pairs, D.line_left, D.pool_left
    first, e0, cap = P.person[i].pair, P.person[i].entry, P.person[i].jp_cap
    best, pick = 1.0e300, -1
    for turn in range(2):
        low, high = p, p + 1
        if turn == 1:
            low, high = P.entry[e0 + e].pair - first, P.entry[e0 + e + 1].pair - first
        for q in range(low, high):
            if pairs[q].open == 0 or pair[first + q].cls != c or pairs[q].price >= best:
                continue
            if not _fits(
                first, e0, cap, n, q, e, jp, pair, session, clash, form_cap, line_left, pool_left,
                taken,
            ):  # fmt: skip
                continue
            if linked and not _comes_in_order(P, D, i, n, q, e):
                continue
            best, pick = pairs[q].price, q
        if pick >= 0:
            return pick
    return pick


@njit(cache=True, nogil=True)
def _sort_bundle(P: Problem, D: Desk, n: int, mult: float, hours: float) -> None:
    """What is in first, then by worth, the highest first."""
    for a in range(1, n):
        e, c, p = D.bundle[a].entry, D.bundle[a].cls, D.bundle[a].pair
        worth = mult * P.cls[c].gain - D.pairs[p].price + hours * P.cls[c].jp
        b = a - 1
        while b >= 0:
            other = D.bundle[b].cls
            its = (
                mult * P.cls[other].gain - D.pairs[D.bundle[b].pair].price + hours * P.cls[other].jp
            )
            if D.entries[D.bundle[b].entry].state > D.entries[e].state or (
                D.entries[D.bundle[b].entry].state == D.entries[e].state and its >= worth
            ):
                break
            D.bundle[b + 1].entry, D.bundle[b + 1].cls, D.bundle[b + 1].pair = (
                D.bundle[b].entry,
                other,
                D.bundle[b].pair,
            )
            b -= 1
        D.bundle[b + 1].entry, D.bundle[b + 1].cls, D.bundle[b + 1].pair = e, c, p


@njit(cache=True, nogil=True)
def _fill(
    P: Problem, D: Desk, i: int, n: int, jp: int, mult: float, hours: float, linked: bool
) -> tuple[int, int]:
    """Add what still fits and pays, the best first; (number taken, hours)."""
    me, after = P.person[i], P.person[i + 1]
    e0, first, needed = me.entry, me.pair, me.jp_needed
    entry, cls, classes = P.entry, P.cls, D.classes
    c0 = entry[e0].cls
    for e in range(after.entry - e0):
        D.entries[e].pushed |= 2 if n > 0 and _is_taken(D, n, e) else 0
    while n < MAX_BUNDLE:
        most, pick, pick_entry, pick_class = TINY, -1, -1, -1
        for e in range(after.entry - e0):
            if D.entries[e].pushed >= 2:
                continue
            rises = mult > 0.0 and entry[e0 + e + 1].rise > entry[e0 + e].rise
            for c in range(entry[e0 + e].cls, entry[e0 + e + 1].cls):
                if classes[c - c0].price >= 1.0e300:
                    continue
                counted = min(jp + cls[c].jp, needed) - min(jp, needed)
                worth = hours * counted - classes[c - c0].price
                if worth + mult * cls[c].gain <= most:
                    continue
                if rises:
                    worth += mult * gain_of(P, D, me.need, e0 + e, cls[c].units)
                if worth <= most:
                    continue
                p = _place(P, D, i, n, e, c, classes[c - c0].pair, jp, linked)
                if p < 0:
                    continue
                worth -= D.pairs[p].price - classes[c - c0].price
                if worth > most:
                    most, pick, pick_entry, pick_class = worth, p, e, c
        if pick < 0:
            break
        D.taken[n].pair, D.taken[n].entry = first + pick, pick_entry
        D.entries[pick_entry].pushed |= 2
        push_effects(P, D, me.need, e0 + pick_entry, cls[pick_class].units)
        jp += cls[pick_class].jp
        n += 1
    for e in range(after.entry - e0):
        D.entries[e].pushed &= 1
    return n, jp


@njit(cache=True, nogil=True)
def _is_taken(D: Desk, n: int, e: int) -> bool:
    for a in range(n):
        if D.taken[a].entry == e:
            return True
    return False


@njit(cache=True, nogil=True)
def repair(
    P: Problem, D: Desk, i: int, n_relaxed: int, mult: float, hours: float, linked: bool,
    thorough: bool,
) -> tuple[int, float, int, float]:  # fmt: skip
    """A real bundle from the relaxed one, in D.taken: (length, closure, JP, price).

    No seats when one of those that must be in finds no place.
    """
    first, e0, first_need = P.person[i].pair, P.person[i].entry, P.person[i].need
    taken, bundle, entries, cls = D.taken, D.bundle, D.entries, P.cls
    _sort_bundle(P, D, n_relaxed, mult, hours)
    n, jp, dropped = 0, 0, False
    for _ in range(2 if linked else 1):  # the second turn seats what waited for a prerequisite
        for a in range(n_relaxed):
            e, c = bundle[a].entry, bundle[a].cls
            if _is_taken(D, n, e):
                continue
            p = _place(P, D, i, n, e, c, bundle[a].pair, jp, linked)
            if p < 0:
                dropped = True
                continue
            taken[n].pair, taken[n].entry = first + p, e
            jp += cls[c].jp
            n += 1
            if entries[e].pushed == 0:
                push_effects(P, D, first_need, e0 + e, cls[c].units)
    if dropped and thorough:
        n, jp = _fill(P, D, i, n, jp, mult, hours, linked)
    closure, price = 0.0, 0.0
    for k in range(P.person[i + 1].need - first_need):
        closure += D.needs[k].worth
    for a in range(n):
        price += D.pairs[taken[a].pair - first].price
        if entries[taken[a].entry].pushed == 0:
            units = cls[P.pair[taken[a].pair].cls].units
            pop_effects(P, D, first_need, e0 + taken[a].entry, units)
    for e in range(P.person[i + 1].entry - e0):
        if entries[e].pushed == 1 and not _is_taken(D, n, e):
            return 0, 0.0, 0, 0.0  # its effects are counted, but there is no room for it
    return n, closure, jp, price


@njit(cache=True, nogil=True)
def as_it_is(P: Problem, D: Desk, i: int, n: int) -> tuple[int, float, int, float]:
    """The relaxed bundle, which breaks nothing, in D.taken: (length, closure, JP, price)."""
    first, e0, first_need = P.person[i].pair, P.person[i].entry, P.person[i].need
    jp, price, closure = 0, 0.0, 0.0
    for a in range(n):
        e, c = D.bundle[a].entry, D.bundle[a].cls
        D.taken[a].pair, D.taken[a].entry = first + D.bundle[a].pair, e
        jp += P.cls[c].jp
        price += D.pairs[D.bundle[a].pair].price
        if D.entries[e].pushed == 0:
            push_effects(P, D, first_need, e0 + e, P.cls[c].units)
    for k in range(P.person[i + 1].need - first_need):
        closure += D.needs[k].worth
    for a in range(n):
        e, c = D.bundle[a].entry, D.bundle[a].cls
        if D.entries[e].pushed == 0:
            pop_effects(P, D, first_need, e0 + e, P.cls[c].units)
    return n, closure, jp, price
