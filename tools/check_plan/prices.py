"""The certificate's prices: read, their signs, and what a seat asks at them."""

from typing import Any, NamedTuple

import numpy as np

from tools.check_plan.instance import Array, Instance

SIGNED = "seat"  # a seat's price is below 0 where the minimum is hard to reach


class WrongPrices(Exception):
    """Prices that prove nothing: of a wrong sign or number."""


class Prices(NamedTuple):
    """Value per unit of every shared thing; see docs/engine.md."""

    seat: Array
    money: Array
    coach: Array
    quota: Array
    fairness: Array
    staffing: Array  # (groups, half-days)
    opening: Array  # per pair
    spare: Array  # (groups, sessions)
    hours: float


def read_prices(instance: Instance, stored: dict[str, Any], n_groups: int) -> Prices:
    """The prices of one stage as columns. Raises WrongPrices naming the column."""
    sizes = {
        "seat": instance.n_sessions,
        "money": instance["line_amount"].size,
        "coach": instance["pool_minutes"].size,
        "quota": instance["quota_programme"].size,
        "fairness": n_groups,
    }
    column = {}
    for name, size in sizes.items():
        column[name] = np.array(stored.get(name, []), dtype=np.float64)
        if column[name].shape != (size,):
            raise WrongPrices(f"{name}: {column[name].size} prices for {size} rows")
    staffing = np.zeros(instance["staffing_capacity"].shape)
    opening = np.zeros(instance["pair_session"].size)
    spare = np.zeros((staffing.shape[0], instance.n_sessions))
    try:
        for group, slot, price in stored.get("staffing", []):
            staffing[_row(group, staffing.shape[0]), _row(slot, staffing.shape[1])] = price
        for pair, price in stored.get("opening", []):
            opening[_row(pair, opening.size)] = price
        for group, session, price in stored.get("spare", []):
            if instance.part("slot_index", "slot_ptr", session).size == 0:
                raise IndexError(f"session {session} has no half-days")
            spare[_row(group, spare.shape[0]), _row(session, spare.shape[1])] = price
        hours = float(stored.get("hours", -1.0))
        prices = Prices(**column, staffing=staffing, opening=opening, spare=spare, hours=hours)
    except (IndexError, ValueError, TypeError) as wrong:
        raise WrongPrices(f"staffing, opening, spare or hours: {wrong}") from wrong
    _refuse_wrong_signs(prices)
    return prices


def _row(number: Any, size: int) -> int:
    if not 0 <= int(number) < size:
        raise IndexError(f"row {number} of {size}")
    return int(number)


def _refuse_wrong_signs(prices: Prices) -> None:
    for name, values in prices._asdict().items():
        if not np.isfinite(values).all():
            raise WrongPrices(f"{name}: a price is not finite")
        if name != SIGNED and (np.asarray(values) < 0.0).any():
            raise WrongPrices(f"{name}: a price is below 0")


def asked(instance: Instance, prices: Prices) -> Array:
    """What every pair asks: seat, opening, money, coach, staffing, spare; less quota and kept."""
    s = instance["pair_session"]
    pool, line = instance["session_pool"][s], instance["pair_line"]
    minutes = instance["session_pool_minutes"][s]
    total = prices.seat[s] + prices.opening
    total += np.append(prices.money, 0.0)[line] * instance["pair_cost"]
    total += np.append(prices.coach, 0.0)[pool] * np.where(pool >= 0, minutes, 0)
    total += _staffing(instance, prices)
    for q, price in enumerate(prices.quota.tolist()):
        total[members(instance, q)] -= price
    return np.asarray(total - prices.hours * instance["pair_keep"])


def members(instance: Instance, quota: int) -> Array:
    """Pairs that count for a quota."""
    inside = np.zeros(instance.n_people, dtype=bool)
    inside[instance.part("quota_person", "quota_ptr", quota)] = True
    right = instance.pair_programme == instance["quota_programme"][quota]
    return np.asarray(right & inside[instance.pair_person])


def _staffing(instance: Instance, prices: Prices) -> Array:
    by_session = np.zeros((prices.staffing.shape[0], instance.n_sessions))
    for s in range(instance.n_sessions):
        by_session[:, s] = prices.staffing[:, instance.part("slot_index", "slot_ptr", s)].sum(1)
    return sum_over_groups(instance, by_session + prices.spare)


def sum_over_groups(instance: Instance, by_session: Array) -> Array:
    """Per pair: the sum over the person's staffing groups of a (group, session) table."""
    counts = np.diff(instance["staffing_ptr"])[instance.pair_person]
    ends = np.cumsum(counts)
    owner = np.repeat(np.arange(counts.size), counts)
    start = instance["staffing_ptr"][:-1][instance.pair_person]
    at = np.arange(owner.size) - (ends - counts)[owner] + start[owner]
    values = by_session[instance["staffing_group"][at], instance["pair_session"][owner]]
    return np.bincount(owner, values, minlength=counts.size)
