"""HiGHS on the compact program."""

from bench.allocation.highs_run import run_highs
from bench.allocation.solvers import Outcome, Task
from bench.allocation.solvers.stages import two_stages


class Highs:
    """Alone, or warm: with our first plan to begin with."""

    package = "highspy"

    def __init__(self, *, warm: bool = False) -> None:
        self.name, self.wants_start = ("highs-warm" if warm else "highs"), warm

    def solve(self, task: Task) -> Outcome:
        """Both stages."""
        return two_stages(
            task,
            lambda mip, seconds, start: run_highs(
                mip, seconds, threads=task.threads, seed=task.seed, start=start
            ),
        )
