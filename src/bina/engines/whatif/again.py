"""A plan solved again after a right-hand side changed, from the former certificate and its plan.

The steps are those of `allocation.solve`; what differs is where the prices start, that they move
little, as most of the way is gone already, and that the search begins from what the former plan
still may hold. People and eligible pairs must be the same ones; amounts, seats, capacities and
settings may differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.first import THETAS, Decided, dearest, first_plans, is_feasible
from bina.engines.allocation.model import Instance, Longs, Prices, Result, Settings, Work
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.running import FIRST_ROUNDS, Report, Run
from bina.engines.allocation.solve import (
    hours_lb_at,
    person_bounds,
    price_rounds,
    searched,
)
from bina.engines.whatif.former import former_draft

BEGUN = 0.25  # share of an ascent's steps that counts as gone: the prices move little
HELD, SHUT = 0.95, 0.3  # share to which a session of the former plan, or another, is held
MOST_ROUNDS = 24  # of a timed run: most of the way is gone already
HOURS_NODES, HOURS_EPS = 16, 0.01  # of a person's search for the hours' bound
LIGHT = Work(hours_rounds=0, closure_rounds=16, masters=0, blocks=20, moves_per_block=250)


@dataclass(frozen=True, eq=False)
class Start:
    """What the former run left: both stages' prices, S, rows of its pairs."""

    hours: Prices
    closure: Prices
    missing_jp: int
    pairs: Longs


def warm_ascent(problem: Problem, start: Start, instance: Instance, missing_jp: int) -> Ascent:
    """An ascent that stands at the former prices, with small steps to come."""
    ascent = Ascent(
        problem, closure=True, missing_jp=float(missing_jp), rounds=MOST_ROUNDS,
        n_pairs=instance.n_pairs,
    )  # fmt: skip
    ascent.stand_at(start.closure)
    ascent.held = np.full(problem.n_sessions, SHUT)
    ascent.held[np.unique(instance.pair_session[start.pairs])] = HELD
    ascent.held[problem.s_must == 1] = 1.0
    _begin_late(ascent, MOST_ROUNDS)
    return ascent


def _begin_late(ascent: Ascent, rounds: int) -> None:
    """Let `rounds` more rounds be the last ones of a longer ascent; everybody is asked in each."""
    gone = max(FIRST_ROUNDS + 1, round(BEGUN / (1.0 - BEGUN) * rounds))
    ascent.k, ascent.rounds, ascent.early = gone, gone + rounds, 0


def solve_again(  # noqa: PLR0913 - the arguments of solve.solve, and where to start
    instance: Instance,
    settings: Settings,
    start: Start,
    *,
    seed: int,
    work: Work,
    clock: Callable[[], float],
    progress: Report | None = None,
    should_stop: Callable[[], bool] | None = None,
    seconds: float | None = None,
) -> Result:
    """The best plan found from there, and its certificate; see `solve.solve` for the arguments.

    The same start, seed and work give the same result. Raises NoFirstPlanError.
    """
    problem = prepare(instance, settings)
    work = replace(work, deciding_rounds=0)
    run = Run(instance, settings, problem, work, seed, clock, progress, should_stop)
    run.started = clock()
    run.hours_lb = hours_lb_at(
        problem, start.hours,
        person_bounds(problem, start.hours, closure=False, nodes=HOURS_NODES, eps=HOURS_EPS),
    )  # fmt: skip
    ascent = warm_ascent(problem, start, instance, max(start.missing_jp, run.hours_lb))
    pool = Pool(problem)
    price_rounds(run, ascent, FIRST_ROUNDS, "first plan", pool)
    first_plans(run, ascent, THETAS[1:2])
    if seconds is not None:
        run.pace_rounds(seconds)
        run.work = replace(
            run.work, hours_rounds=0, deciding_rounds=0,
            closure_rounds=min(MOST_ROUNDS, run.work.closure_rounds),
        )  # fmt: skip
    _begin_late(ascent, max(1, run.work.closure_rounds - FIRST_ROUNDS))
    if not run.stopped:
        price_rounds(run, ascent, run.work.closure_rounds - FIRST_ROUNDS, "closure", pool)
        first_plans(run, ascent, THETAS)
    draft = former_draft(run, ascent, start.pairs)
    drafts = [run.best] if run.best is not None else []
    if is_feasible(problem, draft):
        run.offer(draft)
        drafts.append(draft)
    begun = Decided(dearest(problem, drafts, ascent), ascent.best_prices) if drafts else None
    return searched(run, ascent, pool, start.hours, begun)
