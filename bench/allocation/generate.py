"""Seeded instances shaped like a city's year: people in small units, tight money, half-days.

    instance = public(6000, seed=1)     # 600, 6000 or 60000: the instances of the benchmark
    instance = city(8000, seed=1)       # any other size; no quotas, no pins

All figures are invented. Same size and seed -> same instance; `hashes.json` has the public ones.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bina.engines.allocation.model import UNLIMITED_SEATS, Instance

N_COMPETENCIES = 26  # 9 managerial and socio-cultural, 5 qualities of service, 12 technical
FIRST_TECHNICAL = 14
N_SECTORS = 12
N_SLOTS = 732
OPEN_STEPS = (1, 2, 4, 6)
TIERS = 4
HASHES = Path(__file__).parent / "hashes.json"


class Size(NamedTuple):
    """What a public instance has: about 50 to 60 pairs a person, as in the demonstration city."""

    programmes: int
    sessions: int  # with dates
    wanted: float  # share of the programmes that suit a person which the person's head would grant
    regions: int  # sessions with dates are open to the people of one region


SIZES = {
    600: Size(50, 150, 0.6, 1),
    6_000: Size(120, 420, 0.28, 1),
    60_000: Size(400, 2_400, 0.3, 7),
}


def _ptr(lengths):
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _units(r, n):
    n_units = max(4, n // 19)
    share = r.lognormal(0, 0.6, n_units)
    unit = np.sort(r.choice(n_units, n, p=share / share.sum()))
    return (
        unit,
        r.integers(0, N_SECTORS, n_units),
        r.choice(5, n_units, p=[0.4, 0.25, 0.15, 0.12, 0.08]),
    )


def _needs(r, n, sector, tier):
    profile = np.round(r.uniform(1.0, 4.4, (N_SECTORS, TIERS, N_COMPETENCIES)))
    standard = profile[sector, tier]
    technical = np.arange(N_COMPETENCIES) >= FIRST_TECHNICAL
    own = (np.arange(N_COMPETENCIES)[None] - FIRST_TECHNICAL) == sector[:, None]
    measured = (r.random((n, N_COMPETENCIES)) < 0.55) & (~technical[None] | own)
    measured &= (r.random(n) < 0.85)[:, None]
    skill = r.normal(-0.55, 0.5, n)[:, None]
    held = np.clip(np.round((standard + skill + r.normal(0, 0.8, standard.shape)) * 4) / 4, 0, 5)
    weight = np.round(r.choice([1.0, 1.15, 1.3, 1.6], standard.shape, p=[0.5, 0.25, 0.15, 0.1]), 3)
    rows, columns = np.nonzero(measured)
    return (
        _ptr(measured.sum(1)),
        columns,
        held[rows, columns],
        standard[rows, columns],
        weight[rows, columns],
    )


def _programmes(r, n_k):
    n_open = max(2, n_k // 12)
    is_open = np.arange(n_k) >= n_k - n_open
    sector = np.where(r.random(n_k) < 0.45, r.integers(0, N_SECTORS, n_k), -1)
    effects, prereq = [], []
    first_of: dict[int, int] = {}
    for k in range(n_k):
        soft = list(r.permutation(FIRST_TECHNICAL)[: 1 if is_open[k] else r.integers(1, 4)])
        if sector[k] >= 0:
            soft = [FIRST_TECHNICAL + sector[k], *soft[:1]]
        lift = 0.25 if is_open[k] else float(r.choice([0.5, 0.75, 1.0, 1.5]))
        effects.append(sorted((int(c), lift, float(r.integers(2, 6))) for c in soft))
        main = effects[-1][0][0]
        prereq.append(
            [first_of[main]] if main in first_of and not is_open[k] and r.random() < 0.1 else []
        )
        first_of.setdefault(main, k)
    tier_low = np.where(r.random(n_k) < 0.2, r.integers(1, TIERS, n_k), 0)
    return is_open, sector, effects, prereq, tier_low


def _sessions(r, is_open, n_sessions, n, *, cost_by_seats):
    k_class = np.flatnonzero(~is_open)
    programme = np.concatenate([k_class, r.choice(k_class, max(0, n_sessions - k_class.size))])
    online = r.random(is_open.size) < 0.35
    days = r.choice([1, 2, 3, 5], is_open.size, p=[0.2, 0.35, 0.3, 0.15])
    jp = days * np.where(online, 5, 8)
    rows = []
    scale = n / 8000 * 400 / n_sessions
    cost_scale = min(1.0, max(scale, 0.25)) if cost_by_seats else 1.0
    for k in programme:
        start = int(r.choice([*range(20, 55), *range(60, 110), *range(150, 230), *range(260, 340)]))
        half = [0] if online[k] else [0, 1]
        slots = [2 * (start + d) + h for d in range(days[k]) for h in half]
        top = int(
            max(8, (r.integers(60, 160) if online[k] else r.integers(20, 41)) * max(scale, 0.25))
        )
        low = max(3, top // 3)
        fixed = int(r.integers(4, 12) * days[k]) * (500_000 if online[k] else 1_500_000)
        fixed = int(fixed * cost_scale / 50_000) * 50_000
        rows.append((k, jp[k], 1, low, top, fixed, -1, -1, 0, slots))
    for number, k in enumerate(np.flatnonzero(is_open)):
        pool = number % 3 - 1
        for step in OPEN_STEPS:
            minutes = 60 * step if pool >= 0 else 0
            rows.append((k, 2 * step, step, 0, UNLIMITED_SEATS, 0, number % 2, pool, minutes, []))
    return rows, online


def city(
    n: int,
    seed: int = 1,
    *,
    n_programmes: int | None = None,
    n_sessions: int | None = None,
    money_per_person: int = 900_000,
    wanted: float = 0.6,
    regions: int = 1,
    cost_by_seats: bool = False,
) -> Instance:
    """A city of n people; 8,000 people have 150 programmes and 400 sessions with dates.

    `cost_by_seats`: small sessions cost less to hold, as far as a quarter of what large ones cost.
    """
    r = np.random.default_rng([seed, n])
    n_programmes = n_programmes or int(np.clip(n // 53, 24, 600))
    n_sessions = n_sessions or int(np.clip(n // 20, 40, 1600))
    unit, unit_sector, unit_district = _units(r, n)
    sector, district = unit_sector[unit], unit_district[unit]
    tier = r.choice(TIERS, n, p=[0.55, 0.3, 0.11, 0.04])
    needs = _needs(r, n, sector, tier)
    is_open, k_sector, effects, prereq, tier_low = _programmes(r, n_programmes)
    rows, online = _sessions(r, is_open, n_sessions, n, cost_by_seats=cost_by_seats)
    s_programme = np.array([x[0] for x in rows])
    slots = [x[9] for x in rows]
    fits = (k_sector[None] < 0) | (k_sector[None] == sector[:, None])
    fits &= tier[:, None] >= tier_low[None]
    wants = fits & (r.random((n, n_programmes)) < wanted)
    eligible = wants[:, s_programme]
    away = r.integers(0, 366, n)
    first_day = np.array([x[0] // 2 if x else -1 for x in slots])
    eligible &= ~((first_day[None] >= 0) & (np.abs(first_day[None] - away[:, None]) < 12))
    elsewhere = (first_day >= 0)[None] & (
        np.arange(first_day.size)[None] % regions != (unit * regions // unit_sector.size)[:, None]
    )
    eligible &= ~elsewhere
    person, session = np.nonzero(eligible)
    is_class = np.array([len(x) > 0 for x in slots]) & ~online[s_programme]
    jp = np.array([x[1] for x in rows])
    far = np.array([0, 50_000, 90_000, 600_000, 1_500_000])[district]
    head = np.where(is_class, 60_000 * jp, 8_000 * jp)
    head[first_day < 0] = 0
    cost = head[session] + np.where(is_class[session], far[person], 0)
    own_line = np.array([0, 1, 2])[np.minimum(2, unit_sector[unit] // 4)]
    line = np.where(cost > 0, own_line[person], -1)
    fixed = np.array([x[5] for x in rows])
    roles = r.integers(0, 3, n)
    counter = roles == 0
    role_group = np.where(counter, unit, -1)
    groups = [
        [u] + ([len(unit_sector) + g] if g >= 0 else [])
        for u, g in zip(unit, role_group, strict=True)
    ]
    size = np.bincount(unit, minlength=unit_sector.size)
    role_size = np.bincount(unit[counter], minlength=unit_sector.size)
    minimum = np.ceil(role_size * 0.7).astype(int)
    capacity = np.concatenate([np.maximum(1, size * 8 // 100), np.maximum(0, role_size - minimum)])
    capacity = np.repeat(capacity[:, None], N_SLOTS, 1) - (
        r.random((capacity.size, N_SLOTS)) < 0.02
    )
    done_jp = r.choice([0, 0, 0, 4, 8, 12], n)
    budget = int(n * money_per_person)
    return Instance(
        jp_needed=np.maximum(0, 20 - done_jp),
        jp_cap=np.full(n, 60),
        staffing_ptr=_ptr([len(g) for g in groups]),
        staffing_group=np.array([g for x in groups for g in x]),
        fair_group=np.stack([district, tier, r.integers(0, 2, n), r.integers(0, 2, n)], 1),
        done_ptr=np.zeros(n + 1, np.int64),
        done_programme=np.zeros(0, np.int32),
        need_ptr=needs[0],
        need_competency=needs[1],
        need_held=needs[2],
        need_standard=needs[3],
        need_weight=needs[4],
        effect_ptr=_ptr([len(e) for e in effects]),
        effect_competency=np.array([x[0] for e in effects for x in e]),
        effect_lift=np.array([x[1] for e in effects for x in e]),
        effect_ceiling=np.array([x[2] for e in effects for x in e]),
        prereq_ptr=_ptr([len(p) for p in prereq]),
        prereq_programme=np.array([k for p in prereq for k in p], dtype=np.int32),
        session_programme=s_programme,
        session_jp=jp,
        session_units=np.array([x[2] for x in rows]),
        session_min=np.array([x[3] for x in rows]),
        session_max=np.array([x[4] for x in rows]),
        session_fixed_cost=fixed,
        session_fixed_line=np.where(fixed > 0, 3, -1),
        session_form=np.array([x[6] for x in rows]),
        session_pool=np.array([x[7] for x in rows]),
        session_pool_minutes=np.array([x[8] for x in rows]),
        slot_ptr=_ptr([len(x) for x in slots]),
        slot_index=np.array([t for x in slots for t in x]),
        pair_ptr=_ptr(eligible.sum(1)),
        pair_session=session,
        pair_cost=cost,
        pair_line=line,
        staffing_capacity=np.maximum(0, capacity).astype(np.int64),
        line_amount=np.array(
            [budget * 5 // 24, budget * 5 // 24, budget * 5 // 24, budget * 9 // 24]
        ),
        pool_minutes=np.array([60 * n // 4, 60 * n // 4]),
        form_jp_cap=np.array([12, 12]),
        quota_programme=np.zeros(0, np.int32),
        quota_seats=np.zeros(0, np.int32),
        quota_ptr=np.zeros(1, np.int64),
        quota_person=np.zeros(0, np.int32),
        pinned_person=np.zeros(0, np.int32),
        pinned_session=np.zeros(0, np.int32),
        forbidden_person=np.zeros(0, np.int32),
        forbidden_session=np.zeros(0, np.int32),
    )


def public(size: int, seed: int) -> Instance:
    """An instance of the benchmark: a city with quotas and pinned seats."""
    shape = SIZES[size]
    instance = city(
        size, seed, n_programmes=shape.programmes, n_sessions=shape.sessions, wanted=shape.wanted,
        regions=shape.regions, cost_by_seats=True,
    )  # fmt: skip
    r = np.random.default_rng([seed, size, 2])
    return _with_pins(r, _with_quotas(r, instance))


def known_hash(size: int, seed: int) -> str | None:
    """The recorded hash of a public instance."""
    found: str | None = json.loads(HASHES.read_text())[str(size)].get(str(seed))
    return found


def _with_quotas(r: np.random.Generator, instance: Instance) -> Instance:
    """Every eighth programme with dates keeps a third of one session's seats for a group.

    The groups are the far districts and the two sexes, in turn. A session must have three times the
    units that its minimum needs, and the group three times the units that its seats need.
    """
    dated = np.diff(instance.slot_ptr) > 0
    free = np.diff(instance.prereq_ptr) == 0
    far, sex = instance.fair_group[:, 0] >= 3, instance.fair_group[:, 2]
    groups = [far, sex == 0, sex == 1]
    chosen = r.permutation(np.unique(instance.session_programme[dated]))
    wanted = max(3, chosen.size // 8)
    quotas: list[tuple[int, int, list[int]]] = []
    for k in chosen[free[chosen]].tolist():
        if len(quotas) == wanted:
            break
        inside = groups[len(quotas) % 3]
        seats = 0
        for s in np.flatnonzero(dated & (instance.session_programme == k)).tolist():
            people, unit = _able(instance, s)
            if np.unique(unit).size >= 3 * int(instance.session_min[s]):
                units = np.unique(unit[inside[people]]).size
                seats = max(seats, min(int(instance.session_max[s]) // 3, units // 3))
        if seats:
            quotas.append((k, seats, np.flatnonzero(inside).tolist()))
    return replace(
        instance,
        quota_programme=np.array([q[0] for q in quotas], dtype=np.int32),
        quota_seats=np.array([q[1] for q in quotas], dtype=np.int32),
        quota_ptr=_ptr([len(q[2]) for q in quotas]),
        quota_person=np.array([i for q in quotas for i in q[2]], dtype=np.int32),
    )


def _able(instance: Instance, s: int) -> tuple[np.ndarray, np.ndarray]:
    """People who may attend the session and could be spared, and their units."""
    room = instance.staffing_capacity[:, instance.slots_of(s)].min(axis=1) > 0
    people = instance.pair_person()[instance.pair_session == s]
    unit = instance.staffing_group[instance.staffing_ptr[people]]
    counter = instance.staffing_group[instance.staffing_ptr[people + 1] - 1]
    spared = room[unit] & room[counter]
    return people[spared], unit[spared]


def _with_pins(r: np.random.Generator, instance: Instance) -> Instance:
    """One person in 300, each of another unit, has a seat that is agreed already."""
    dated = np.diff(instance.slot_ptr) > 0
    free = np.diff(instance.prereq_ptr)[instance.session_programme] == 0
    pins: list[tuple[int, int]] = []
    units: set[int] = set()
    for i in r.permutation(instance.n_people).tolist():
        if len(pins) == instance.n_people // 300:
            break
        groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
        own = instance.pair_session[instance.pair_ptr[i] : instance.pair_ptr[i + 1]]
        able = [
            s for s in own[dated[own] & free[own]].tolist()
            if instance.staffing_capacity[np.ix_(groups, instance.slots_of(s))].min() > 0
        ]  # fmt: skip
        if able and int(groups[0]) not in units:
            units.add(int(groups[0]))
            pins.append((i, int(r.choice(able))))
    return replace(
        instance,
        pinned_person=np.array([p[0] for p in pins], dtype=np.int32),
        pinned_session=np.array([p[1] for p in pins], dtype=np.int32),
    )
