"""A person's own prices: what a clash costs, found while the bundle is relaxed.

Nobody uses a half-day twice, goes over the cap of an open form, or takes a programme twice. With
any price >= 0 per half-day, per hour of a form, per programme, asked from every session that takes
it and given back as often as there is room, a relaxed bundle still bounds all real ones. Where a
relaxed bundle takes more than there is, the price rises, and falls where it takes less; so does the
price of guests (`guests`). A few such steps of a subgradient prove most bundles without branching.
"""

from numba import njit

from bina.engines.allocation.desk import MAX_OWN, Desk, pop_effects, push_effects
from bina.engines.allocation.guests import (
    clear_guests,
    invite_guests,
    keep_guests,
    miss_guests,
    move_guests,
    recall_guests,
)
from bina.engines.allocation.model import Ints
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.tables import Table

HALF_DAY, FORM, ENTRY = 0, 1, 2


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
    """Nothing has a price of the person's own."""
    for p in range(P.person[i + 1].pair - P.person[i].pair):
        D.pairs[p].asked = D.pairs[p].price
    D.own_sum[0].n, D.own_sum[0].total = 0, 0.0
    clear_guests(D)


@njit(cache=True, nogil=True)
def _invite(P: Problem, D: Desk, i: int, n: int) -> None:
    """Push the relaxed bundle, invite guests, pop it; nothing is in yet."""
    e0, k0, bundle = P.person[i].entry, P.person[i].need, D.bundle
    for a in range(n):
        bundle[a].again = 0
        for b in range(a):
            if bundle[b].entry == bundle[a].entry:
                bundle[a].again = 1
        if bundle[a].again == 0:
            push_effects(P, D, k0, e0 + bundle[a].entry, P.cls[bundle[a].cls].units)
    invite_guests(P, D, i, n)
    for a in range(n):
        if bundle[a].again == 0:
            pop_effects(P, D, k0, e0 + bundle[a].entry, P.cls[bundle[a].cls].units)


@njit(cache=True, nogil=True)
def _raise(P: Problem, D: Desk, i: int, at: int, step: float) -> None:
    """Raise an own price; pairs ask more, and it is given back for what there is."""
    kind, which = D.own[at].kind, D.own[at].which
    D.own[at].price += step
    D.own_sum[0].total += step * (P.form_cap[which] if kind == FORM else 1)
    first, pair, pairs, session, slot = P.person[i].pair, P.pair, D.pairs, P.session, P.slot
    low, high = 0, P.person[i + 1].pair - first
    if kind == ENTRY:
        entry = P.person[i].entry + which
        low, high = P.entry[entry].pair - first, P.entry[entry + 1].pair - first
    for p in range(low, high):
        s = pair[first + p].session
        if kind == ENTRY:
            pairs[p].asked += step
        elif kind == HALF_DAY:
            pairs[p].asked += step if _takes(session, slot, s, which) else 0.0
        elif session[s].form == which:
            pairs[p].asked += step * session[s].jp


@njit(cache=True, nogil=True)
def _over(P: Problem, D: Desk, i: int, n: int, kind: int, which: int) -> int:
    """By how much the relaxed bundle takes a half-day, a programme or a form's hours too often."""
    first, bundle, used = P.person[i].pair, D.bundle, 0
    for a in range(n):
        s = P.pair[first + bundle[a].pair].session
        if kind == ENTRY:
            used += 1 if bundle[a].entry == which else 0
        elif kind == HALF_DAY:
            used += 1 if _takes(P.session, P.slot, s, which) else 0
        else:
            used += P.session[s].jp if P.session[s].form == which else 0
    return used - (P.form_cap[which] if kind == FORM else 1)


@njit(cache=True, nogil=True)
def _watch(D: Desk, kind: int, which: int) -> None:
    """Give it a price of its own, 0 at first, if there is room."""
    n = D.own_sum[0].n
    for at in range(n):
        if D.own[at].kind == kind and D.own[at].which == which:
            return
    if n < MAX_OWN:
        D.own[n].kind, D.own[n].which, D.own[n].price = kind, which, 0.0
        D.own_sum[0].n = n + 1


@njit(cache=True, nogil=True)
def _watch_broken(P: Problem, D: Desk, i: int, n: int) -> None:
    """Watch all that the relaxed bundle takes too often."""
    first, bundle = P.person[i].pair, D.bundle
    for a in range(n):
        s = P.pair[first + bundle[a].pair].session
        form = P.session[s].form
        if form >= 0 and _over(P, D, i, n, FORM, form) > 0:
            _watch(D, FORM, form)
        for b in range(a):
            other = P.pair[first + bundle[b].pair].session
            if bundle[a].entry == bundle[b].entry:
                _watch(D, ENTRY, bundle[a].entry)
            elif P.clash[s, other] == 1:
                _watch(D, HALF_DAY, _shared(P.session, P.slot, s, other))


@njit(cache=True, nogil=True)
def move_own(P: Problem, D: Desk, i: int, n: int, mult: float, room: float, special: bool) -> bool:
    """One step of all own prices by what the relaxed bundle breaks; False: it breaks nothing.

    `room` is by how much the bound should fall: the step is Polyak's, room over the square of what
    is broken. `special`: something is in already, and guests stay out of it.
    """
    if not special:
        _invite(P, D, i, n)
    _watch_broken(P, D, i, n)
    square = 0.0 if special else mult * mult * miss_guests(D, n)
    for at in range(D.own_sum[0].n):
        over = _over(P, D, i, n, D.own[at].kind, D.own[at].which)
        D.own[at].over = 0 if over < 0 and D.own[at].price <= 0.0 else over
        square += (D.own[at].over * _scale(P, D, at)) ** 2
    if square <= 0.0:
        return False
    step = room / square
    for at in range(D.own_sum[0].n):
        if D.own[at].over != 0:
            by = step * D.own[at].over * _scale(P, D, at) ** 2
            _raise(P, D, i, at, max(by, -D.own[at].price))
    if not special:
        move_guests(D, step * mult)
    return True


@njit(cache=True, nogil=True)
def _scale(P: Problem, D: Desk, at: int) -> float:
    """An own price counts in shares of what there is."""
    return 1.0 / P.form_cap[D.own[at].which] if D.own[at].kind == FORM else 1.0


@njit(cache=True, nogil=True)
def keep_own(D: Desk) -> None:
    """Keep the own prices at hand for the next time that the person is asked."""
    n = 0
    for at in range(D.own_sum[0].n):
        if D.own[at].price > 0.0:
            D.kept_own[n].kind, D.kept_own[n].which = D.own[at].kind, D.own[at].which
            D.kept_own[n].price = D.own[at].price
            n += 1
    D.kept_sum[0] = n
    keep_guests(D)


@njit(cache=True, nogil=True)
def recall_own(P: Problem, D: Desk, i: int) -> None:
    """Begin with the own prices that were kept; any own prices give a bound."""
    for a in range(D.kept_sum[0]):
        _watch(D, D.kept_own[a].kind, D.kept_own[a].which)
        _raise(P, D, i, a, D.kept_own[a].price)
    recall_guests(P, D, i)
