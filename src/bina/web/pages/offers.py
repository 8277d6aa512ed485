"""The actions of a group: what each brings alone, and what several bring together.

Alone every action has all free seats to itself. Together they are done one after the other: the
next one finds fewer people who need it, fewer seats, and people who sit elsewhere on those days.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bina.calendar.today import today
from bina.catalog.rules.seating import BUSY, FULL, NO_SEAT, taken
from bina.catalog.selectors.prices import Prices, prices_for
from bina.indices.rules.actions import Action, Priced, hours_action, register_action
from bina.indices.rules.ip_asn import EVIDENCE
from bina.indices.rules.together import (
    Compared,
    Effect,
    Gain,
    Standing,
    compared,
    done,
    gain,
    ranked,
)
from bina.indices.selectors.measured import Measured
from bina.indices.selectors.pending import (
    MATCHED,
    approved,
    capped_forms,
    pending_evidence,
    standing_of,
    unmatched_evidence,
)
from bina.law.scaled import MISSING, SCALE, divided
from bina.learning.selectors.drawer import in_drawer
from bina.people.models import DevelopmentRecord
from bina.people.rules.hours import Record
from bina.plan.selectors.places import places_of

FREE: Final = ("drawer", "drawer_hours", "match")  # a decision, no seat
NAMES: Final = (*EVIDENCE, "hours", *FREE)
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Offer:
    """An action with its price, the session that each person would take, and what it brings."""

    priced: Priced
    session: Ints
    effect: Effect
    gain: Gain
    n_measured: int
    n_people: int

    @property
    def name(self) -> str:
        """Of NAMES."""
        return self.priced.action.name

    @property
    def in_hours(self) -> bool:
        """Whether its people are chosen for the JP of the year."""
        return self.name in ("hours", "drawer_hours")

    @property
    def points(self) -> float:
        """Points of the group's mean."""
        return mean_points(self.gain, self.n_measured)

    @property
    def share(self) -> float:
        """Percent of the group that newly has the JP of the year."""
        return percent_reached(self.gain, self.n_people)

    @property
    def group_gain(self) -> float:
        """Percent of people with their JP for the actions of hours, else points of the mean."""
        return self.share if self.in_hours else self.points

    @property
    def n_full(self) -> int:
        """People for whom a session fits, and none with a seat left."""
        return int((self.priced.cost == FULL).sum())

    @property
    def n_busy(self) -> int:
        """People who are not free on the days of any session that fits and has a seat."""
        return int((self.priced.cost == BUSY).sum())

    @property
    def per_unit(self) -> float | None:
        """Rupiah for one point of the group's mean, or for one percent of its people."""
        return self.priced.total / self.group_gain if self.group_gain else None


def mean_points(found: Gain, n_measured: int) -> float:
    """Points of the mean of the people with an IP ASN; 0 where nobody has one."""
    return int(divided(found.total_points, n_measured)) / SCALE if n_measured else 0.0


def percent_reached(found: Gain, n_people: int) -> float:
    """Percent of all people of the group; 0 of nobody."""
    return found.n_reached * 100 / n_people if n_people else 0.0


@dataclass(frozen=True)
class State:
    """What the actions so far have left: figures, seats, free days, reports without a decision."""

    standing: Standing
    places: tuple[Ints, Bools]
    waits: Bools


@dataclass(frozen=True)
class Town:
    """What the actions of a group need, read once."""

    measured: Measured
    start: State
    prices: Prices
    drawer: Effect  # reports and claims that wait, once decided
    unmatched: NDArray[np.uint8]

    @cached_property
    def clash(self) -> Bools:
        """Sessions that exclude each other for one person."""
        return self.prices.clash()

    @cached_property
    def session_bits(self) -> NDArray[np.uint8]:
        """Evidence that a seat gives whoever takes it; training must fit a post, so not that."""
        forms = self.measured.law.parameter("ip_asn.bkn_8_2019.forms").value
        least = self.measured.law.parameter("ip_asn.bkn_8_2019.technical_min_jp").value
        bits = np.zeros(len(self.prices.sessions), dtype=np.uint8)
        for at, one in enumerate(self.prices.sessions):
            for name in EVIDENCE:
                enough = name != "technical" or one.programme.jp >= least
                if name not in MATCHED and one.programme.form in forms[name] and enough:
                    bits[at] |= bit(name)
        return bits

    @cached_property
    def session_hours(self) -> Ints:
        """Hundredths of JP of the year that a seat gives; 0 where its form has a cap."""
        limited, year = capped_forms(self.measured.law), self.measured.law.day.year
        return np.array(
            [one.programme.jp * SCALE if one.end.year == year and one.programme.form not in limited
             else 0 for one in self.prices.sessions],
            dtype=np.int64,
        )  # fmt: skip

    def capped(self, people: Ints, session: Ints) -> dict[int, list[Record]]:
        """By position the learning of the year in a form with a cap."""
        limited, year = capped_forms(self.measured.law), self.measured.law.day.year
        found = {}
        for at, place in zip(people.tolist(), session.tolist(), strict=True):
            one = self.prices.sessions[place]
            if one.programme.form in limited and one.end.year == year:
                status = DevelopmentRecord.Status.APPROVED
                jp = one.programme.jp
                found[at] = [Record(one.programme.form, one.end, jp, status, one.start)]
        return found


def bit(name: str) -> np.uint8:
    """The bit of a part of competence, as in `Facts.evidence`."""
    return np.uint8(1) << np.uint8(EVIDENCE.index(name))


def town_of(measured: Measured) -> Town:
    """Read what the actions of the group need: prices, places, waiting reports."""
    people = measured.people.person_id.tolist()
    prices = prices_for(people, today())
    rows = in_drawer(people, measured.law.day)
    learned = [(row.person_id, row.form, row.jp, row.start, row.end) for row in rows]
    places, waits = places_of(prices.sessions, people), np.ones(len(people), dtype=np.bool_)
    records = approved(measured.law)
    state = State(standing_of(measured, records), places, waits)
    drawer = pending_evidence(measured, learned)
    return Town(measured, state, prices, drawer, unmatched_evidence(measured, records))


def step(town: Town, name: str, state: State) -> tuple[Offer, State]:
    """What the action adds in this state, and the state after it."""
    if name in FREE:
        action, effect = _registered(town, name, state)
        n = len(action.people)
        priced, session = Priced(action, np.zeros(n, dtype=np.int64)), np.full(n, NO_SEAT)
        places = state.places
    else:
        priced, session = _priced(town, name, state)
        able = session >= 0
        people, seats = priced.action.people[able], session[able]
        effect = _of_seats(town, name, people, seats)
        places = taken(state.places, people, seats, town.clash) if able.any() else state.places
    standing = done(state.standing, effect)
    waits = state.waits
    if name in ("drawer", "drawer_hours"):
        waits = waits.copy()
        waits[priced.action.people] = False
    found = Offer(
        priced, session, effect, gain(state.standing, standing),
        int((state.standing.totals != MISSING).sum()), len(state.standing.hours),
    )  # fmt: skip
    return found, State(standing, places, waits)


def _registered(town: Town, name: str, state: State) -> tuple[Action, Effect]:
    """A decision on what is here already: nobody's is made twice."""
    now, n = state.standing, len(state.waits)
    if name == "match":
        action = register_action(name, now.facts, now.tables, town.unmatched)
        effect = replace(Effect.of(n), evidence=town.unmatched)
    else:
        effect = town.drawer.only(state.waits)
        action = register_action(name, now.facts, now.tables, effect.evidence)
        if name == "drawer_hours":
            who = np.flatnonzero(gain(now, done(now, effect)).reached)
            action = Action(name, who, now.owed[who], 0, 0)
    chosen = np.zeros(n, dtype=np.bool_)
    chosen[action.people] = True
    return action, effect.only(chosen)


def _priced(town: Town, name: str, state: State) -> tuple[Priced, Ints]:
    law, now, n = town.measured.law, state.standing, len(state.waits)
    if name == "hours":
        action = hours_action(now.hours, now.minimum)
        every = [row["form"] for row in law.value("development.forms")]
        last = dt.date(law.day.year, 12, 31)  # JP belong to the year of the last day
        cost, session = town.prices.cheapest(every, now.owed, action.people, state.places, last)
        return Priced(action, cost), session
    action = register_action(name, now.facts, now.tables, np.full(n, bit(name), dtype=np.uint8))
    forms = law.parameter("ip_asn.bkn_8_2019.forms").value[name]
    least = int(law.parameter("ip_asn.bkn_8_2019.technical_min_jp").value) * SCALE
    need = np.full(n, least if name == "technical" else 0)
    cost, session = town.prices.cheapest(forms, need, action.people, state.places)
    return Priced(action, cost), session


def _of_seats(town: Town, name: str, people: Ints, session: Ints) -> Effect:
    """What these seats bring; an action that asks for training that fits the post counts it."""
    found = Effect.of(len(town.start.waits))
    found.evidence[people] = town.session_bits[session] | (bit(name) if name in EVIDENCE else 0)
    found.hours[people] = town.session_hours[session]
    return replace(found, capped=town.capped(people, session))


@dataclass(frozen=True)
class Joint:
    """Several actions done together, beside each alone. `order`: best marginal gain first."""

    order: list[Offer]
    empty: list[Offer]  # picked, and nothing is left for them to add
    others: list[Offer]  # not picked: what each would add to the picked ones
    gain: Gain
    compared: Compared
    alone: list[Offer]

    @property
    def n_seats(self) -> int:
        """Seats that the actions take together."""
        return sum(int((offer.session >= 0).sum()) for offer in self.order)

    @property
    def cost(self) -> int:
        """Rupiah of all seats together."""
        return sum(offer.priced.total for offer in self.order)

    @property
    def cost_alone(self) -> int:
        """Rupiah of all seats if each action were alone."""
        return sum(offer.priced.total for offer in self.alone)

    @property
    def points(self) -> float:
        """Points of the group's mean, together."""
        return mean_points(self.gain, self.alone[0].n_measured) if self.alone else 0.0

    @property
    def share(self) -> float:
        """Percent of the group that newly has its JP, together."""
        return percent_reached(self.gain, self.alone[0].n_people) if self.alone else 0.0

    @property
    def points_alone(self) -> float:
        """The single gains added up, divided once."""
        if not self.alone or not self.alone[0].n_measured:
            return 0.0
        total = sum(offer.gain.total_points for offer in self.alone)
        return int(divided(total, self.alone[0].n_measured)) / SCALE

    @property
    def share_alone(self) -> float:
        """The single shares added up."""
        return sum(offer.share for offer in self.alone)

    @property
    def is_sum(self) -> bool:
        """Whether together they bring exactly what each brings alone."""
        return not (self.compared.twice or self.compared.squeezed or self.compared.only_together)


def offers_alone(town: Town) -> list[Offer]:
    """Every action as if it were the only one; those that help nobody are left out."""
    found = [step(town, name, town.start)[0] for name in NAMES]
    return [offer for offer in found if len(offer.priced.action.people)]


def joined(town: Town, alone: Sequence[Offer], picked: Collection[str], *, cheap: bool) -> Joint:
    """The picked actions together: whatever adds most to those before it comes next.

    Decisions come before seats: they cost nothing, and a seat is no use to whom a decision helps.
    `cheap`: among seats, whatever costs least for what it adds comes next.
    """
    own = [offer for offer in alone if offer.name in picked]

    def take(name: str, state: State) -> tuple[Offer, State]:
        return step(town, name, state)

    free = [offer.name for offer in own if offer.name in FREE]
    seats = [offer.name for offer in own if offer.name not in FREE]
    order, empty, state = ranked(free, town.start, take, _most)
    more, nothing, state = ranked(seats, state, take, _least_cost if cheap else _most)
    order, empty = [*order, *more], [*empty, *nothing]
    others = [take(offer.name, state)[0] for offer in alone if offer.name not in picked]
    others.sort(key=lambda offer: (not offer.priced.n_priced, *(_most(offer) or (1,))))
    total = gain(town.start.standing, state.standing)
    found = compared([offer.gain for offer in own], total, _squeezed(town, own, [*order, *empty]))
    return Joint(order, empty, others, total, found, own)


def _most(offer: Offer) -> tuple[Any, ...] | None:
    """Points before people with their JP."""
    if not offer.gain.total_points and not offer.gain.n_reached:
        return None
    return -offer.gain.total_points, -offer.gain.n_reached, offer.name


def _least_cost(offer: Offer) -> tuple[Any, ...] | None:
    """Rupiah per point, then rupiah per person with their JP."""
    points, reached = offer.gain.total_points, offer.gain.n_reached
    if not points and not reached:
        return None
    return not points, offer.priced.total / (points or reached), offer.name


def _squeezed(town: Town, alone: Sequence[Offer], together: Sequence[Offer]) -> Bools:
    """Who has a seat by an action alone, still needs it in the set, and has none left there."""
    found = np.zeros(len(town.start.waits), dtype=np.bool_)
    before = {offer.name: offer for offer in alone}
    for offer in together:
        first = before[offer.name]
        seated = np.zeros(len(found), dtype=np.bool_)
        seated[first.priced.action.people[first.session >= 0]] = True
        without = offer.priced.action.people[offer.session < 0]
        if offer.name not in FREE:
            found[without] |= seated[without]
    return found
