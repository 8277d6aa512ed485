"""The columns that realisation is computed from: people, and seats with what became of them.

JP are whole tenths of a JP, money whole rupiah: sums are exact in every order of rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]
Float = NDArray[np.float64]
TENTHS = 10


@dataclass(frozen=True)
class People:
    """(n_people,): who counts, and who else ever had a seat of the year."""

    id: Int
    counts: Bool  # active: belongs to those who should be reached
    unit: Int  # row of the units, -1: none
    all_jp: Int  # tenths, every approved record of the year
    owed_jp: Int  # tenths, the year's minimum
    counted_jp: Int  # tenths that count under the caps of the forms


@dataclass(frozen=True)
class Seats:
    """(n_seats,): the approved seats, and those that took one over.

    `state` is a row of `states.STATES`. Planned figures are those of approved seats alone.
    """

    person: Int  # row of People
    session: Int  # row of the sessions, -1: open form
    line: Int  # row of the budget lines, -1: none
    is_planned: Bool
    state: Int
    jp: Int  # tenths, as planned
    cost: Int  # rupiah, as planned
    closure: Float  # weighted levels that the seat closes, by the catalogue's effects
    done_jp: Int  # tenths, of the development record; 0 unless done
    paid: Int  # rupiah, as posted in the ledger
    is_paid: Bool  # whether anything was posted
