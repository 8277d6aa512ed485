"""What is left of a line: amount − open obligations − realisation.

An obligation that was paid is reversed when the payment is posted, so that no rupiah counts twice.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """A line's money in rupiah; `rest` below zero: more than the line has."""

    amount: int
    obligation: int = 0
    realisation: int = 0

    @property
    def rest(self) -> int:
        """What may still be obliged."""
        return self.amount - self.obligation - self.realisation


def over_by(rest: int, amount: int) -> int:
    """How much of an amount goes beyond the rest.

    >>> over_by(10, 10), over_by(10, 11), over_by(-5, 3)
    (0, 1, 3)
    """
    return max(0, amount - max(0, rest))
