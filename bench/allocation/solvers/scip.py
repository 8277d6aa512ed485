"""SCIP on the compact program, read from the published MPS form. It uses one thread."""

import tempfile
import time
from pathlib import Path

import numpy as np

from bench.allocation import mps
from bench.allocation.highs_run import Answer
from bench.allocation.mip import Mip
from bench.allocation.solvers import Outcome, Task
from bench.allocation.solvers.stages import two_stages


class Scip:
    """Alone, or warm: with our first plan as its first solution."""

    package = "pyscipopt"

    def __init__(self, *, warm: bool = False) -> None:
        self.name, self.wants_start = ("scip-warm" if warm else "scip"), warm

    def solve(self, task: Task) -> Outcome:
        """Both stages."""
        return two_stages(task, lambda mip, seconds, start: minimise(mip, seconds, start, task))


def minimise(mip: Mip, seconds: float, start: np.ndarray | None, task: Task) -> Answer:
    """One program."""
    from pyscipopt import Model

    model = Model()
    model.hideOutput()
    with tempfile.TemporaryDirectory(prefix="bina-bench-") as folder:
        path = Path(folder) / "program.mps"
        mps.write(path, mip)
        model.readProblem(str(path))
    columns = {column.name: column for column in model.getVars()}
    model.setParam("limits/time", max(0.1, seconds))
    model.setParam("randomization/randomseedshift", task.seed)
    if start is not None:
        first = model.createSol()
        for c in np.flatnonzero(start).tolist():
            model.setSolVal(first, columns[mip.names[c]], float(start[c]))
        model.addSol(first)
    begun = time.monotonic()
    model.optimize()
    took, status = time.monotonic() - begun, model.getStatus()
    point = None
    if model.getNSols():
        best = model.getBestSol()
        point = np.array([
            model.getSolVal(best, columns[name]) if name in columns else 0.0 for name in mip.names
        ])  # fmt: skip
    bound = float(model.getDualbound())
    return Answer(
        point, bound if abs(bound) < model.infinity() else -np.inf, proven=status == "optimal",
        infeasible=status == "infeasible", seconds=took,
    )  # fmt: skip
