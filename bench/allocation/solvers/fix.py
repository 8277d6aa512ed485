"""HiGHS in a plain fix-and-optimise loop: some people's seats are free, all others stay."""

import time

import numpy as np

from bench.allocation.compact import Compact, compact
from bench.allocation.highs_run import run_highs
from bench.allocation.mip import Mip
from bench.allocation.solvers import Outcome, Task
from bench.allocation.solvers.stages import HOURS_SHARE, better, size_of
from bina.engines.allocation.evaluate import evaluate

FIRST_PEOPLE = 20  # free at first;
GROW, SHRINK = 1.3, 0.7  # more while a part is solved to the optimum in time, fewer while not
PART_SECONDS = 5.0


class FixAndOptimise:
    """Begins with our first plan; proves nothing."""

    name, package, wants_start = "highs-fix", "highspy", True

    def solve(self, task: Task) -> Outcome:
        """Hours for a share of the time or until none is missing, then closure."""
        assert task.start is not None
        model = compact(task.instance, task.settings)
        begun = time.monotonic()
        over = begun + task.seconds
        loop = _Loop(model, task, task.start)
        hours = model.hours()
        loop.improve(hours, begun + HOURS_SHARE * task.seconds, enough=0.0)
        owed = evaluate(task.instance, task.settings, loop.pairs).owed_jp
        closure = model.closure(owed)
        loop.improve(closure, over)
        notes = size_of(closure) | {"parts": loop.parts, "people": loop.n_free}
        return Outcome(loop.pairs, seconds=time.monotonic() - begun, notes=notes)


class _Loop:
    def __init__(self, model: Compact, task: Task, pairs: np.ndarray) -> None:
        self.model, self.task, self.pairs = model, task, pairs
        self.n_free: float = FIRST_PEOPLE
        self.rng = np.random.default_rng(task.seed)
        self.owner = model.owner_of_columns()
        self.parts = 0

    def improve(self, mip: Mip, until: float, enough: float = -np.inf) -> None:
        """Free one set of people after another."""
        point = self.model.point(self.pairs)
        while time.monotonic() < until and mip.objective(point) > enough:
            free = self._free_people()
            part, columns = mip.part(point, (self.owner < 0) | np.isin(self.owner, free))
            answer = run_highs(
                part, min(PART_SECONDS, until - time.monotonic()), threads=self.task.threads,
                seed=self.task.seed, start=point[columns],
            )  # fmt: skip
            self.parts += 1
            change = GROW if answer.proven else SHRINK
            self.n_free = float(np.clip(self.n_free * change, 2, self.model.instance.n_people))
            if answer.point is None:
                continue
            whole = point.copy()
            whole[columns] = answer.point
            self.pairs = better(self.model, self.pairs, whole)
            point = self.model.point(self.pairs)

    def _free_people(self) -> np.ndarray:
        """Anybody, or those who may attend one session, in turn."""
        ins, count = self.model.instance, int(self.n_free)
        people = np.arange(ins.n_people)
        if self.parts % 2 and ins.n_pairs:
            s = ins.pair_session[self.rng.integers(0, ins.n_pairs)]
            people = ins.pair_person()[ins.pair_session == s]
        return self.rng.permutation(people)[:count]
