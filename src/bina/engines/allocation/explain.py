"""Why a seat, why not a seat, and what a pin costs: read off the prices of a certificate.

All amounts are closure points (weighted levels). A price is what the last unit of a shared thing is
worth to others, so paying less than one gains is why a person holds a seat.
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from bina.engines.allocation.desk import PIN_BONUS, Desk, make_desk
from bina.engines.allocation.evaluate import (
    Violation,
    levels_after,
    need_closure,
    person_closure,
    violations,
)
from bina.engines.allocation.model import Floats, Instance, Ints, Longs, Plan, Prices, Settings
from bina.engines.allocation.people import ROOT_TURNS, PriceColumns, pair_price, price_columns
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.search_bundle import best_bundle

NODES = 3000


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What a pair pays at the prices, per kind of rule, in closure points."""

    seat: float
    money: float
    staffing: float
    coach: float
    quota: float
    opening: float

    @property
    def total(self) -> float:
        """Sum over all kinds."""
        return self.seat + self.money + self.staffing + self.coach + self.quota + self.opening


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Why a person holds a seat: gain beside the person's other seats, hours that count, prices."""

    pair: int
    session: int
    gain: float
    gain_by_competency: dict[int, float]
    counted_jp: int
    paid: Paid


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a person does not hold a seat.

    blocking   rules of `evaluate.violations` that adding the seat to the plan would break
    gain       closure it would add beside the person's seats
    worth      gain plus the worth of the hours that would count
    paid       prices of what it would use
    Nothing blocking and worth below paid.total: others gain more from the same things.
    """

    session: int
    eligible: bool
    blocking: tuple[Violation, ...]
    gain: float
    worth: float
    paid: Paid


def paid_by(instance: Instance, prices: Prices, pair: int) -> Paid:
    """Prices of everything that the pair uses."""
    person = int(np.searchsorted(instance.pair_ptr, pair, side="right")) - 1
    s = int(instance.pair_session[pair])
    line, pool = int(instance.pair_line[pair]), int(instance.session_pool[s])
    groups = instance.staffing_group[
        instance.staffing_ptr[person] : instance.staffing_ptr[person + 1]
    ]
    quota = 0.0
    for q in range(instance.quota_programme.size):
        members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
        if instance.quota_programme[q] == instance.session_programme[s] and person in members:
            quota -= float(prices.quota[q])
    return Paid(
        seat=float(prices.seat[s]),
        money=float(prices.money[line] * instance.pair_cost[pair]) if line >= 0 else 0.0,
        staffing=float(prices.staffing[np.ix_(groups, instance.slots_of(s))].sum()),
        coach=float(prices.coach[pool] * instance.session_pool_minutes[s]) if pool >= 0 else 0.0,
        quota=quota,
        opening=float(prices.opening[pair]) + spared_by(prices, groups, s),
    )


def spared_by(prices: Prices, groups: Ints, session: int) -> float:
    """What a member of the groups pays for being spared in the session."""
    here = (prices.spare.session == session) & np.isin(prices.spare.group, groups)
    return float(prices.spare.price[here].sum())


def sessions_of(instance: Instance, plan: Plan, person: int) -> list[int]:
    """Sessions of a person in the plan, rising."""
    low, high = instance.pair_ptr[person], instance.pair_ptr[person + 1]
    rows = plan.pairs[(plan.pairs >= low) & (plan.pairs < high)]
    return [int(s) for s in instance.pair_session[rows]]


def explain_seats(
    instance: Instance, settings: Settings, prices: Prices, plan: Plan, person: int
) -> tuple[Seat, ...]:
    """One `Seat` per session that the person holds."""
    held = sessions_of(instance, plan, person)
    jp = {s: int(instance.session_jp[s]) for s in held}
    needed = int(instance.jp_needed[person])
    found = []
    for s in held:
        others = [o for o in held if o != s]
        by_need = _gain_by_competency(instance, settings, person, others, s)
        rest = sum(jp[o] for o in others)
        pair = instance.pair_of(person, s)
        found.append(
            Seat(
                pair=pair,
                session=s,
                gain=sum(by_need.values()),
                gain_by_competency=by_need,
                counted_jp=min(needed, rest + jp[s]) - min(needed, rest),
                paid=paid_by(instance, prices, pair),
            )
        )
    return tuple(found)


def _gain_by_competency(
    instance: Instance, settings: Settings, person: int, others: list[int], s: int
) -> dict[int, float]:
    before = levels_after(instance, person, others)
    after = levels_after(instance, person, [*others, s])
    gains = {}
    for r in range(int(instance.need_ptr[person]), int(instance.need_ptr[person + 1])):
        c = int(instance.need_competency[r])
        held, standard = float(instance.need_held[r]), float(instance.need_standard[r])
        weight = float(instance.need_weight[r])
        gain = need_closure(settings, held, standard, weight, after[c]) - need_closure(
            settings, held, standard, weight, before[c]
        )
        if gain > 0.0:
            gains[c] = gain
    return gains


def explain_refusal(
    instance: Instance, settings: Settings, prices: Prices, plan: Plan, wish: tuple[int, int]
) -> Refusal:
    """Why the pair wish = (person, session) is not in the plan."""
    person, session = wish
    held = sessions_of(instance, plan, person)
    gain = person_closure(instance, settings, person, [*held, session]) - person_closure(
        instance, settings, person, held
    )
    pair = instance.pair_of(person, session)
    if pair < 0:
        none = Paid(seat=0.0, money=0.0, staffing=0.0, coach=0.0, quota=0.0, opening=0.0)
        return Refusal(
            session=session, eligible=False, blocking=(), gain=gain, worth=gain, paid=none
        )
    with_it = np.unique(np.append(plan.pairs, pair))
    before = set(violations(instance, plan.pairs))
    blocking = tuple(v for v in violations(instance, with_it) if v not in before)
    jp = int(instance.session_jp[held].sum()) if held else 0
    needed = int(instance.jp_needed[person])
    counted = min(needed, jp + int(instance.session_jp[session])) - min(needed, jp)
    return Refusal(
        session=session,
        eligible=True,
        blocking=blocking,
        gain=gain,
        worth=gain + prices.hours * counted,
        paid=paid_by(instance, prices, pair),
    )


@njit(cache=True, nogil=True)
def _forced_loss(P: Problem, R: PriceColumns, D: Desk, people: Longs, pairs: Longs) -> Floats:
    """Value of the person's best bundle minus that of the best one containing the pair."""
    out = np.zeros(people.size)
    empty = np.zeros(1, np.int32)
    for a in range(people.size):
        i = people[a]
        first = P.person[i].pair
        values = np.zeros(2)
        for forced in range(2):
            for p in range(first, P.person[i + 1].pair):
                D.pairs[p - first].price = pair_price(P, R, p) - R.hours * P.pair[p].keep
                D.pairs[p - first].allowed = 1
            if forced == 1:
                D.pairs[pairs[a] - first].price -= PIN_BONUS
            values[forced] = best_bundle(
                P, D, i, R.mult[i], R.hours, 1e-6, empty, 0, 0.0, NODES, ROOT_TURNS, False, False
            )[3]
        out[a] = values[0] - (values[1] - PIN_BONUS)
    return out


def pin_costs(instance: Instance, settings: Settings, prices: Prices) -> Floats:
    """What each pin costs at the prices, closure points, (n_pins,); 0 when it costs nothing.

    A lower bound's estimate, at once; nan for a pin that no plan can hold.
    """
    free = replace(
        instance,
        pinned_person=np.zeros(0, np.int32),
        pinned_session=np.zeros(0, np.int32),
    )
    problem = prepare(free, settings)
    row_of = {int(row): p for p, row in enumerate(problem.p_row)}
    rows = [
        row_of.get(instance.pair_of(int(i), int(s)), -1)
        for i, s in zip(instance.pinned_person, instance.pinned_session, strict=True)
    ]
    pairs = np.array(rows, dtype=np.int64)
    costs = np.full(pairs.size, np.nan)
    can = pairs >= 0
    columns = price_columns(problem, prices)
    people = instance.pinned_person.astype(np.int64)
    losses = _forced_loss(problem, columns, make_desk(problem), people[can], pairs[can])
    costs[can] = np.maximum(0.0, losses)
    return costs
