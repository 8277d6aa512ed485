"""Both stages with a solver that minimises one program: hours first, then closure given them."""

import time
from collections.abc import Callable

import numpy as np

from bench.allocation.compact import Compact, compact
from bench.allocation.highs_run import Answer
from bench.allocation.mip import Mip
from bench.allocation.solvers import Outcome, Task
from bina.engines.allocation.evaluate import evaluate

HOURS_SHARE = 0.2  # of the seconds for the first stage, unless it has no plan by then

Minimise = Callable[[Mip, float, np.ndarray | None], Answer]


def two_stages(task: Task, minimise: Minimise) -> Outcome:
    """`minimise(program, seconds, start)` twice; the first stage's plan starts the second.

    What the first stage leaves of its time goes to the second. The time to make the programs, and
    what the solver does before it looks at its clock, is not counted.
    """
    model = compact(task.instance, task.settings)
    clock = Clock(task.seconds)
    hours = model.hours()
    start = None if task.start is None else model.point(task.start)
    first = clock.count(minimise, hours, HOURS_SHARE * task.seconds, start)
    if first.point is None and not first.infeasible and clock.left() > 1.0:
        first = clock.count(minimise, hours, clock.left(), start)
    missing_bound = first.bound if np.isfinite(first.bound) else None
    if first.point is None:
        return Outcome(None, missing_bound, seconds=clock.used, notes=size_of(hours))
    plan = evaluate(task.instance, task.settings, model.pairs(first.point))
    closure = model.closure(plan.owed_jp)
    second = clock.count(minimise, closure, clock.left(), model.point(plan.pairs))
    pairs = better(model, plan.pairs, second.point)
    bound = -second.bound if np.isfinite(second.bound) else None
    return Outcome(pairs, missing_bound, bound, seconds=clock.used, notes=size_of(closure))


def better(model: Compact, pairs: np.ndarray, point: np.ndarray | None) -> np.ndarray:
    """The better of two plans: fewer JP owed, then more value."""
    if point is None:
        return pairs

    def worth(rows: np.ndarray) -> tuple[int, float]:
        plan = evaluate(model.instance, model.settings, rows)
        return plan.owed_jp, -plan.value

    return min(pairs, model.pairs(point), key=worth)


def size_of(mip: Mip) -> dict[str, int]:
    """Columns, rows and entries of a program."""
    return {"columns": mip.n_columns, "rows": mip.n_rows, "entries": int(mip.value.size)}


class Clock:
    """Counts the seconds that a solver itself takes."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.used = seconds, 0.0

    def left(self) -> float:
        """Seconds not yet used."""
        return max(0.0, self.seconds - self.used)

    def count(self, minimise: Minimise, mip: Mip, seconds: float, start) -> Answer:
        """Call it and add what it took."""
        begun = time.monotonic()
        answer = minimise(mip, seconds, start)
        self.used += answer.seconds if answer.seconds is not None else time.monotonic() - begun
        return answer
