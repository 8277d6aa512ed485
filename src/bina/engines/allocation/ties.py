"""What it costs that tied programmes come in the right order, per set of tied classes."""

from numba import njit

from bina.engines.allocation.desk import IN, Desk
from bina.engines.allocation.problem import Problem


@njit(cache=True, nogil=True)
def price_ties(P: Problem, D: Desk, i: int, low: int, high: int, x0: int) -> None:
    """Price of the order for the sets low..high - 1, into D.ties; what is in has its order already.

    The cheapest sessions of two tied classes may come in the wrong order. The dearest such tie of a
    set counts: what its cheapest ordered sessions ask more than the cheapest ones. The other ties
    are forgotten, so the price is never too high.
    """
    e0 = P.person[i].entry
    c0, cls, entry, classes, ties = P.entry[e0].cls, P.cls, P.entry, D.classes, D.ties
    for x in range(low, high):
        ties[x - x0].price, ties[x - x0].first = 0.0, -1
        for b in range(1, P.sets[x].size):
            later = P.set_class[x, b]
            e = cls[later].entry
            if D.entries[e - e0].state == IN or classes[later - c0].price >= 1.0e300:
                continue
            for q in range(entry[e].before, entry[e + 1].before):
                for a in range(b):
                    c = P.set_class[x, a]
                    its = cls[c].entry - e0
                    if its != P.before_entry[q] or D.entries[its].state == IN:
                        continue
                    if classes[c - c0].price < 1.0e300:
                        _price_tie(P, D, i, x - x0, a, c, b, later)


@njit(cache=True, nogil=True)
def _price_tie(P: Problem, D: Desk, i: int, at: int, a: int, c: int, b: int, later: int) -> None:
    """Cheapest sessions of class c that end before a session of class `later` begins."""
    first, pair, session, pairs, cls = P.person[i].pair, P.pair, P.session, D.pairs, P.cls
    c0, ties = P.entry[P.person[i].entry].cls, D.ties
    cheapest = D.classes[c - c0].price + D.classes[later - c0].price
    p, q = D.classes[c - c0].pair, D.classes[later - c0].pair
    begins = session[pair[first + q].session].first
    if begins < 0 or session[pair[first + p].session].last < begins:
        return
    e, after = cls[c].entry, cls[later].entry
    least, one, two = 1.0e300, -1, -1
    for q in range(P.entry[after].pair - first, P.entry[after + 1].pair - first):
        if pairs[q].open == 0 or pair[first + q].cls != later or pairs[q].asked >= least:
            continue
        begins = session[pair[first + q].session].first
        for p in range(P.entry[e].pair - first, P.entry[e + 1].pair - first):
            if pairs[p].open == 0 or pair[first + p].cls != c:
                continue
            if begins >= 0 and session[pair[first + p].session].last >= begins:
                continue
            if pairs[p].asked + pairs[q].asked < least:
                least, one, two = pairs[p].asked + pairs[q].asked, p, q
    price = least - cheapest
    if price > ties[at].price:
        ties[at].price = price
        ties[at].first, ties[at].later = a, b
        ties[at].one, ties[at].two = one, two
