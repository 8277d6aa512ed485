"""A plan planned on after the gaps changed: what it held is the plan to beat.

The steps are those of `allocation.solve`, with prices from nothing, because other gaps have other
prices; the hours' bound comes from the former prices, as hours are owed as before. The search
begins from the former plan or a better one, so that what is found leaves no more hours missing
and, with as many, is worth no less. Every rule and every eligible pair must be as before.
"""

from collections.abc import Callable
from dataclasses import replace

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.first import THETAS, first_plans
from bina.engines.allocation.model import Instance, Result, Settings, Work
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.running import FIRST_ROUNDS, Report, Run
from bina.engines.allocation.solve import (
    FIRST_SCHEDULE,
    hours_lb_at,
    person_bounds,
    price_rounds,
    searched,
)
from bina.engines.whatif.again import HOURS_EPS, HOURS_NODES, Start
from bina.engines.whatif.former import draft_of


def solve_onward(  # noqa: PLR0913 - the arguments of solve.solve, and what is planned on
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
    """The best plan found, and its certificate; see `solve.solve` for the arguments.

    `work.hours_rounds` and `deciding_rounds` do not count. The same start, seed and work give the
    same result. Raises ValueError for a start that breaks a rule of the instance.
    """
    problem = prepare(instance, settings)
    begun = draft_of(instance, problem, start.pairs)
    work = replace(work, hours_rounds=0, deciding_rounds=0)
    run = Run(instance, settings, problem, work, seed, clock, progress, should_stop)
    run.started = clock()
    run.offer(begun)
    run.hours_lb = hours_lb_at(
        problem, start.hours,
        person_bounds(problem, start.hours, closure=False, nodes=HOURS_NODES, eps=HOURS_EPS),
    )  # fmt: skip
    ascent = Ascent(
        problem, closure=True, missing_jp=float(run.hours_lb), rounds=FIRST_SCHEDULE,
        n_pairs=instance.n_pairs,
    )  # fmt: skip
    pool = Pool(problem)
    price_rounds(run, ascent, FIRST_ROUNDS, "first plan")
    if seconds is not None:
        run.pace_rounds(seconds)
        run.work = replace(run.work, hours_rounds=0, deciding_rounds=0)
    ascent.reschedule(run.work.closure_rounds)
    if not run.stopped:
        price_rounds(run, ascent, run.work.closure_rounds - FIRST_ROUNDS, "closure", pool)
        first_plans(run, ascent, THETAS)
    return searched(run, ascent, pool, start.hours)
