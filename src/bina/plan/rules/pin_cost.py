"""What a pin or a ban costs: closure points that the plan would gain without it, at most.

At the certificate's prices (shadow prices of seats, money, staffing and coach time) a pinned seat
costs the prices of what it uses minus what it closes; a ban costs what the forbidden seat would
close minus its prices. Never below 0. A first-order figure, exact for small changes.
"""

from dataclasses import dataclass

from bina.engines.allocation.explain import spared_by
from bina.engines.allocation.model import Prices
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.results import Readable, bundle_effects, needs_by_person
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.worth import bundle_worth


@dataclass(frozen=True)
class PinCost:
    """Closure points lost (>= 0) and money bound (rupiah)."""

    closure: float
    money: int


def price_of(built: Built, prices: Prices, person: int, session: int) -> float:
    """Closure points that the seat's resources are worth elsewhere."""
    instance = built.instance
    total = max(0.0, float(prices.seat[session]))
    pair = instance.pair_of(person, session)
    if pair >= 0 and instance.pair_line[pair] >= 0:
        total += float(prices.money[instance.pair_line[pair]]) * int(instance.pair_cost[pair])
    pool = int(instance.session_pool[session])
    if pool >= 0:
        total += float(prices.coach[pool]) * int(instance.session_pool_minutes[session])
    groups = instance.staffing_group[
        instance.staffing_ptr[person] : instance.staffing_ptr[person + 1]
    ]
    for slot in instance.slots_of(session):
        total += float(prices.staffing[groups, slot].sum())
    return total + spared_by(prices, groups, session)


def pin_costs(
    facts: Facts, built: Built, result: Readable, prices: Prices, settings: PlanSettings
) -> dict[int, PinCost]:
    """Cost of every pin and ban of the facts, by pin id."""
    if not facts.pins:
        return {}
    needs = needs_by_person(facts)
    found = {}
    for pin in facts.pins:
        mine = [seat for seat in result.seats if seat.person == pin.person]
        meant = [
            s
            for s in range(len(built.places))
            if _meant(facts, built, s, pin.programme, pin.session)
        ]
        if not meant:
            continue
        if pin.kind == "must":
            seat = next((seat for seat in mine if seat.session in meant), None)
            if seat is not None:
                price = price_of(built, prices, pin.person, seat.session)
                found[pin.id] = PinCost(max(0.0, price - seat.closure), seat.cost)
            continue
        rows = [seat.session for seat in mine]
        base = bundle_worth(needs.get(pin.person, []), bundle_effects(facts, built, rows), settings)
        more = bundle_effects(facts, built, [*rows, meant[0]])
        gain = bundle_worth(needs.get(pin.person, []), more, settings) - base
        price = min(price_of(built, prices, pin.person, s) for s in meant)
        found[pin.id] = PinCost(max(0.0, gain - price), 0)
    return found


def _meant(facts: Facts, built: Built, session: int, programme: str, code: str) -> bool:
    place = built.places[session]
    if code:
        return place.session >= 0 and facts.sessions[place.session].code == code
    return facts.programmes[place.programme].code == programme
