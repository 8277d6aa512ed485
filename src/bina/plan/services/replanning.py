"""Plan the rest of a year anew with as few changed seats as possible, and carry it out.

A re-plan is a plan of its own that amends the approved one: it holds only the new seats, and names
the seats to release. Seats that stay keep their answers, letters and attendance; nobody has to
approve again what did not change (decision 0015).
"""

from typing import Any

from django.db.models import Max

from bina.audit.services import Actor, act
from bina.engines.allocation.model import Result
from bina.engines.allocation.store import certificate_as_json
from bina.files.services import keep
from bina.jobs import services as jobs
from bina.plan.models import Plan, Release, Seat
from bina.plan.rules.instance import build
from bina.plan.rules.replan import (
    Outcome,
    fewest_proven,
    outcome_of,
    replan_sentence,
)
from bina.plan.rules.results import SeatRow, readable
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.summary import totals_of
from bina.plan.selectors.facts import current_run
from bina.plan.selectors.replan import Situation, plans_in_force, situation_of
from bina.plan.services import engine
from bina.plan.services.building import Gathered, check, instance_file
from bina.plan.services.computing import PHASES, refuse
from bina.plan.services.conflicts import conflict_of, engine_conflict
from bina.plan.services.engine import NoFeasiblePlan, PinsNotMet
from bina.plan.services.storing import BATCH, history_of, keep_prices, seat_rows, work_of
from bina.text import N_, BinaError, Text

KIND = "plan.replan"


class NothingToAmend(BinaError):
    """A year without an approved plan."""

    text = N_("Tahun {year} belum mempunyai rencana yang disetujui, jadi belum ada yang diubah.")


def request_replan(
    actor: Actor, *, year: int, settings: PlanSettings, seconds: float, day: Any
) -> Plan:
    """Write the re-plan's row and queue its computation. Raises NothingToAmend."""
    chain = plans_in_force(year)
    if not chain:
        raise NothingToAmend(year=year)
    name = f"{chain[0].name} – perubahan {len(chain)}"[:200]
    with act(actor, "plan.request") as entry:
        plan = Plan.objects.create(
            year=year,
            name=name,
            amends=chain[0],
            from_day=day,
            settings=settings.as_json(),
            gap_run=current_run(),
            created_by=actor.name,
        )
        plan.job = jobs.start(actor, KIND, name, plan_id=plan.pk, seconds=seconds)
        plan.save(update_fields=["job"])
        entry.about("plan", plan.public_id)
        entry.note(year=year, amends=str(chain[0].public_id), seconds=seconds)
    return plan


def compute(handle: jobs.Handle, plan_id: int, seconds: float) -> dict[str, Any]:
    """The job: gather what is to come, solve, compare with what was held, store."""
    plan = Plan.objects.get(pk=plan_id)
    settings = PlanSettings.from_json(plan.settings)
    handle.progress(Text(N_("Mengumpulkan data")), 0, 1)
    situation, gathered = gather_rest(plan, settings)
    impossible = conflict_of(gathered)
    if impossible:
        refuse(handle.actor, plan, impossible)
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in impossible))
    try:
        result = engine.solve_plan(
            gathered.instance,
            settings.engine,
            seed=plan.seed,
            seconds=seconds,
            work=None,
            report=lambda progress: handle.progress(
                Text(PHASES.get(progress.phase, progress.phase)), progress.share_done, 1.0
            ),
            should_stop=handle.should_stop,
        )
    except PinsNotMet as wrong:
        rules = engine_conflict(gathered) or [wrong.sentence]
        refuse(handle.actor, plan, rules)
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in rules)) from wrong
    handle.progress(Text(N_("Menyiapkan penjelasan")), 1, 1)
    finish(handle.actor, plan, situation, gathered, result)
    return {"plan": str(plan.public_id), "changed": plan.totals["replan"]["changed"]}


def gather_rest(plan: Plan, settings: PlanSettings) -> tuple[Situation, Gathered]:
    """The rest of the year and its instance. Raises NothingToPlan."""
    assert plan.from_day is not None
    since = max(
        (one.approved_at for one in plans_in_force(plan.year) if one.approved_at), default=None
    )
    situation = situation_of(plan.year, plan.from_day, settings, plan.gap_run, since)
    check(situation.facts)
    return situation, Gathered(situation.facts, build(situation.facts), situation.left_out)


def finish(
    actor: Actor, plan: Plan, situation: Situation, gathered: Gathered, result: Result
) -> None:
    """Compare with the seats held and store the difference; the re-plan becomes a draft."""
    settings = PlanSettings.from_json(plan.settings)
    facts, built = gathered.facts, gathered.built
    whole = readable(facts, built, result.plan, settings)
    outcome = outcome_of(facts, built, whole, situation.lost)
    certificate = certificate_as_json(result.certificate)
    prices = {name: certificate.pop(name) for name in ("hours_prices", "closure_prices")}
    media, title = "application/zip", f"perubahan-{plan.year}-soal.zip"
    instance = keep(actor, instance_file(gathered, result.plan), title, media)
    kept_prices = keep_prices(actor, prices, f"perubahan-{plan.year}-harga.json")
    new = seat_rows(plan, gathered, [one.seat for one in outcome.new])
    for seat, one in zip(new, outcome.new, strict=True):
        seat.basis = [one.basis.as_json()]
    releases = [
        Release(plan=plan, seat_id=situation.seats[one.held],
                reasons=[reason.as_json() for reason in one.reasons])
        for one in outcome.released
    ]  # fmt: skip
    with act(actor, "plan.compute", ("plan", plan.public_id)) as entry:
        Seat.objects.bulk_create(new, batch_size=BATCH)
        Release.objects.bulk_create(releases, batch_size=BATCH)
        plan.instance, plan.prices = instance, kept_prices
        sums = figures(plan, outcome, result, situation, gathered)
        plan.certificate = {
            **certificate,
            "gap": result.certificate.gap,
            "sentences": [replan_sentence(sums["released"], sums["least_released"]).as_json()],
        }
        plan.totals = {
            **totals_of(facts, built, whole, result, gathered.left_out), "replan": sums,
        }  # fmt: skip
        plan.history, plan.work = history_of(result), work_of(result)
        plan.state = Plan.State.DRAFT
        plan.save()
        entry.note(**{name: sums[name] for name in ("kept", "released", "new")})


def figures(
    plan: Plan, outcome: Outcome, result: Result, situation: Situation, gathered: Gathered
) -> dict[str, Any]:
    """What changes, in numbers: seats, people, points, JP, rupiah; and what is proven."""
    assert situation.facts.former is not None
    held = situation.facts.former.held
    fallen = list(
        Seat.objects.filter(pk__in=[situation.seats[one.held] for one in outcome.released])
    )
    new = [one.seat for one in outcome.new]
    people = {held[one.held].person for one in outcome.released} | {seat.person for seat in new}
    least = fewest_proven(
        gathered.facts,
        gathered.built,
        result.certificate.missing_jp_bound,
        result.plan.missing_jp,
        _new_jp(gathered, new),
    )
    seats = Seat.objects.filter(plan__year=plan.year, plan__state=Plan.State.FROZEN)
    return {
        "kept": outcome.n_kept,
        "released": len(outcome.released),
        "new": len(new),
        "changed": len(outcome.released) + len(new),
        "people": len(people),
        "least_released": min(least, len(outcome.released)),
        "released_closure": round(sum(seat.closure for seat in fallen), 4),
        "released_jp": sum(seat.jp for seat in fallen),
        "released_cost": sum(seat.cost for seat in fallen),
        "new_closure": round(sum(seat.closure for seat in new), 4),
        "new_jp": sum(seat.jp for seat in new),
        "new_cost": sum(seat.cost for seat in new),
        "lost_people": len(situation.lost),
        "helped_people": len(set(situation.lost) & {seat.person for seat in new}),
        "newest_seat": seats.aggregate(newest=Max("pk"))["newest"] or 0,
    }


def _new_jp(gathered: Gathered, new: list[SeatRow]) -> int:
    """What the new seats count for in the first stage."""
    instance = gathered.instance
    return -sum(int(instance.pair_keep[instance.pair_of(s.person, s.session)]) for s in new)
