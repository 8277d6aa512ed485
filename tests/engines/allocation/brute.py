"""Every plan of a tiny instance, judged by rules written a second time and slowly."""

import itertools
import math

from bina.engines.allocation.model import Instance, Settings


def person_bundles(ins: Instance, i: int) -> list[tuple[int, ...]]:
    """All sets of pairs of person i that keep the person's own rules."""
    rows = range(int(ins.pair_ptr[i]), int(ins.pair_ptr[i + 1]))
    done = set(ins.done_programme[ins.done_ptr[i] : ins.done_ptr[i + 1]].tolist())
    good = []
    for size in range(len(rows) + 1):
        for bundle in itertools.combinations(rows, size):
            sessions = [int(ins.pair_session[p]) for p in bundle]
            programmes = [int(ins.session_programme[s]) for s in sessions]
            if len(set(programmes)) < len(programmes):
                continue
            if sum(int(ins.session_jp[s]) for s in sessions) > ins.jp_cap[i]:
                continue
            slots = [t for s in sessions for t in ins.slots_of(s).tolist()]
            if len(set(slots)) < len(slots):
                continue
            form_jp: dict[int, int] = {}
            for s in sessions:
                form_jp[int(ins.session_form[s])] = form_jp.get(int(ins.session_form[s]), 0) + int(
                    ins.session_jp[s]
                )
            if any(f >= 0 and jp > ins.form_jp_cap[f] for f, jp in form_jp.items()):
                continue
            if all(_ready(ins, s, sessions, done) for s in sessions):
                good.append(bundle)
    return good


def _ready(ins: Instance, s: int, sessions: list[int], done: set[int]) -> bool:
    k = int(ins.session_programme[s])
    for before in ins.prereq_programme[ins.prereq_ptr[k] : ins.prereq_ptr[k + 1]].tolist():
        if before in done:
            continue
        mine = ins.slots_of(s).tolist()
        if not any(
            int(ins.session_programme[o]) == before
            and (not mine or max(ins.slots_of(o).tolist(), default=-1) < mine[0])
            for o in sessions
        ):
            return False
    return True


def closure(ins: Instance, settings: Settings, i: int, bundle: tuple[int, ...]) -> float:
    total = 0.0
    for r in range(int(ins.need_ptr[i]), int(ins.need_ptr[i + 1])):
        effects = []
        for p in bundle:
            s = int(ins.pair_session[p])
            k = int(ins.session_programme[s])
            for e in range(int(ins.effect_ptr[k]), int(ins.effect_ptr[k + 1])):
                if ins.effect_competency[e] == ins.need_competency[r]:
                    lift = ins.effect_lift[e] * ins.session_units[s]
                    effects.append((float(ins.effect_ceiling[e]), float(lift)))
        held, standard = float(ins.need_held[r]), float(ins.need_standard[r])
        level = held
        for ceiling, lift in sorted(effects):
            level = max(level, min(level + lift, ceiling))
        gap = standard - held
        if gap <= 0:
            continue
        risen = min(level, standard) - held
        edge = settings.full_share * gap
        phi = risen if risen <= edge else edge + settings.late_slope * (risen - edge)
        total += float(ins.need_weight[r]) * phi
    return total


def feasible(ins: Instance, rows: list[int]) -> bool:
    person = ins.pair_person()
    seats = [0] * ins.n_sessions
    money = [0] * ins.line_amount.size
    minutes = [0] * ins.pool_minutes.size
    away: dict[tuple[int, int], int] = {}
    for p in rows:
        i, s = int(person[p]), int(ins.pair_session[p])
        seats[s] += 1
        if ins.pair_cost[p]:
            money[int(ins.pair_line[p])] += int(ins.pair_cost[p])
        if ins.session_pool[s] >= 0:
            minutes[int(ins.session_pool[s])] += int(ins.session_pool_minutes[s])
        for g in ins.staffing_group[ins.staffing_ptr[i] : ins.staffing_ptr[i + 1]].tolist():
            for t in ins.slots_of(s).tolist():
                away[g, t] = away.get((g, t), 0) + 1
    for s, n in enumerate(seats):
        if n and not ins.session_min[s] <= n <= ins.session_max[s]:
            return False
        if n and ins.session_fixed_cost[s]:
            money[int(ins.session_fixed_line[s])] += int(ins.session_fixed_cost[s])
    if any(m > b for m, b in zip(money, ins.line_amount.tolist(), strict=True)):
        return False
    if any(m > b for m, b in zip(minutes, ins.pool_minutes.tolist(), strict=True)):
        return False
    if any(n > ins.staffing_capacity[key] for key, n in away.items()):
        return False
    chosen = {(int(person[p]), int(ins.pair_session[p])) for p in rows}
    pins = zip(ins.pinned_person.tolist(), ins.pinned_session.tolist(), strict=True)
    if any(pin not in chosen for pin in pins):
        return False
    for q in range(ins.quota_programme.size):
        members = set(ins.quota_person[ins.quota_ptr[q] : ins.quota_ptr[q + 1]].tolist())
        k = ins.quota_programme[q]
        if sum(i in members and ins.session_programme[s] == k for i, s in chosen) < int(
            ins.quota_seats[q]
        ):
            return False
    return True


def value(ins: Instance, settings: Settings, closures: list[float]) -> float:
    """V - M sum u."""
    need = []
    for i in range(ins.n_people):
        total = 0.0
        for r in range(int(ins.need_ptr[i]), int(ins.need_ptr[i + 1])):
            gap = max(0.0, float(ins.need_standard[r] - ins.need_held[r]))
            edge = settings.full_share * gap
            total += float(ins.need_weight[r]) * (edge + settings.late_slope * (gap - edge))
        need.append(total)
    v, n = sum(closures), sum(need)
    short = 0.0
    for column in range(ins.fair_group.shape[1]):
        for g in set(ins.fair_group[:, column].tolist()) - {-1}:
            inside = [i for i in range(ins.n_people) if ins.fair_group[i, column] == g]
            if n > 0:
                floor = settings.fair_share * sum(need[i] for i in inside) / n * v
                short += max(0.0, floor - sum(closures[i] for i in inside))
    return v - settings.fair_penalty * short


def all_plans(ins: Instance, settings: Settings) -> list[tuple[int, float, list[int]]]:
    """(missing JP, value, rows) of every feasible plan; changed seats count as missing JP."""
    bundles = [
        [
            (
                b,
                closure(ins, settings, i, b),
                sum(int(ins.session_jp[ins.pair_session[p]]) for p in b),
            )
            for b in person_bundles(ins, i)
        ]
        for i in range(ins.n_people)
    ]
    plans = []
    for combination in itertools.product(*bundles):
        rows = [p for b, _, _ in combination for p in b]
        if feasible(ins, rows):
            missing = sum(
                max(0, int(ins.jp_needed[i]) - jp) for i, (_, _, jp) in enumerate(combination)
            )
            for p, keep in enumerate(ins.pair_keep.tolist()):
                missing += max(0, keep) - (keep if p in rows else 0)
            plans.append((missing, value(ins, settings, [c for _, c, _ in combination]), rows))
    return plans


def best_value(plans: list[tuple[int, float, list[int]]], missing_jp: int) -> float:
    """Largest value with at most `missing_jp` hours missing."""
    return max((v for m, v, _ in plans if m <= missing_jp), default=-math.inf)
