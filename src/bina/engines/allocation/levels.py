"""A person's levels while a bundle is put together: gains of effects on needs, pushed and popped.

Level  h <- max(h, min(h + lift, ceiling)) for the effects by rising ceiling; closure w phi(h).
Each such map has slope 0 or 1 and phi is concave, so closure is submodular in the set of effects:
what an effect adds to some effects is at least what it adds to more of them.
"""

from numba import njit

from bina.engines.allocation.model import Floats


@njit(cache=True, nogil=True)
def level_with(n: int, lifts: Floats, ceilings: Floats, lift: float, ceiling: float) -> float:
    """Rise of a need with n effects, sorted by ceiling, and one more."""
    h = 0.0
    placed = False
    for a in range(n):
        if not placed and ceiling < ceilings[a]:
            h = max(h, min(h + lift, ceiling))
            placed = True
        h = max(h, min(h + lifts[a], ceilings[a]))
    if not placed:
        h = max(h, min(h + lift, ceiling))
    return h


@njit(cache=True, nogil=True)
def closure_at(rise: float, gap: float, full: float, weight: float, late_slope: float) -> float:
    """w phi(rise) of one need."""
    x = min(rise, gap)
    if x <= full:
        return weight * x
    return weight * (full + late_slope * (x - full))


@njit(cache=True, nogil=True)
def insert_effect(n: int, lifts: Floats, ceilings: Floats, lift: float, ceiling: float) -> None:
    """Put one more effect into a need's list of n, by ceiling."""
    a = n
    while a > 0 and ceilings[a - 1] > ceiling:
        ceilings[a], lifts[a] = ceilings[a - 1], lifts[a - 1]
        a -= 1
    ceilings[a], lifts[a] = ceiling, lift


@njit(cache=True, nogil=True)
def remove_effect(n: int, lifts: Floats, ceilings: Floats, lift: float, ceiling: float) -> float:
    """Take an effect out of a need's list of n; returns the rise that is left."""
    a = 0
    while ceilings[a] != ceiling or lifts[a] != lift:
        a += 1
    for b in range(a, n - 1):
        ceilings[b], lifts[b] = ceilings[b + 1], lifts[b + 1]
    h = 0.0
    for b in range(n - 1):
        h = max(h, min(h + lifts[b], ceilings[b]))
    return h
