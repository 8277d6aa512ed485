"""How many held seats at least must fall, by counting what a single rule leaves room for.

The engine's bound weighs all rules together but is weak where a session's fixed cost holds its
seats; counting looks at one rule at a time and needs no prices. Both hold for every plan: the
larger one is what is proven.

    gone    held seats that are no longer possible at all
    money   of a line that is overdrawn: the seats that give back most, each with its part of the
            session's fixed cost, which only comes back whole
    seats   of a session that lost places
    counter of a staffing group and half-day with fewer who may be away
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Instance

Longs = NDArray[np.int64]


def fewest_released(instance: Instance) -> int:
    """No plan of the instance gives up fewer of the seats with `pair_keep` > 0."""
    pairs = np.flatnonzero(instance.pair_keep > 0)
    return max(
        _by_money(instance, pairs), _by_seats(instance, pairs), _by_staffing(instance, pairs)
    )


def _by_money(instance: Instance, pairs: Longs) -> int:
    """The most that any one line asks for."""
    session = instance.pair_session[pairs]
    heads = np.bincount(session, minlength=instance.n_sessions)
    most = 0
    for line, amount in enumerate(instance.line_amount.tolist()):
        own = np.where(instance.pair_line[pairs] == line, instance.pair_cost[pairs], 0)
        fixed = np.where(instance.session_fixed_line == line, instance.session_fixed_cost, 0)
        back = own + fixed[session] / np.maximum(1, heads[session])
        too_much = int(own.sum()) + int(fixed[heads > 0].sum()) - amount
        if too_much > 0:
            given = np.cumsum(np.sort(back)[::-1])
            most = max(most, int(np.searchsorted(given, too_much - 1e-3)) + 1)
    return min(most, pairs.size)


def _by_seats(instance: Instance, pairs: Longs) -> int:
    heads = np.bincount(instance.pair_session[pairs], minlength=instance.n_sessions)
    return int(np.maximum(0, heads - instance.session_max).sum())


def _by_staffing(instance: Instance, pairs: Longs) -> int:
    """The most that any one group and half-day asks for."""
    away: dict[tuple[int, int], int] = defaultdict(int)
    person = instance.pair_person()[pairs]
    for i, s in zip(person.tolist(), instance.pair_session[pairs].tolist(), strict=True):
        for group in _groups(instance, i):
            for slot in instance.slots_of(s).tolist():
                away[group, slot] += 1
    over = (n - int(instance.staffing_capacity[at]) for at, n in away.items())
    return max(0, max(over, default=0))


def _groups(instance: Instance, person: int) -> list[int]:
    low, high = instance.staffing_ptr[person], instance.staffing_ptr[person + 1]
    return [int(group) for group in instance.staffing_group[low:high]]
