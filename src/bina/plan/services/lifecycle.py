"""The states of a plan: draft → submitted → approved and frozen; and discarding.

A frozen plan can never change: the database refuses it (migration frozen_plans), and its hash shows
it to whoever holds a printed copy.
"""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from bina.audit.services import Actor, act
from bina.jobs.services import request_stop
from bina.plan.models import Commitment, Plan, Release, Seat
from bina.plan.services import releasing
from bina.text import N_, BinaError

BATCH = 1_000


class WrongState(BinaError):
    """An act that the plan's state does not allow."""

    text = N_("Rencana {name} sedang {state}, jadi tidak dapat {act}. Muat ulang halamannya.")


class YearIsPlanned(BinaError):
    """A second whole plan for a year that has one: every seat would count twice."""

    text = N_(
        "Tahun {year} sudah mempunyai rencana yang disetujui: {name}. Ubah lewat Perubahan › "
        "Susun ulang, supaya kursi yang tetap tidak diminta dua kali."
    )


def submit(actor: Actor, plan: Plan) -> None:
    """Draft → submitted, for the head of the HR agency to sign."""
    with act(actor, "plan.submit", ("plan", plan.public_id)) as entry:
        _take(plan, (Plan.State.DRAFT,), N_("diajukan"))
        _set(plan, state=Plan.State.SUBMITTED, submitted_at=timezone.now(), submitted_by=actor.name)
        entry.note(state=["draft", "submitted"])


def take_back(actor: Actor, plan: Plan, reason: str) -> None:
    """Submitted → draft, with a reason."""
    with act(actor, "plan.take_back", ("plan", plan.public_id)) as entry:
        _take(plan, (Plan.State.SUBMITTED,), N_("dikembalikan"))
        _set(plan, state=Plan.State.DRAFT, submitted_at=None, submitted_by="")
        entry.note(state=["submitted", "draft"], reason=reason)


def discard(actor: Actor, plan: Plan) -> None:
    """Put aside a plan that is not frozen; its rows stay readable."""
    states = (Plan.State.DRAFT, Plan.State.SUBMITTED, Plan.State.COMPUTING)
    with act(actor, "plan.discard", ("plan", plan.public_id)) as entry:
        before = _take(plan, states, N_("dibuang"))
        if plan.job is not None and plan.job.is_open:
            request_stop(actor, plan.job)
        _set(plan, state=Plan.State.DISCARDED)
        entry.note(state=[before, "discarded"])


def approve(actor: Actor, plan: Plan) -> str:
    """Submitted → frozen: hash of the content, who, when, and an open commitment per seat."""
    with act(actor, "plan.approve", ("plan", plan.public_id)) as entry:
        _take(plan, (Plan.State.SUBMITTED,), N_("disetujui"))
        _refuse_second(plan)
        digest = content_hash(plan)
        seats = Seat.objects.filter(plan=plan).values_list("pk", flat=True)
        Commitment.objects.bulk_create(
            [Commitment(seat_id=pk) for pk in seats.iterator(5_000)], batch_size=BATCH
        )
        _set(
            plan,
            state=Plan.State.FROZEN,
            approved_at=timezone.now(),
            approved_by=actor.name,
            content_hash=digest,
        )
        if plan.amends_id:
            releasing.carry_out(actor, plan)
        entry.note(state=["submitted", "frozen"], content_hash=digest)
    return digest


def _refuse_second(plan: Plan) -> None:
    """Raises YearIsPlanned; a re-plan amends the plan in force and may always come."""
    whole = Plan.objects.filter(year=plan.year, state=Plan.State.FROZEN, amends=None)
    found = whole.order_by("pk").first()
    if plan.amends_id is None and found is not None:
        raise YearIsPlanned(year=plan.year, name=found.name)


def content_hash(plan: Plan) -> str:
    """SHA-256 over year, settings, certificate, pins, seats, releases: equal content, one hash."""
    seats = (
        Seat.objects.filter(plan=plan, replaces=None)
        .order_by("person__public_id", "programme__code", "session__code", "times")
        .values_list(
            "person__public_id",
            "programme__code",
            "session__code",
            "times",
            "jp",
            "cost",
            "budget_line__code",
        )
    )
    digest = hashlib.sha256()
    head = [plan.year, plan.settings, plan.seed, plan.certificate, plan.totals, plan.pins]
    digest.update(json.dumps(head, sort_keys=True, ensure_ascii=False).encode())
    for row in seats.iterator(5_000):
        digest.update(json.dumps([str(row[0]), *row[1:]], ensure_ascii=False).encode())
    released = Release.objects.filter(plan=plan).order_by("seat__public_id")
    for public_id, reasons in released.values_list("seat__public_id", "reasons"):
        digest.update(json.dumps([str(public_id), reasons], ensure_ascii=False).encode())
    return digest.hexdigest()


def _take(plan: Plan, allowed: tuple[str, ...], what: str) -> str:
    """Lock the row and check its state; returns the state. Raises WrongState."""
    assert transaction.get_connection().in_atomic_block
    state = str(Plan.objects.select_for_update().values_list("state", flat=True).get(pk=plan.pk))
    if state not in allowed:
        raise WrongState(name=plan.name, state=Plan.State(state).label, act=what)
    return state


def _set(plan: Plan, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(fields))
