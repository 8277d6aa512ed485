"""What a relaxed bundle breaks, and how the search of `search_bundle` branches on it.

A pair in or out for a clash or a wrong order, an entry in or out for a missing prerequisite, a
class in or out where gains overlap, a form's cap is passed or an entry is used twice.
"""

from numba import njit

from bina.engines.allocation.desk import IN, TINY, Desk
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.repair import in_order

LEAF, BY_PAIR, BY_CLASS, BY_ENTRY, DEAD, BY_GAIN = 0, 1, 2, 3, 4, 5


@njit(cache=True, nogil=True)
def branching(P: Problem, D: Desk, i: int, n: int, linked: bool) -> tuple[int, int, int]:
    """What the relaxed bundle breaks: (kind, entry, pair or class); LEAF: nothing."""
    first, e0 = P.person[i].pair, P.person[i].entry
    pair, clash, bundle, classes = P.pair, P.clash, D.bundle, D.classes
    c0 = P.entry[e0].cls
    for a in range(n):
        s, e = pair[first + bundle[a].pair].session, bundle[a].entry
        for b in range(a + 1, n):
            if bundle[b].entry == e:
                return BY_CLASS, e, bundle[b].cls
            other = pair[first + bundle[b].pair].session
            if clash[s, other] == 1 or (
                linked and not in_order(P, i, e, s, bundle[b].entry, other)
            ):
                at = a
                if classes[bundle[b].cls - c0].price > classes[bundle[a].cls - c0].price:
                    at = b
                return BY_PAIR, bundle[at].entry, bundle[at].pair
    if linked:
        for a in range(n):
            entry = e0 + bundle[a].entry
            for q in range(P.entry[entry].before, P.entry[entry + 1].before):
                there = False
                for b in range(n):
                    there = there or bundle[b].entry == P.before_entry[q]
                if not there:
                    return BY_ENTRY, P.before_entry[q], 0
    kind, e, c = _over_cap(P, D, i, n)
    if kind != LEAF:
        return kind, e, c
    return _overlap(P, D, i, n)


@njit(cache=True, nogil=True)
def _is_settled(P: Problem, D: Desk, i: int, e: int) -> bool:
    """Entry e is in with one session: nothing is left to branch on."""
    first, entry, n_open = P.person[i].pair, P.person[i].entry + e, 0
    for p in range(P.entry[entry].pair - first, P.entry[entry + 1].pair - first):
        n_open += D.pairs[p].open
    return bool(D.entries[e].pushed == 1 and n_open == 1)


@njit(cache=True, nogil=True)
def _over_cap(P: Problem, D: Desk, i: int, n: int) -> tuple[int, int, int]:
    """Longest session of an open form over its cap: (BY_CLASS, entry, class); LEAF: all caps hold.

    DEAD: all must be in. BY_PAIR where a programme has sessions of other forms, too: its classes
    do not tell them apart.
    """
    first, e0 = P.person[i].pair, P.person[i].entry
    pair, session, bundle, entry = P.pair, P.session, D.bundle, P.entry
    for a in range(n):
        form = session[pair[first + bundle[a].pair].session].form
        if form < 0:
            continue
        jp, mixed = 0, False
        for b in range(n):
            s = pair[first + bundle[b].pair].session
            if session[s].form == form:
                jp += session[s].jp
                mixed = mixed or entry[e0 + bundle[b].entry].form < 0
        if jp <= P.form_cap[form]:
            continue
        most, pick = -1, -1
        for b in range(n):
            s, e = pair[first + bundle[b].pair].session, bundle[b].entry
            fixed = _is_settled(P, D, i, e) if mixed else D.entries[e].pushed == 1
            if session[s].form == form and session[s].jp > most and not fixed:
                most, pick = session[s].jp, b
        if pick < 0:
            return DEAD, 0, 0
        if mixed:
            return BY_PAIR, bundle[pick].entry, bundle[pick].pair
        return BY_CLASS, bundle[pick].entry, bundle[pick].cls
    return LEAF, 0, 0


@njit(cache=True, nogil=True)
def _overlap(P: Problem, D: Desk, i: int, n: int) -> tuple[int, int, int]:
    """Class whose bonus is for a need that others serve, too: (BY_GAIN, entry, class) or LEAF."""
    e0 = P.person[i].entry
    entry, rise, bundle, classes, entries = P.entry, P.rise, D.bundle, D.classes, D.entries
    needs = D.needs
    c0 = entry[e0].cls
    with_bonus = False
    for a in range(n):
        with_bonus = with_bonus or classes[bundle[a].cls - c0].gain > TINY
    if not with_bonus:
        return LEAF, 0, 0
    for a in range(n):
        e = bundle[a].entry
        for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
            needs[rise[r].need].count = 0
    for a in range(n):
        e = bundle[a].entry
        if entries[e].pushed == 0:
            for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
                needs[rise[r].need].count += 1
    most, pick = TINY, -1
    for a in range(n):
        e = bundle[a].entry
        if entries[e].pushed == 1 or classes[bundle[a].cls - c0].gain <= most:
            continue
        for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
            beside = rise[r].need != entry[e0 + e].home or entries[e].state == IN
            if beside and needs[rise[r].need].count > 1:
                most, pick = classes[bundle[a].cls - c0].gain, a
    if pick >= 0:
        return BY_GAIN, bundle[pick].entry, bundle[pick].cls
    return LEAF, 0, 0
