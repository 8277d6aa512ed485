"""Both bounds of a certificate, recomputed from its prices and the instance.

    UB = sum_i best bundle_i + sum_s open_s + sum mu capacity + sum beta budget + sum pi minutes
         - sum kappa seats - sigma (owed - S)
    LB = owed - UB  with closure worth nothing, sigma = 1 and S = owed

Any prices of the right sign prove: what a rule earns at its price is never less than what a plan
that keeps it pays there. The bundles are searched exactly (`bundle`), where the program that made
the certificate may have stopped at a bound; so the sums here are the same or tighter.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tools.check_plan.bundle import Search
from tools.check_plan.instance import Array, Instance
from tools.check_plan.people import At, Constants, Reader, fair_groups
from tools.check_plan.possible import most_seats
from tools.check_plan.prices import Prices, WrongPrices, asked

OUTWARD = 1e-12  # of the sum of all absolute terms; sums are exact, terms some dozen roundings

Told = Callable[[int, int], None]


class Bound(NamedTuple):
    """A recomputed sum, moved outward, and how many people's search was cut off."""

    total: float
    cut: int


def owed_jp(instance: Instance) -> int:
    """JP that the empty plan is missing, seats held before included."""
    return int(instance["jp_needed"].sum() + np.maximum(0, instance["pair_keep"]).sum())


def shared_terms(instance: Instance, prices: Prices, keep: Array) -> list[float]:
    """What sessions, staffing, money, coaches and quotas earn at the prices."""
    n = instance.n_sessions
    s = instance["pair_session"][keep]
    opening = np.bincount(s, prices.opening[keep], minlength=n) + _spared(instance, prices)
    most = most_seats(instance, keep)
    fixed = np.append(prices.money, 0.0)[instance["session_fixed_line"]]
    worth = (
        np.maximum(prices.seat, 0.0) * most
        - np.maximum(-prices.seat, 0.0) * instance["session_min"]
        - fixed * instance["session_fixed_cost"]
        + opening
    )
    held = np.isin(np.arange(n), instance["pinned_session"])
    return [
        *np.where(held, worth, np.maximum(0.0, worth)).tolist(),
        *(prices.staffing * instance["staffing_capacity"]).sum(1).tolist(),
        *(prices.money * instance["line_amount"]).tolist(),
        *(prices.coach * instance["pool_minutes"]).tolist(),
        *(-prices.quota * instance["quota_seats"]).tolist(),
    ]


def _spared(instance: Instance, prices: Prices) -> Array:
    """Per session: what it earns when every group sends whom it can spare on all its half-days."""
    earned = np.zeros(instance.n_sessions)
    for group, s in zip(*np.nonzero(prices.spare), strict=True):
        slots = instance.part("slot_index", "slot_ptr", s)
        earned[s] += prices.spare[group, s] * instance["staffing_capacity"][group, slots].min()
    return earned


def reachable(
    reader: Reader, prices: Prices, mult: Array, keep: Array, told: Told = lambda _n, _all: None
) -> Bound:
    """The most that all plans reach at the prices, the term of the missing hours left out."""
    instance = reader.instance
    at = At(asked(instance, prices), keep, mult, prices.hours)
    terms, cut = shared_terms(instance, prices, keep), 0
    for i, person in enumerate(reader.people(at)):
        found = Search(person).run()
        cut += not found.whole
        terms.append(found.bound)
        told(i + 1, instance.n_people)
    return Bound(outward(terms, float(np.abs(at.asked[keep]).sum())), cut)


def outward(terms: list[float], size: float = 0.0) -> float:
    """The sum, moved up by more than its terms may be rounded."""
    size += math.fsum(abs(term) for term in terms if math.isfinite(term)) + 1.0
    return math.fsum(terms) + OUTWARD * size


def hours_bound(reader: Reader, prices: Prices, keep: Array, told: Told) -> tuple[int, int]:
    """LB: no plan leaves fewer JP missing; and the number of people whose search was cut off."""
    if prices.hours != 1.0 or prices.fairness.any():
        raise WrongPrices("hours: in the first stage an hour is worth 1 and fairness nothing")
    most, cut = reachable(reader, prices, np.zeros(reader.instance.n_people), keep, told)
    return max(0, math.ceil(owed_jp(reader.instance) - most)) if math.isfinite(most) else 0, cut


def closure_bound(
    reader: Reader, prices: Prices, keep: Array, missing_jp: int, told: Told
) -> Bound:
    """UB: no plan with at most `missing_jp` hours missing has a higher value."""
    instance, constants = reader.instance, reader.constants
    if (prices.fairness > constants.fair_penalty).any():
        raise WrongPrices("fairness: a price is above the penalty")
    most, cut = reachable(reader, prices, multipliers(instance, constants, prices), keep, told)
    term = prices.hours * (owed_jp(instance) - missing_jp)
    return Bound(outward([most, -term]), cut)


def multipliers(instance: Instance, constants: Constants, prices: Prices) -> Array:
    """What a point of each person's closure is worth with the fairness prices."""
    mult = np.ones(instance.n_people)
    for (inside, share), price in zip(
        fair_groups(instance, constants), prices.fairness.tolist(), strict=True
    ):
        mult[inside] += price
        mult -= price * share
    return mult
