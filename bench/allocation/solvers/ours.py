"""Our engine, whole or stopped at its first plan."""

import time

from bench.allocation.solvers import Outcome, Task
from bina.engines.allocation.model import Work
from bina.engines.allocation.running import FIRST_ROUNDS


class Ours:
    """`bina.engines.allocation.solve`, with warm code."""

    name, package, wants_start = "bina", "bina", False
    work = Work()

    def solve(self, task: Task) -> Outcome:
        """One timed run."""
        return self.run(task, task.seconds)

    def run(self, task: Task, seconds: float | None) -> Outcome:
        """One run; without seconds as much as `work` says."""
        from bina.engines.allocation.solve import NoFirstPlanError, solve
        from bina.engines.allocation.warm import warm

        warm()
        begun = time.monotonic()
        try:
            result = solve(
                task.instance, task.settings, seed=task.seed, work=self.work,
                clock=time.monotonic, seconds=seconds,
            )  # fmt: skip
        except NoFirstPlanError:
            return Outcome(None, seconds=time.monotonic() - begun)
        proof, steps = result.certificate, {}
        for now in result.history:
            if now.value is not None:
                bound = None if now.closure_bound is None else round(now.closure_bound, 3)
                figures = (now.missing_jp, round(now.value, 3), bound)
                steps.setdefault(figures, round(now.elapsed_seconds, 2))
        return Outcome(
            pairs=result.plan.pairs,
            missing_bound=float(proof.missing_jp_bound),
            closure_bound=proof.closure_bound,
            hours_price=proof.closure_prices.hours,
            seconds=time.monotonic() - begun,
            notes={"history": [[at, *figures] for figures, at in steps.items()]},
        )


class FirstPlan(Ours):
    """The first plan alone: what peers with `wants_start` begin with."""

    name = "bina-first"
    work = Work(stop_after=FIRST_ROUNDS)

    def solve(self, task: Task) -> Outcome:
        """Stopped after the first plan, whatever the seconds."""
        return self.run(task, None)
