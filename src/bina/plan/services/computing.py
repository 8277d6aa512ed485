"""Start a plan, compute it in a job, keep the best when somebody stops it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bina.audit.services import Actor, act
from bina.engines.allocation.model import Progress, Result, Work
from bina.engines.allocation.store import instance_hash
from bina.engines.whatif.again import Start
from bina.jobs import services as jobs
from bina.money.models import BudgetVersion
from bina.money.selectors import version_of
from bina.plan.models import Plan
from bina.plan.rules.noise import Counted
from bina.plan.rules.pin_cost import pin_costs
from bina.plan.rules.refusals import refused_wishes
from bina.plan.rules.results import readable
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.facts import current_run
from bina.plan.selectors.stored import StoredPlan, stored_plan
from bina.plan.services import comparing, engine
from bina.plan.services.building import Gathered, build_instance
from bina.plan.services.conflicts import conflict_of, engine_conflict
from bina.plan.services.engine import NoFeasiblePlan, PinsNotMet
from bina.plan.services.storing import pins_as_stored, store
from bina.text import N_, Text

KIND = "plan.compute"
PHASES = {
    "first plan": N_("Mencari rencana pertama yang memenuhi semua aturan"),
    "hours": N_("Membuktikan berapa JP yang paling sedikit tersisa"),
    "closure": N_("Membuktikan berapa banyak kesenjangan yang dapat ditutup"),
    "sessions": N_("Memutuskan sesi mana yang diadakan"),
    "master": N_("Memadukan rencana semua orang dan mempersempit batasnya"),
    "search": N_("Memperbaiki rencana"),
    "regions": N_("Mencari susunan yang lebih baik untuk banyak unit sekaligus"),
}


@dataclass(frozen=True)
class Watch:
    """Who looks on while a plan is computed: told of progress, asked whether to stop."""

    report: Callable[[Progress], None] = lambda _progress: None
    should_stop: Callable[[], bool] = lambda: False


def request_plan(
    actor: Actor,
    *,
    year: int,
    name: str,
    settings: PlanSettings,
    seed: int,
    seconds: float | None,
    work: int | None,
    version: BudgetVersion | None = None,
) -> Plan:
    """Write the plan's row and queue its computation; by default with the budget that counts."""
    plan = Plan(
        year=year,
        name=name,
        settings=settings.as_json(),
        seed=seed,
        gap_run=current_run(),
        budget_version=version or version_of(year),
        created_by=actor.name,
    )
    return queue(actor, plan, seconds=seconds, work=work)


def queue(
    actor: Actor,
    plan: Plan,
    *,
    seconds: float | None,
    work: int | None = None,
    beside: Plan | None = None,
) -> Plan:
    """Save a new plan and queue its computation; `beside`: from whose seats it is planned on."""
    with act(actor, "plan.request") as entry:
        plan.save()
        beside_id = beside.pk if beside else None
        plan.job = jobs.start(
            actor, KIND, plan.name, plan_id=plan.pk, seconds=seconds, work=work,
            beside_id=beside_id,
        )  # fmt: skip
        plan.save(update_fields=["job"])
        entry.about("plan", plan.public_id)
        entry.note(year=plan.year, settings=plan.settings, seed=plan.seed)
        entry.note(seconds=seconds, work=work, budget=str(plan.budget_version or ""))
        if beside:
            entry.note(beside=str(beside.public_id))
    return plan


def compute(
    handle: jobs.Handle,
    plan_id: int,
    seconds: float | None,
    work: int | None,
    beside_id: int | None = None,
) -> dict[str, Any]:
    """The job: gather, solve, explain, compare, store."""
    plan = Plan.objects.get(pk=plan_id)
    settings = PlanSettings.from_json(plan.settings)
    handle.progress(Text(N_("Mengumpulkan data")), 0, 1)
    gathered = build_instance(plan.year, settings, plan.gap_run, plan.budget_version)
    impossible = conflict_of(gathered)
    if impossible:
        refuse(handle.actor, plan, impossible)
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in impossible))

    def report(progress: Progress) -> None:
        handle.progress(
            Text(PHASES.get(progress.phase, progress.phase)),
            progress.share_done,
            1.0,
            value=progress.value,
            bound=progress.closure_bound,
            gap=progress.gap,
            missing_jp=progress.missing_jp,
        )

    watch = Watch(report, handle.should_stop)
    former = _same_facts(beside_id, gathered)
    try:
        if former is None or seconds is None:
            result = _solved(
                gathered, settings, seed=plan.seed, seconds=seconds, work=work, watch=watch
            )
        else:
            result = engine.solve_onward(
                gathered.instance, settings.engine, start_of(former), seed=plan.seed,
                seconds=seconds, report=report, should_stop=handle.should_stop,
            )  # fmt: skip
    except PinsNotMet as wrong:
        rules = engine_conflict(gathered) or [wrong.sentence]
        refuse(handle.actor, plan, rules)
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in rules)) from wrong
    handle.progress(Text(N_("Menyiapkan penjelasan")), 1, 1)
    finish(handle.actor, plan, gathered, result, settings)
    return {"plan": str(plan.public_id), "gap": result.certificate.gap}


def _same_facts(beside_id: int | None, gathered: Gathered) -> StoredPlan | None:
    """The plan beside, where nothing that a plan rests on changed since; else None."""
    if beside_id is None:
        return None
    stored = stored_plan(Plan.objects.select_related("instance", "prices").get(pk=beside_id))
    same = instance_hash(stored.measured) == instance_hash(gathered.built.instance)
    return stored if same else None


def start_of(stored: StoredPlan) -> Start:
    """Where the plan's own run ended."""
    proof = stored.certificate
    return Start(proof.hours_prices, proof.closure_prices, proof.missing_jp, stored.pairs)


def _solved(
    gathered: Gathered,
    settings: PlanSettings,
    *,
    seed: int,
    seconds: float | None,
    work: int | None,
    watch: Watch,
) -> Result:
    """What the engine finds. Raises PinsNotMet."""
    return engine.solve_plan(
        gathered.instance,
        settings.engine,
        seed=seed,
        seconds=seconds,
        work=engine.work_of_effort(work) if work else None,
        report=watch.report,
        should_stop=watch.should_stop,
    )


def compute_now(
    actor: Actor,
    year: int,
    *,
    name: str = "",
    seconds: float | None = None,
    work: int | None = None,
    seed: int = 1,
    settings: PlanSettings | None = None,
    watch: Watch | None = None,
) -> Plan:
    """Compute a plan without a job: for the command line and the demonstration.

    Raises NoFeasiblePlan or NothingToPlan.
    """
    settings, watch = settings or PlanSettings(), watch or Watch()
    run = current_run()
    version = version_of(year)
    gathered = build_instance(year, settings, run, version)
    impossible = conflict_of(gathered)
    if impossible:
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in impossible))
    try:
        result = _solved(gathered, settings, seed=seed, seconds=seconds, work=work, watch=watch)
    except PinsNotMet as wrong:
        rules = engine_conflict(gathered) or [wrong.sentence]
        raise NoFeasiblePlan(rules=" ".join(text.plain() for text in rules)) from wrong
    with act(actor, "plan.request") as entry:
        plan = Plan.objects.create(
            year=year,
            name=name or f"Rencana {year}",
            settings=settings.as_json(),
            seed=seed,
            gap_run=run,
            budget_version=version,
            created_by=actor.name,
        )
        entry.about("plan", plan.public_id)
        entry.note(year=year, seed=seed, seconds=seconds, work=work)
    finish(actor, plan, gathered, result, settings)
    return plan


def finish(
    actor: Actor, plan: Plan, gathered: Gathered, result: Result, settings: PlanSettings
) -> None:
    """Explain, compare with first come first served, and store.

    Seats, sums and the comparison are as measured; refusals and pins are priced as counted.
    """
    measured = gathered.built.instance
    shown = readable(gathered.facts, gathered.built, result.plan, settings)
    counts: Gathered | Counted = gathered.counted or gathered
    priced = readable(counts.facts, counts.built, result.plan, settings)
    prices = result.certificate.closure_prices
    costs = pin_costs(counts.facts, counts.built, priced, prices, settings)
    store(
        actor,
        plan,
        gathered,
        result,
        readable=shown,
        wishes=refused_wishes(counts.facts, counts.built, priced, settings, prices.money),
        comparison=comparing.first_come(measured, settings.engine, plan.seed),
        pins=pins_as_stored(plan.year, costs),
    )


def refuse(actor: Actor, plan: Plan, rules: list[Text]) -> None:
    """Put the plan aside with the rules and pins that cannot hold together."""
    with act(actor, "plan.infeasible", ("plan", plan.public_id)) as entry:
        plan.conflict = [text.as_json() for text in rules]
        plan.state = Plan.State.DISCARDED
        plan.save(update_fields=["conflict", "state"])
        entry.note(conflict=plan.conflict)


def repeat_work(plan: Plan) -> Work:
    """The work that repeats a stored plan exactly."""
    return Work(**plan.work)
