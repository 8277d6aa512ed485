"""The bundles met so far: the columns of the master, each kept once."""

import numpy as np
from numba import njit

from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.people import Choice
from bina.engines.allocation.problem import Problem


@njit(cache=True, nogil=True)
def _marks(pair: Ints, n: Ints) -> Longs:
    """A number per bundle that does not depend on the order of its pairs; 0: empty."""
    out = np.zeros(n.size, np.int64)
    for i in range(n.size):
        total = np.uint64(0)
        for a in range(n[i]):
            x = np.uint64(pair[i, a]) + np.uint64(0x9E3779B97F4A7C15)
            x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            total += x ^ (x >> np.uint64(31))
        out[i] = np.int64(total >> np.uint64(1))
    return out


class Pool:
    """Bundles by row: owner (n,), pairs from ptr[j] to ptr[j + 1], closure (n,), jp (n,).

    A pair belongs to one person, so equal pairs mean equal bundles. Empty bundles are left out.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._known = np.zeros(0, np.int64)
        self.owner: Ints = np.zeros(0, np.int32)
        self.ptr: Longs = np.zeros(1, np.int64)
        self.pair: Ints = np.zeros(0, np.int32)
        self.closure: Floats = np.zeros(0)
        self.jp: Ints = np.zeros(0, np.int32)

    @property
    def size(self) -> int:
        """Number of bundles."""
        return int(self.owner.size)

    def add(self, choice: Choice) -> int:
        """Take in the bundles that are new; returns their number."""
        marks = _marks(choice.pair, choice.n)
        new = np.flatnonzero((choice.n > 0) & ~np.isin(marks, self._known))
        used = np.arange(choice.pair.shape[1])[None] < choice.n[new, None]
        self._known = np.concatenate([self._known, marks[new]])
        self.owner = np.concatenate([self.owner, new.astype(np.int32)])
        ends = self.ptr[-1] + np.cumsum(choice.n[new], dtype=np.int64)
        self.ptr = np.concatenate([self.ptr, ends])
        self.pair = np.concatenate([self.pair, choice.pair[new][used]])
        self.closure = np.concatenate([self.closure, choice.closure[new]])
        self.jp = np.concatenate([self.jp, choice.jp[new]])
        return int(new.size)

    def of_pair(self) -> Ints:
        """Row of the bundle per entry of `pair`."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.ptr))
