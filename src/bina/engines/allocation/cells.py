"""Staffing groups beside sessions: who uses which counter, and how many it can spare.

A cell is a (staffing group, session) with a member of the group who may attend.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import Instance, Ints, Longs


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Concatenation of start .. start + length - 1."""
    total = int(lengths.sum())
    offset = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return np.asarray(offset + np.arange(total), dtype=np.int64)


def spans(first: NDArray[Any], last: NDArray[Any]) -> tuple[Longs, Longs]:
    """(number of the range, element) over all elements first..last - 1 of many ranges."""
    count = (last - first).astype(np.int64)
    return np.repeat(np.arange(count.size), count), ranges(first.astype(np.int64), count)


def offsets(lengths: NDArray[np.int64]) -> Longs:
    """Where each of so many elements begins, and the end, (n + 1,)."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def closed_cells(instance: Instance) -> NDArray[np.bool_]:
    """(staffing group, session): a half-day of the session allows nobody of the group away."""
    shut = (instance.staffing_capacity <= 0).astype(np.float32)
    taken = np.zeros((instance.n_sessions, max(1, instance.n_slots)), dtype=np.float32)
    owner = np.repeat(np.arange(instance.n_sessions), np.diff(instance.slot_ptr))
    taken[owner, instance.slot_index] = 1.0
    return np.asarray(shut @ taken[:, : instance.n_slots].T > 0.5)


def cells_of_pairs(
    instance: Instance, person: Ints, session: Ints
) -> tuple[Longs, Ints, Ints, Ints]:
    """For each pair the (staffing group, session) cells that it uses."""
    has_slots = np.diff(instance.slot_ptr)[session] > 0
    counts = np.where(has_slots, np.diff(instance.staffing_ptr)[person], 0)
    rows = ranges(instance.staffing_ptr[:-1][person], counts)
    owner = np.repeat(np.arange(session.size), counts)
    key = instance.staffing_group[rows].astype(np.int64) * instance.n_sessions + session[owner]
    cells, number = np.unique(key, return_inverse=True)
    group, s = np.divmod(cells, max(1, instance.n_sessions))
    return offsets(counts), number.astype(np.int32), group.astype(np.int32), s.astype(np.int32)


def spared(instance: Instance, group: Ints, session: Ints) -> Ints:
    """People of each cell's group who may be away in all half-days of its session."""
    first = instance.slot_ptr[:-1][session]
    lengths = np.diff(instance.slot_ptr)[session]
    if not lengths.size:
        return np.zeros(0, np.int32)
    slots = instance.slot_index[ranges(first, lengths)]
    room = instance.staffing_capacity[np.repeat(group, lengths), slots]
    return np.asarray(np.minimum.reduceat(room, offsets(lengths)[:-1]), dtype=np.int32)


def most_seats(instance: Instance, person: Ints, session: Ints) -> Ints:
    """(n_sessions,) seats of each session that the pairs (person, session) can fill at most.

    Nobody is counted beyond what the counters can spare: by people's first staffing groups, which
    are apart, or by their last ones.
    """
    n = instance.n_sessions
    able = np.bincount(session, minlength=n)
    most = np.minimum(instance.session_max.astype(np.int64), able)
    first, past = instance.staffing_ptr[:-1][person], instance.staffing_ptr[1:][person]
    counted = (past > first) & (np.diff(instance.slot_ptr)[session] > 0)
    for row in (first, past - 1):
        group = instance.staffing_group[row[counted]].astype(np.int64)
        cells, members = np.unique(group * n + session[counted], return_counts=True)
        g, s = np.divmod(cells, max(1, n))
        seats = np.bincount(s, np.minimum(members, spared(instance, g, s)), minlength=n)
        seats += able - np.bincount(session[counted], minlength=n)
        most = np.minimum(most, seats.astype(np.int64))
    return np.asarray(most, dtype=np.int32)
