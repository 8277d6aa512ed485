"""Rows of sessions, of people and of the rules that all share; part of `compact`."""

import numpy as np

from bench.allocation.mip import INF, Gathering
from bina.engines.allocation.model import Instance


def spread(ptr: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each member of `of` the rows of its list: (position in `of`, row)."""
    lengths = np.diff(ptr)[of]
    owner = np.repeat(np.arange(of.size), lengths)
    first = np.cumsum(lengths) - lengths
    return owner, np.arange(owner.size) - first[owner] + ptr[:-1][of][owner]


def cells(instance: Instance, person: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(pair, group x n_slots + half-day) for every staffing rule that a pair counts in."""
    pair, row = spread(instance.staffing_ptr, person)
    group = instance.staffing_group[row].astype(np.int64)
    owner, slot = spread(instance.slot_ptr, instance.pair_session[pair])
    return pair[owner], group[owner] * instance.n_slots + instance.slot_index[slot]


def usable_pairs(instance: Instance, person: np.ndarray) -> np.ndarray:
    """Pairs that are in no staffing rule without room."""
    pair, cell = cells(instance, person)
    closed = instance.staffing_capacity.ravel()[cell] == 0
    usable = np.ones(instance.n_pairs, bool)
    usable[pair[closed]] = False
    return usable


def session_rows(built: Gathering, ins: Instance, x: np.ndarray) -> np.ndarray:
    """m_s y_s <= seats <= M_s y_s; without y where a session has no minimum and no fixed cost."""
    many = np.bincount(ins.pair_session, minlength=ins.n_sessions)
    top = np.minimum(many, ins.session_max)
    decides = (many > 0) & ((ins.session_min > 1) | (ins.session_fixed_cost > 0))
    sessions = np.flatnonzero(decides)
    y = np.full(ins.n_sessions, -1)
    y[sessions] = built.columns([f"y_{s}" for s in sessions], 0.0, 1.0, whole=True)
    number = np.full(ins.n_sessions, -1)
    number[sessions] = np.arange(sessions.size)
    inside = np.flatnonzero(decides[ins.pair_session])
    seats = (number[ins.pair_session[inside]], x[inside], 1.0)
    own = (np.arange(sessions.size), y[sessions])
    names = [f"most_{s}" for s in sessions]
    built.rows(names, -INF, 0.0, seats, (*own, -top[sessions].astype(float)))
    names = [f"least_{s}" for s in sessions]
    built.rows(names, 0.0, INF, seats, (*own, -ins.session_min[sessions].astype(float)))
    plain = np.flatnonzero(~decides & (many > ins.session_max))
    number[:] = -1
    number[plain] = np.arange(plain.size)
    inside = np.flatnonzero(number[ins.pair_session] >= 0)
    seats = (number[ins.pair_session[inside]], x[inside], 1.0)
    built.rows([f"most_{s}" for s in plain], -INF, ins.session_max[plain].astype(float), seats)
    return y


def hours_rows(built: Gathering, ins: Instance, person: np.ndarray, x: np.ndarray) -> np.ndarray:
    """short_i >= jp_needed_i - sum of JP."""
    owing = np.flatnonzero(ins.jp_needed > 0)
    short = np.full(ins.n_people, -1)
    needed = ins.jp_needed[owing].astype(float)
    short[owing] = built.columns([f"short_{i}" for i in owing], 0.0, needed, whole=False)
    number = np.full(ins.n_people, -1)
    number[owing] = np.arange(owing.size)
    inside = np.flatnonzero(number[person] >= 0)
    jp = ins.session_jp[ins.pair_session].astype(float)
    built.rows(
        [f"hours_{i}" for i in owing], needed, INF,
        (number[person[inside]], x[inside], jp[inside]),
        (np.arange(owing.size), short[owing], 1.0),
    )  # fmt: skip
    return short


def _at_most(built: Gathering, kind: str, key, x, value, *, limit, skip) -> None:
    """One row per distinct key: sum value x <= limit(keys), but those that `skip` marks.

    `skip(keys, row)` marks rows that always hold or are there already; `row` (entries,) says which.
    """
    keys, row = np.unique(key, return_inverse=True)
    wanted = ~skip(keys, row)
    number = np.cumsum(wanted) - 1
    inside = wanted[row]
    value = np.broadcast_to(np.asarray(value, float), key.size)
    names = [f"{kind}_{k}" for k in keys[wanted].tolist()]
    entries = (number[row[inside]], x[inside], value[inside])
    built.rows(names, -INF, limit(keys)[wanted], entries)


def _fits(value, limit):
    """A `skip`: everything together stays within the limit."""
    return lambda keys, row: np.bincount(row, value, minlength=keys.size) <= limit(keys)


def _one(keys) -> np.ndarray:
    return np.ones(keys.size)


def person_rows(built: Gathering, ins: Instance, person: np.ndarray, x: np.ndarray) -> None:
    """Caps of hours, of forms, one session a programme, no shared half-day."""
    s = ins.pair_session
    person = person.astype(np.int64)
    jp, programme = ins.session_jp[s].astype(float), ins.session_programme[s].astype(np.int64)

    def cap(keys):
        return ins.jp_cap[keys].astype(float)

    _at_most(built, "cap", person, x, jp, limit=cap, skip=_fits(jp, cap))
    formed = np.flatnonzero(ins.session_form[s] >= 0)
    n_forms = max(1, ins.form_jp_cap.size)

    def form_cap(keys):
        return ins.form_jp_cap[keys % n_forms].astype(float)

    key = person[formed] * n_forms + ins.session_form[s[formed]]
    always = _fits(jp[formed], form_cap)
    _at_most(built, "form", key, x[formed], jp[formed], limit=form_cap, skip=always)
    key = person * ins.n_programmes + programme
    always = _fits(np.ones(key.size), _one)
    _at_most(built, "once", key, x, 1.0, limit=_one, skip=always)
    _overlap_rows(built, ins, person, x, programme)


def _overlap_rows(built, ins: Instance, person, x, programme) -> None:
    """Of all sessions on one half-day a person takes one; equal rows once.

    Half-days whose sessions all meet on another half-day, too, say nothing new.
    """
    pair, slot = spread(ins.slot_ptr, ins.pair_session)
    telling = np.isin(ins.slot_index[slot], fullest_slots(ins))
    pair, slot = pair[telling], slot[telling]
    key = person[pair] * max(1, ins.n_slots) + ins.slot_index[slot]
    mark = np.random.default_rng(0).integers(1, 2**62, ins.n_pairs, dtype=np.int64)

    def skip(keys, row):
        least, most = np.full(keys.size, 2**40), np.full(keys.size, -1)
        np.minimum.at(least, row, programme[pair])
        np.maximum.at(most, row, programme[pair])
        total = np.zeros(keys.size, np.int64)
        np.add.at(total, row, mark[pair])  # wraps around; equal sets have equal totals
        again = np.ones(keys.size, bool)
        again[np.unique(total, return_index=True)[1]] = False
        return (least >= most) | again

    _at_most(built, "slot", key, x[pair], 1.0, limit=_one, skip=skip)


def fullest_slots(ins: Instance) -> np.ndarray:
    """Half-days whose sessions are not a part of another one's; one of equals."""
    sets: dict[int, set[int]] = {}
    for s in range(ins.n_sessions):
        for t in ins.slots_of(s).tolist():
            sets.setdefault(t, set()).add(s)
    distinct = {frozenset(found): t for t, found in sets.items()}
    kept = [t for found, t in distinct.items() if not any(found < other for other in distinct)]
    return np.array(sorted(kept), dtype=np.int64)


def prerequisite_rows(built: Gathering, ins: Instance, person: np.ndarray, x: np.ndarray) -> None:
    """x_is <= sum of the earlier sessions of what its programme needs first."""
    programme = ins.session_programme[ins.pair_session]
    tied = np.flatnonzero(np.diff(ins.prereq_ptr)[programme] > 0)
    first = [int(ins.slots_of(s)[0]) if ins.slots_of(s).size else -1 for s in range(ins.n_sessions)]
    last = [int(ins.slots_of(s)[-1]) if ins.slots_of(s).size else -1 for s in range(ins.n_sessions)]
    names, rows, columns, values = [], [], [], []
    for p in tied.tolist():
        i, k, start = int(person[p]), int(programme[p]), first[int(ins.pair_session[p])]
        done = set(ins.done_programme[ins.done_ptr[i] : ins.done_ptr[i + 1]].tolist())
        own = range(int(ins.pair_ptr[i]), int(ins.pair_ptr[i + 1]))
        for before in ins.prereq_programme[ins.prereq_ptr[k] : ins.prereq_ptr[k + 1]].tolist():
            if before in done:
                continue
            earlier = [
                o for o in own
                if programme[o] == before and (start < 0 or last[int(ins.pair_session[o])] < start)
            ]  # fmt: skip
            rows += [len(names)] * (1 + len(earlier))
            columns += [x[p], *x[earlier].tolist()]
            values += [1.0] + [-1.0] * len(earlier)
            names.append(f"after_{p}_{before}")
    built.rows(names, -INF, 0.0, (rows, columns, values))


def _units(amounts: list[int], limit: int) -> tuple[int, int]:
    """(greatest common divisor of the amounts, the limit in it): the same rule in small numbers."""
    unit = int(np.gcd.reduce(np.array([0, *amounts], np.int64))) or 1
    return unit, limit // unit


def shared_rows(built, ins: Instance, person, x, y) -> None:
    """Money, coaches, staffing, quotas."""
    s = ins.pair_session
    for b, limit in enumerate(ins.line_amount.tolist()):
        heads = np.flatnonzero((ins.pair_line == b) & (ins.pair_cost > 0))
        fixed = np.flatnonzero(
            (ins.session_fixed_line == b) & (ins.session_fixed_cost > 0) & (y >= 0)
        )
        amounts = np.concatenate([ins.pair_cost[heads], ins.session_fixed_cost[fixed]])
        unit, limit = _units(amounts.tolist(), limit)
        entries = (np.zeros(amounts.size), np.concatenate([x[heads], y[fixed]]), amounts / unit)
        built.rows([f"money_{b}"], -INF, limit, entries)
    for c, limit in enumerate(ins.pool_minutes.tolist()):
        own = np.flatnonzero((ins.session_pool[s] == c) & (ins.session_pool_minutes[s] > 0))
        minutes = ins.session_pool_minutes[s[own]]
        unit, limit = _units(minutes.tolist(), limit)
        built.rows([f"coach_{c}"], -INF, limit, (np.zeros(own.size), x[own], minutes / unit))
    programme = ins.session_programme[s]
    for q, seats in enumerate(ins.quota_seats.tolist()):
        members = ins.quota_person[ins.quota_ptr[q] : ins.quota_ptr[q + 1]]
        own = np.flatnonzero((programme == ins.quota_programme[q]) & np.isin(person, members))
        built.rows([f"quota_{q}"], float(seats), INF, (np.zeros(own.size), x[own], 1.0))
    _staffing_rows(built, ins, person, x)


def _staffing_rows(built, ins: Instance, person, x) -> None:
    """People away per group and half-day; the tightest of equal rows, none that always holds."""
    pair, cell = cells(ins, person)
    capacity = ins.staffing_capacity.ravel()
    mark = np.random.default_rng(1).integers(1, 2**62, ins.n_pairs, dtype=np.int64)

    def skip(keys, row):
        heads = np.unique(row * np.int64(max(1, ins.n_people)) + person[pair])
        people = np.bincount(heads // max(1, ins.n_people), minlength=keys.size)
        total = np.zeros(keys.size, np.int64)
        np.add.at(total, row, mark[pair])
        order = np.lexsort((capacity[keys], total))
        again = np.zeros(keys.size, bool)
        again[order[1:]] = total[order[1:]] == total[order[:-1]]
        return (people <= capacity[keys]) | again

    def limit(keys):
        return capacity[keys].astype(float)

    _at_most(built, "away", cell, x[pair], 1.0, limit=limit, skip=skip)
