"""The one place that calls the allocation engine: solve within a time or an amount of work."""

import time
from collections.abc import Callable

from bina.engines.allocation.model import Instance, Progress, Result, Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.allocation.warm import warm
from bina.engines.whatif import again, onward
from bina.engines.whatif.again import Start
from bina.text import N_, BinaError

DEFAULT = Work()
HUNDRED = 100  # effort of the engine's default work


class NoFeasiblePlan(BinaError):
    """Rules and pins that cannot hold together."""

    text = N_("Rencana tidak mungkin: {rules}")
    exit_code = 3


class PinsNotMet(NoFeasiblePlan):
    """Every pin is possible by itself, but no plan with all of them was found."""

    text = N_(
        "Tidak ditemukan rencana yang memenuhi semua ketetapan bersama staf minimum, kursi dan "
        "anggaran. Cabut atau ubah salah satu ketetapan, lalu susun lagi."
    )


def work_of_effort(effort: int) -> Work:
    """Work in proportion; 100 is the engine's default."""
    share = effort / HUNDRED
    return Work(
        hours_rounds=max(1, round(DEFAULT.hours_rounds * share)),
        closure_rounds=max(5, round(DEFAULT.closure_rounds * share)),
        deciding_rounds=max(1, round(DEFAULT.deciding_rounds * share)),
        masters=round(DEFAULT.masters * share),
        blocks=max(1, round(DEFAULT.blocks * share)),
        moves_per_block=DEFAULT.moves_per_block,
        settled_rounds=max(1, round(DEFAULT.settled_rounds * share)),
        regions=max(1, round(DEFAULT.regions * share)),
    )


def solve_plan(
    instance: Instance,
    settings: Settings,
    *,
    seed: int,
    seconds: float | None,
    work: Work | None,
    report: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Result:
    """The best plan found with its certificate; a stop, or the end of time, keeps the best so far.

    With `work` alone the result can be repeated; the work done is in the result either way.
    Compiling the engine, once after it is installed, is not a part of `seconds`.
    """
    if seconds is not None:
        warm()
    try:
        return solve(
            instance,
            settings,
            seed=seed,
            work=work or DEFAULT,
            clock=time.monotonic,
            progress=report,
            should_stop=should_stop,
            seconds=None if work else seconds,
        )
    except NoFirstPlanError as wrong:
        raise PinsNotMet from wrong


def solve_again(
    instance: Instance,
    settings: Settings,
    start: Start,
    *,
    seed: int,
    seconds: float,
    report: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Result:
    """The same after a rule changed, from the former prices. Raises NoFeasiblePlan."""
    warm()
    try:
        return again.solve_again(
            instance,
            settings,
            start,
            seed=seed,
            work=again.LIGHT,
            clock=time.monotonic,
            progress=report,
            should_stop=should_stop,
            seconds=seconds,
        )
    except NoFirstPlanError as wrong:
        raise PinsNotMet from wrong


def solve_onward(
    instance: Instance,
    settings: Settings,
    start: Start,
    *,
    seed: int,
    seconds: float,
    report: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Result:
    """The same after the gaps changed, no worse than the plan to start from."""
    warm()
    return onward.solve_onward(
        instance,
        settings,
        start,
        seed=seed,
        work=DEFAULT,
        clock=time.monotonic,
        progress=report,
        should_stop=should_stop,
        seconds=seconds,
    )
