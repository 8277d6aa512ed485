"""Turns the engine's plan into what people read: seats with their worth, sums per unit and line."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from bina.engines.allocation.model import Plan as EnginePlan
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.worth import Effect, Need, bundle_worth, closure_of, level_after


@dataclass(frozen=True)
class SeatRow:
    """A seat: rows of people and instance sessions, money in rupiah, worth in weighted levels.

    closes: (competency row, level before, level after all of the person's seats).
    """

    person: int
    session: int
    jp: int
    cost: int
    line: int
    closure: float
    closes: tuple[tuple[int, float, float], ...]
    pinned: bool


@dataclass
class UnitSum:
    """A leaf unit's part of the plan."""

    people: int = 0
    seats: int = 0
    jp: int = 0
    cost: int = 0
    closure: float = 0.0
    need: float = 0.0
    missing_jp: int = 0
    missing_people: int = 0


@dataclass(frozen=True)
class Readable:
    """Everything that the pages show of a plan; sums by row of units and lines."""

    seats: list[SeatRow]
    units: dict[int, UnitSum]
    line_spent: dict[int, int]
    missing: dict[int, int] = field(default_factory=dict)  # person row -> JP


def needs_by_person(facts: Facts) -> dict[int, list[Need]]:
    """Each person's needs with an open gap."""
    found: dict[int, list[Need]] = defaultdict(list)
    needs = facts.needs
    columns = (needs.person, needs.competency, needs.held, needs.standard, needs.weight)
    for person, *rest in zip(*(column.tolist() for column in columns), strict=True):
        if rest[2] > rest[1] and rest[3] > 0:
            found[person].append(Need(*rest))
    return found


def effects_of(facts: Facts, built: Built, session: int) -> dict[int, Effect]:
    """Effects of an instance session by competency; an open programme counts its times."""
    place = built.places[session]
    programme = facts.programmes[place.programme]
    return {c: (lift * place.times, top) for c, (lift, top) in programme.effects.items()}


def bundle_effects(facts: Facts, built: Built, sessions: list[int]) -> dict[int, list[Effect]]:
    """Effects of several sessions by competency."""
    found: dict[int, list[Effect]] = defaultdict(list)
    for session in sessions:
        for competency, effect in effects_of(facts, built, session).items():
            found[competency].append(effect)
    return found


def readable(facts: Facts, built: Built, plan: EnginePlan, settings: PlanSettings) -> Readable:
    """Seats, unit sums, spending and missing hours of a plan."""
    instance = built.instance
    person = instance.pair_person()[plan.pairs].tolist()
    session = instance.pair_session[plan.pairs].tolist()
    cost = instance.pair_cost[plan.pairs].tolist()
    line = instance.pair_line[plan.pairs].tolist()
    needs = needs_by_person(facts)
    bundles: dict[int, list[int]] = defaultdict(list)
    for i, s in zip(person, session, strict=True):
        bundles[i].append(s)
    pinned = set(
        zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True)
    )
    pinned |= _quota_pins(built, facts)
    seats = []
    for row, (i, s) in enumerate(zip(person, session, strict=True)):
        mine = needs.get(i, [])
        closure, closes = _seat_worth(facts, built, mine, bundles[i], s, settings)
        jp = int(instance.session_jp[s])
        seats.append(SeatRow(i, s, jp, cost[row], line[row], closure, closes, (i, s) in pinned))
    spent: dict[int, int] = defaultdict(int)
    for seat in seats:
        if seat.line >= 0:
            spent[seat.line] += seat.cost
    for s in sorted(set(session)):
        if instance.session_fixed_line[s] >= 0:
            spent[int(instance.session_fixed_line[s])] += int(instance.session_fixed_cost[s])
    return _summed(facts, built, seats, needs, bundles, settings, dict(spent))


def _quota_pins(built: Built, facts: Facts) -> set[tuple[int, int]]:
    """(person, session) of pins that leave the session open."""
    wanted = {
        (pin.person, pin.programme) for pin in facts.pins if pin.kind == "must" and not pin.session
    }
    return {
        (person, s)
        for person, code in wanted
        for s, place in enumerate(built.places)
        if facts.programmes[place.programme].code == code
    }


def _seat_worth(
    facts: Facts,
    built: Built,
    needs: list[Need],
    bundle: list[int],
    session: int,
    settings: PlanSettings,
) -> tuple[float, tuple[tuple[int, float, float], ...]]:
    whole = bundle_effects(facts, built, bundle)
    others = bundle_effects(facts, built, [s for s in bundle if s != session])
    own = effects_of(facts, built, session)
    touched = [need for need in needs if need.competency in own]
    closure = bundle_worth(touched, whole, settings) - bundle_worth(touched, others, settings)
    closes = tuple(
        (need.competency, need.held, level_after(need.held, whole[need.competency]))
        for need in touched
    )
    return closure, tuple(row for row in closes if row[2] > row[1])


def _summed(
    facts: Facts,
    built: Built,
    seats: list[SeatRow],
    needs: dict[int, list[Need]],
    bundles: dict[int, list[int]],
    settings: PlanSettings,
    spent: dict[int, int],
) -> Readable:
    units: dict[int, UnitSum] = defaultdict(UnitSum)
    unit_of = facts.people.unit.tolist()
    for row, unit in enumerate(unit_of):
        total = units[unit]
        total.people += 1
        total.need += sum(closure_of(n, n.standard, settings) for n in needs.get(row, []))
        if row in bundles:
            effects = bundle_effects(facts, built, bundles[row])
            total.closure += bundle_worth(needs.get(row, []), effects, settings)
    jp = np.zeros(facts.people.n, dtype=np.int64)
    for seat in seats:
        total = units[unit_of[seat.person]]
        total.seats += 1
        total.jp += seat.jp
        total.cost += seat.cost
        jp[seat.person] += seat.jp
    short = np.maximum(0, facts.people.jp_needed - jp)
    missing = {int(row): int(short[row]) for row in np.flatnonzero(short)}
    for row, hours in missing.items():
        units[unit_of[row]].missing_jp += hours
        units[unit_of[row]].missing_people += 1
    return Readable(seats, dict(units), spent, missing)
