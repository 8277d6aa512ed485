"""Sets of a person's programmes that the relaxation of a bundle chooses from, listed once.

For a need: an entry with effects is listed with the need where it does most (its home); effects on
other needs count as a bonus. All sets within the yearly cap are listed. With too many, only those
in which every class, added in a fixed order, raises the closure - by submodularity a class that
adds nothing to some adds nothing to more - and `fills` says that the entries may fill hours beside
the sets; with still too many, only the sets of the strongest entries, open forms last, and the
effects of the rest count as a bonus.

For programmes tied by prerequisites: all sets that hold what each member needs first. Their effects
count as a bonus.
"""

import numpy as np
from numba import njit

from bina.engines.allocation.levels import closure_at, insert_effect, level_with, remove_effect
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs

MAX_SETS = 256  # of one need
MAX_MEMBERS = 5  # classes of one set


@njit(cache=True, nogil=True)
def _list_sets(
    n: int, ptr: Longs, cls: Ints, lifts: Floats, ceilings: Floats, jps: Ints, need: Floats,
    everything: bool, cap: int, gain: Floats, size: Ints, members: Ints,
) -> int:  # fmt: skip
    """Sets over the first n entries (options ptr[a]..ptr[a+1]); -1 when there are too many.

    `need` is (gap, full, weight, late slope); no set has more than `cap` hours. `everything`: also
    sets with a class that does not raise the closure.
    """
    in_lift, in_ceiling = np.zeros(MAX_MEMBERS + 2), np.zeros(MAX_MEMBERS + 2)
    option, jp = np.zeros(MAX_MEMBERS + 2, np.int64), np.zeros(MAX_MEMBERS + 2, np.int64)
    worth = np.zeros(MAX_MEMBERS + 2)
    owner = np.zeros(ptr[n] + 1, np.int64)
    for a in range(n):
        for o in range(ptr[a], ptr[a + 1]):
            owner[o] = a
    found, d, o = 0, 0, 0
    while True:
        if o < ptr[n]:
            h = level_with(d, in_lift, in_ceiling, lifts[o], ceilings[o])
            w = closure_at(h, need[0], need[1], need[2], need[3])
            if (w <= worth[d] + 1e-12 and not everything) or jp[d] + jps[o] > cap:
                o += 1
                continue
            if d == MAX_MEMBERS or found == MAX_SETS:
                return -1
            insert_effect(d, in_lift, in_ceiling, lifts[o], ceilings[o])
            option[d] = o
            d += 1
            worth[d], jp[d] = w, jp[d - 1] + jps[o]
            gain[found], size[found] = w, d
            for a in range(d):
                members[found, a] = cls[option[a]]
            found += 1
            o = ptr[owner[o] + 1]
            continue
        if d == 0:
            return found
        d -= 1
        o = option[d]
        remove_effect(d + 1, in_lift, in_ceiling, lifts[o], ceilings[o])
        o += 1


@njit(cache=True, nogil=True)
def _chain_sets(
    own: Longs, class_ptr: Longs, class_jp: Ints, before_ptr: Longs, before: Ints, e0: int,
    cap: int, gain: Floats, size: Ints, members: Ints,
) -> int:  # fmt: skip
    """Closed sets over the entries `own` (what comes first, first); -1 when there are too many."""
    option, place = np.zeros(MAX_MEMBERS + 2, np.int64), np.zeros(MAX_MEMBERS + 2, np.int64)
    jp = np.zeros(MAX_MEMBERS + 2, np.int64)
    found, d, a, c = 0, 0, 0, class_ptr[own[0]]
    while True:
        if a < own.size:
            if c == class_ptr[own[a] + 1]:
                a += 1
                c = class_ptr[own[a]] if a < own.size else 0
                continue
            met = jp[d] + class_jp[c] <= cap
            for q in range(before_ptr[own[a]], before_ptr[own[a] + 1]):
                there = False
                for b in range(d):
                    there = there or own[place[b]] - e0 == before[q]
                met = met and there
            if not met:
                c += 1
                continue
            if d == MAX_MEMBERS or found == MAX_SETS:
                return -1
            option[d], place[d] = c, a
            d += 1
            jp[d] = jp[d - 1] + class_jp[c]
            gain[found], size[found] = 0.0, d
            for b in range(d):
                members[found, b] = option[b]
            found += 1
            a += 1
            c = class_ptr[own[a]] if a < own.size else 0
            continue
        if d == 0:
            return found
        d -= 1
        a, c = place[d], option[d] + 1


@njit(cache=True, nogil=True)
def _chain_of(e0: int, e1: int, before_ptr: Longs, before: Ints, chain: Ints) -> int:
    """Number the person's groups of entries tied by prerequisites, into `chain`; their number."""
    for e in range(e1 - e0):
        chain[e] = -1
    again = True
    while again:  # the smallest entry of a group becomes its mark
        again = False
        for e in range(e1 - e0):
            for q in range(before_ptr[e0 + e], before_ptr[e0 + e + 1]):
                f = before[q]
                low = e if chain[e] < 0 else chain[e]
                low = min(low, f if chain[f] < 0 else chain[f])
                if chain[e] != low or chain[f] != low:
                    chain[e], chain[f] = low, low
                    again = True
    n = 0
    for e in range(e1 - e0):
        if chain[e] == e:
            for f in range(e, e1 - e0):
                if chain[f] == e:
                    chain[f] = -2 - n
            n += 1
    for e in range(e1 - e0):
        if chain[e] <= -2:
            chain[e] = -2 - chain[e]
    return n


@njit(cache=True, nogil=True)
def _in_turn(e0: int, e1: int, k: int, chain: Ints, before_ptr: Longs, before: Ints) -> Longs:
    """Entries of group k, each after all that must come first (a circle is left out)."""
    own, n = np.zeros(e1 - e0, np.int64), 0
    done = np.zeros(e1 - e0, np.uint8)
    again = True
    while again:
        again = False
        for e in range(e1 - e0):
            if chain[e] != k or done[e] == 1:
                continue
            ready = True
            for q in range(before_ptr[e0 + e], before_ptr[e0 + e + 1]):
                ready = ready and done[before[q]] == 1
            if ready:
                done[e] = 1
                own[n] = e0 + e
                n += 1
                again = True
    return own[:n].copy()


@njit(cache=True, nogil=True)
def _need_sets(
    own: Longs, home: Ints, fills: Bytes, class_ptr: Longs, units: Ints, class_jp: Ints,
    rise_ptr: Longs, rise_need: Ints, rise_lift: Floats, rise_ceiling: Floats, need: Floats,
    cap: int, gain: Floats, size: Ints, members: Ints,
) -> int:  # fmt: skip
    """Sets of the entries `own` (strongest first) for their home; may shorten the list of homes."""
    n = own.size
    ptr = np.zeros(n + 1, np.int64)
    for a in range(n):
        ptr[a + 1] = ptr[a] + class_ptr[own[a] + 1] - class_ptr[own[a]]
    cls, jps = np.zeros(ptr[n], np.int32), np.zeros(ptr[n], np.int32)
    lifts, ceilings = np.zeros(ptr[n]), np.zeros(ptr[n])
    for a in range(n):
        e = own[a]
        for r in range(rise_ptr[e], rise_ptr[e + 1]):
            if rise_need[r] == home[e]:
                for c in range(class_ptr[e], class_ptr[e + 1]):
                    o = ptr[a] + c - class_ptr[e]
                    cls[o], jps[o] = c, class_jp[c]
                    lifts[o], ceilings[o] = rise_lift[r] * units[c], rise_ceiling[r]
    everything = True
    while n > 0:
        found = _list_sets(
            n, ptr, cls, lifts, ceilings, jps, need, everything, cap, gain, size, members
        )
        if found >= 0:
            return found
        if everything:
            everything = False
            for a in range(n):
                fills[own[a]] = 1
            continue
        n -= 1
        home[own[n]], fills[own[n]] = -1, 0
    return 0


@njit(cache=True, nogil=True)
def list_sets(
    entry_ptr: Longs, need_ptr: Longs, class_ptr: Longs, units: Ints, class_jp: Ints, form: Ints,
    rise_ptr: Longs, rise_need: Ints, rise_lift: Floats, rise_ceiling: Floats,
    before_ptr: Longs, before: Ints,
    gap: Floats, full: Floats, weight: Floats, late_slope: float, cap: Ints,
) -> tuple[Longs, Ints, Longs, Floats, Ints, Ints, Ints, Bytes, Floats]:  # fmt: skip
    """Person -> groups, need of a group (-1: tied by prerequisites), group -> sets, gain, size,
    members (n_sets, MAX_MEMBERS), home of the entries, fills, bonus of the classes.

    Home: need (number within the person), -1: none, -2: in the sets of a group of tied entries.
    Gain and bonus are closure at a worth of 1 per point.
    """
    n_people, n_entries = entry_ptr.size - 1, class_ptr.size - 1
    home, fills = np.full(n_entries, -1, np.int32), np.zeros(n_entries, np.uint8)
    alone, chain = np.zeros(n_entries), np.zeros(n_entries + 1, np.int32)
    group_ptr = np.zeros(n_people + 1, np.int64)
    group_need = np.full(need_ptr[-1] + n_entries + 1, -1, np.int32)
    group_set = np.zeros(need_ptr[-1] + n_entries + 2, np.int64)
    capacity = 8 * n_entries + 1024
    gain, size = np.zeros(capacity), np.zeros(capacity, np.int32)
    members = np.zeros((capacity, MAX_MEMBERS), np.int32)
    total, n_groups = 0, 0
    for i in range(n_people):
        e0, e1, k0 = entry_ptr[i], entry_ptr[i + 1], need_ptr[i]
        n_chains = _chain_of(e0, e1, before_ptr, before, chain)
        if total + (need_ptr[i + 1] - k0 + n_chains) * MAX_SETS > capacity:
            capacity = 2 * capacity + (need_ptr[i + 1] - k0 + n_chains) * MAX_SETS
            gain, size = _longer(gain, capacity), _longer_ints(size, capacity)
            members = _longer_rows(members, capacity)
        for g in range(n_chains):
            own = _in_turn(e0, e1, g, chain, before_ptr, before)
            plain = own.size > 1
            for a in range(own.size):
                plain = plain and form[own[a]] < 0
            if not plain:
                continue
            found = _chain_sets(
                own, class_ptr, class_jp, before_ptr, before, e0, cap[i],
                gain[total:], size[total:], members[total:],
            )  # fmt: skip
            if found > 0:
                home[own] = -2
                total += found
                n_groups += 1
                group_set[n_groups] = total
        for e in range(e0, e1):
            if home[e] == -2:
                continue
            u = units[class_ptr[e + 1] - 1]
            for r in range(rise_ptr[e], rise_ptr[e + 1]):
                k = k0 + rise_need[r]
                h = min(rise_lift[r] * u, rise_ceiling[r])
                w = closure_at(h, gap[k], full[k], weight[k], late_slope)
                if w > alone[e]:
                    alone[e], home[e] = w, rise_need[r]
        for j in range(need_ptr[i + 1] - k0):
            own = e0 + np.flatnonzero(home[e0:e1] == j)
            own = own[np.argsort(1.0e9 * (form[own] >= 0) - alone[own], kind="mergesort")]
            k = k0 + j
            total += _need_sets(
                own, home, fills, class_ptr, units, class_jp, rise_ptr, rise_need, rise_lift,
                rise_ceiling, np.array([gap[k], full[k], weight[k], late_slope]), cap[i],
                gain[total:], size[total:], members[total:],
            )  # fmt: skip
            group_need[n_groups] = j
            n_groups += 1
            group_set[n_groups] = total
        group_ptr[i + 1] = n_groups
    bonus = np.zeros(units.size)
    for i in range(n_people):
        for e in range(entry_ptr[i], entry_ptr[i + 1]):
            for r in range(rise_ptr[e], rise_ptr[e + 1]):
                if rise_need[r] == home[e]:
                    continue
                k = need_ptr[i] + rise_need[r]
                for c in range(class_ptr[e], class_ptr[e + 1]):
                    h = min(rise_lift[r] * units[c], rise_ceiling[r])
                    bonus[c] += closure_at(h, gap[k], full[k], weight[k], late_slope)
    return (
        group_ptr, group_need[:n_groups].copy(), group_set[: n_groups + 1].copy(),
        gain[:total].copy(), size[:total].copy(), members[:total].copy(), home, fills, bonus,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _longer(column: Floats, n: int) -> Floats:
    out = np.zeros(n)
    out[: column.size] = column
    return out


@njit(cache=True, nogil=True)
def _longer_ints(column: Ints, n: int) -> Ints:
    out = np.zeros(n, np.int32)
    out[: column.size] = column
    return out


@njit(cache=True, nogil=True)
def _longer_rows(table: Ints, n: int) -> Ints:
    out = np.zeros((n, table.shape[1]), np.int32)
    out[: table.shape[0]] = table
    return out
