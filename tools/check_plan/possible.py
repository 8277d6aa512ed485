"""Pairs that are in no plan at all, so that they need not be priced: they break a hard rule alone.

Leaving such a pair out is right for any reason given here, and makes the bound tighter.
"""

import numpy as np

from tools.check_plan.instance import Array, Instance
from tools.check_plan.prices import sum_over_groups


def possible(instance: Instance) -> Array:
    """1 per pair that may be in some plan."""
    s = instance["pair_session"]
    jp = instance["session_jp"][s]
    keep = jp <= instance["jp_cap"][instance.pair_person]
    keep &= jp <= _limit(instance["form_jp_cap"], instance["session_form"][s])
    minutes = instance["session_pool_minutes"][s]
    keep &= minutes <= _limit(instance["pool_minutes"], instance["session_pool"][s])
    keep &= instance["pair_cost"] <= _limit(instance["line_amount"], instance["pair_line"])
    fixed = instance["session_fixed_cost"][s]
    keep &= fixed <= _limit(instance["line_amount"], instance["session_fixed_line"][s])
    keep &= sum_over_groups(instance, _shut(instance)) == 0
    short = most_seats(instance, keep) < instance["session_min"]
    short[instance["pinned_session"]] = False
    keep &= ~short[s]
    _drop_rivals_of_pins(instance, keep)
    _drop_without_prerequisite(instance, keep)
    return np.asarray(keep)


def most_seats(instance: Instance, keep: Array) -> Array:
    """Seats of each session that its pairs can fill beside the minimum staff of the counters.

    A counter is asked once for each of its people: for everybody the first of the own groups,
    and, by another count, the last one. The smaller count holds.
    """
    most = []
    for which in (0, -1):
        members: dict[tuple[int, int], int] = {}
        free = np.zeros(instance.n_sessions, dtype=np.int64)
        for p in np.flatnonzero(keep).tolist():
            s, i = int(instance["pair_session"][p]), int(instance.pair_person[p])
            groups = instance.part("staffing_group", "staffing_ptr", i)
            if groups.size and instance.part("slot_index", "slot_ptr", s).size:
                cell = (int(groups[which]), s)
                members[cell] = members.get(cell, 0) + 1
            else:
                free[s] += 1
        for (group, s), count in members.items():
            slots = instance.part("slot_index", "slot_ptr", s)
            free[s] += min(count, int(instance["staffing_capacity"][group, slots].min()))
        most.append(free)
    return np.minimum(np.minimum(*most), instance["session_max"])


def _limit(limits: Array, rows: Array) -> Array:
    """The limit of each row; -1 has none."""
    return np.append(limits.astype(np.float64), np.inf)[rows]


def _shut(instance: Instance) -> Array:
    """(group, session): in some half-day of the session nobody of the group may be away."""
    nobody = instance["staffing_capacity"] <= 0
    found = np.zeros((nobody.shape[0], instance.n_sessions))
    for s in range(instance.n_sessions):
        found[:, s] = nobody[:, instance.part("slot_index", "slot_ptr", s)].any(1)
    return found


def _drop_rivals_of_pins(instance: Instance, keep: Array) -> None:
    """What shares a half-day or the programme with a seat that the person must take."""
    for i, s in zip(instance["pinned_person"], instance["pinned_session"], strict=True):
        own = set(instance.part("slot_index", "slot_ptr", s).tolist())
        for p in range(instance["pair_ptr"][i], instance["pair_ptr"][i + 1]):
            other = instance["pair_session"][p]
            same = instance.pair_programme[p] == instance["session_programme"][s]
            if other != s and (
                same or own & set(instance.part("slot_index", "slot_ptr", other).tolist())
            ):
                keep[p] = False


def _drop_without_prerequisite(instance: Instance, keep: Array) -> None:
    """Programmes before which another must come that the person neither did nor may take."""
    done = instance["done_programme"]
    ready = set(zip(np.repeat(
        np.arange(instance.n_people), np.diff(instance["done_ptr"])
    ).tolist(), done.tolist(), strict=True))  # fmt: skip
    before = [instance.part("prereq_programme", "prereq_ptr", k).tolist()
              for k in range(instance["prereq_ptr"].size - 1)]  # fmt: skip
    bound = np.array([bool(ks) for ks in before], dtype=bool)
    waiting = np.flatnonzero(bound[instance.pair_programme])
    while True:
        kept = np.flatnonzero(keep)
        people, programmes = instance.pair_person[kept], instance.pair_programme[kept]
        there = ready | set(zip(people.tolist(), programmes.tolist(), strict=True))
        lost = [
            p for p in waiting[keep[waiting]].tolist()
            if any((int(instance.pair_person[p]), k) not in there
                   for k in before[instance.pair_programme[p]])
        ]  # fmt: skip
        if not lost:
            return
        keep[lost] = False
