"""What other right-hand sides prove, from the prices of one certificate alone.

The bound of a certificate is linear in budgets, seats and half-days (allocation/bounds.py), so the
same prices prove another bound at once:

    UB(amounts', capacity', S') = UB + sum_b money_b (amount'_b - amount_b)
                                + sum_gt staffing_gt (capacity'_gt - capacity_gt) + hours (S' - S)

S is the plan's missing JP: a bound holds for plans with at most so many. The prices never counted
seats that were impossible whatever the plan (a cost above the whole line, a half-day on which
nobody of a group may go): where another right-hand side would make one possible, they prove
nothing and the answer is None. Points are weighted levels; more is better.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.cells import cells_of_pairs, most_seats
from bina.engines.allocation.model import Floats, Instance, Ints, Longs, Prices, Settings
from bina.engines.allocation.prepare import fair_groups, prepare, weighted_need

OUTWARD = 1e-9  # share of the terms' absolute sum by which doubles may be off
NEVER = 2**62  # rupiah


@dataclass(frozen=True, eq=False)
class Proven:
    """Proof of the closure: no plan with at most `missing_jp` JP missing exceeds `bound`."""

    instance: Instance
    settings: Settings
    prices: Prices
    bound: float
    missing_jp: int


def holds_below(instance: Instance) -> Longs:
    """(n_lines,) rupiah: from this amount on a line pays for seats that no price was asked for."""
    first = np.full(instance.line_amount.size, NEVER, dtype=np.int64)
    for line, cost in (
        (instance.pair_line, instance.pair_cost),
        (instance.session_fixed_line, instance.session_fixed_cost),
    ):
        paid = line >= 0
        too_dear = paid & (cost > np.append(instance.line_amount, 0)[line])
        np.minimum.at(first, line[too_dear], cost[too_dear])
    return first


def with_amounts(proven: Proven, amounts: Longs, missing_jp: int | None = None) -> float | None:
    """UB with other amounts of the lines (n_lines,) and at most `missing_jp` JP missing."""
    if (amounts >= holds_below(proven.instance)).any():
        return None
    more = proven.prices.money * (amounts - proven.instance.line_amount)
    hours = 0.0
    if missing_jp is not None:
        hours = proven.prices.hours * (missing_jp - proven.missing_jp)
    size = abs(proven.bound) + float(np.abs(more).sum()) + abs(hours)
    return proven.bound + float(more.sum()) + hours + OUTWARD * (size + 1.0)


def closed_sessions(instance: Instance, group: int) -> int:
    """Sessions into which no member may go as long as nobody of the group may be away then."""
    shut = np.flatnonzero(instance.staffing_capacity[group] <= 0)
    owner = np.repeat(np.arange(instance.n_sessions), np.diff(instance.slot_ptr))
    touched = np.unique(owner[np.isin(instance.slot_index, shut)])
    return int(np.isin(touched, np.unique(instance.pair_session[_pairs_of(instance, group)])).sum())


def without_group(proven: Proven, group: int) -> float | None:
    """UB when the rule of a staffing group falls: all its members may be away at once."""
    instance = proven.instance
    if closed_sessions(instance, group):
        return None
    members = int((instance.staffing_group == group).sum())
    free = np.maximum(0, members - instance.staffing_capacity[group])
    more = float((proven.prices.staffing[group] * free).sum())
    earned = _without(proven, group)
    if earned is None:
        return None
    more += earned
    return proven.bound + more + OUTWARD * (abs(proven.bound) + more + 1.0)


def one_more(proven: Proven) -> Floats:
    """(n_staffing,) points at most that one more of each group away at any time closes.

    `closed_sessions` have no price, nor sessions that one more would lift to their minimum.
    """
    spare = proven.prices.spare
    n = proven.instance.staffing_capacity.shape[0]
    own = np.bincount(spare.group, spare.price, minlength=n)
    return np.asarray(proven.prices.staffing.sum(axis=1) + own + _fuller_sessions(proven))


def _fuller_sessions(proven: Proven) -> Floats:
    """(n_staffing,) what sessions earn with one more seat that only a group's limit forbids."""
    instance = proven.instance
    person, session = _asked(proven)
    price = np.maximum(0.0, proven.prices.seat)
    price[most_seats(instance, person, session) >= instance.session_max] = 0.0
    _, _, group, s = cells_of_pairs(instance, person, session)
    sums = np.bincount(group, price[s], minlength=instance.staffing_capacity.shape[0])
    return np.asarray(sums, dtype=np.float64)


@lru_cache(maxsize=2)
def _asked(proven: Proven) -> tuple[Ints, Ints]:
    """(person, session) of the pairs that had a price: those that can be in some plan."""
    rows = np.sort(prepare(proven.instance, proven.settings).p_row)
    return proven.instance.pair_person()[rows], proven.instance.pair_session[rows]


def _without(proven: Proven, group: int) -> float | None:
    """What sessions earn more when all members of a group can be spared.

    None where a session could be held that never reached its minimum: nobody was asked for it.
    """
    instance, spare = proven.instance, proven.prices.spare
    capacity = np.array(instance.staffing_capacity)
    members = int((instance.staffing_group == group).sum())
    capacity[group] = np.maximum(capacity[group], members)
    person, session = _asked(proven)
    wider = replace(instance, staffing_capacity=capacity)
    seats, more = (most_seats(x, person, session) for x in (instance, wider))
    own = np.unique(instance.pair_session[_pairs_of(instance, group)])
    never = own[~np.isin(own, session)]
    able = most_seats(wider, instance.pair_person(), instance.pair_session)
    if (able[never] >= np.maximum(1, instance.session_min[never])).any():
        return None
    fuller = float((np.maximum(0.0, proven.prices.seat) * (more - seats)).sum())
    return fuller + float(spare.price[spare.group == group].sum()) * members


def without_floors(proven: Proven) -> float:
    """UB of the closure when no group has a floor.

    The bound was made with mult_i points of worth per point of person i (people.worth_per_point),
    so sum_i mult_i v_i <= UB for every plan; hence sum_i v_i is at most UB + sum_i of what
    mult_i lacks to 1 times all that could be closed, and at most UB / min_i mult_i.
    """
    flat, share = fair_groups(proven.instance, proven.settings)
    gamma = proven.prices.fairness
    mult = np.full(proven.instance.n_people, 1.0 - float(gamma @ share))
    for column in range(flat.shape[1]):
        inside = flat[:, column] >= 0
        mult[inside] += gamma[flat[inside, column]]
    need = weighted_need(proven.instance, proven.settings)
    lacks = float((np.maximum(0.0, 1.0 - mult) * need).sum())
    found = proven.bound + lacks
    least = float(mult.min(initial=1.0))
    if least > 0.0:
        found = min(found, max(0.0, proven.bound) / least)
    return found + OUTWARD * (abs(proven.bound) + lacks + 1.0)


def away_of(instance: Instance, pairs: Longs) -> Longs:
    """(n_staffing, n_slots) members away in a plan, given the rows of its pairs."""
    away = np.zeros(instance.staffing_capacity.shape, dtype=np.int64)
    person = instance.pair_person()[pairs]
    for i, s in zip(person.tolist(), instance.pair_session[pairs].tolist(), strict=True):
        slots = instance.slots_of(s)
        if slots.size:
            groups = instance.staffing_group[
                instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]
            ]
            away[np.ix_(groups, slots)] += 1
    return away


def seats_freed(instance: Instance, pairs: Longs, group: int, away: Longs) -> int:
    """At most so many seats fit beside the plan if one more of the group may be away at any time.

    Every such seat takes a half-day on which the group is at its limit, and only one more fits
    each: counted is the largest number of sessions whose longest runs of such half-days do not
    meet. Other rules may still forbid them.
    """
    full = away[group] >= instance.staffing_capacity[group]
    own = _pairs_of(instance, group)
    wished = np.unique(instance.pair_session[np.setdiff1d(own, pairs)])
    runs = [_longest_run(instance.slots_of(int(s)), full) for s in wished.tolist()]
    count, free_from = 0, -1
    for first, last in sorted((run for run in runs if run is not None), key=lambda run: run[1]):
        if first >= free_from:
            count, free_from = count + 1, last + 1
    return count


def _pairs_of(instance: Instance, group: int) -> Longs:
    """Rows of the pairs of a group's members, rising."""
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.staffing_ptr))
    members = owner[instance.staffing_group == group]
    ptr = instance.pair_ptr
    rows = [np.arange(ptr[i], ptr[i + 1], dtype=np.int64) for i in members.tolist()]
    return np.concatenate([np.zeros(0, np.int64), *rows])


def _longest_run(slots: Ints, full: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last of the longest row of consecutive half-days that are full; None without."""
    taken = slots[full[slots]] if slots.size else slots
    if not taken.size:
        return None
    cuts = np.flatnonzero(np.diff(taken) > 1) + 1
    best = max(np.split(taken, cuts), key=lambda run: run.size)
    return int(best[0]), int(best[-1])
