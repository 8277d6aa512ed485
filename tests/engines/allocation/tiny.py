"""Tiny instances for tests: a builder from plain lists, and random ones from one integer."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bina.engines.allocation.model import UNLIMITED_SEATS, Instance


@dataclass
class Person:
    needs: list[tuple[int, float, float, float]] = field(default_factory=list)
    jp_needed: int = 0
    jp_cap: int = 60
    staffing: list[int] = field(default_factory=list)
    fair: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)


@dataclass
class Session:
    programme: int
    jp: int
    seats: tuple[int, int] = (0, UNLIMITED_SEATS)
    slots: list[int] = field(default_factory=list)
    fixed: tuple[int, int] = (0, -1)
    units: int = 1
    form: int = -1
    pool: int = -1
    minutes: int = 0


def ptr(lists: list[list[Any]]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum([len(x) for x in lists])]).astype(np.int64)


def flat(lists: list[list[Any]], kind: type = int) -> np.ndarray:
    return np.array([x for items in lists for x in items], dtype=kind)


def build(
    people: list[Person],
    programmes: list[tuple[list[tuple[int, float, float]], list[int]]],
    sessions: list[Session],
    pairs: list[tuple[int, int, int, int]],
    *,
    staffing: list[list[int]] | None = None,
    lines: list[int] | None = None,
    pools: list[int] | None = None,
    forms: list[int] | None = None,
    quotas: list[tuple[int, int, list[int]]] | None = None,
    pins: list[tuple[int, int]] | None = None,
    bans: list[tuple[int, int]] | None = None,
    n_slots: int = 8,
    keep: list[int] | None = None,
) -> Instance:
    """programmes: (effects (competency, lift, ceiling), prerequisites);
    pairs: (person, session, cost, line)."""
    needs = [p.needs for p in people]
    effects = [k[0] for k in programmes]
    quotas, pins, bans = quotas or [], pins or [], bans or []
    by_person = [sorted(x[1:] for x in pairs if x[0] == i) for i in range(len(people))]
    n_groupings = max((len(p.fair) for p in people), default=0)
    return Instance(
        jp_needed=[p.jp_needed for p in people],
        jp_cap=[p.jp_cap for p in people],
        staffing_ptr=ptr([p.staffing for p in people]),
        staffing_group=flat([sorted(p.staffing) for p in people]),
        fair_group=np.array(
            [p.fair + [-1] * (n_groupings - len(p.fair)) for p in people], dtype=int
        ).reshape(len(people), n_groupings),
        done_ptr=ptr([p.done for p in people]),
        done_programme=flat([p.done for p in people]),
        need_ptr=ptr(needs),
        need_competency=flat([[x[0] for x in n] for n in needs]),
        need_held=flat([[x[1] for x in n] for n in needs], float),
        need_standard=flat([[x[2] for x in n] for n in needs], float),
        need_weight=flat([[x[3] for x in n] for n in needs], float),
        effect_ptr=ptr(effects),
        effect_competency=flat([[x[0] for x in e] for e in effects]),
        effect_lift=flat([[x[1] for x in e] for e in effects], float),
        effect_ceiling=flat([[x[2] for x in e] for e in effects], float),
        prereq_ptr=ptr([k[1] for k in programmes]),
        prereq_programme=flat([k[1] for k in programmes]),
        session_programme=[s.programme for s in sessions],
        session_jp=[s.jp for s in sessions],
        session_units=[s.units for s in sessions],
        session_min=[s.seats[0] for s in sessions],
        session_max=[s.seats[1] for s in sessions],
        session_fixed_cost=[s.fixed[0] for s in sessions],
        session_fixed_line=[s.fixed[1] for s in sessions],
        session_form=[s.form for s in sessions],
        session_pool=[s.pool for s in sessions],
        session_pool_minutes=[s.minutes for s in sessions],
        slot_ptr=ptr([s.slots for s in sessions]),
        slot_index=flat([s.slots for s in sessions]),
        pair_ptr=ptr(by_person),
        pair_session=flat([[x[0] for x in p] for p in by_person]),
        pair_cost=flat([[x[1] for x in p] for p in by_person]),
        pair_line=flat([[x[2] for x in p] for p in by_person]),
        staffing_capacity=np.array(staffing or [], dtype=int).reshape(-1, n_slots),
        line_amount=np.array(lines or [], dtype=int),
        pool_minutes=np.array(pools or [], dtype=int),
        form_jp_cap=np.array(forms or [], dtype=int),
        quota_programme=np.array([q[0] for q in quotas], dtype=int),
        quota_seats=np.array([q[1] for q in quotas], dtype=int),
        quota_ptr=ptr([q[2] for q in quotas]),
        quota_person=flat([q[2] for q in quotas]),
        pinned_person=np.array([p[0] for p in pins], dtype=int),
        pinned_session=np.array([p[1] for p in pins], dtype=int),
        forbidden_person=np.array([b[0] for b in bans], dtype=int),
        forbidden_session=np.array([b[1] for b in bans], dtype=int),
        pair_keep=np.array(keep or [], dtype=int),
    )


def random_tiny(seed: int, *, pins: bool = True, held: bool = False) -> Instance:
    """Up to 3 people and 5 sessions with every kind of rule present by chance.

    `held`: some seats were held before, some new ones cost a change.
    """
    r = np.random.default_rng(seed)
    n, n_k = int(r.integers(1, 4)), int(r.integers(1, 5))
    n_c, n_g, n_slots = 3, int(r.integers(0, 3)), 6
    programmes = []
    for k in range(n_k):
        chosen = r.permutation(n_c)[: r.integers(1, 3)]
        effects = [
            (int(c), float(r.choice([0.5, 1.0, 1.5])), float(r.integers(1, 5))) for c in chosen
        ]
        before = [int(r.integers(0, k))] if k and r.random() < 0.3 else []
        programmes.append((effects, before))
    sessions = []
    for _ in range(int(r.integers(1, 6))):
        is_open = r.random() < 0.25
        low = 0 if is_open else int(r.integers(0, 3))
        start = int(r.integers(0, n_slots - 1))
        sessions.append(
            Session(
                programme=int(r.integers(0, n_k)),
                jp=int(r.choice([2, 4, 6])),
                seats=(
                    low,
                    UNLIMITED_SEATS if is_open else low + int(r.integers(0 + (low == 0), 3)),
                ),
                slots=[]
                if is_open
                else list(range(start, min(n_slots, start + int(r.integers(1, 4))))),
                fixed=(int(r.integers(0, 4)), 0) if r.random() < 0.5 else (0, -1),
                units=int(r.integers(1, 3)) if is_open else 1,
                form=0 if is_open and r.random() < 0.5 else -1,
                pool=0 if is_open and r.random() < 0.5 else -1,
                minutes=int(r.integers(1, 4)) if is_open else 0,
            )
        )
    people = []
    for _ in range(n):
        needs = []
        for c in range(n_c):
            if r.random() < 0.7:
                level = float(r.integers(0, 3))
                gap = float(r.choice([0.0, 0.5, 1.0, 2.0]))
                needs.append((c, level, level + gap, float(r.choice([0.5, 1.0, 2.0]))))
        people.append(
            Person(
                needs=needs,
                jp_needed=int(r.choice([0, 4, 8])),
                jp_cap=int(r.choice([6, 8, 20])),
                staffing=[g for g in range(n_g) if r.random() < 0.7],
                fair=[int(r.integers(-1, 2)), int(r.integers(0, 2))],
                done=[k for k in range(n_k) if r.random() < 0.2],
            )
        )
    pairs = [
        (i, s, int(r.integers(0, 4)), int(r.integers(0, 2)))
        for i in range(n)
        for s in range(len(sessions))
        if r.random() < 0.8
    ]
    quotas, pinned = [], []
    if r.random() < 0.2:
        quotas = [(int(r.integers(0, n_k)), 1, sorted(set(map(int, r.integers(0, n, 2)))))]
    if pairs and r.random() < 0.3:
        pinned = [pairs[int(r.integers(0, len(pairs)))][:2]]
    return build(
        people,
        programmes,
        sessions,
        pairs,
        staffing=[[int(r.choice([0, 1, 1, 2])) for _ in range(n_slots)] for _ in range(n_g)],
        lines=[int(r.integers(0, 12)), int(r.integers(0, 12))],
        pools=[int(r.integers(0, 8))],
        forms=[int(r.choice([2, 4, 8]))],
        quotas=quotas,
        pins=pinned if pins else [],
        n_slots=n_slots,
        keep=r.choice([-2, 0, 0, 3, 20], len(pairs)).tolist() if held else None,
    )
