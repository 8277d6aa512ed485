"""Prices for the sessions that are held: who sits where is all that is left open.

The ascent's own prices weigh whether to hold a session at all, and ask people for bundles of
sessions that the plan closes. With the plan's sessions as given, the seats, the money left and the
counters are what is scarce, and people are asked for the bundles that a region can give them.
"""

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.construct import Draft
from bina.engines.allocation.model import Bytes, Prices
from bina.engines.allocation.spare import earned

BEGUN = 0.25  # share of an ascent's steps that counts as gone: prices stand near good ones
NEVER = 1.0e4  # typical seats' worth: nobody takes a seat in a closed session
OPEN, HELD, CLOSED = -1, 1, 0


class PartSettled(Ascent):
    """`rounds` price rounds for an ascent's problem from good prices, with some sessions decided.

    Its bound is one on plans with these decisions alone and proves nothing about other plans.
    """

    def __init__(self, ascent: Ascent, prices: Prices, rounds: int) -> None:
        P = ascent.problem
        super().__init__(
            P._replace(session=P.session.copy()), closure=True, missing_jp=ascent.missing_jp,
            rounds=rounds, n_pairs=ascent.n_rows,
        )  # fmt: skip
        self.stand_at(prices)
        self.memory = ascent.memory
        self.decided = np.full(P.n_sessions, OPEN, np.int8)
        gone = round(BEGUN / (1.0 - BEGUN) * rounds)
        self.k, self.rounds, self.early = gone, gone + rounds, gone + rounds

    def decide(self, sessions: NDArray[np.int64], *, held: bool) -> None:
        """Hold the sessions, or close them, from now on; `_settle` has to follow."""
        table = self.problem.session
        self.decided[sessions] = HELD if held else CLOSED
        if held:
            table["must"][sessions] = 1
            return
        for name in ("must", "most", "least", "fixed"):
            table[name][sessions] = 0
        self.rows["full"].price[sessions] = NEVER * self.unit
        self.rows["low"].price[sessions] = 0.0

    def _step(self, blow_up: float) -> None:
        super()._step(blow_up)
        self._settle()

    def _settle(self) -> None:
        """What is decided is not held in part: x <= y and what follows from it have no price."""
        P, decided = self.problem, self.decided
        self.held[decided == HELD], self.held[decided == CLOSED] = 1.0, 0.0
        self.rho[decided[P.p_session] != OPEN] = 0.0
        self.tau[decided[P.cells["session"]] != OPEN] = 0.0
        sums = np.bincount(P.p_session, self.rho, minlength=P.n_sessions)
        self.rho_sum = sums + earned(P, self.tau)


class Settled(PartSettled):
    """Price rounds with the sessions of the draft held and no others."""

    def __init__(self, ascent: Ascent, prices: Prices, draft: Draft, rounds: int) -> None:
        super().__init__(ascent, prices, rounds)
        held: Bytes = draft.limits.held
        self.decide(np.flatnonzero(held == 1), held=True)
        self.decide(np.flatnonzero(held == 0), held=False)
        self.problem.session["least"][:-1][draft.use.seats == 0] = 0  # open forms nobody takes
        self._settle()
