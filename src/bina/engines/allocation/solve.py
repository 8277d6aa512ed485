"""The solver: first plan, bound for the hours, bound for the closure, search; may be stopped.

Steps are price rounds and search blocks. The order is fixed by `Work` alone, so the same seed and
the same work give the same plan and certificate, whatever the number of threads; a run that was
stopped says after how many steps in `Result.work.stop_after` and can be repeated exactly.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.bounds import closure_bound
from bina.engines.allocation.construct import Draft
from bina.engines.allocation.desk import make_desk
from bina.engines.allocation.evaluate import evaluate
from bina.engines.allocation.first import (
    EPS,
    HOURS_WEIGHT,
    THETAS,
    Decided,
    dearest,
    decided,
    first_plans,
    is_feasible,
)
from bina.engines.allocation.mixing import Mixing
from bina.engines.allocation.model import (
    Certificate,
    Floats,
    Instance,
    Plan,
    Prices,
    Result,
    Settings,
    Work,
)
from bina.engines.allocation.opening import opening_moves
from bina.engines.allocation.people import choose_all, empty_choice, price_columns
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.regions import decide_anew, offers
from bina.engines.allocation.rounding import round_mixture
from bina.engines.allocation.running import EARLY_BLOCKS, FIRST_ROUNDS, Report, Run
from bina.engines.allocation.search import Tuning, make_pools, recount, search_block
from bina.engines.allocation.settled import Settled
from bina.engines.allocation.side_by_side import side_by_side
from bina.engines.allocation.store import instance_hash

FIRST_SCHEDULE = 120  # their steps are those of an ascent with so many rounds
OPENINGS_PER_BLOCK = 10
HELD_SHARES = (0.4, 0.6)  # in the last mixture: such sessions are held, tried side by side


class NoFirstPlanError(RuntimeError):
    """No plan was found that keeps pins and quotas; `conflict` says whether there is none."""


def zero_prices(problem: Problem, n_pairs: int, *, hours: float) -> Prices:
    """Everything is free; hours have a price."""
    return Prices(
        seat=np.zeros(problem.n_sessions),
        money=np.zeros(problem.line.size),
        staffing=np.zeros(problem.staffing.shape),
        coach=np.zeros(problem.pool.size),
        quota=np.zeros(problem.quota.size),
        opening=np.zeros(n_pairs),
        fairness=np.zeros(problem.fair_need.size),
        hours=hours,
    )


def person_bounds(
    problem: Problem, prices: Prices, *, closure: bool, nodes: int, eps: float = 1e-6
) -> Floats:
    """Upper bound on every person's best bundle at the prices, (n_people,)."""
    choice = empty_choice(problem.n_people)
    people = np.arange(problem.n_people, dtype=np.int32)
    columns = price_columns(problem, prices, closure=closure)
    choose_all(problem, columns, people, eps, nodes, choice)
    return choice.bound


def hours_lb_at(problem: Problem, prices: Prices, bounds: Floats) -> int:
    """JP that any plan leaves missing, from every person's bound at the prices, (n_people,)."""
    owed = float(problem.owed)
    reachable = closure_bound(problem, prices, bounds, owed)
    return max(0, int(np.ceil(owed - reachable - 1e-6)))


class _Search:
    """The local search with its working memory; works on its own copy of the best draft."""

    def __init__(self, run: Run, ascent: Ascent) -> None:
        assert run.best is not None
        P = run.problem
        self.run, self.unit = run, ascent.unit
        self.draft = run.best.copy()
        self.pools = make_pools(P, run.instance.staffing_ptr, run.instance.staffing_group)
        self.desk = make_desk(P)
        start = run.seed * 2654435761 % 2**61 + 88172645463325252
        self.state = np.array([start], dtype=np.int64)
        self.seconds_per_block = 0.0
        self.reprice(ascent)

    def reprice(self, ascent: Ascent) -> None:
        """Take over the ascent's best prices."""
        self.columns = ascent.columns(ascent.best_prices)
        self.wish = np.clip(ascent.held, 0.0, 1.0)
        self.wished = ascent.choice

    def take(self, draft: Draft) -> None:
        """Go on from another draft."""
        self.draft = draft.copy()

    def _tuning(self, done: float) -> Tuning:
        return Tuning(
            HOURS_WEIGHT * self.unit,
            0.8 * max(0.0, 1.0 - done / 0.9),
            0.1 * self.unit * max(0.0, 1.0 - done / 0.85),
            EPS * self.unit,
        )

    def blocks(self, first: int, last: int) -> None:
        """Blocks first .. last - 1; offers the draft after each."""
        run, P, draft = self.run, self.run.problem, self.draft
        for block in range(first, last):
            if not run.wants_block(block):
                return
            begun = run.clock()
            # the first blocks must not depend on what a timed run finds out later
            gone = block / max(1, run.work.blocks) if block >= EARLY_BLOCKS else 0.0
            tuning = self._tuning(gone)
            search_block(
                P, self.columns, self.pools, self.wished, draft, tuning,
                n_moves=run.work.moves_per_block, seed=run.seed, block=block,
            )  # fmt: skip
            opening_moves(
                P, self.columns, self.desk, draft.limits, draft.choice, draft.use, tuning,
                self.pools, self.wish, OPENINGS_PER_BLOCK, self.state,
            )  # fmt: skip
            recount(P, draft)
            run.offer(draft)
            self.seconds_per_block = run.clock() - begun
            if not run.step("search"):
                return


def price_rounds(run: Run, ascent: Ascent, n: int, phase: str, pool: Pool | None = None) -> bool:
    """n price rounds, their bundles into the pool; returns False when stopped."""
    begun = run.clock()
    for number in range(n):
        bound = ascent.round()
        run.round_seconds = (run.clock() - begun) / (number + 1)
        if pool is not None and ascent.k > FIRST_ROUNDS:
            pool.add(ascent.choice)
        if np.isfinite(bound):
            if ascent.closure:
                run.bound = bound
            else:
                run.hours_lb = max(run.hours_lb, ascent.hours_bound())
        if not run.step(phase):
            return False
    return True


def _mix(run: Run, ascent: Ascent, pool: Pool, search: _Search) -> None:
    """Masters, as many as the work or the time allows; the last one's mixture becomes a draft."""
    assert run.best is not None
    pool.add(run.best.choice)
    mixing, done = Mixing(ascent, pool), 0
    while not run.stopped and run.wants_master(done):
        begun = run.clock()
        mixing.round()
        run.master_seconds, done = run.clock() - begun, done + 1
        run.bound = ascent.best_bound
        run.step("master")
    run.work = replace(run.work, masters=done)
    if mixing.mixture is None:
        return
    search.reprice(ascent)

    def rounded(least: float) -> Draft:
        assert mixing.mixture is not None
        return round_mixture(
            run.problem, search.columns, mixing.of_pool, mixing.mixture, least=least,
            seed=run.seed, hours=HOURS_WEIGHT * ascent.unit, eps=EPS * ascent.unit,
        )  # fmt: skip

    drafts = [d for d in side_by_side(rounded, HELD_SHARES) if is_feasible(run.problem, d)]
    for draft in drafts:
        run.offer(draft)
    chosen = dearest(run.problem, [*drafts, search.draft], ascent)
    if chosen is not search.draft:
        search.take(chosen)


def _regions(run: Run, ascent: Ascent, pool: Pool, search: _Search, prices: Prices) -> None:
    """Regions decided anew from the search's draft, as many as the work or the time allows.

    Before that, bundles and prices for the sessions that it holds.
    """
    draft, done = search.draft, 0
    pool.add(draft.choice)
    run.pace_settled()
    settled = Settled(ascent, prices, draft, run.work.settled_rounds)
    for _ in range(run.work.settled_rounds):
        settled.round()
        pool.add(settled.choice)
        if not run.step("regions"):
            return
    given = offers(run.problem, settled.columns(settled.prices()), pool, draft)
    while run.wants_region(done):
        begun = run.clock()
        better = decide_anew(
            run.problem, given, search.pools, draft, hours=HOURS_WEIGHT * ascent.unit,
            seed=run.seed, number=done,
        )  # fmt: skip
        run.region_seconds = run.clock() - begun
        if better:
            run.offer(draft)
        done += 1
        if not run.step("regions"):
            break
    run.work = replace(run.work, regions=done)


def _hours_stage(run: Run) -> Prices:
    """Bound for the hours: free prices first, then the ascent while a gap is left."""
    P, n_pairs = run.problem, run.instance.n_pairs
    zero = zero_prices(P, n_pairs, hours=1.0)
    lb = hours_lb_at(P, zero, person_bounds(P, zero, closure=False, nodes=16, eps=0.01))
    run.hours_lb, prices = lb, zero
    if run.best is not None and run.best_score[0] <= lb:
        return prices
    ascent = Ascent(
        P,
        closure=False,
        missing_jp=float(P.owed),
        rounds=run.work.hours_rounds,
        n_pairs=n_pairs,
    )
    price_rounds(run, ascent, run.work.hours_rounds, "hours")
    if not run.stopped:
        ascent.finish(1)
    if ascent.hours_bound() > lb:
        prices = ascent.best_prices
        run.hours_lb = ascent.hours_bound()
    return prices


def solve(
    instance: Instance,
    settings: Settings,
    *,
    seed: int,
    work: Work,
    clock: Callable[[], float],
    progress: Report | None = None,
    should_stop: Callable[[], bool] | None = None,
    seconds: float | None = None,
) -> Result:
    """The best plan found with the given work, and its certificate.

    `clock` gives seconds; without `seconds` it is for the progress only and decides nothing. With
    `seconds` the counts in `work` are replaced by what fits into that time; `Result.work` holds
    them and repeats the run exactly. `should_stop` is asked after every step.
    Raises NoFirstPlanError when pins or quotas could not be met.
    """
    problem = prepare(instance, settings)
    run = Run(instance, settings, problem, work, seed, clock, progress, should_stop)
    run.started = clock()
    ascent = Ascent(
        problem,
        closure=True,
        missing_jp=0.25 * float(problem.jp_needed.sum()),
        rounds=FIRST_SCHEDULE,
        n_pairs=instance.n_pairs,
    )
    pool = Pool(problem)
    price_rounds(run, ascent, FIRST_ROUNDS, "first plan")
    first_plans(run, ascent, THETAS[1:2])
    if seconds is not None:
        run.pace_rounds(seconds)
    ascent.reschedule(run.work.closure_rounds)
    hours_prices = zero_prices(problem, instance.n_pairs, hours=1.0)
    begun: Decided | None = None
    if not run.stopped:
        hours_prices = _hours_stage(run)
    if not run.stopped:
        ascent.retarget(float(run.hours_lb))
        price_rounds(run, ascent, run.work.closure_rounds - FIRST_ROUNDS, "closure", pool)
        begun = decided(run, ascent, pool) if not run.stopped else None
        if begun is None:
            first_plans(run, ascent, THETAS)
    return searched(run, ascent, pool, hours_prices, begun)


def searched(
    run: Run, ascent: Ascent, pool: Pool, hours_prices: Prices, begun: Decided | None = None
) -> Result:
    """What comes after the price rounds: search, masters, search, regions, and the proof.

    It begins with what was decided, else with the best plan so far and the ascent's best prices.
    Raises NoFirstPlanError when the rounds left no plan to begin with.
    """
    if run.best is None:
        raise NoFirstPlanError("No plan keeps all pins and quotas; ask conflict.find_conflict.")
    search = _Search(run, ascent)
    if begun is not None:
        search.take(begun.draft)
    early = min(EARLY_BLOCKS, run.work.blocks)
    if not run.stopped:
        search.blocks(0, early)
    if not run.stopped:
        _mix(run, ascent, pool, search)
    if run.seconds is not None and not run.stopped:
        run.pace_blocks(run.seconds, search.seconds_per_block)
    if not run.stopped:
        search.blocks(early, run.work.blocks)
    if not run.stopped:
        _regions(run, ascent, pool, search, begun.prices if begun else ascent.best_prices)
    return _result(run, ascent, hours_prices)


def _result(run: Run, ascent: Ascent, hours_prices: Prices) -> Result:
    assert run.best is not None
    plan = plan_of(run.instance, run.settings, run.problem, run.best)
    ascent.retarget(float(plan.owed_jp))
    levels = ascent.finish(1 if run.user_stopped else run.work.proof_levels, run.has_time)
    bound = ascent.best_bound
    certificate = Certificate(
        instance_hash=instance_hash(run.instance),
        settings=run.settings,
        missing_jp_bound=run.hours_lb,
        missing_jp=plan.owed_jp,
        closure_bound=bound,
        value=plan.value,
        hours_prices=hours_prices,
        closure_prices=ascent.best_prices,
    )
    done = replace(run.work, stop_after=run.steps if run.stopped else None, proof_levels=levels)
    return Result(plan=plan, certificate=certificate, history=tuple(run.history), work=done)


def plan_of(instance: Instance, settings: Settings, problem: Problem, draft: Draft) -> Plan:
    """The draft as rows of the instance, evaluated from the instance alone."""
    used = np.arange(draft.choice.pair.shape[1])[None] < draft.choice.n[:, None]
    rows = np.sort(problem.p_row[draft.choice.pair[used]])
    return evaluate(instance, settings, rows)
