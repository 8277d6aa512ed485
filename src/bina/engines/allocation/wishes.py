"""What people would take at the prices alone: who is most short of it goes first in the search."""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import Choice, PriceColumns, pair_price
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import next_random

DRAWN = 4  # people of whom the one with the highest regret is taken


class Wishes(NamedTuple):
    """What everybody would take at the prices alone, and what the own seats are short of that."""

    pair: Ints  # (n_people, MAX_BUNDLE): bundles at the prices
    n: Ints
    regret: Floats  # (n_people,), value; halved with every try


@njit(cache=True, nogil=True)
def value_at(P: Problem, R: PriceColumns, i: int, C: Choice) -> float:
    """Value of person i's bundle at the prices."""
    value = R.mult[i] * C.closure[i] + R.hours * min(C.jp[i], P.person[i].jp_needed)
    for a in range(C.n[i]):
        value -= pair_price(P, R, C.pair[i, a]) - R.hours * P.pair[C.pair[i, a]].keep
    return value


@njit(cache=True, nogil=True)
def regrets(P: Problem, R: PriceColumns, wished: Choice, C: Choice) -> Floats:
    """What everybody's bundle is short of the one wished for at the prices, (n_people,)."""
    out = np.zeros(C.n.size)
    for i in range(out.size):
        out[i] = max(0.0, value_at(P, R, i, wished) - value_at(P, R, i, C))
    return out


@njit(cache=True, nogil=True)
def most_wanting(own: Ints, W: Wishes, state: Longs) -> int:
    """Of a few people drawn, the one with the highest regret; its regret is halved."""
    best = own[int(next_random(state) * own.size)]
    for _ in range(DRAWN - 1):
        other = own[int(next_random(state) * own.size)]
        if W.regret[other] > W.regret[best]:
            best = other
    W.regret[best] *= 0.5
    return best
