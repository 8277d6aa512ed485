"""Which sessions to hold: price rounds that decide the surest ones again and again.

The relaxed plan holds most sessions or does not, and some in part. Rounding all of those at once
loses what the others could have taken over. Here the surest are decided every few rounds, and the
prices answer before the next ones are; at the end all are decided, at prices that fit them.
"""

from dataclasses import replace

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.cells import spans
from bina.engines.allocation.construct import held_before
from bina.engines.allocation.model import Bytes, Floats, Prices
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.settled import CLOSED, HELD, OPEN, PartSettled

EVERY = 4  # rounds between two decisions
SHARE = 0.3  # of the open sessions that are decided at least
SURE = 0.01  # nearer than this to held or closed: decided at once
MEMORY = 0.7  # of the smoothed share to which a session is held, per round
SETTLED_SHARE = 0.35  # of the rounds, with all sessions decided


def most_of_quotas(problem: Problem) -> Floats:
    """Seats that each session can give to each quota at the most, (n_quotas, n_sessions)."""
    P = problem
    use, at = spans(P.pair["quota"][:-1], P.pair["quota"][1:])
    members = np.zeros((P.quota.size, P.n_sessions))
    np.add.at(members, (P.pq_quota[at], P.p_session[use]), 1.0)
    return np.minimum(members, P.s_max)


class Deciding(PartSettled):
    """`rounds` rounds from the ascent's best prices; `sessions` says which ones are held then.

    Fixed costs stay within each line, and no session is closed without which a quota could not be
    met. What a former plan held is held.
    """

    def __init__(self, ascent: Ascent, rounds: int) -> None:
        super().__init__(ascent, ascent.best_prices, rounds)
        self._begun = ascent.best_prices
        self.held = ascent.held.copy()
        self.mean = self.held.copy()
        self.until = max(1, round((1.0 - SETTLED_SHARE) * rounds))
        self.done = 0
        self._quotas = most_of_quotas(self.problem)
        self.decide(np.flatnonzero(held_before(self.problem) == 1), held=True)
        self._settle()

    def round(self) -> float:
        """A price round, and decisions where they are due."""
        bound = super().round()
        self.done += 1
        self.mean = MEMORY * self.mean + (1.0 - MEMORY) * self.held
        if self.done >= self.until or self.done % EVERY == 0:
            left = max(0, self.until - self.done) // EVERY
            self._decide_surest(1.0 if left == 0 else max(SHARE, 1.0 / (left + 1)))
        return bound

    @property
    def sessions(self) -> Bytes:
        """1 for the sessions that are held, (n_sessions,); those still open count as closed."""
        return (self.decided == HELD).astype(np.uint8)

    def found_prices(self) -> Prices:
        """The present prices; seats of closed sessions have those that it began with."""
        prices = self.prices()
        seat = np.where(self.decided == CLOSED, self._begun.seat, prices.seat)
        return replace(prices, seat=seat)

    def _decide_surest(self, share: float) -> None:
        """Decide this share of the open sessions, and all that are sure."""
        P, open_ = self.problem, np.flatnonzero(self.decided == OPEN)
        doubt = 0.5 - np.abs(self.mean[open_] - 0.5)
        n = max(int(np.ceil(share * open_.size)), int((doubt < SURE).sum()))
        first = self.decided == HELD
        spent = np.bincount(P.s_line[first] + 1, P.s_fixed[first], minlength=P.line.size + 1)
        for s in open_[np.argsort(doubt, kind="stable")][:n].tolist():
            line = P.s_line[s]
            pays = line < 0 or spent[line + 1] + P.s_fixed[s] <= P.line[line]
            held = pays and bool(self.mean[s] >= 0.5 or self._needed_for_a_quota(s))
            if held:
                spent[line + 1] += P.s_fixed[s]
            self.decide(np.array([s]), held=held)
        self._settle()

    def _needed_for_a_quota(self, session: int) -> bool:
        could = self.decided != CLOSED
        could[session] = False
        return bool((self._quotas @ could < self.problem.quota).any())
