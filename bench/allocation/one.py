"""One solver on one instance in a process of its own: `python -m bench.allocation.one …`.

Prints one JSON line: the figures of the plan as `evaluate` counts them, the broken rules by
`violations` and by the rows of the compact program, the bounds, seconds, peak memory.
"""

import argparse
import importlib.metadata
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from bench.allocation.compact import compact
from bench.allocation.solvers import Outcome, Task, solvers
from bench.rows import peak_mb
from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Instance, Settings
from bina.engines.allocation.store import instance_hash, load_instance

MOST_FOR_PROGRAM = 10_000  # people; the compact program of more would need the memory of a peer


def main() -> None:
    """Run, judge, print; with --pairs also keep the plan's pairs."""
    wanted = arguments()
    instance, settings = load_instance(wanted.instance), Settings()
    start = np.load(wanted.start) if wanted.start else None
    solver = solvers()[wanted.solver]
    task = Task(instance, settings, wanted.seconds, wanted.seed, wanted.threads, start)
    outcome = solver.solve(task)
    memory = peak_mb()  # before the judging
    if wanted.pairs and outcome.pairs is not None:
        np.save(wanted.pairs, outcome.pairs)
    found = judged(instance, settings, outcome)
    print(json.dumps({
        "solver": solver.name, "version": version_of(solver.package), **found,
        "instance_hash": instance_hash(instance), "peak_mb": round(memory, 1),
    }))  # fmt: skip


def arguments() -> argparse.Namespace:
    """The command line."""
    ask = argparse.ArgumentParser(prog="python -m bench.allocation.one")
    ask.add_argument("--instance", type=Path, required=True)
    ask.add_argument("--solver", required=True)
    ask.add_argument("--seconds", type=float, default=60.0)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--start", type=Path, help="pairs of our first plan (.npy)")
    ask.add_argument("--pairs", type=Path, help="where to keep the plan's pairs (.npy)")
    return ask.parse_args()


def version_of(package: str) -> str:
    """The package's version; of ours, which runs from the sources, the commit."""
    if package != "bina":
        return importlib.metadata.version(package)
    command = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"


def judged(instance: Instance, settings: Settings, outcome: Outcome) -> dict[str, Any]:
    """What the plan is worth, counted anew, and which rules it breaks."""
    found: dict[str, Any] = {
        "status": "plan" if outcome.pairs is not None else "no plan",
        "missing_jp": None, "value": None, "gap": None, "broken": None,
        "missing_jp_bound": outcome.missing_bound, "closure_bound": outcome.closure_bound,
        "hours_price": outcome.hours_price, "used_seconds": round(outcome.seconds, 2),
        "notes": outcome.notes,
    }  # fmt: skip
    if outcome.pairs is None:
        return found
    plan = evaluate(instance, settings, outcome.pairs)
    broken = [f"{v.kind} {v.where}" for v in violations(instance, outcome.pairs)]
    if instance.n_people <= MOST_FOR_PROGRAM:
        model = compact(instance, settings)
        point = model.point(outcome.pairs)
        program = model.closure(plan.owed_jp)
        broken += program.broken(point)
        if abs(program.objective(point) + plan.value) > 1e-6 * (1 + abs(plan.value)):
            broken.append("value differs from the program's")
    bound = outcome.closure_bound
    found |= {"missing_jp": plan.owed_jp, "value": plan.value, "broken": broken}
    if bound is not None and bound > 0:
        found["gap"] = max(0.0, bound - plan.value) / bound
    return found


if __name__ == "__main__":
    main()
