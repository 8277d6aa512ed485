"""Turns an instance into the columns that the kernels read: `Problem`.

Pairs that can be in no feasible plan are dropped (hours above a cap, a closed counter, money above
the line, a prerequisite that cannot be met, a clash with the person's own pin); this also tightens
the bounds. The rest is ordered by person, programme, session; `p_row` leads back to the instance.
Levels are kept as rises above the held level, needs without a gap are left out.
"""

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.cells import (
    cells_of_pairs,
    closed_cells,
    most_seats,
    offsets,
    ranges,
    spared,
)
from bina.engines.allocation.classes import gains_alone, hour_steps, make_classes
from bina.engines.allocation.model import Bytes, Floats, Instance, Ints, Longs, Settings
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.subsets import list_sets
from bina.engines.allocation.tables import (
    CELL,
    CLASS,
    ENTRY,
    GROUP,
    NEED,
    PAIR,
    PERSON,
    RISE,
    SESSION,
    SET,
    table,
)


def _clashes(instance: Instance) -> Bytes:
    """1 where two sessions share a half-day."""
    taken = np.zeros((instance.n_sessions, max(1, instance.n_slots)), dtype=np.float32)
    owner = np.repeat(np.arange(instance.n_sessions), np.diff(instance.slot_ptr))
    taken[owner, instance.slot_index] = 1.0
    return np.ascontiguousarray((taken @ taken.T > 0.5).astype(np.uint8))


def _possible(instance: Instance, person: Ints, clash: Bytes) -> NDArray[np.bool_]:
    """Pairs that can be in a feasible plan, prerequisites aside."""
    s = instance.pair_session
    jp = instance.session_jp[s]
    keep = jp <= instance.jp_cap[person]
    form = instance.session_form[s]
    has_form = form >= 0
    keep[has_form] &= jp[has_form] <= instance.form_jp_cap[form[has_form]]
    pool = instance.session_pool[s]
    has_pool = pool >= 0
    keep[has_pool] &= (
        instance.session_pool_minutes[s[has_pool]] <= instance.pool_minutes[pool[has_pool]]
    )
    line = instance.pair_line
    pays = line >= 0
    keep[pays] &= instance.pair_cost[pays] <= instance.line_amount[line[pays]]
    fixed = instance.session_fixed_line[s]
    pays = fixed >= 0
    keep[pays] &= instance.session_fixed_cost[s[pays]] <= instance.line_amount[fixed[pays]]
    counts = np.diff(instance.staffing_ptr)[person]
    rows = ranges(instance.staffing_ptr[:-1][person], counts)
    owner = np.repeat(np.arange(s.size), counts)
    shut = closed_cells(instance)[instance.staffing_group[rows], s[owner]]
    keep[owner[shut]] = False
    keep &= _can_be_held(instance, person, keep)[s]
    return _without_pin_rivals(instance, keep, clash)


def _can_be_held(instance: Instance, person: Ints, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Sessions whose minimum the kept pairs can reach, and those with a pinned person."""
    most = most_seats(instance, person[keep], instance.pair_session[keep])
    able = most >= instance.session_min
    able[instance.pinned_session] = True
    return np.asarray(able)


def _without_pin_rivals(
    instance: Instance, keep: NDArray[np.bool_], clash: Bytes
) -> NDArray[np.bool_]:
    """Drop what clashes with the person's own pins or repeats their programme."""
    programme = instance.session_programme
    for i, s in zip(instance.pinned_person, instance.pinned_session, strict=True):
        low, high = instance.pair_ptr[i], instance.pair_ptr[i + 1]
        other = instance.pair_session[low:high]
        rival = (clash[s, other] > 0) | (programme[other] == programme[s])
        keep[low:high] &= ~(rival & (other != s))
    return keep


def _prerequisites(
    instance: Instance, entry_person: Ints, entry_programme: Ints
) -> tuple[NDArray[np.bool_], Longs, Longs]:
    """Entries that stay, and the links (entry, entry that must come first) among all entries."""
    n_k = max(1, instance.n_programmes)
    key = entry_person.astype(np.int64) * n_k + entry_programme
    done_person = np.repeat(np.arange(instance.n_people), np.diff(instance.done_ptr))
    done = np.sort(done_person.astype(np.int64) * n_k + instance.done_programme)
    counts = np.diff(instance.prereq_ptr)[entry_programme]
    rows = ranges(instance.prereq_ptr[:-1][entry_programme], counts)
    owner = np.repeat(np.arange(key.size), counts)
    wanted = entry_person[owner].astype(np.int64) * n_k + instance.prereq_programme[rows]
    at = np.searchsorted(done, wanted)
    met = np.zeros(wanted.size, dtype=np.bool_)
    inside = at < done.size
    met[inside] = done[at[inside]] == wanted[inside]
    owner, wanted = owner[~met], wanted[~met]
    at = np.minimum(np.searchsorted(key, wanted), max(0, key.size - 1))
    present = key[at] == wanted if key.size else np.zeros(0, dtype=np.bool_)
    stays = np.ones(key.size, dtype=np.bool_)
    stays[owner[~present]] = False
    owner, first = owner[present], at[present]
    while True:
        lost = owner[~stays[first] & stays[owner]]
        if not lost.size:
            break
        stays[lost] = False
    linked = stays[owner]
    return stays, owner[linked].astype(np.int64), first[linked].astype(np.int64)


def _entries(person: Ints, programme: Ints) -> tuple[Longs, Ints, Ints]:
    """First pair, person and programme of each run of pairs with equal (person, programme)."""
    if not person.size:
        return np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)
    new = np.flatnonzero((np.diff(person) != 0) | (np.diff(programme) != 0)) + 1
    first = np.concatenate([[0], new]).astype(np.int64)
    return np.append(first, person.size).astype(np.int64), person[first], programme[first]


def _rises(
    instance: Instance, entry_person: Ints, entry_programme: Ints
) -> tuple[Longs, Ints, Floats, Floats, Longs, Longs]:
    """Effects of each entry on the person's needs with a gap; and those needs."""
    gap = instance.need_standard - instance.need_held
    real = np.flatnonzero((gap > 0) & (instance.need_weight > 0))
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.need_ptr))[real]
    need_ptr = offsets(np.bincount(owner, minlength=instance.n_people))
    tops = [instance.need_competency.max(initial=-1), instance.effect_competency.max(initial=-1)]
    n_c = int(max(tops)) + 1
    key = owner.astype(np.int64) * n_c + instance.need_competency[real]
    order = np.argsort(key)
    counts = np.diff(instance.effect_ptr)[entry_programme]
    rows = ranges(instance.effect_ptr[:-1][entry_programme], counts)
    entry = np.repeat(np.arange(entry_person.size), counts)
    wanted = entry_person[entry].astype(np.int64) * n_c + instance.effect_competency[rows]
    sorted_key = key[order]
    at = np.searchsorted(sorted_key, wanted)
    hit = np.zeros(wanted.size, dtype=np.bool_)
    inside = at < key.size
    hit[inside] = sorted_key[at[inside]] == wanted[inside]
    entry, rows = entry[hit], rows[hit]
    need = order[at[hit]]
    ceiling = instance.effect_ceiling[rows] - instance.need_held[real[need]]
    lift = instance.effect_lift[rows]
    useful = (ceiling > 0) & (lift > 0)
    entry, need, lift, ceiling = entry[useful], need[useful], lift[useful], ceiling[useful]
    ptr = offsets(np.bincount(entry, minlength=entry_person.size))
    local = need - need_ptr[entry_person[entry]]
    return ptr, local.astype(np.int32), lift, ceiling, need_ptr, real.astype(np.int64)


def weighted_need(instance: Instance, settings: Settings) -> Floats:
    """Closure of each person if every gap were closed, (n_people,)."""
    gap = np.maximum(0.0, instance.need_standard - instance.need_held)
    full = settings.full_share * gap
    value = instance.need_weight * (full + settings.late_slope * (gap - full))
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.need_ptr))
    return np.bincount(owner, value, minlength=instance.n_people).astype(np.float64)


def fair_groups(instance: Instance, settings: Settings) -> tuple[Ints, Floats]:
    """Group numbers over all groupings (n_people, n_groupings), and fair_share N_G / N per group.

    A city without any weighted need has no floor: the shares are 0.
    """
    flat = instance.fair_group.copy()
    offset = 0
    for column in range(flat.shape[1]):
        size = int(flat[:, column].max(initial=-1)) + 1
        flat[:, column][flat[:, column] >= 0] += offset
        offset += size
    need = weighted_need(instance, settings)
    share = np.zeros(offset)
    for column in range(flat.shape[1]):
        inside = flat[:, column] >= 0
        np.add.at(share, flat[inside, column], need[inside])
    total = float(need.sum())
    return flat, (settings.fair_share * share / total if total > 0 else share * 0.0)


def _pair_quotas(instance: Instance, person: Ints, programme: Ints) -> tuple[Longs, Ints]:
    """For each pair the quotas whose count it raises."""
    rows, quotas = [], []
    for q in range(instance.quota_programme.size):
        members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
        hit = np.flatnonzero((programme == instance.quota_programme[q]) & np.isin(person, members))
        rows.append(hit)
        quotas.append(np.full(hit.size, q))
    if not rows:
        return np.zeros(person.size + 1, np.int64), np.zeros(0, np.int32)
    row, quota = np.concatenate(rows), np.concatenate(quotas)
    order = np.argsort(row, kind="stable")
    ptr = offsets(np.bincount(row, minlength=person.size))
    return ptr, quota[order].astype(np.int32)


def _pinned(instance: Instance, person: Ints, session: Ints) -> tuple[Bytes, Bytes]:
    """Which pairs are pinned, and which sessions are therefore held."""
    pins = instance.pinned_person.astype(np.int64) * instance.n_sessions + instance.pinned_session
    pair = np.isin(person.astype(np.int64) * instance.n_sessions + session, pins)
    must = np.zeros(instance.n_sessions, dtype=np.uint8)
    must[instance.pinned_session] = 1
    return pair.astype(np.uint8), must


def prepare(instance: Instance, settings: Settings) -> Problem:
    """Columns for the kernels; see the module's head."""
    clash = _clashes(instance)
    person = instance.pair_person()
    programme = instance.session_programme[instance.pair_session]
    keep = np.flatnonzero(_possible(instance, person, clash))
    order = keep[np.lexsort((instance.pair_session[keep], programme[keep], person[keep]))]
    e_pair, e_person, e_programme = _entries(person[order], programme[order])
    stays, _, _ = _prerequisites(instance, e_person, e_programme)
    order = order[np.repeat(stays, np.diff(e_pair))]
    person, programme = person[order], programme[order]
    session = instance.pair_session[order]
    e_pair, e_person, e_programme = _entries(person, programme)
    _, later, first = _prerequisites(instance, e_person, e_programme)
    entry_ptr = offsets(np.bincount(e_person, minlength=instance.n_people))
    by_entry = np.argsort(later, kind="stable")
    rises = _rises(instance, e_person, e_programme)
    need_ptr, real = rises[4], rises[5]
    gap = (instance.need_standard - instance.need_held)[real]
    cells = cells_of_pairs(instance, person, session)
    quotas = _pair_quotas(instance, person, programme)
    pinned, must = _pinned(instance, person, session)
    fair, fair_need = fair_groups(instance, settings)
    pair_ptr = offsets(np.bincount(person, minlength=instance.n_people))
    class_ptr, c_jp, c_units, p_class, e_form, item = make_classes(
        instance, session, e_pair, e_person, entry_ptr
    )
    steps = hour_steps(instance, session, pair_ptr)
    full, weight = settings.full_share * gap, instance.need_weight[real]
    c_gain = gains_alone(
        class_ptr, c_units, rises[:4], (gap, full, weight), need_ptr[e_person], settings.late_slope
    )
    before_ptr = offsets(np.bincount(later, minlength=e_person.size))
    before = (first - entry_ptr[e_person[later]])[by_entry].astype(np.int32)
    groups, g_need, g_set, set_gain, set_size, set_class, home, fills, bonus = list_sets(
        entry_ptr, need_ptr, class_ptr, c_units, c_jp, e_form, *rises[:4], before_ptr, before,
        gap, full, weight, settings.late_slope, instance.jp_cap,
    )  # fmt: skip
    ends = np.where(np.diff(instance.slot_ptr) > 0, instance.slot_ptr[1:] - 1, -1)
    starts = np.where(ends >= 0, instance.slot_ptr[:-1], -1)
    slots = np.append(instance.slot_index, -1).astype(np.int32)
    n, n_p, n_s = instance.n_people, session.size, instance.n_sessions
    most = most_seats(instance, person, session)
    return Problem(
        n_people=n,
        n_sessions=n_s,
        person=table(
            PERSON, n + 1, pair=pair_ptr, entry=entry_ptr, need=need_ptr, group=groups,
            jp_needed=instance.jp_needed, jp_cap=instance.jp_cap, jp_step=steps,
        ),
        pair=table(
            PAIR, n_p + 1, session=session, cost=instance.pair_cost[order],
            line=instance.pair_line[order], pinned=pinned, cls=p_class, cell=cells[0],
            quota=quotas[0], keep=instance.pair_keep[order],
        ),
        p_row=order.astype(np.int64),
        cell=cells[1],
        cells=table(
            CELL, cells[2].size, group=cells[2], session=cells[3],
            spare=spared(instance, cells[2], cells[3]),
        ),
        pq_quota=quotas[1],
        entry=table(
            ENTRY, e_person.size + 1, pair=e_pair, cls=class_ptr, rise=rises[0], before=before_ptr,
            form=e_form, home=home, fills=fills,
        ),
        item=item,
        cls=table(
            CLASS, c_jp.size, gain=c_gain, bonus=bonus, jp=c_jp, units=c_units,
            entry=np.repeat(np.arange(e_person.size), np.diff(class_ptr)),
            step=c_jp // np.repeat(steps, np.diff(class_ptr[entry_ptr])),
        ),
        group=table(GROUP, g_set.size, sets=g_set, need=g_need),
        sets=table(SET, set_gain.size, gain=set_gain, size=set_size),
        set_class=set_class,
        rise=table(RISE, rises[1].size, need=rises[1], lift=rises[2], ceiling=rises[3]),
        before_entry=before,
        need=table(NEED, gap.size, gap=gap, full=full, weight=weight),
        session=table(
            SESSION, n_s + 1, jp=instance.session_jp, units=instance.session_units,
            least=instance.session_min, most=most, fixed=instance.session_fixed_cost,
            line=instance.session_fixed_line, form=instance.session_form,
            pool=instance.session_pool, minutes=instance.session_pool_minutes, must=must,
            slot=instance.slot_ptr, first=slots[starts], last=slots[ends],
        ),
        slot=instance.slot_index.copy(),
        clash=clash,
        staffing=instance.staffing_capacity.copy(),
        line=instance.line_amount.copy(),
        pool=instance.pool_minutes.copy(),
        form_cap=instance.form_jp_cap.copy(),
        quota=instance.quota_seats.copy(),
        fair=fair,
        fair_need=fair_need,
        fair_penalty=settings.fair_penalty,
        late_slope=settings.late_slope,
        owed=int(instance.jp_needed.sum() + np.maximum(0, instance.pair_keep).sum()),
        n_pins=len(
            set(zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True))
        ),
        max_entries=int(np.diff(entry_ptr).max(initial=0)),
        max_classes=int(np.diff(class_ptr[entry_ptr]).max(initial=0)),
        max_states=int(instance.jp_cap.max(initial=0)) + 1,
        max_sets=int(np.diff(g_set[groups]).max(initial=0)),
        max_groups=int(np.diff(groups).max(initial=0)),
        max_pairs=int(np.diff(pair_ptr).max(initial=0)),
        max_needs=int(np.diff(need_ptr).max(initial=0)),
    )  # fmt: skip
