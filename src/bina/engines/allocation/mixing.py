"""Rounds of the master: its prices, exact bundles at those prices, the new ones into the pool."""

import copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.master import Mixture, between, solve_master
from bina.engines.allocation.model import Prices
from bina.engines.allocation.people import Choice, choose_all
from bina.engines.allocation.pool import Pool

NODES = 128  # of a person's search
EPS = 1e-3  # of a typical seat's worth
FEW_NEW = 0.02  # bundles per person: fewer new ones say that the prices are asked out
FIRST_SHARE, FASTER, SLOWER, LEAST_SHARE = 0.45, 1.6, 0.6, 0.1
BESIDE = (1.5,)  # further prices, in shares of the way gone, priced while the master is solved


class Mixing:
    """One master after the other; keeps the best bound in the ascent, the last mixture here.

    The prices asked lie between the best ones so far and the master's: nearer to the master's while
    the bound gets better or hardly a bundle is new, nearer to the best ones when it does not.
    """

    def __init__(self, ascent: Ascent, pool: Pool) -> None:
        self.ascent, self.pool = ascent, pool
        self.share = FIRST_SHARE
        self.mixture: Mixture | None = None
        self.of_pool = pool  # as it was when the mixture was made
        self._beside: list[Prices] = []

    def round(self) -> None:
        """Solve the master; ask all people at its prices. Keeps the best bound."""
        ascent = self.ascent
        asked = copy.copy(self.pool)  # columns are replaced, not changed: this one stays as it is
        use, floor = ascent.use, ascent.problem.fair_need * max(1e-9, float(ascent.use.total[0]))
        with ThreadPoolExecutor(1) as aside:
            program = aside.submit(
                solve_master, ascent.problem, asked, ascent.cells, ascent.best_prices,
                ascent.missing_jp, ascent.unit, use.fair / np.maximum(floor, 1e-9), ascent.binds,
            )  # fmt: skip
            found = [self._ask(prices) for prices in self._beside]
            mixture = program.result()
        new = sum(self.pool.add(choice) for choice in found)
        self._beside = []
        if mixture is None:
            return
        self.mixture, self.of_pool = mixture, asked
        before, best = ascent.best_bound, ascent.best_prices
        new += self.pool.add(self._ask(between(best, mixture.prices, self.share)))
        ways = sorted({min(1.0, way * self.share) for way in BESIDE} - {self.share})
        self._beside = [between(best, mixture.prices, way) for way in ways]
        better = ascent.best_bound < before or new < FEW_NEW * ascent.problem.n_people
        self.share = (
            min(1.0, FASTER * self.share) if better else max(LEAST_SHARE, SLOWER * self.share)
        )

    def _ask(self, prices: Prices) -> Choice:
        """Everybody's best bundle at the prices."""
        ascent = self.ascent
        choice = Choice._make(column.copy() for column in ascent.choice)
        choose_all(
            ascent.problem,
            ascent.columns(prices),
            ascent.everyone,
            EPS * ascent.unit,
            NODES,
            choice,
        )
        ascent.keep(prices, choice.bound)
        return choice
