"""Levels, closure and fairness as linear rows; part of `compact`.

Levels. `h <- max(h, min(h + lift, L))` by rising ceiling. Programmes whose ceiling is at most the
level held never raise it and are left out. Then every ceiling is above the level held and not below
the ceilings before it, so h never exceeds the next one, the max is idle, and
h_k = min(h_{k-1} + lifts taken, L_k): two linear rows, `rise_k <= rise_{k-1} + sum lift x` and a
bound. Nothing beyond the standard counts, so L_k is min(L_k, standard); programmes with one L_k
share a level, a level that its lifts cannot reach is merged into the next, and a lift is at most
L_k - held.

What `exact` adds. These rows leave the gain room to be smaller than it is. A solver would use that
only where more closure for one person costs more in fairness than it brings (a multiplier below 0,
docs/engine.md). Without `exact` the program is therefore a relaxation: its bound holds for every
plan, its plans are plans, and their values are what `evaluate` says. With `exact` one whole column
a level and a need (full_r_k, past_r) forces each gain up to its value. Where
fair_penalty x sum of the groups' shares <= 1 both are the same.
"""

from dataclasses import dataclass

import numpy as np

from bench.allocation.mip import INF, joined
from bench.allocation.rows import spread
from bina.engines.allocation.model import Instance
from bina.engines.allocation.prepare import fair_groups

TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Levels:
    """Levels of needs, rising per need; `entry_*` are the lifts, one per pair that serves a need.

    need, cap (level gained at most), most (sum of the lifts that may be taken) per level; `last`
    marks the highest level of its need.
    """

    need: np.ndarray
    cap: np.ndarray
    most: np.ndarray
    last: np.ndarray
    entry_level: np.ndarray
    entry_pair: np.ndarray
    entry_lift: np.ndarray


def make_levels(ins: Instance, person: np.ndarray, usable: np.ndarray) -> Levels:
    """What may raise which need, in order of ceiling; see the head of the module."""
    owner = np.repeat(np.arange(ins.n_people), np.diff(ins.need_ptr))
    order = np.lexsort((ins.need_competency, owner))
    width = int(max(ins.need_competency.max(initial=0), ins.effect_competency.max(initial=0))) + 1
    need_key = owner[order] * width + ins.need_competency[order]
    programme = ins.session_programme[ins.pair_session]
    pair, effect = spread(ins.effect_ptr, programme)
    key = person[pair].astype(np.int64) * width + ins.effect_competency[effect]
    at = np.minimum(np.searchsorted(need_key, key), max(0, need_key.size - 1))
    hit = need_key[at] == key if need_key.size else np.zeros(key.size, bool)
    pair, effect, need = pair[hit], effect[hit], order[at[hit]] if need_key.size else at[hit]
    held, standard = ins.need_held[need], ins.need_standard[need]
    cap = np.minimum(ins.effect_ceiling[effect], standard) - held
    lift = ins.effect_lift[effect] * ins.session_units[ins.pair_session[pair]]
    good = (cap > 0) & (lift > 0) & (ins.need_weight[need] > 0) & usable[pair]
    pair, need, cap, lift = pair[good], need[good], cap[good], np.minimum(lift, cap)[good]
    order = np.lexsort((pair, cap, need))
    pair, need, cap, lift = pair[order], need[order], cap[order], lift[order]
    new = np.ones(pair.size, bool)
    new[1:] = (np.diff(need) != 0) | (np.diff(cap) != 0)
    level = np.cumsum(new) - 1
    return _merged(need[new], cap[new], level, pair, lift, programme[pair])


def _merged(need, cap, level, pair, lift, programme) -> Levels:
    """Levels whose lifts cannot reach the cap go into the next of the need."""
    best: dict[tuple[int, int], float] = {}
    for where in zip(level.tolist(), programme.tolist(), lift.tolist(), strict=True):
        best[where[:2]] = max(best.get(where[:2], 0.0), where[2])
    most = np.zeros(need.size)
    for (at, _), value in best.items():
        most[at] += value
    last = np.ones(need.size, bool)
    last[:-1] = np.diff(need) != 0
    total = np.cumsum(most)
    before = np.concatenate([[0.0], total])[:-1]
    begins = np.concatenate([[True], last[:-1]])[: need.size]
    base = before[begins][np.cumsum(begins) - 1] if need.size else before
    kept = np.flatnonzero(last | (total - base > cap + TINY))
    into = np.searchsorted(kept, np.arange(need.size))
    return Levels(
        need=need[kept],
        cap=cap[kept],
        most=np.bincount(into, most, minlength=kept.size),
        last=last[kept],
        entry_level=into[level],
        entry_pair=pair,
        entry_lift=lift,
    )


def level_rows(built, ins: Instance, settings, lv: Levels, x, *, exact: bool):
    """rise_k <= rise_{k-1} + sum lift x; near + far in place of the last rise."""
    n, n_needs = lv.need.size, ins.need_held.size
    rise, inner = np.full(n, -1), np.flatnonzero(~lv.last)
    names = [f"rise_{lv.need[j]}_{j}" for j in inner]
    rise[inner] = built.columns(names, 0.0, lv.cap[inner], whole=False)
    ends = np.flatnonzero(lv.last)
    needs, top = lv.need[ends], lv.cap[ends]
    edge = settings.full_share * (ins.need_standard[needs] - ins.need_held[needs])
    near, far = np.full(n_needs, -1), np.full(n_needs, -1)
    reach = np.minimum(edge, top)
    some = reach > 0
    names = [f"near_{r}" for r in needs[some]]
    near[needs[some]] = built.columns(names, 0.0, reach[some], whole=False)
    rest = np.maximum(0.0, top - edge)
    more = rest > TINY
    names = [f"far_{r}" for r in needs[more]]
    far[needs[more]] = built.columns(names, 0.0, rest[more], whole=False)
    gains = []
    for columns in (near, far):
        own = np.flatnonzero(lv.last)[columns[needs] >= 0]
        gains.append((own, columns[lv.need[own]], 1.0))
    gains.append((inner, rise[inner], 1.0))
    after = np.flatnonzero(np.concatenate([[False], ~lv.last[:-1]])[:n])
    lifts = [
        (after, rise[after - 1], -1.0),
        (lv.entry_level, x[lv.entry_pair], -lv.entry_lift),
    ]
    names = [f"level_{lv.need[j]}_{j}" for j in range(n)]
    built.rows(names, -INF, 0.0, *gains, *lifts)
    full, past = np.full(n, -1), np.full(n_needs, -1)
    if exact:
        full = _full_rows(built, lv, gains, lifts)
        both = (near[needs] >= 0) & (far[needs] >= 0) & (settings.late_slope < 1.0)
        past = _past_rows(built, needs[both], edge[both], rest[both], near, far, past)
    return rise, near, far, full, past


def _full_rows(built, lv: Levels, gains, lifts) -> np.ndarray:
    """gain >= rise_{k-1} + sum lift x where the level is not full, gain >= cap where it is."""
    n = lv.need.size
    before = np.zeros(n)
    after = np.flatnonzero(np.concatenate([[False], ~lv.last[:-1]])[:n])
    before[after] = lv.cap[after - 1]
    excess = before + lv.most - lv.cap
    able = np.flatnonzero(excess > TINY)
    full = np.full(n, -1)
    full[able] = built.columns([f"full_{lv.need[j]}_{j}" for j in able], 0.0, 1.0, whole=True)
    names = [f"reach_{lv.need[j]}_{j}" for j in range(n)]
    built.rows(names, 0.0, INF, *gains, *lifts, (able, full[able], excess[able]))
    names = [f"filled_{lv.need[j]}_{j}" for j in range(n)]
    built.rows(names, 0.0, INF, *gains, (able, full[able], -lv.cap[able]))
    return full


def _past_rows(built, needs, edge, rest, near, far, past) -> np.ndarray:
    """What counts at the late slope comes after what counts fully."""
    own = np.arange(needs.size)
    past[needs] = built.columns([f"past_{r}" for r in needs], 0.0, 1.0, whole=True)
    built.rows(
        [f"before_{r}" for r in needs], 0.0, INF,
        (own, near[needs], 1.0), (own, past[needs], -edge),
    )  # fmt: skip
    built.rows(
        [f"beyond_{r}" for r in needs], -INF, 0.0,
        (own, far[needs], 1.0), (own, past[needs], -rest),
    )  # fmt: skip
    return past


def gain_rows(built, ins: Instance, settings, near, far, *, exact: bool) -> np.ndarray:
    """closure_i <= (exact: =) sum w (near + late slope far)."""
    owner = np.repeat(np.arange(ins.n_people), np.diff(ins.need_ptr))
    some = (near >= 0) | (far >= 0)
    people = np.unique(owner[some])
    gain, number = np.full(ins.n_people, -1), np.full(ins.n_people, -1)
    number[people] = np.arange(people.size)
    entries, top = [], np.zeros(people.size)
    highest = joined(built.high, float)
    for columns, slope in ((near, 1.0), (far, settings.late_slope)):
        own = np.flatnonzero(columns >= 0)
        worth = slope * ins.need_weight[own]
        entries.append((number[owner[own]], columns[own], -worth))
        np.add.at(top, number[owner[own]], worth * highest[columns[own]])
    gain[people] = built.columns([f"closure_{i}" for i in people], 0.0, top, whole=False)
    entries.append((np.arange(people.size), gain[people], 1.0))
    low = 0.0 if exact else -INF
    built.rows([f"gain_{i}" for i in people], low, 0.0, *entries)
    return gain


def fair_rows(built, ins: Instance, settings, gain: np.ndarray) -> tuple[np.ndarray, int]:
    """V_G + below_G >= share_G V; the columns below_G and V."""
    flat, share = fair_groups(ins, settings)
    groups = np.flatnonzero(share > 0)
    below, number = np.full(share.size, -1), np.full(share.size, -1)
    people = np.flatnonzero(gain >= 0)
    if not groups.size or not people.size or settings.fair_penalty == 0:
        return below, -1
    most = float(joined(built.high, float)[gain[people]].sum())
    floors = share[groups] * most
    below[groups] = built.columns([f"below_{g}" for g in groups], 0.0, floors, whole=False)
    number[groups] = np.arange(groups.size)
    total = int(built.columns(["closure"], 0.0, most, whole=False)[0])
    built.rows(
        ["total"], 0.0, 0.0,
        (np.zeros(people.size), gain[people], 1.0), ([0], [total], [-1.0]),
    )  # fmt: skip
    entries = [
        (np.arange(groups.size), below[groups], 1.0),
        (np.arange(groups.size), np.full(groups.size, total), -share[groups]),
    ]
    for column in range(flat.shape[1]):
        own = people[flat[people, column] >= 0]
        own = own[number[flat[own, column]] >= 0]
        entries.append((number[flat[own, column]], gain[own], 1.0))
    built.rows([f"fair_{g}" for g in groups], 0.0, INF, *entries)
    return below, total
