"""Gains beside what must be in the bundle, and the part of them that a need keeps."""

from numba import njit

from bina.engines.allocation.desk import IN, NEVER, Desk
from bina.engines.allocation.levels import closure_at, insert_effect, level_with, remove_effect
from bina.engines.allocation.problem import Problem


@njit(cache=True, nogil=True)
def _bonus_now(P: Problem, D: Desk, i: int, e: int, c: int, whole: bool) -> float:
    """Kept closure of class c outside its home (`whole`: home too) beside what is pushed."""
    entry, gain = P.person[i].entry + e, 0.0
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        need = P.rise[r].need
        if need == P.entry[entry].home and not whole:
            continue
        h = level_with(
            D.needs[need].n_in, D.in_lift[need], D.in_ceiling[need],
            P.rise[r].lift * P.cls[c].units, P.rise[r].ceiling,
        )  # fmt: skip
        k = P.person[i].need + need
        worth = closure_at(h, P.need[k].gap, P.need[k].full, P.need[k].weight, P.late_slope)
        gain += D.needs[need].kept * (worth - D.needs[need].worth)
    return gain


@njit(cache=True, nogil=True)
def _set_gain(P: Problem, D: Desk, i: int, need: int, x: int) -> float:
    """Closure that set x adds to its need beside what is pushed."""
    n, k = D.needs[need].n_in, P.person[i].need + need
    lifts, ceilings = D.in_lift[need], D.in_ceiling[need]
    size = P.sets[x].size
    for a in range(size):
        c = P.set_class[x, a]
        lift, ceiling = _effect_of(P, i, c, need)
        insert_effect(n + a, lifts, ceilings, lift, ceiling)
    h = 0.0
    for a in range(n + size):
        h = max(h, min(h + lifts[a], ceilings[a]))
    for a in range(size - 1, -1, -1):
        lift, ceiling = _effect_of(P, i, P.set_class[x, a], need)
        remove_effect(n + a + 1, lifts, ceilings, lift, ceiling)
    worth = closure_at(h, P.need[k].gap, P.need[k].full, P.need[k].weight, P.late_slope)
    return worth - D.needs[need].worth


@njit(cache=True, nogil=True)
def _effect_of(P: Problem, i: int, c: int, need: int) -> tuple[float, float]:
    """Lift and ceiling of class c on a need."""
    entry = P.cls[c].entry
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        if P.rise[r].need == need:
            return P.rise[r].lift * P.cls[c].units, P.rise[r].ceiling
    return 0.0, 0.0


@njit(cache=True, nogil=True)
def gains_beside(P: Problem, D: Desk, i: int, mult: float) -> None:
    """Bonus of every class beside what must be in, times mult, into D.class_gain."""
    e0, e1 = P.person[i].entry, P.person[i + 1].entry
    c0 = P.entry[e0].cls
    for e in range(e1 - e0):
        entry = e0 + e
        if D.entries[e].pushed == 1:
            for c in range(P.entry[entry].cls, P.entry[entry + 1].cls):
                D.classes[c - c0].gain = 0.0
        elif P.entry[entry + 1].rise > P.entry[entry].rise:
            for c in range(P.entry[entry].cls, P.entry[entry + 1].cls):
                whole = D.entries[e].state == IN
                D.classes[c - c0].gain = mult * _bonus_now(P, D, i, e, c, whole)


@njit(cache=True, nogil=True)
def gains_of_sets(P: Problem, D: Desk, i: int) -> None:
    """Gain of every set beside what must be in, into D.set_gain; NEVER with a member that is in.

    Sets of tied entries have no gain of their own; of them, members that are in do not count again.
    """
    e0, g0, g1 = P.person[i].entry, P.person[i].group, P.person[i + 1].group
    x0 = P.group[g0].sets
    for g in range(g0, g1):
        need = P.group[g].need
        for x in range(P.group[g].sets, P.group[g + 1].sets):
            gain = P.sets[x].gain
            for a in range(P.sets[x].size):
                if need >= 0 and D.entries[P.cls[P.set_class[x, a]].entry - e0].state == IN:
                    gain = NEVER
            if need >= 0 and gain > NEVER and D.needs[need].n_in > 0:
                gain = _set_gain(P, D, i, need, x)
            if need >= 0 and gain > NEVER:
                gain *= D.needs[need].kept
            D.set_gain[x - x0] = gain


@njit(cache=True, nogil=True)
def share_gains(P: Problem, D: Desk, i: int, n: int, mult: float, hours: float) -> float:
    """Let needs that the relaxed bundle's bonuses serve twice keep a part of their gains only.

    Whatever is taken, a need gives no more than it still holds. With any part `kept` in 0..1 the
    gains on it times `kept` plus (1 - kept) times what it holds bound its closure. `kept` is set so
    that the bonus pays just for what the class costs beyond its hours. Returns the second term; 0:
    nothing is served twice.
    """
    e0, k0 = P.person[i].entry, P.person[i].need
    entry, rise, needs, bundle, classes = P.entry, P.rise, D.needs, D.bundle, D.classes
    c0 = entry[e0].cls
    for a in range(n):
        e = bundle[a].entry
        for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
            needs[rise[r].need].count = 0
    for a in range(n):
        e = bundle[a].entry
        if D.entries[e].pushed == 0:
            for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
                needs[rise[r].need].count += 1
    given = 0.0
    for a in range(n):
        e, c = bundle[a].entry, bundle[a].cls
        gain = classes[c - c0].gain
        if D.entries[e].pushed == 1 or gain <= 1e-9:
            continue
        cost = max(0.0, classes[c - c0].price - hours * P.cls[c].jp)
        for r in range(entry[e0 + e].rise, entry[e0 + e + 1].rise):
            k = rise[r].need
            beside = k != entry[e0 + e].home or D.entries[e].state == IN
            if beside and needs[k].count > 1:
                needs[k].kept = min(needs[k].kept, min(1.0, cost / gain))
    for k in range(P.person[i + 1].need - k0):
        if needs[k].kept < 1.0:
            it = P.need[k0 + k]
            most = closure_at(it.gap, it.gap, it.full, it.weight, P.late_slope)
            given += (1.0 - needs[k].kept) * mult * (most - needs[k].worth)
    return given


@njit(cache=True, nogil=True)
def keep_gains(P: Problem, D: Desk, i: int) -> None:
    """All needs keep all of their gains."""
    for k in range(P.person[i + 1].need - P.person[i].need):
        D.needs[k].kept = 1.0
