"""Prices for the sessions that are held: who sits where is all that is left open.

The ascent's own prices weigh whether to hold a session at all, and ask people for bundles of
sessions that the plan closes. With the plan's sessions as given, the seats, the money left and the
counters are what is scarce, and people are asked for the bundles that a region can give them.
"""

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.construct import Draft

BEGUN = 0.25  # share of an ascent's steps that counts as gone: prices stand near good ones
NEVER = 1.0e4  # typical seats' worth: nobody takes a seat in a closed session


class Settled(Ascent):
    """`rounds` price rounds with the sessions of the draft held and no others, from good prices.

    Its bound is one on plans with these sessions alone and proves nothing about other plans.
    """

    def __init__(self, ascent: Ascent, draft: Draft, rounds: int) -> None:
        P, held = ascent.problem, draft.limits.held
        session = P.session.copy()
        session["must"][:-1] = held
        for name in ("most", "least", "fixed"):
            session[name][:-1][held == 0] = 0
        session["least"][:-1][draft.use.seats == 0] = 0  # open forms that nobody takes
        super().__init__(
            P._replace(session=session), closure=True, missing_jp=ascent.missing_jp,
            rounds=rounds, n_pairs=ascent.n_rows,
        )  # fmt: skip
        self.stand_at(ascent.best_prices)
        full = self.rows["full"].price
        full[held == 0] = NEVER * self.unit
        self.rows["low"].price[held == 0] = 0.0
        self.settled = held.astype(float)
        gone = round(BEGUN / (1.0 - BEGUN) * rounds)
        self.k, self.rounds, self.early = gone, gone + rounds, gone + rounds
        self._settle()

    def _step(self, blow_up: float) -> None:
        super()._step(blow_up)
        self._settle()

    def _settle(self) -> None:
        """Nothing is held in part, so x <= y and what follows from it have no price."""
        self.held[:] = self.settled
        for price in (self.rho, self.rho_sum, self.tau):
            price[:] = 0.0
