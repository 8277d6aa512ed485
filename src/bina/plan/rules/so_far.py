"""The rest of a year: what is over is taken off, so that only what is to come is planned.

A seat whose session has begun has spent its money and hours and has raised its person's levels (as
planned, until somebody measures); its programme is not taken twice. Sessions that have begun are no
longer open to anybody.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bina.plan.rules.facts import (
    Facts,
    Former,
    HeldSeat,
    LineFact,
    Needs,
    People,
    PinFact,
    QuotaFact,
)
from bina.plan.rules.money import paying_line
from bina.plan.rules.worth import level_after


class Begun(NamedTuple):
    """A seat whose session has begun: person (row), codes, JP, rupiah.

    recorded  its hours are in the ledger of development records already
    measured  the gap run is younger than the session, so that levels tell its effect
    """

    person: int
    programme: str
    session: str
    jp: int
    cost: int
    line: str
    recorded: bool
    measured: bool


def rest_of(
    facts: Facts,
    begun: Sequence[Begun],
    held: Iterable[HeldSeat],
    given_up: Iterable[tuple[int, str, str]],
    day: dt.date,
    *,
    new_jp: int,
    lost: Mapping[int, int],
) -> Facts:
    """The facts of what is to come after `day`, with the plan in force to start from.

    `lost` {person row: JP of the seats that fell}: as much may be given in their place, or what the
    person still lacks if that is more.
    """
    gone, stays = frozenset(given_up), tuple(held)
    return replace(
        facts,
        people=_people(facts, begun, stays, lost),
        needs=_needs(facts, begun),
        lines=_lines(facts, begun),
        sessions=tuple(session for session in facts.sessions if session.start > day),
        pins=tuple(pin for pin in facts.pins if not _is_over(facts, pin, begun, gone, day)),
        quotas=tuple(_quota(quota, begun) for quota in facts.quotas),
        former=Former(stays, gone, new_jp, frozenset(lost)),
    )


def _people(
    facts: Facts, begun: Sequence[Begun], held: Sequence[HeldSeat], lost: Mapping[int, int]
) -> People:
    people = facts.people
    needed, cap, done = people.jp_needed.copy(), people.jp_cap.copy(), list(people.done)
    for seat in begun:
        done[seat.person] |= {seat.programme}
        if not seat.recorded:
            needed[seat.person] = max(0, needed[seat.person] - seat.jp)
            cap[seat.person] = max(0, cap[seat.person] - seat.jp)
    jp = {programme.code: programme.jp for programme in facts.programmes}
    kept: Counter[int] = Counter()
    for one in held:
        kept[one.person] += jp.get(one.programme, 0) * one.times
    for person, hours in lost.items():
        more = max(hours, int(needed[person]) - kept[person])
        cap[person] = min(cap[person], kept[person] + more)
    return replace(people, jp_needed=needed, jp_cap=cap, done=done)


def _needs(facts: Facts, begun: Sequence[Begun]) -> Needs:
    """Levels after what has begun and was not measured since."""
    needs, held = facts.needs, facts.needs.held.copy()
    effects = {programme.code: programme.effects for programme in facts.programmes}
    raised: dict[int, list[str]] = defaultdict(list)
    for seat in begun:
        if not seat.measured and seat.programme in effects:
            raised[seat.person].append(seat.programme)
    if not raised:
        return needs
    for row in np.flatnonzero(np.isin(needs.person, list(raised))).tolist():
        programmes = raised[int(needs.person[row])]
        own = [effects[code].get(int(needs.competency[row])) for code in programmes]
        held[row] = level_after(float(held[row]), [effect for effect in own if effect])
    return replace(needs, held=held)


def _lines(facts: Facts, begun: Sequence[Begun]) -> tuple[LineFact, ...]:
    spent: Counter[str] = Counter()
    for seat in begun:
        spent[seat.line] += seat.cost
    held = {seat.session for seat in begun}
    for session in facts.sessions:
        if session.code in held and session.fixed_cost:
            form = facts.programmes[session.programme].form
            row = paying_line(facts.lines, form, (), session.budget_line)
            spent[facts.lines[row].code if row >= 0 else ""] += session.fixed_cost
    return tuple(
        replace(line, amount=max(0, line.amount - spent[line.code])) for line in facts.lines
    )


def _quota(quota: QuotaFact, begun: Sequence[Begun]) -> QuotaFact:
    members = set(quota.members.tolist())
    taken = sum(seat.programme == quota.programme and seat.person in members for seat in begun)
    return replace(quota, seats=max(0, quota.seats - taken))


def _is_over(
    facts: Facts,
    pin: PinFact,
    begun: Sequence[Begun],
    gone: frozenset[tuple[int, str, str]],
    day: dt.date,
) -> bool:
    """Whether a pin is met, or was answered by what happened since."""
    if pin.kind != "must":
        return False
    if any(seat.person == pin.person and seat.programme == pin.programme for seat in begun):
        return True
    if not pin.session:
        return False
    starts = {session.code: session.start for session in facts.sessions}
    over = pin.session not in starts or starts[pin.session] <= day
    return over or (pin.person, pin.programme, pin.session) in gone
