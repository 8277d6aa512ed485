"""A person's own prices of half-days: what a clash costs, found while the bundle is relaxed.

Nobody uses a half-day twice. With any price >= 0 per half-day, asked from every session that takes
it and given back once, a relaxed bundle still bounds all real ones. Where two sessions of a relaxed
bundle clash, the price of a half-day that they share rises until one of them has a better way out:
the bound falls by just that much, mostly without branching.
"""

from numba import njit

from bina.engines.allocation.desk import MAX_OWN, Desk
from bina.engines.allocation.model import Ints
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.tables import Table

PAST_THE_TIE = 0.1  # how far beyond the first way out, in shares of it


@njit(cache=True, nogil=True)
def _takes(session: Table, slot: Ints, s: int, t: int) -> bool:
    """Session s takes half-day t."""
    if t < session[s].first or t > session[s].last:
        return False
    for a in range(session[s].slot, session[s + 1].slot):
        if slot[a] == t:
            return True
    return False


@njit(cache=True, nogil=True)
def _shared(session: Table, slot: Ints, s: int, other: int) -> int:
    """First half-day of both sessions; -1: none."""
    for a in range(session[s].slot, session[s + 1].slot):
        if _takes(session, slot, other, slot[a]):
            return slot[a]
    return -1


@njit(cache=True, nogil=True)
def clear_own(P: Problem, D: Desk, i: int) -> None:
    """No half-day has a price of its own."""
    for p in range(P.person[i + 1].pair - P.person[i].pair):
        D.pairs[p].asked = D.pairs[p].price
    D.own_sum[0].n, D.own_sum[0].total = 0, 0.0


@njit(cache=True, nogil=True)
def _raise(P: Problem, D: Desk, i: int, t: int, step: float) -> bool:
    """Raise the price of half-day t; False when there is no room for one more."""
    at, n = 0, D.own_sum[0].n
    while at < n and D.own[at].slot != t:
        at += 1
    if at == MAX_OWN:
        return False
    if at == n:
        D.own[at].slot, D.own[at].price = t, 0.0
        D.own_sum[0].n = n + 1
    D.own[at].price += step
    D.own_sum[0].total += step
    first, pair, pairs, session, slot = P.person[i].pair, P.pair, D.pairs, P.session, P.slot
    for p in range(P.person[i + 1].pair - first):
        if _takes(session, slot, pair[first + p].session, t):
            pairs[p].asked += step
    return True


@njit(cache=True, nogil=True)
def _way_out(
    P: Problem, D: Desk, i: int, e: int, p: int, t: int, mult: float, hours: float
) -> float:
    """What leaving half-day t costs about: the cheapest pair of p's class off it, or none."""
    first, e0 = P.person[i].pair, P.person[i].entry
    pair, pairs, session, slot = P.pair, D.pairs, P.session, P.slot
    c = pair[first + p].cls
    least = mult * P.cls[c].gain + hours * P.cls[c].jp
    for q in range(P.entry[e0 + e].pair - first, P.entry[e0 + e + 1].pair - first):
        usable = pairs[q].open == 1 and pair[first + q].cls == c and pairs[q].asked < least
        if usable and not _takes(session, slot, pair[first + q].session, t):
            least = pairs[q].asked
    return max(0.0, least - pairs[p].asked)


@njit(cache=True, nogil=True)
def price_clash(
    P: Problem, D: Desk, i: int, n: int, mult: float, hours: float, room: float
) -> bool:
    """Raise the price of a half-day that two seats of the relaxed bundle share; False: none does.

    `room` is by how much the bound should fall at most.
    """
    first, bundle, pair = P.person[i].pair, D.bundle, P.pair
    for a in range(n):
        s = pair[first + bundle[a].pair].session
        for b in range(a + 1, n):
            other = pair[first + bundle[b].pair].session
            if P.clash[s, other] == 0 or bundle[a].entry == bundle[b].entry:
                continue
            t = _shared(P.session, P.slot, s, other)
            if t < 0:
                continue
            one = _way_out(P, D, i, bundle[a].entry, bundle[a].pair, t, mult, hours)
            two = _way_out(P, D, i, bundle[b].entry, bundle[b].pair, t, mult, hours)
            step = min(one, two)
            step = min(step + PAST_THE_TIE * min(step, max(one, two) - step) + 1.0e-6, room)
            return step > 0.0 and _raise(P, D, i, t, step)
    return False
