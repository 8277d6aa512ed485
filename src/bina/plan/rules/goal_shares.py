"""Shares of a plan's money and seats per goal of the regional plan, and under none.

The money of a goal is what its seats cost and the fixed costs of its sessions, so that the rows
sum to the plan's cost. A session's own goal goes before its programme's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

NONE = 0  # the id that stands for "no goal"
SeatSums = tuple[int | None, int, int, int, float]  # goal id, seats, JP, rupiah, closure


@dataclass(frozen=True)
class GoalShare:
    """One goal's part; `goal_id` NONE: what serves no goal. Shares are 0..1 of the plan."""

    goal_id: int
    seats: int
    jp: int
    cost: int  # rupiah
    closure: float
    seat_share: float
    cost_share: float


def goal_shares(
    seats: Iterable[SeatSums], fixed: Iterable[tuple[int | None, int]]
) -> list[GoalShare]:
    """One row per goal, dearest first, the row without a goal last.

    Parameters: `seats` sums of seats by goal; `fixed` (goal id, rupiah) of each session held.

    >>> [(row.goal_id, row.cost, row.cost_share) for row in goal_shares(
    ...     [(7, 2, 32, 300, 1.0), (None, 2, 8, 100, 0.5)], [(7, 600)])]
    [(7, 900, 0.9), (0, 100, 0.1)]
    """
    sums: dict[int, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0])
    for goal, *numbers in seats:
        for at, number in enumerate(numbers):
            sums[goal or NONE][at] += number
    for goal, rupiah in fixed:
        sums[goal or NONE][2] += rupiah
    n_seats = sum(row[0] for row in sums.values())
    cost = sum(row[2] for row in sums.values())
    made = [
        GoalShare(
            goal_id=goal,
            seats=int(row[0]),
            jp=int(row[1]),
            cost=int(row[2]),
            closure=row[3],
            seat_share=row[0] / n_seats if n_seats else 0.0,
            cost_share=row[2] / cost if cost else 0.0,
        )
        for goal, row in sums.items()
    ]
    return sorted(made, key=lambda row: (row.goal_id == NONE, -row.cost, row.goal_id))
