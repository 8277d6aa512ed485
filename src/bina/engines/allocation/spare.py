"""Prices of who can be spared: of a staffing group no more than a session's half-days allow.

    sum over the group's members of x_is <= spare_gs y_s,   spare_gs the least capacity of the group
                                                            over the half-days of session s

The rule follows from the staffing rule for whole plans. For a relaxed plan it says much more: a
session held to a tenth takes a tenth of a colleague from a counter that can spare one, not one.
"""

import numpy as np

from bina.engines.allocation.model import Bytes, Floats, SparePrices
from bina.engines.allocation.problem import Problem


def binding_cells(problem: Problem) -> Bytes:
    """1 for each row of `Problem.cells` with more members who may attend than can be spared."""
    members = np.bincount(problem.cell, minlength=problem.cells.size)
    return (members > problem.cells["spare"]).astype(np.uint8)


def on_cells(problem: Problem, prices: SparePrices) -> Floats:
    """The prices per row of `Problem.cells`, (n_cells,)."""
    out = np.zeros(problem.cells.size)
    if not prices.price.size or not out.size:
        return out
    n = max(1, problem.n_sessions)
    known = problem.cells["group"].astype(np.int64) * n + problem.cells["session"]
    wanted = prices.group.astype(np.int64) * n + prices.session
    at = np.minimum(np.searchsorted(known, wanted), known.size - 1)
    found = known[at] == wanted
    out[at[found]] = prices.price[found]
    return out


def of_cells(problem: Problem, values: Floats) -> SparePrices:
    """From (n_cells,) to the certificate's shape; cells without a price are left out."""
    paid = np.flatnonzero(values)
    cells = problem.cells[paid]
    return SparePrices(cells["group"].copy(), cells["session"].copy(), values[paid].copy())


def earned(problem: Problem, values: Floats) -> Floats:
    """What each session earns with its spared people at the prices (n_cells,), (n_sessions,)."""
    worth = values * problem.cells["spare"]
    sums = np.bincount(problem.cells["session"], worth, minlength=problem.n_sessions)
    return np.asarray(sums, dtype=np.float64)


def mixed_spare(one: SparePrices, other: SparePrices, share: float) -> SparePrices:
    """Prices on the way from `one` (share 0) to `other` (share 1)."""
    both = np.stack([
        np.concatenate([one.group, other.group]), np.concatenate([one.session, other.session])
    ])  # fmt: skip
    cells, at = np.unique(both, axis=1, return_inverse=True)
    price = np.concatenate([(1.0 - share) * one.price, share * other.price])
    mixed = np.bincount(at.ravel(), price, minlength=cells.shape[1]).astype(np.float64)
    return SparePrices(cells[0], cells[1], mixed)
