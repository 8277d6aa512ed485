"""Solvers of the benchmark behind one interface: ours and its peers. README.md: how to add one."""

import importlib.util
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from bina.engines.allocation.model import Instance, Settings


@dataclass(frozen=True, eq=False)
class Task:
    """What every solver gets: the same instance, seconds and threads. `start`: pairs of a plan."""

    instance: Instance
    settings: Settings
    seconds: float
    seed: int = 1
    threads: int = 2
    start: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a solver says. Figures of the plan are not taken from it: `evaluate` counts them.

    pairs          rows of the instance's pairs, rising; None: no plan
    missing_bound  proven: no plan owes fewer JP; None: nothing proven
    closure_bound  proven: no plan that owes at most the JP of this one has a higher value
    hours_price    what `closure_bound` rises by for each JP more that a plan may owe, where known
    seconds        wall seconds of the search, without making the model
    """

    pairs: np.ndarray | None
    missing_bound: float | None = None
    closure_bound: float | None = None
    hours_price: float | None = None
    seconds: float = 0.0
    notes: dict[str, Any] = field(default_factory=dict)


class Solver(Protocol):
    """`package` is the importable name that it needs; `wants_start`: gets our first plan."""

    name: str
    package: str
    wants_start: bool

    def solve(self, task: Task) -> Outcome:
        """The best plan and bounds within the task's seconds."""
        ...


def solvers() -> dict[str, Solver]:
    """All solvers by name, installed or not, in the order of the tables."""
    from bench.allocation.solvers.cpsat import CpSat
    from bench.allocation.solvers.fix import FixAndOptimise
    from bench.allocation.solvers.highs import Highs
    from bench.allocation.solvers.ours import FirstPlan, Ours
    from bench.allocation.solvers.scip import Scip

    found: list[Solver] = [
        Ours(), Highs(), Highs(warm=True), FixAndOptimise(), CpSat(), CpSat(warm=True), Scip(),
        Scip(warm=True), FirstPlan(),
    ]  # fmt: skip
    return {solver.name: solver for solver in found}


def is_installed(solver: Solver) -> bool:
    """Whether the package that the solver needs is there."""
    return importlib.util.find_spec(solver.package) is not None
