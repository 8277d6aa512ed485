"""From facts to the engine's instance: pairs, costs, lines, half-days, groups, pins.

`Built` keeps the instance together with what its row numbers mean and why pairs are missing.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bina.catalog.rules.cost import Origin, seat_costs
from bina.engines.allocation.model import UNLIMITED_SEATS, Instance
from bina.plan.rules.eligibility import Codes, Reason, programme_reasons
from bina.plan.rules.facts import Facts
from bina.plan.rules.groups import words_of
from bina.plan.rules.money import paying_line
from bina.plan.rules.timeline import half_days_of, journey_of, n_half_days

Longs = NDArray[np.int64]


ENDS_A_HELD_SEAT = (Reason.AWAY, Reason.NO_LINE, Reason.FORBIDDEN)


class Place(NamedTuple):
    """What a session row of the instance stands for; an open programme taken `times` times."""

    programme: int  # row of facts.programmes
    session: int  # row of facts.sessions, -1 for an open programme
    times: int


@dataclass(frozen=True, eq=False)
class Built:
    """The instance, its session rows, why (person, session) pairs are missing, group labels."""

    instance: Instance
    places: tuple[Place, ...]
    reasons: Codes  # (n_people, n_sessions)
    groups: tuple[tuple[str, ...], ...]  # labels per grouping
    impossible_pins: tuple[tuple[int, Reason], ...]  # (pin id, reason): pinned but not allowed


def offsets(lengths: NDArray[np.int64]) -> Longs:
    """0 and the running sums: the start of each list in concatenated values."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def places_of(facts: Facts) -> tuple[Place, ...]:
    """Dated sessions of the year, then each open programme in its steps 1, 2, 4 … cap."""
    dated = [
        Place(session.programme, row, 1)
        for row, session in enumerate(facts.sessions)
        if session.start.year == facts.year and half_days_of(facts, session)
    ]
    steps = [
        Place(row, -1, times)
        for row, programme in enumerate(facts.programmes)
        if programme.is_open
        for times in open_steps(programme.jp, programme.cap_jp, facts.most_times)
    ]
    return (*dated, *steps)


def open_steps(jp: int, cap_jp: int | None, most: int) -> list[int]:
    """How often an open programme may be taken: doubling steps and the most that the cap allows.

    >>> open_steps(2, 20, 8), open_steps(2, None, 8), open_steps(8, 4, 8)
    ([1, 2, 4, 8, 10], [1, 2, 4, 8], [])
    """
    limit = most if cap_jp is None else cap_jp // jp
    steps = [2**n for n in range(20) if 2**n <= limit]
    return steps if not steps or steps[-1] == limit else [*steps, limit]


def build(facts: Facts) -> Built:
    """The instance of a city and year. Raises InstanceError for facts that cannot be."""
    places = places_of(facts)
    slots = [
        half_days_of(facts, facts.sessions[p.session]) if p.session >= 0 else [] for p in places
    ]
    cost, line = _money(facts, places)
    reasons = _reasons(facts, places, slots, line, cost)
    pins, bans, quotas, impossible = _pins(facts, places, reasons)
    held = _former(facts, places, reasons)
    person, session = np.nonzero(reasons == Reason.OK)
    unit = facts.people.unit
    labels, fair = fair_groups(facts)
    pair_cost = cost[person, session]
    columns = {
        **_people_columns(facts, fair),
        **_programme_columns(facts),
        **_session_columns(facts, places, slots),
        "pair_ptr": offsets(np.bincount(person, minlength=facts.people.n)),
        "pair_session": session,
        "pair_cost": pair_cost,
        "pair_line": np.where(pair_cost > 0, line[unit[person], session], -1),
        "pair_keep": held[person, session],
        **_staffing_columns(facts),
        **quotas,
        "pinned_person": pins[0],
        "pinned_session": pins[1],
        "forbidden_person": bans[0],
        "forbidden_session": bans[1],
    }
    return Built(Instance(**columns), places, reasons, labels, impossible)


def _money(facts: Facts, places: tuple[Place, ...]) -> tuple[Longs, Longs]:
    """Cost by (person, session) and paying line by (unit, session); open programmes are free."""
    people = facts.people
    origins = [
        Origin(facts.units[unit].district, facts.units[unit].place, rank)
        for unit, rank in zip(people.unit.tolist(), people.rank, strict=True)
    ]
    dated = [column for column, place in enumerate(places) if place.session >= 0]
    journeys = [
        journey_of(facts, facts.programmes[places[c].programme], facts.sessions[places[c].session])
        for c in dated
    ]
    cost = np.zeros((people.n, len(places)), dtype=np.int64)
    cost[:, dated] = seat_costs(origins, journeys, facts.costs).cost
    line = np.full((max(1, len(facts.units)), len(places)), -1, dtype=np.int64)
    known: dict[tuple[str, str], list[int]] = {}
    for column in dated:
        named = facts.sessions[places[column].session].budget_line
        form = facts.programmes[places[column].programme].form
        if (named, form) not in known:
            known[named, form] = [
                paying_line(facts.lines, form, unit.path, named) for unit in facts.units
            ]
        line[:, column] = known[named, form]
    return cost, line


def _reasons(
    facts: Facts, places: tuple[Place, ...], slots: list[list[int]], line: Longs, cost: Longs
) -> Codes:
    """Reason for every (person, session); the programme's reason goes before the session's."""
    people = facts.people
    rows = np.array([place.programme for place in places], dtype=np.int64)
    reasons = programme_reasons(facts)[:, rows]
    taken = np.zeros((len(places), n_half_days(facts.year)), dtype=np.float32)
    for row, numbers in enumerate(slots):
        taken[row, numbers] = 1.0
    away = people.away.astype(np.float32) @ taken.T > 0.5
    unpaid = (cost > 0) & (line[people.unit] < 0)
    unpaid |= np.array([_fixed_cost_unpaid(facts, place) for place in places], dtype=np.bool_)
    reasons[(reasons == Reason.OK) & unpaid] = Reason.NO_LINE
    reasons[(reasons == Reason.OK) & away] = Reason.AWAY
    return reasons


def _former(facts: Facts, places: tuple[Place, ...], reasons: Codes) -> Longs:
    """JP that each (person, session) counts for when the year is planned anew; zeros else.

    A seat held before stays possible even if nobody would give it newly today; one that was given
    up is not possible any more. Writes both into `reasons`, which belongs to the caller's build.
    """
    if facts.former is None:
        return np.zeros(reasons.shape, dtype=np.int64)
    keep = np.full(reasons.shape, -facts.former.new_jp, dtype=np.int64)
    keep[sorted(facts.former.lost)] = 0
    row_of = place_rows(facts, places)
    for seat in facts.former.held:
        at = row_of.get((seat.programme, seat.session, seat.times))
        if at is None:
            continue
        if reasons[seat.person, at] not in ENDS_A_HELD_SEAT:
            reasons[seat.person, at] = Reason.OK
        keep[seat.person, at] = seat.keep
    gone: dict[tuple[str, str], list[int]] = {}
    for (programme, session, _times), at in row_of.items():
        gone.setdefault((programme, session), []).append(at)
    for person, programme, session in sorted(facts.former.given_up):
        reasons[person, gone.get((programme, session), [])] = Reason.GIVEN_UP
    return keep


def place_rows(facts: Facts, places: tuple[Place, ...]) -> dict[tuple[str, str, int], int]:
    """(programme code, session code or empty, times) → session row of the instance."""
    return {
        (
            facts.programmes[place.programme].code,
            facts.sessions[place.session].code if place.session >= 0 else "",
            place.times,
        ): row
        for row, place in enumerate(places)
    }


def _fixed_cost_unpaid(facts: Facts, place: Place) -> bool:
    """Whether no budget line may carry the session's fixed cost, so that it cannot be held."""
    if place.session < 0 or not facts.sessions[place.session].fixed_cost:
        return False
    session, form = facts.sessions[place.session], facts.programmes[place.programme].form
    return paying_line(facts.lines, form, (), session.budget_line) < 0


def _pins(
    facts: Facts, places: tuple[Place, ...], reasons: Codes
) -> tuple[
    tuple[Longs, Longs], tuple[Longs, Longs], dict[str, Longs], tuple[tuple[int, Reason], ...]
]:
    """Pinned and forbidden rows, quotas (a pin to any session is a quota of one), failures.

    Writes FORBIDDEN into `reasons`, which belongs to the caller's build.
    """
    pins: list[tuple[int, int]] = []
    bans: list[tuple[int, int]] = []
    quotas = [(q.programme, q.seats, q.members) for q in facts.quotas]
    impossible: list[tuple[int, Reason]] = []
    for pin in sorted(facts.pins, key=lambda pin: pin.kind):  # forbid before must
        at = [
            row
            for row, place in enumerate(places)
            if _meant(facts, place, pin.programme, pin.session)
        ]
        if pin.kind == "forbid":
            bans += [(pin.person, row) for row in at]
            reasons[pin.person, at] = Reason.FORBIDDEN
            continue
        open_rows = [row for row in at if reasons[pin.person, row] == Reason.OK]
        if not open_rows:
            why = Reason(int(reasons[pin.person, at[0]])) if at else Reason.AWAY
            impossible.append((pin.id, why))
        if pin.session and at:
            pins.append((pin.person, at[0]))
        else:
            quotas.append((pin.programme, 1, np.array([pin.person], dtype=np.int64)))
    codes = {programme.code: row for row, programme in enumerate(facts.programmes)}
    members = [np.unique(members) for _, _, members in quotas]
    table = {
        "quota_programme": np.array([codes[code] for code, _, _ in quotas], dtype=np.int64),
        "quota_seats": np.array([seats for _, seats, _ in quotas], dtype=np.int64),
        "quota_ptr": offsets(np.array([m.size for m in members], dtype=np.int64)),
        "quota_person": np.concatenate([np.zeros(0, dtype=np.int64), *members]),
    }
    return _two(pins), _two(bans), table, tuple(impossible)


def _meant(facts: Facts, place: Place, programme: str, session: str) -> bool:
    if session:
        return place.session >= 0 and facts.sessions[place.session].code == session
    return facts.programmes[place.programme].code == programme


def _two(rows: list[tuple[int, int]]) -> tuple[Longs, Longs]:
    table = np.array(sorted(set(rows)), dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _people_columns(facts: Facts, fair: Longs) -> dict[str, NDArray[np.generic]]:
    people, needs = facts.people, facts.needs
    order = np.lexsort((needs.competency, needs.person))
    codes = {programme.code: row for row, programme in enumerate(facts.programmes)}
    done = [sorted(codes[c] for c in known if c in codes) for known in people.done]
    groups = np.concatenate(
        [
            np.zeros(0, dtype=np.int64),
            *(np.full(g.members.size, n) for n, g in enumerate(facts.staffing)),
        ]
    )
    members = np.concatenate([np.zeros(0, dtype=np.int64), *(g.members for g in facts.staffing)])
    by_person = np.lexsort((groups, members))
    return {
        "jp_needed": people.jp_needed,
        "jp_cap": people.jp_cap,
        "staffing_ptr": offsets(np.bincount(members, minlength=people.n)),
        "staffing_group": groups[by_person],
        "fair_group": fair,
        "done_ptr": offsets(np.array([len(row) for row in done], dtype=np.int64)),
        "done_programme": np.array([k for row in done for k in row], dtype=np.int64),
        "need_ptr": offsets(np.bincount(needs.person, minlength=people.n)),
        "need_competency": needs.competency[order],
        "need_held": needs.held[order],
        "need_standard": needs.standard[order],
        "need_weight": needs.weight[order],
    }


def _programme_columns(facts: Facts) -> dict[str, NDArray[np.generic]]:
    effects = [sorted(programme.effects.items()) for programme in facts.programmes]
    flat = [(c, lift, ceiling) for row in effects for c, (lift, ceiling) in row]
    codes = {programme.code: row for row, programme in enumerate(facts.programmes)}
    before = [sorted({codes[c] for c in p.prerequisites if c in codes}) for p in facts.programmes]
    return {
        "effect_ptr": offsets(np.array([len(row) for row in effects], dtype=np.int64)),
        "effect_competency": np.array([c for c, _, _ in flat], dtype=np.int64),
        "effect_lift": np.array([lift for _, lift, _ in flat], dtype=np.float64),
        "effect_ceiling": np.array([ceiling for _, _, ceiling in flat], dtype=np.float64),
        "prereq_ptr": offsets(np.array([len(row) for row in before], dtype=np.int64)),
        "prereq_programme": np.array([k for row in before for k in row], dtype=np.int64),
    }


def _session_columns(
    facts: Facts, places: tuple[Place, ...], slots: list[list[int]]
) -> dict[str, NDArray[np.generic]]:
    pools = {code: row for row, code in enumerate(sorted(facts.pools))}
    forms, caps = _form_caps(facts)
    rows = [_session_row(facts, place, pools, forms) for place in places]
    names = (
        "programme",
        "jp",
        "units",
        "min",
        "max",
        "fixed_cost",
        "fixed_line",
        "form",
        "pool",
        "pool_minutes",
    )
    table = np.array(rows, dtype=np.int64).reshape(-1, len(names))
    columns: dict[str, NDArray[np.generic]] = {
        f"session_{name}": table[:, at] for at, name in enumerate(names)
    }
    columns["slot_ptr"] = offsets(np.array([len(row) for row in slots], dtype=np.int64))
    columns["slot_index"] = np.array([t for row in slots for t in row], dtype=np.int64)
    columns["line_amount"] = np.array([line.amount for line in facts.lines], dtype=np.int64)
    columns["pool_minutes"] = np.array(
        [facts.pools[code] for code in sorted(pools)], dtype=np.int64
    )
    columns["form_jp_cap"] = caps
    return columns


def _session_row(
    facts: Facts, place: Place, pools: dict[str, int], forms: dict[str, int]
) -> tuple[int, ...]:
    programme = facts.programmes[place.programme]
    jp = programme.jp * place.times
    if place.session < 0:
        pool = pools.get(programme.coach_pool, -1)
        minutes = programme.coach_minutes * place.times if pool >= 0 else 0
        form = forms.get(programme.form, -1)
        return (place.programme, jp, place.times, 0, UNLIMITED_SEATS, 0, -1, form, pool, minutes)
    session = facts.sessions[place.session]
    line = paying_line(facts.lines, programme.form, (), session.budget_line)
    fixed_cost = session.fixed_cost if line >= 0 else 0  # without a line nobody may come
    fixed_line = line if fixed_cost > 0 else -1
    return (
        place.programme, jp, 1, session.min_seats, session.max_seats,
        fixed_cost, fixed_line, -1, -1, 0,
    )  # fmt: skip


def _form_caps(facts: Facts) -> tuple[dict[str, int], Longs]:
    """Open forms with a yearly cap: the highest JP cap among the form's open programmes."""
    caps: dict[str, int] = {}
    for programme in facts.programmes:
        if programme.is_open and programme.cap_jp is not None:
            caps[programme.form] = max(caps.get(programme.form, 0), programme.cap_jp)
    forms = {form: row for row, form in enumerate(sorted(caps))}
    return forms, np.array([caps[form] for form in sorted(caps)], dtype=np.int64)


def _staffing_columns(facts: Facts) -> dict[str, NDArray[np.generic]]:
    n_slots = n_half_days(facts.year)
    capacity = np.zeros((len(facts.staffing), n_slots), dtype=np.int64)
    for row, group in enumerate(facts.staffing):
        capacity[row] = np.maximum(0, group.capacity)
    return {"staffing_capacity": capacity}


def fair_groups(facts: Facts) -> tuple[tuple[tuple[str, ...], ...], Longs]:
    """Labels of each grouping and the group number of each person (n_people, n_groupings)."""
    people = facts.people
    labels, columns = [], []
    for name in facts.groupings:
        words = words_of(people, facts.units, name)
        found = sorted({word for word in words if word})
        number = {word: row for row, word in enumerate(found)}
        labels.append(tuple(found))
        columns.append([number.get(word, -1) for word in words])
    table = np.array(columns, dtype=np.int64).reshape(len(facts.groupings), people.n).T
    return tuple(labels), np.ascontiguousarray(table)
