"""Programmes that serve a need away from their home: the price at which the need takes them in.

The relaxation of a bundle counts an effect away from home in full, even if the need is served
otherwise, too. Here such a need becomes a host, and the effect a guest that is there twice: at home
it is paid a price, and the host buys it at that price or does without. Hours, money and time are
asked at home only. At any price the relaxation still bounds all real bundles: a bundle that takes
the programme is paid and pays the same. With the full effect as price the host never gains, which
is the relaxation without guests; at what the guest adds beside the rest of the bundle, the bundle's
closure is exact.
"""

from numba import njit

from bina.engines.allocation.desk import MAX_GUESTS, MAX_HOSTS, NEVER, TINY, Desk
from bina.engines.allocation.levels import closure_at, insert_effect, remove_effect
from bina.engines.allocation.problem import Problem


@njit(cache=True, nogil=True)
def clear_guests(D: Desk) -> None:
    """No need is a host."""
    D.own_sum[0].hosts, D.own_sum[0].taken_in = 0, 0.0


@njit(cache=True, nogil=True)
def price_guests(P: Problem, D: Desk, i: int, mult: float) -> None:
    """Gains of the hosts' sets with the guests that they buy, and of the guests' classes.

    Writes D.set_gain of the hosts' sets (per worth 1), lowers D.classes.gain (times mult), and sets
    D.own_sum.taken_in to what the hosts gain without any set of their own.
    """
    c0 = P.entry[P.person[i].entry].cls
    x0 = P.group[P.person[i].group].sets
    total = 0.0
    for h in range(D.own_sum[0].hosts):
        n, n_sets = D.hosts[h].n, D.hosts[h].n_sets
        for g in range(n):
            guest = h * MAX_GUESTS + g
            c = D.guests[guest].cls - c0
            D.classes[c].gain -= mult * (D.guests[guest].bonus - D.guests[guest].price)
        alone, _ = _with_guests(D, h, n, n_sets)
        D.hosts[h].chosen = n_sets
        total += alone
        for x in range(n_sets):
            D.set_gain[D.hosts[h].sets - x0 + x] = _with_guests(D, h, n, x)[0] - alone
    D.own_sum[0].taken_in = total


@njit(cache=True, nogil=True)
def _with_guests(D: Desk, h: int, n: int, x: int) -> tuple[float, int]:
    """Best of set x of host h with any of its n guests, their prices paid; and which guests."""
    best, which = NEVER, 0
    for some in range(1 << n):
        w = D.host_value[h, x, some]
        for g in range(n):
            if some >> g & 1:
                w -= D.guests[h * MAX_GUESTS + g].price
        if w > best:
            best, which = w, some
    return best, which


@njit(cache=True, nogil=True)
def is_host(D: Desk, need: int) -> bool:
    """The need has guests."""
    for h in range(D.own_sum[0].hosts):
        if D.hosts[h].need == need:
            return True
    return False


@njit(cache=True, nogil=True)
def choose_set(D: Desk, x: int) -> None:
    """Note that the relaxed bundle has set x of a need."""
    for h in range(D.own_sum[0].hosts):
        if D.hosts[h].sets <= x < D.hosts[h].sets + D.hosts[h].n_sets:
            D.hosts[h].chosen = x - D.hosts[h].sets


@njit(cache=True, nogil=True)
def _effect_of(P: Problem, c: int, need: int) -> tuple[float, float]:
    """Lift and ceiling of class c on a need."""
    entry = P.cls[c].entry
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        if P.rise[r].need == need:
            return P.rise[r].lift * P.cls[c].units, P.rise[r].ceiling
    return 0.0, 0.0


@njit(cache=True, nogil=True)
def _find_host(P: Problem, D: Desk, i: int, need: int) -> int:
    """The need's place among the hosts, made if there is room; -1: there is none."""
    n = D.own_sum[0].hosts
    for h in range(n):
        if D.hosts[h].need == need:
            return h
    if n == MAX_HOSTS:
        return -1
    D.hosts[n].need, D.hosts[n].n, D.hosts[n].sets, D.hosts[n].n_sets = need, 0, 0, 0
    for g in range(P.person[i].group, P.person[i + 1].group):
        if P.group[g].need == need:
            D.hosts[n].sets = P.group[g].sets
            D.hosts[n].n_sets = P.group[g + 1].sets - P.group[g].sets
    k = P.person[i].need + need
    for x in range(D.hosts[n].n_sets):
        D.host_value[n, x, 0] = P.sets[D.hosts[n].sets + x].gain
    D.host_value[n, D.hosts[n].n_sets, 0] = 0.0
    D.hosts[n].gap, D.hosts[n].full = P.need[k].gap, P.need[k].full
    D.hosts[n].weight = P.need[k].weight
    D.own_sum[0].hosts = n + 1
    return n


@njit(cache=True, nogil=True)
def _find_guest(D: Desk, h: int, c: int) -> int:
    """Class c's place among host h's guests; -1: it is none."""
    for g in range(D.hosts[h].n):
        if D.guests[h * MAX_GUESTS + g].cls == c:
            return h * MAX_GUESTS + g
    return -1


@njit(cache=True, nogil=True)
def _take_in(P: Problem, D: Desk, h: int, c: int, bonus: float, price: float) -> None:
    """Make class c a guest of host h: closure of every set with every choice of guests."""
    n, need = D.hosts[h].n, D.hosts[h].need
    D.guests[h * MAX_GUESTS + n].cls, D.guests[h * MAX_GUESTS + n].bonus = c, bonus
    D.guests[h * MAX_GUESTS + n].price, D.guests[h * MAX_GUESTS + n].off = price, 0
    lifts, ceilings = D.guest_lift, D.guest_ceiling
    for x in range(D.hosts[h].n_sets + 1):
        size = P.sets[D.hosts[h].sets + x].size if x < D.hosts[h].n_sets else 0
        for some in range(1 << n):
            for a in range(size):
                lift, ceiling = _effect_of(P, P.set_class[D.hosts[h].sets + x, a], need)
                insert_effect(a, lifts, ceilings, lift, ceiling)
            m = size
            for g in range(n + 1):
                if g == n or some >> g & 1:
                    lift, ceiling = _effect_of(P, D.guests[h * MAX_GUESTS + g].cls, need)
                    insert_effect(m, lifts, ceilings, lift, ceiling)
                    m += 1
            rise = 0.0
            for a in range(m):
                rise = max(rise, min(rise + lifts[a], ceilings[a]))
            D.host_value[h, x, some + (1 << n)] = closure_at(
                rise, D.hosts[h].gap, D.hosts[h].full, D.hosts[h].weight, P.late_slope
            )
    D.hosts[h].n = n + 1


@njit(cache=True, nogil=True)
def invite_guests(P: Problem, D: Desk, i: int, n: int) -> None:
    """Needs that the relaxed bundle, whose effects are pushed, serves twice become hosts."""
    e0, k0, bundle = P.person[i].entry, P.person[i].need, D.bundle
    for a in range(n):
        entry, c = e0 + bundle[a].entry, bundle[a].cls
        if bundle[a].again == 1:
            continue
        for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
            need = P.rise[r].need
            if need == P.entry[entry].home or D.needs[need].n_in < 2:
                continue
            k, m = k0 + need, D.needs[need].n_in
            lift, ceiling = P.rise[r].lift * P.cls[c].units, P.rise[r].ceiling
            gap, full, weight = P.need[k].gap, P.need[k].full, P.need[k].weight
            left = remove_effect(m, D.in_lift[need], D.in_ceiling[need], lift, ceiling)
            insert_effect(m - 1, D.in_lift[need], D.in_ceiling[need], lift, ceiling)
            adds = D.needs[need].worth - closure_at(left, gap, full, weight, P.late_slope)
            bonus = closure_at(min(lift, ceiling), gap, full, weight, P.late_slope)
            if adds >= bonus - TINY:
                continue
            h = _find_host(P, D, i, need)
            if h >= 0 and _find_guest(D, h, c) < 0 and D.hosts[h].n < MAX_GUESTS:
                _take_in(P, D, h, c, bonus, bonus)


@njit(cache=True, nogil=True)
def miss_guests(D: Desk, n: int) -> int:
    """How each guest is at home and with its host, into `off`: 1: only at home, -1: only there.

    Returns the number of those that differ.
    """
    count = 0
    for h in range(D.own_sum[0].hosts):
        _, which = _with_guests(D, h, D.hosts[h].n, D.hosts[h].chosen)
        for g in range(D.hosts[h].n):
            guest = h * MAX_GUESTS + g
            off = (1 if _is_in(D, n, D.guests[guest].cls) else 0) - (which >> g & 1)
            D.guests[guest].off = off
            count += abs(off)
    return count


@njit(cache=True, nogil=True)
def move_guests(D: Desk, step: float) -> None:
    """Lower the price of who is only at home, raise that of who is only with the host."""
    for h in range(D.own_sum[0].hosts):
        for g in range(D.hosts[h].n):
            guest = h * MAX_GUESTS + g
            price = D.guests[guest].price - step * D.guests[guest].off
            D.guests[guest].price = min(max(0.0, price), D.guests[guest].bonus)


@njit(cache=True, nogil=True)
def _is_in(D: Desk, n: int, c: int) -> bool:
    for a in range(n):
        if D.bundle[a].cls == c:
            return True
    return False


@njit(cache=True, nogil=True)
def keep_guests(D: Desk) -> None:
    """Keep the prices of the guests, those with their full effect as price aside."""
    n = 0
    for h in range(D.own_sum[0].hosts):
        for g in range(D.hosts[h].n):
            guest = h * MAX_GUESTS + g
            if D.guests[guest].price < D.guests[guest].bonus - TINY:
                D.kept_guests[n].need, D.kept_guests[n].cls = D.hosts[h].need, D.guests[guest].cls
                D.kept_guests[n].price = D.guests[guest].price
                n += 1
    D.kept_sum[1] = n


@njit(cache=True, nogil=True)
def recall_guests(P: Problem, D: Desk, i: int) -> None:
    """Begin with the guests that were kept."""
    for a in range(D.kept_sum[1]):
        need, c, price = D.kept_guests[a].need, D.kept_guests[a].cls, D.kept_guests[a].price
        h = _find_host(P, D, i, need)
        lift, ceiling = _effect_of(P, c, need)
        bonus = closure_at(
            min(lift, ceiling), D.hosts[h].gap, D.hosts[h].full, D.hosts[h].weight, P.late_slope
        )
        _take_in(P, D, h, c, bonus, price)
