"""What a smaller (or larger) budget line costs in points, from the prices of a plan's certificate.

The bound of a plan is linear in the amounts of its lines (engines/allocation/bounds.py):

    UB(amounts) = UB(plan's amounts) - sum_b price_b (plan's amount_b - amount_b)

so with other amounts the same prices prove another bound, without computing anything anew. It
holds for plans that leave no more JP missing than this one. A price alone is an estimate of what
is lost, good for small cuts; what is proven lost is what the new bound lacks to the plan's value.
More points are better.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bina.text import N_, BinaError

OUTWARD = 1e-9  # share of the terms' absolute sum by which doubles may be off
PERCENT = re.compile(r"^([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%$")
RUPIAH = re.compile(r"^(?:rp\.?\s*)?([0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})$", re.IGNORECASE)


class WrongCut(BinaError):
    """A cut that is neither rupiah nor a percentage of the line."""

    text = N_(
        "Tulis potongan sebagai rupiah (50.000.000) atau persen (10%), paling banyak pagunya; "
        "bukan '{given}'."
    )


def cut_amount(given: str, amount: int) -> int:
    """The cut in rupiah, 0 for nothing given. Raises WrongCut.

    >>> cut_amount("10%", 2_000), cut_amount("Rp 1.500", 2_000), cut_amount("2,5 %", 1_000)
    (200, 1500, 25)
    """
    words = given.strip()
    if not words:
        return 0
    share, money = PERCENT.match(words), RUPIAH.match(words)
    if share:
        part = Decimal(f"{share[1]}.{share[2] or 0}") * amount / 100
        cut = int(part.quantize(Decimal(1), ROUND_HALF_UP))
    elif money:
        cut = int(money[1].replace(".", ""))
    else:
        raise WrongCut(given=words[:40])
    if cut > amount:
        raise WrongCut(given=words[:40])
    return cut


@dataclass(frozen=True)
class Priced:
    """A line as a plan knows it: rupiah, and points (or JP) per rupiah; None: the plan lacks it."""

    amount: int
    spent: int  # by the plan, fixed costs of sessions included
    price: float | None
    hours_price: float = 0.0


@dataclass(frozen=True)
class CutLine:
    """What another amount means for one line.

    tied    rupiah obliged or paid already
    cut     rupiah less than before (negative: more)
    short   rupiah of the plan's own spending that the new amount does not pay
    falls   points by which the bound falls at least against the plan's amount
    about   points lost by the price of what is short: an estimate
    """

    before: int
    after: int
    tied: int
    cut: int
    short: int
    falls: float | None
    about: float | None

    @property
    def refused(self) -> bool:
        """Whether less would be left than is obliged or paid."""
        return self.cut > 0 and self.after < self.tied


def cut_line(line: Priced, before: int, after: int, tied: int) -> CutLine:
    """One line with the amount `after` instead of `before`, both in rupiah.

    >>> cut_line(Priced(100, 90, 0.5), before=100, after=80, tied=0)
    CutLine(before=100, after=80, tied=0, cut=20, short=10, falls=10.0, about=5.0)
    """
    short = max(0, line.spent - after)
    falls = None if line.price is None else line.price * (line.amount - after)
    about = None if line.price is None else line.price * short
    return CutLine(before, after, tied, before - after, short, falls, about)


@dataclass(frozen=True)
class CutTotal:
    """All lines together.

    bound         points that no plan with these amounts and the plan's JP exceeds
    lost_at_least points of the plan's value that are proven lost
    about         points lost by the prices: an estimate
    still_fits    every line still pays what the plan spends: the plan itself stays possible
    missing_jp    JP that any plan leaves missing at least; None when the prices say nothing
    """

    cut: int
    bound: float
    lost_at_least: float
    about: float
    short: int
    still_fits: bool
    missing_jp: int | None


def cut_total(
    lines: Sequence[Priced],
    cuts: Sequence[CutLine],
    *,
    value: float,
    bound: float,
    missing_jp_bound: int,
) -> CutTotal:
    """The city's sums, for lines that the plan knows; `value` and `bound` are the plan's."""
    falls = [cut.falls or 0.0 for cut in cuts]
    size = abs(bound) + math.fsum(map(abs, falls))
    after = bound - math.fsum(falls) + OUTWARD * size
    fits = all(cut.short == 0 for cut in cuts)
    hours = math.fsum(
        line.hours_price * (line.amount - cut.after) for line, cut in zip(lines, cuts, strict=True)
    )
    # a bound of 0 may have been anything below: then the prices say nothing about the hours
    missing = missing_jp_bound + math.floor(hours - 1e-6) if missing_jp_bound > 0 else None
    return CutTotal(
        cut=sum(cut.cut for cut in cuts),
        bound=after,
        lost_at_least=0.0 if fits else max(0.0, value - after),
        about=math.fsum(cut.about or 0.0 for cut in cuts),
        short=sum(cut.short for cut in cuts),
        still_fits=fits,
        missing_jp=None if missing is None else max(0, missing),
    )
