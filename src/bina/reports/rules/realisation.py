"""HCDP realisation: seats, people, JP, money and closed gap, done against planned, per group.

share = done / planned; cost per closed point = rupiah paid / weighted levels closed. Closed points
are what the catalogue's effects promise for the seats that were done, not a new measurement. More
is better, except cost.
"""

from dataclasses import dataclass

import numpy as np

from bina.reports.rules.columns import Bool, Float, Int, Seats
from bina.reports.rules.states import DONE


@dataclass(frozen=True)
class Sums:
    """(n_groups,) each; JP in tenths, money in rupiah."""

    seats: Int
    done_seats: Int
    people: Int  # people with an approved seat
    done_people: Int  # people with a done seat, substitutes included
    jp: Int
    done_jp: Int
    cost: Int
    paid: Int
    closure: Float
    done_closure: Float
    unpaid: Int  # done seats that should cost something and for which nothing was posted


def sums_by(seats: Seats, group: Int, n_groups: int) -> Sums:
    """Planned and done per group; seats of a negative group are left out.

    Parameters: `group` (n_seats,) 0..n_groups−1.
    """
    done = seats.state == DONE
    planned = seats.is_planned

    def added(values: Int, which: Bool) -> Int:
        total = np.zeros(n_groups, np.int64)
        kept = which & (group >= 0)
        np.add.at(total, group[kept], values[kept])
        return total

    def closed(which: Bool) -> Float:
        kept = which & (group >= 0)
        closure = np.bincount(group[kept], seats.closure[kept], minlength=n_groups)
        return closure.astype(np.float64)

    def heads(which: Bool) -> Int:
        kept = which & (group >= 0)
        width = int(seats.person.max(initial=0)) + 1
        pairs = np.unique(group[kept] * width + seats.person[kept])
        return np.bincount(pairs // width, minlength=n_groups).astype(np.int64)

    one = np.ones(len(group), np.int64)
    always = np.ones(len(group), bool)
    return Sums(
        seats=added(one, planned),
        done_seats=added(one, done),
        people=heads(planned),
        done_people=heads(done),
        jp=added(seats.jp, planned),
        done_jp=added(seats.done_jp, done),
        cost=added(seats.cost, planned),
        paid=added(seats.paid, always),
        closure=closed(planned),
        done_closure=closed(done),
        unpaid=added(one, done & (seats.cost > 0) & ~seats.is_paid),
    )


def share(done: float, planned: float) -> float | None:
    """done / planned, above 1 when more was done than planned; None where nothing was planned.

    >>> share(3, 4), share(1, 0)
    (0.75, None)
    """
    return done / planned if planned else None


def cost_per_point(paid: int, points: float) -> int | None:
    """Rupiah paid per closed point, rounded down; None where nothing was closed.

    >>> cost_per_point(1_000_000, 0.8), cost_per_point(1, 0.0)
    (1250000, None)
    """
    return int(paid / points) if points > 0 else None
