"""Classes of a person's pairs: sessions of one programme with the same hours and units.

Within a class only price and half-days differ, so a bundle search chooses classes first and the
cheapest session of each. Also the order in which a person's entries go through the knapsack (open
forms with a common cap side by side) and the person's step of hours.
"""

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Floats, Instance, Ints, Longs


def _ptr(lengths: NDArray[np.int64]) -> Longs:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def make_classes(
    instance: Instance,
    session: Ints,
    entry_pair: Longs,
    entry_person: Ints,
    entry_ptr: Longs,
) -> tuple[Longs, Ints, Ints, Ints, Ints, Ints]:
    """(ptr, jp, units, of_pair, entry_form, item) from the ordered pairs."""
    n_entries = entry_person.size
    entry = np.repeat(np.arange(n_entries), np.diff(entry_pair))
    jp = instance.session_jp[session].astype(np.int64)
    units = instance.session_units[session].astype(np.int64)
    wide, deep = int(jp.max(initial=0)) + 1, int(units.max(initial=0)) + 1
    key = (entry * deep + units) * wide + jp
    found, of_pair = np.unique(key, return_inverse=True)
    owner, rest = np.divmod(found, deep * wide)
    ptr = _ptr(np.bincount(owner, minlength=n_entries))
    form = instance.session_form[session]
    first = form[entry_pair[:-1]] if session.size else np.zeros(0, np.int32)
    mixed = np.bincount(entry, form != first[entry], minlength=n_entries) > 0
    entry_form = np.where(mixed, -1, first).astype(np.int32)
    order = np.lexsort((np.arange(n_entries), entry_form, entry_person))
    item = order - entry_ptr[entry_person[order]] if n_entries else order
    return (
        ptr,
        (rest % wide).astype(np.int32),
        (rest // wide).astype(np.int32),
        of_pair.astype(np.int32),
        entry_form,
        item.astype(np.int32),
    )


def gains_alone(
    class_ptr: Longs,
    units: Ints,
    rises: tuple[Longs, Ints, Floats, Floats],
    needs: tuple[Floats, Floats, Floats],
    first_need: Longs,
    late_slope: float,
) -> Floats:
    """Closure that each class brings to the empty bundle, (n_classes,).

    `rises` are (ptr, need, lift, ceiling) per entry, `needs` (gap, full, weight), `first_need` the
    row of the person's first need per entry.
    """
    ptr, need, lift, ceiling = rises
    gap, full, weight = needs
    counts = np.diff(ptr)
    entry = np.repeat(np.arange(counts.size), np.diff(class_ptr))
    per_class = counts[entry]
    cls = np.repeat(np.arange(units.size), per_class)
    starts = ptr[:-1][entry]
    before = _ptr(per_class)[:-1]
    row = np.repeat(starts - before, per_class) + np.arange(cls.size)
    n = need[row] + first_need[entry[cls]]
    x = np.minimum(np.minimum(lift[row] * units[cls], ceiling[row]), gap[n])
    worth = weight[n] * np.where(x <= full[n], x, full[n] + late_slope * (x - full[n]))
    return np.bincount(cls, worth, minlength=units.size).astype(np.float64)


def hour_steps(instance: Instance, session: Ints, pair_ptr: Longs) -> Ints:
    """Greatest common divisor of each person's hours: sessions and hours still owed; >= 1."""
    jp = instance.session_jp[session].astype(np.int64)
    step = instance.jp_needed.astype(np.int64).copy()
    filled = np.flatnonzero(np.diff(pair_ptr) > 0)
    if filled.size:
        step[filled] = np.gcd(step[filled], np.gcd.reduceat(jp, pair_ptr[filled]))
    return np.maximum(1, step).astype(np.int32)
