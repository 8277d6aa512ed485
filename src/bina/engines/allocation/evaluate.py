"""What a plan is worth and which rules it breaks, from the instance alone (no kernels)."""

from dataclasses import dataclass

import numpy as np

from bina.engines.allocation.model import Floats, Instance, Ints, Longs, Plan, Settings
from bina.engines.allocation.prepare import fair_groups


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A broken rule: `kind` and the rows it is about, e.g. ("staffing", group, slot)."""

    kind: str
    where: tuple[int, ...]
    used: int
    limit: int


def levels_after(instance: Instance, person: int, sessions: list[int]) -> dict[int, float]:
    """Level per competency of the person's needs after the sessions, in order of ceiling."""
    effects: dict[int, list[tuple[float, float]]] = {}
    for s in sessions:
        k, units = int(instance.session_programme[s]), int(instance.session_units[s])
        for e in range(int(instance.effect_ptr[k]), int(instance.effect_ptr[k + 1])):
            lift = float(instance.effect_lift[e]) * units
            effects.setdefault(int(instance.effect_competency[e]), []).append(
                (float(instance.effect_ceiling[e]), lift)
            )
    levels = {}
    for r in range(int(instance.need_ptr[person]), int(instance.need_ptr[person + 1])):
        h = float(instance.need_held[r])
        for ceiling, lift in sorted(effects.get(int(instance.need_competency[r]), [])):
            h = max(h, min(h + lift, ceiling))
        levels[int(instance.need_competency[r])] = h
    return levels


def need_closure(
    settings: Settings, held: float, standard: float, weight: float, h: float
) -> float:
    """w phi(min(h, standard) - held) of one need."""
    gap = standard - held
    if gap <= 0:
        return 0.0
    x = min(h, standard) - held
    full = settings.full_share * gap
    return weight * (min(x, full) + settings.late_slope * max(0.0, x - full))


def person_closure(
    instance: Instance, settings: Settings, person: int, sessions: list[int]
) -> float:
    """v_i of a set of sessions."""
    levels = levels_after(instance, person, sessions)
    total = 0.0
    for r in range(int(instance.need_ptr[person]), int(instance.need_ptr[person + 1])):
        total += need_closure(
            settings,
            float(instance.need_held[r]),
            float(instance.need_standard[r]),
            float(instance.need_weight[r]),
            levels[int(instance.need_competency[r])],
        )
    return total


def closures(instance: Instance, settings: Settings, pairs: Longs) -> Floats:
    """v_i of every person, (n_people,)."""
    person = instance.pair_person()[pairs]
    out = np.zeros(instance.n_people)
    bounds = np.searchsorted(person, np.arange(instance.n_people + 1))
    for i in np.unique(person):
        sessions = instance.pair_session[pairs[bounds[i] : bounds[i + 1]]].tolist()
        out[i] = person_closure(instance, settings, int(i), sessions)
    return out


def missing_jp(instance: Instance, pairs: Longs) -> Ints:
    """short_i of every person in JP, (n_people,)."""
    jp = np.bincount(
        instance.pair_person()[pairs],
        instance.session_jp[instance.pair_session[pairs]],
        minlength=instance.n_people,
    ).astype(np.int64)
    short: Ints = np.maximum(0, instance.jp_needed - jp).astype(np.int32)
    return short


def changes_jp(instance: Instance, pairs: Longs) -> int:
    """JP that the seats given up and the seats new count for, by `pair_keep`."""
    keep = instance.pair_keep.astype(np.int64)
    return int(np.maximum(0, keep).sum() - keep[pairs].sum())


def evaluate(instance: Instance, settings: Settings, pairs: Longs) -> Plan:
    """The plan of these pairs (rising) with its figures."""
    rows = np.asarray(pairs, dtype=np.int64)
    values = closures(instance, settings, rows)
    flat, share = fair_groups(instance, settings)
    total = float(values.sum())
    by_group = np.zeros(share.size)
    for column in range(flat.shape[1]):
        inside = flat[:, column] >= 0
        np.add.at(by_group, flat[inside, column], values[inside])
    short = float(np.maximum(0.0, share * total - by_group).sum())
    return Plan(
        pairs=rows,
        missing_jp=int(missing_jp(instance, rows).sum()),
        changes_jp=changes_jp(instance, rows),
        closure=total,
        fairness_shortfall=short,
        value=total - settings.fair_penalty * short,
    )


def _shared_violations(instance: Instance, pairs: Longs) -> list[Violation]:
    """Seats, money, coaches, quotas, pins."""
    s = instance.pair_session[pairs]
    person = instance.pair_person()[pairs]
    seats = np.bincount(s, minlength=instance.n_sessions)
    found = [
        Violation(
            kind="seats_max",
            where=(int(x),),
            used=int(seats[x]),
            limit=int(instance.session_max[x]),
        )
        for x in np.flatnonzero(seats > instance.session_max)
    ]
    found += [
        Violation(
            kind="seats_min",
            where=(int(x),),
            used=int(seats[x]),
            limit=int(instance.session_min[x]),
        )
        for x in np.flatnonzero((seats > 0) & (seats < instance.session_min))
    ]
    money = np.zeros(instance.line_amount.size, dtype=np.int64)
    pays = instance.pair_line[pairs] >= 0
    np.add.at(money, instance.pair_line[pairs][pays], instance.pair_cost[pairs][pays])
    fixed = (seats > 0) & (instance.session_fixed_line >= 0)
    np.add.at(money, instance.session_fixed_line[fixed], instance.session_fixed_cost[fixed])
    found += [
        Violation(
            kind="money", where=(int(b),), used=int(money[b]), limit=int(instance.line_amount[b])
        )
        for b in np.flatnonzero(money > instance.line_amount)
    ]
    minutes = np.zeros(instance.pool_minutes.size, dtype=np.int64)
    coached = instance.session_pool[s] >= 0
    np.add.at(minutes, instance.session_pool[s[coached]], instance.session_pool_minutes[s[coached]])
    found += [
        Violation(
            kind="coach", where=(int(p),), used=int(minutes[p]), limit=int(instance.pool_minutes[p])
        )
        for p in np.flatnonzero(minutes > instance.pool_minutes)
    ]
    programme = instance.session_programme[s]
    for q in range(instance.quota_programme.size):
        members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
        n = int(((programme == instance.quota_programme[q]) & np.isin(person, members)).sum())
        if n < instance.quota_seats[q]:
            found.append(
                Violation(kind="quota", where=(q,), used=n, limit=int(instance.quota_seats[q]))
            )
    chosen = set(zip(person.tolist(), s.tolist(), strict=True))
    for row, pin in enumerate(
        zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True)
    ):
        if pin not in chosen:
            found.append(Violation(kind="pin", where=(row,), used=0, limit=1))
    return found


def person_rules(instance: Instance, i: int, sessions: list[int]) -> list[Violation]:
    """Own rules that a person's sessions break: programme twice, overlap, caps, order."""
    found = []
    programme = instance.session_programme
    jp = int(instance.session_jp[sessions].sum())
    if jp > instance.jp_cap[i]:
        found.append(Violation(kind="jp_cap", where=(i,), used=jp, limit=int(instance.jp_cap[i])))
    for f in range(instance.form_jp_cap.size):
        of_form = [s for s in sessions if instance.session_form[s] == f]
        jp = int(instance.session_jp[of_form].sum())
        if jp > instance.form_jp_cap[f]:
            limit = int(instance.form_jp_cap[f])
            found.append(Violation(kind="form_cap", where=(i, f), used=jp, limit=limit))
    for a, s in enumerate(sessions):
        for other in sessions[:a]:
            if programme[s] == programme[other]:
                found.append(Violation(kind="twice", where=(i, other, s), used=2, limit=1))
            if np.intersect1d(instance.slots_of(s), instance.slots_of(other)).size:
                found.append(Violation(kind="overlap", where=(i, other, s), used=2, limit=1))
    done = set(instance.done_programme[instance.done_ptr[i] : instance.done_ptr[i + 1]].tolist())
    for s in sessions:
        k = programme[s]
        start = instance.slots_of(s)[:1]
        for before in instance.prereq_programme[
            instance.prereq_ptr[k] : instance.prereq_ptr[k + 1]
        ]:
            earlier = [
                o
                for o in sessions
                if programme[o] == before
                and (not start.size or not (instance.slots_of(o) >= start[0]).any())
            ]
            if int(before) not in done and not earlier:
                found.append(
                    Violation(kind="prerequisite", where=(i, s, int(before)), used=0, limit=1)
                )
    return found


def violations(instance: Instance, pairs: Longs) -> list[Violation]:
    """Every hard rule that the plan breaks; empty for a feasible plan."""
    rows = np.asarray(pairs, dtype=np.int64)
    person, session = instance.pair_person()[rows], instance.pair_session[rows]
    found = _shared_violations(instance, rows)
    away = np.zeros(instance.staffing_capacity.shape, dtype=np.int64)
    for i, s in zip(person.tolist(), session.tolist(), strict=True):
        low, high = instance.staffing_ptr[i], instance.staffing_ptr[i + 1]
        away[np.ix_(instance.staffing_group[low:high], instance.slots_of(s))] += 1
    for g, t in zip(*np.nonzero(away > instance.staffing_capacity), strict=True):
        limit = int(instance.staffing_capacity[g, t])
        found.append(
            Violation(kind="staffing", where=(int(g), int(t)), used=int(away[g, t]), limit=limit)
        )
    for i in np.unique(person):
        found += person_rules(instance, int(i), session[person == i].tolist())
    return found
