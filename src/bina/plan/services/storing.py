"""Writes a computed plan: seats, refusals, certificate, prices and figures, in one transaction."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from bina.audit.services import Actor, act
from bina.catalog.models import Programme, Session
from bina.engines.allocation.evaluate import evaluate
from bina.engines.allocation.model import Result
from bina.engines.allocation.store import certificate_as_json, instance_hash
from bina.engines.whatif.noise import noise_of
from bina.files.models import StoredFile
from bina.files.services import keep
from bina.plan.models import Plan, Refusal, Seat
from bina.plan.rules.pin_cost import PinCost
from bina.plan.rules.refusals import RefusedWish
from bina.plan.rules.results import Readable, SeatRow
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.summary import totals_of
from bina.plan.rules.words import EXPECTED, closure_sentence, hours_sentence
from bina.plan.services.building import Gathered, instance_file
from bina.standards.models import Competency

BATCH = 500


def store(
    actor: Actor,
    plan: Plan,
    gathered: Gathered,
    result: Result,
    *,
    readable: Readable,
    wishes: list[RefusedWish],
    comparison: dict[str, Any],
    pins: list[dict[str, Any]],
) -> None:
    """Everything of a computed plan; the plan becomes a draft."""
    certificate = certificate_as_json(result.certificate)
    prices = {name: certificate.pop(name) for name in ("hours_prices", "closure_prices")}
    content = instance_file(gathered, result.plan)
    instance = keep(actor, content, f"rencana-{plan.year}-soal.zip", "application/zip")
    kept_prices = keep_prices(actor, prices, f"rencana-{plan.year}-harga.json")
    seats = seat_rows(plan, gathered, readable.seats)
    totals = _totals(plan, gathered, result, readable)
    with act(actor, "plan.compute", ("plan", plan.public_id)) as entry:
        Seat.objects.bulk_create(seats, batch_size=BATCH)
        Refusal.objects.bulk_create(_refusal_rows(plan, gathered, wishes), batch_size=BATCH)
        plan.instance, plan.prices = instance, kept_prices
        if gathered.counted:
            certificate["counts"] = EXPECTED
        plan.certificate = {**certificate, "gap": result.certificate.gap}
        plan.certificate["sentences"] = [
            closure_sentence(certificate).as_json(),
            hours_sentence(certificate).as_json(),
        ]
        plan.totals = totals
        plan.history = history_of(result)
        plan.comparison = comparison
        plan.pins = pins
        plan.work = work_of(result)
        plan.state = Plan.State.DRAFT
        plan.save()
        entry.note(n_seats=len(seats), sha256=_digest(readable.seats), gap=result.certificate.gap)


def _totals(plan: Plan, gathered: Gathered, result: Result, readable: Readable) -> dict[str, Any]:
    """The page's figures as measured; of a plan for noise also what was counted and is expected."""
    facts, built, left_out = gathered.facts, gathered.built, gathered.left_out
    if gathered.counted is None:
        return totals_of(facts, built, readable, result, left_out)
    own, constants = result.plan, result.certificate.settings
    measured = replace(result, plan=evaluate(built.instance, constants, own.pairs))
    noise = noise_of(built.instance, constants, own.pairs, gathered.counted.errors)
    return {
        **totals_of(facts, built, readable, measured, left_out),
        "counted": {
            "closure": own.closure,
            "expected": noise.expected(PlanSettings.from_json(plan.settings).shows),
            "measured_hash": instance_hash(built.instance),
        },
    }


def keep_prices(actor: Actor, content: dict[str, Any], name: str) -> StoredFile:
    """The certificate's prices as a stored JSON file."""
    return keep(
        actor, json.dumps(content, separators=(",", ":")).encode(), name, "application/json"
    )


def history_of(result: Result) -> list[list[float | None]]:
    """[seconds, value, bound, missing hours] of every step that the page draws."""
    steps = [
        [round(p.elapsed_seconds, 2), p.value, p.closure_bound, p.missing_jp]
        for p in result.history
    ]
    every = max(1, len(steps) // 200)
    return [step for row, step in enumerate(steps) if row % every == 0 or row == len(steps) - 1]


def work_of(result: Result) -> dict[str, Any]:
    """The work that was done, so that it can be repeated exactly."""
    return {name: getattr(result.work, name) for name in type(result.work).__dataclass_fields__}


def _digest(seats: list[SeatRow]) -> str:
    rows = json.dumps([[s.person, s.session, s.cost] for s in seats], separators=(",", ":"))
    return hashlib.sha256(rows.encode()).hexdigest()


def seat_rows(plan: Plan, gathered: Gathered, seats: list[SeatRow]) -> list[Seat]:
    """The seats as rows that are not saved yet, in their order."""
    facts, built = gathered.facts, gathered.built
    competency = dict(Competency.objects.values_list("code", "pk"))
    ids = [competency[code] for code in facts.competencies]
    people = facts.people.id.tolist()
    rows = []
    for seat in seats:
        place = built.places[seat.session]
        rows.append(
            Seat(
                plan=plan,
                person_id=people[seat.person],
                programme_id=facts.programmes[place.programme].id,
                session_id=facts.sessions[place.session].id if place.session >= 0 else None,
                times=place.times,
                jp=seat.jp,
                cost=seat.cost,
                budget_line_id=facts.lines[seat.line].id if seat.line >= 0 else None,
                closure=seat.closure,
                closes=[[ids[c], round(a, 3), round(b, 3)] for c, a, b in seat.closes],
                pinned=seat.pinned,
            )
        )
    return rows


def _refusal_rows(plan: Plan, gathered: Gathered, wishes: list[RefusedWish]) -> list[Refusal]:
    facts, built = gathered.facts, gathered.built
    people = facts.people.id.tolist()
    rows = []
    for wish in wishes:
        place = built.places[wish.session]
        rows.append(
            Refusal(
                plan=plan,
                person_id=people[wish.person],
                programme_id=facts.programmes[place.programme].id,
                session_id=facts.sessions[place.session].id if place.session >= 0 else None,
                closure=wish.closure,
                reasons=[h.reason.as_json() for h in wish.hindrances],
                remedies=[h.remedy.as_json() for h in wish.hindrances],
                cheapest=[clause.as_json() for clause in wish.cheapest],
            )
        )
    return rows


def pins_as_stored(year: int, costs: dict[int, PinCost]) -> list[dict[str, Any]]:
    """The pins of the year as the plan keeps them, each with what it cost."""
    from bina.plan.models import Pin

    rows = []
    pins = Pin.objects.filter(year=year).select_related("person", "session__programme", "programme")
    for pin in pins.order_by("pk"):
        cost = costs.get(pin.pk)
        target = pin.session or pin.programme
        assert isinstance(target, Session | Programme)
        rows.append(
            {
                "id": str(pin.public_id),
                "kind": pin.kind,
                "person": str(pin.person.public_id),
                "name": pin.person.full_name,
                "unit_id": pin.person.unit_id,
                "target": target.code,
                "reason": pin.reason,
                "requester": pin.requester,
                "document_no": pin.document_no,
                "closure": cost.closure if cost else None,
                "money": cost.money if cost else None,
            }
        )
    return rows
