"""The branch and bound around the relaxation of `bundle`: repair, branching, bound.

A node's relaxed bundle is repaired into a real one (what clashes moves to another session or goes);
what it breaks decides the branching (`branching`).
"""

from numba import njit

from bina.engines.allocation.beside import keep_gains, share_gains
from bina.engines.allocation.branching import (
    BY_CLASS,
    BY_ENTRY,
    BY_GAIN,
    BY_PAIR,
    DEAD,
    LEAF,
    branching,
)
from bina.engines.allocation.bundle import relax
from bina.engines.allocation.desk import (
    FREE,
    IN,
    MAX_BUNDLE,
    NEVER,
    PIN_BONUS,
    Desk,
    clear_levels,
    pop_effects,
    push_effects,
)
from bina.engines.allocation.model import Ints
from bina.engines.allocation.own_prices import clear_own, keep_own, move_own, recall_own
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.repair import as_it_is, in_order, repair
from bina.engines.allocation.tables import Table

NODE_PRICES = 4  # how often the person's own prices move at a node below the root
SHORTER = 0.7  # the next step of own prices after one that did not help


@njit(cache=True, nogil=True)
def _shut(pairs: Table, p: int, n: int) -> int:
    """Shut an open pair; returns the new height of the stack of shut pairs."""
    pairs[p].open = 0
    pairs[n].shut = p
    return n + 1


@njit(cache=True, nogil=True)
def _shut_entry(P: Problem, D: Desk, i: int, e: int, n: int) -> int:
    """Shut an entry and all that need it first; returns the new height of the stack."""
    first, e0, e1 = P.person[i].pair, P.person[i].entry, P.person[i + 1].entry
    for p in range(P.entry[e0 + e].pair - first, P.entry[e0 + e + 1].pair - first):
        if D.pairs[p].open == 1:
            n = _shut(D.pairs, p, n)
    again = True
    while again:
        again = False
        for later in range(e1 - e0):
            if P.entry[e0 + later + 1].before == P.entry[e0 + later].before or not _is_open(
                P, D, i, later
            ):
                continue
            for q in range(P.entry[e0 + later].before, P.entry[e0 + later + 1].before):
                if not _is_open(P, D, i, P.before_entry[q]):
                    for p in range(
                        P.entry[e0 + later].pair - first, P.entry[e0 + later + 1].pair - first
                    ):
                        if D.pairs[p].open == 1:
                            n = _shut(D.pairs, p, n)
                    again = True
                    break
    return n


@njit(cache=True, nogil=True)
def _is_open(P: Problem, D: Desk, i: int, e: int) -> bool:
    first, entry = P.person[i].pair, P.person[i].entry + e
    for p in range(P.entry[entry].pair - first, P.entry[entry + 1].pair - first):
        if D.pairs[p].open == 1:
            return True
    return False


@njit(cache=True, nogil=True)
def _shut_over_cap(P: Problem, D: Desk, i: int, e: int, c: int, n: int) -> int:
    """Shut pairs of e's open form that its cap has no room for beside class c and what is in."""
    first, e0, e1 = P.person[i].pair, P.person[i].entry, P.person[i + 1].entry
    form = P.entry[e0 + e].form
    left = P.form_cap[form] - P.cls[c].jp
    for other in range(e1 - e0):
        if other != e and D.entries[other].pushed == 1 and P.entry[e0 + other].form == form:
            for p in range(P.entry[e0 + other].pair - first, P.entry[e0 + other + 1].pair - first):
                if D.pairs[p].open == 1:
                    left -= P.session[P.pair[first + p].session].jp
                    break
    for other in range(e1 - e0):
        if other == e or D.entries[other].pushed == 1 or P.entry[e0 + other].form != form:
            continue
        for p in range(P.entry[e0 + other].pair - first, P.entry[e0 + other + 1].pair - first):
            if D.pairs[p].open == 1 and P.session[P.pair[first + p].session].jp > left:
                n = _shut(D.pairs, p, n)
    return n


@njit(cache=True, nogil=True)
def _go_in(P: Problem, D: Desk, i: int, d: int, n: int, linked: bool) -> tuple[int, float]:
    """Apply the first child of frame d; (height of the stack, closure pushed)."""
    first, last, e0 = P.person[i].pair, P.person[i + 1].pair, P.person[i].entry
    pair, cls, clash, pairs, entries = P.pair, P.cls, P.clash, D.pairs, D.entries
    kind, e, pick = D.frames[d].kind, D.frames[d].entry, D.frames[d].pick
    D.frames[d].state = 2 * entries[e].pushed + entries[e].state
    entries[e].state = IN
    if kind == BY_ENTRY:
        return n, 0.0
    c = pair[first + pick].cls if kind == BY_PAIR else pick
    for p in range(P.entry[e0 + e].pair - first, P.entry[e0 + e + 1].pair - first):
        if pairs[p].open == 1 and (pair[first + p].cls != c or (kind == BY_PAIR and p != pick)):
            n = _shut(pairs, p, n)
    if kind == BY_PAIR:
        s = pair[first + pick].session
        for p in range(last - first):
            if pairs[p].open == 0 or p == pick:
                continue
            its = pair[first + p].session
            if clash[s, its] == 1:
                n = _shut(pairs, p, n)
            elif linked:
                other = cls[pair[first + p].cls].entry - e0
                if other != e and not in_order(P, i, e, s, other, its):
                    n = _shut(pairs, p, n)
    if P.entry[e0 + e].form >= 0:
        n = _shut_over_cap(P, D, i, e, c, n)
    if entries[e].pushed == 1:
        return n, 0.0
    entries[e].pushed = 1
    return n, push_effects(P, D, P.person[i].need, e0 + e, cls[c].units)


@njit(cache=True, nogil=True)
def _go_out(P: Problem, D: Desk, i: int, d: int, n: int) -> int:
    """Apply the second child of frame d; returns the height of the stack."""
    first, e0, pairs = P.person[i].pair, P.person[i].entry, D.pairs
    kind, e, pick = D.frames[d].kind, D.frames[d].entry, D.frames[d].pick
    if kind == BY_ENTRY:
        return _shut_entry(P, D, i, e, n)
    if kind == BY_PAIR:
        return _shut(pairs, pick, n)
    for p in range(P.entry[e0 + e].pair - first, P.entry[e0 + e + 1].pair - first):
        if pairs[p].open == 1 and P.pair[first + p].cls == pick:
            n = _shut(pairs, p, n)
    return n


@njit(cache=True, nogil=True)
def _come_back(P: Problem, D: Desk, i: int, d: int) -> None:
    """Undo the first child of frame d, its shut pairs aside."""
    e, before = D.frames[d].entry, D.frames[d].state
    if D.entries[e].pushed == 1 and before < 2:
        pick = D.frames[d].pick
        c = P.pair[P.person[i].pair + pick].cls if D.frames[d].kind == BY_PAIR else pick
        pop_effects(P, D, P.person[i].need, P.person[i].entry + e, P.cls[c].units)
        D.entries[e].pushed = 0
    D.entries[e].state = before % 2


@njit(cache=True, nogil=True)
def _beside(D: Desk, worth: float, base: float, special: bool) -> float:
    """What the relaxation leaves out: closure pushed, own prices given back, guests taken in."""
    return worth * (base + (0.0 if special else D.own_sum[0].taken_in)) + D.own_sum[0].total


@njit(cache=True, nogil=True)
def _relaxed(
    P: Problem, D: Desk, i: int, worth: float, hours: float, special: bool, base: float,
    enough: float, turns: int,
) -> tuple[float, int]:  # fmt: skip
    """The node's bound and relaxed bundle, own prices moved up to `turns` times."""
    top, n = relax(P, D, i, worth, hours, special)
    top += _beside(D, worth, base, special)
    share = 1.0
    for _ in range(turns):
        room = top - enough
        if room <= 0.0 or not move_own(P, D, i, n, worth, share * room, special):
            break
        other, n = relax(P, D, i, worth, hours, special)
        other += _beside(D, worth, base, special)
        if other >= top:
            share *= SHORTER
        top = min(top, other)
    return top, n


@njit(cache=True, nogil=True)
def best_bundle(  # noqa: PLR0915 - one kernel: the search's stack is its local state
    P: Problem, D: Desk, i: int, mult: float, hours: float, eps: float,
    known: Ints, n_known: int, known_closure: float, max_nodes: int, turns: int,
    thorough: bool, recall: bool,
) -> tuple[int, float, int, float, float]:  # fmt: skip
    """Best bundle of person i at the desk's prices over its allowed pairs; D.result holds it.

    The person's own prices move up to `turns` times at the root. `recall`: begin with the own
    prices in D.kept_own and kept_guests, and leave those of the root there. `known` is a bundle to
    start from: its first n_known pairs keep all rules and are allowed.
    Returns (number of seats, closure, JP, value, bound): bound >= value of every bundle, and
    bound <= value + eps unless the node limit cut the search. Values include PIN_BONUS per pin.
    `thorough`: every node's bundle is repaired and filled up, within what is left of money and
    coach time; for few nodes over few allowed pairs.
    """
    me, after = P.person[i], P.person[i + 1]
    first, last, e0, e1, needed = me.pair, after.pair, me.entry, after.entry, me.jp_needed
    pairs, entries, frames, result = D.pairs, D.entries, D.frames, D.result
    for p in range(last - first):
        if P.pair[first + p].pinned == 1:
            pairs[p].price -= PIN_BONUS
        pairs[p].open = pairs[p].allowed
    for e in range(e1 - e0):
        entries[e].state, entries[e].pushed = FREE, 0
    best, bound, n_best, best_closure, best_jp = 0.0, 0.0, 0, 0.0, 0
    if n_known > 0:
        jp, value = 0, mult * known_closure
        for a in range(n_known):
            jp += P.session[P.pair[known[a]].session].jp
            value -= pairs[known[a] - first].price
        value += hours * min(jp, needed)
        if value > best:
            best, n_best, best_closure, best_jp = value, n_known, known_closure, jp
            for a in range(n_known):
                result[a] = known[a]
    clear_levels(P, D, i)
    clear_own(P, D, i)
    if recall:
        recall_own(P, D, i)
    keep_gains(P, D, i)
    worth = max(0.0, mult)  # a negative worth would turn the relaxation's gains into too little
    n_shut, n_fixed, nodes, d, base = 0, 0, 0, 0, 0.0
    bare, linked = False, P.entry[e1].before > P.entry[e0].before
    if linked:
        for e in range(e1 - e0):
            if not _is_open(P, D, i, e):
                n_shut = _shut_entry(P, D, i, e, n_shut)
    while True:
        nodes += 1
        most = 0 if bare else turns if nodes == 1 else NODE_PRICES
        top, n = _relaxed(P, D, i, worth, hours, n_fixed > 0, base, best + eps, most)
        if nodes == 1 and recall:
            keep_own(D)
        if d > 0:
            top = min(top, frames[d - 1].bound)
        deeper = False
        if top > best + eps:
            kind, e, pick = branching(P, D, i, n, linked)
            real = kind in (LEAF, BY_GAIN) and n > 0
            for turn in range(2):  # the bundle as it is; then what is repaired
                taken, closure, jp, price = 0, 0.0, 0, 0.0
                if turn == 0 and real and not thorough:
                    taken, closure, jp, price = as_it_is(P, D, i, n)
                elif turn == 1 and kind == DEAD:
                    top = NEVER
                elif turn == 1 and top > best + eps:
                    if kind in (BY_CLASS, BY_GAIN) and (n_fixed > 0 or D.own_sum[0].hosts == 0):
                        given = share_gains(P, D, i, n, worth, hours)
                        if given > 0.0:
                            other, n_other = relax(P, D, i, worth, hours, True)
                            other += _beside(D, worth, base, True) + given
                            top, n = min(top, other), n_other
                            keep_gains(P, D, i)
                    if thorough or (nodes == 1 and kind != LEAF):
                        taken, closure, jp, price = repair(
                            P, D, i, n, mult, hours, linked, thorough
                        )
                value = mult * closure + hours * min(jp, needed) - price
                if taken > 0 and value > best:
                    best, n_best, best_closure, best_jp = value, taken, closure, jp
                    for a in range(taken):
                        result[a] = D.taken[a].pair
            if kind == LEAF and top > best + eps and D.own_sum[0].n + D.own_sum[0].hosts > 0:
                clear_own(P, D, i)  # what has a price is not taken up: once more without prices
                bare = True
                continue
            if kind != LEAF and top > best + eps and nodes <= max_nodes and d < MAX_BUNDLE:
                frames[d].kind, frames[d].entry, frames[d].pick = kind, e, pick
                frames[d].shut, frames[d].phase, frames[d].bound = n_shut, 0, top
                n_shut, gain = _go_in(P, D, i, d, n_shut, linked)
                base += gain
                n_fixed += 1
                d += 1
                deeper = True
        bare = False
        if deeper:
            continue
        bound = max(bound, top)
        while d > 0:
            d -= 1
            while n_shut > frames[d].shut:
                n_shut -= 1
                pairs[pairs[n_shut].shut].open = 1
            if frames[d].phase == 1:
                continue
            _come_back(P, D, i, d)
            n_fixed -= 1
            base = 0.0
            for k in range(after.need - me.need):
                base += D.needs[k].worth
            if frames[d].bound <= best + eps:
                bound = max(bound, frames[d].bound)
                continue
            frames[d].phase = 1
            n_shut = _go_out(P, D, i, d, n_shut)
            d += 1
            deeper = True
            break
        if not deeper:
            return n_best, best_closure, best_jp, best, max(bound, best)
