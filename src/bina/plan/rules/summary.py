"""The figures of a plan that its page shows, as one JSON value stored with it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bina.engines.allocation.model import UNLIMITED_SEATS, Result
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.results import Readable

MORE_MONEY = 10_000_000  # rupiah: "Rp 10 juta lagi menutup …"
SHOWN_SESSIONS = 5


def totals_of(
    facts: Facts, built: Built, result: Readable, solved: Result, left_out: dict[int, str]
) -> dict[str, Any]:
    """Sums of the city, per line, per unit {id: [...]}, and what a little more would close."""
    plan = solved.plan
    jp = sum(seat.jp for seat in result.seats)
    people = facts.people.n
    return {
        "people": people,
        "left_out": dict(Counter(left_out.values())),
        "seats": len(result.seats),
        "planned_people": len({seat.person for seat in result.seats}),
        "sessions_held": len(
            {s.session for s in result.seats if built.places[s.session].session >= 0}
        ),
        "closure": plan.closure,
        "value": plan.value,
        "fairness_shortfall": plan.fairness_shortfall,
        "need": sum(unit.need for unit in result.units.values()),
        "missing_jp": plan.missing_jp,
        "missing_people": len(result.missing),
        "owed_people": int((facts.people.jp_needed > 0).sum()),
        "jp": jp,
        "cost": sum(result.line_spent.values()),
        "budget": sum(line.amount for line in facts.lines),
        "lines": [
            {
                "code": line.code,
                "name": line.name,
                "amount": line.amount,
                "spent": result.line_spent.get(row, 0),
                "seats": sum(seat.line == row for seat in result.seats),
                "more": _more(solved, row),
            }
            for row, line in enumerate(facts.lines)
        ],
        "fixed_costs": fixed_costs(facts, built, result),
        "units": {
            str(facts.units[row].id): [
                total.people,
                total.seats,
                round(total.closure, 4),
                total.jp,
                total.cost,
                round(total.need, 4),
                total.missing_jp,
                total.missing_people,
            ]
            for row, total in sorted(result.units.items())
        },
        "scarce_seats": scarce_seats(facts, built, result, solved),
        "quotas": quota_rows(facts, built, result, solved),
    }


def fixed_costs(facts: Facts, built: Built, result: Readable) -> list[list[Any]]:
    """What holding each session costs: [session, programme, line code, rupiah], by session."""
    instance = built.instance
    rows = []
    for session in sorted({seat.session for seat in result.seats}):
        place, line = built.places[session], int(instance.session_fixed_line[session])
        if place.session >= 0 and line >= 0:
            rows.append([
                facts.sessions[place.session].code, facts.programmes[place.programme].name,
                facts.lines[line].code, int(instance.session_fixed_cost[session]),
            ])  # fmt: skip
    return sorted(rows)


def quota_rows(
    facts: Facts, built: Built, result: Readable, solved: Result
) -> list[dict[str, Any]]:
    """Every quota: seats wanted and given, and the points that a plan without it gains at most.

    The points are the certificate's price of a seat of the quota times the seats it wants, exact
    for small changes.
    """
    programme = {seat.session: built.places[seat.session].programme for seat in result.seats}
    rows = []
    for row, quota in enumerate(facts.quotas):
        members = set(quota.members.tolist())
        given = sum(
            seat.person in members
            and facts.programmes[programme[seat.session]].code == quota.programme
            for seat in result.seats
        )
        price = float(solved.certificate.closure_prices.quota[row])
        rows.append(
            {
                "id": quota.id,
                "programme": quota.programme,
                "group": quota.label,
                "people": len(members),
                "seats": quota.seats,
                "given": given,
                "closure": round(price * quota.seats, 4),
            }
        )
    return rows


def _more(solved: Result, row: int) -> float:
    """Points that MORE_MONEY on the line would close at most, at its price."""
    return round(float(solved.certificate.closure_prices.money[row]) * MORE_MONEY, 2)


def scarce_seats(facts: Facts, built: Built, result: Readable, solved: Result) -> list[list[Any]]:
    """Full sessions whose next seat would close most: [programme name, code, points per seat]."""
    heads = Counter(seat.session for seat in result.seats)
    rows = []
    for session, price in enumerate(solved.certificate.closure_prices.seat.tolist()):
        most = int(built.instance.session_max[session])
        place = built.places[session]
        if place.session < 0 or price <= 0 or most == UNLIMITED_SEATS or heads[session] < most:
            continue
        name = facts.programmes[place.programme].name
        rows.append([name, facts.sessions[place.session].code, round(price, 3)])
    return sorted(rows, key=lambda row: -row[2])[:SHOWN_SESSIONS]


def added_fixed_costs(before: Iterable[dict[str, Any]], own: dict[str, Any]) -> list[list[Any]]:
    """Rows of `fixed_costs` of sessions that only a re-plan opens; `before`: totals until then.

    A plan of before that does not list its fixed costs holds them in its cost: nothing is added.
    """
    lists = [totals.get("fixed_costs") for totals in before]
    if None in lists:
        return []
    known = {row[0] for rows in lists for row in rows or ()}
    return [row for row in own.get("fixed_costs", []) if row[0] not in known]
