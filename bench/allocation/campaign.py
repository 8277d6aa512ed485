"""Runs solvers on public instances one after the other and keeps what they did as records."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.allocation.generate import known_hash, public
from bench.allocation.solvers import is_installed, solvers
from bina.engines.allocation.store import instance_hash, load_instance, save_instance

WORK = Path("build/allocation")
PATIENCE = 3  # times its seconds, and
MARGIN = 900.0  # seconds more, until a solver that does not look at its clock is ended

Record = dict[str, Any]


def instance_file(size: int, seed: int) -> Path:
    """The public instance as a file, made once and checked against its recorded hash."""
    path = WORK / f"{size}-{seed}.npz"
    known = known_hash(size, seed)
    if path.exists() and known and instance_hash(load_instance(path)) == known:
        return path
    WORK.mkdir(parents=True, exist_ok=True)
    # in a process of its own: its memory is not a solver's
    call = "import sys; from bench.allocation.campaign import make; make(*map(int, sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", call, str(size), str(seed)], check=True)
    return path


def make(size: int, seed: int) -> None:
    """Generate an instance into its file. Raises ValueError where its hash is another one."""
    instance, known = public(size, seed), known_hash(size, seed)
    found = save_instance(WORK / f"{size}-{seed}.npz", instance)
    if known and found != known:
        raise ValueError(f"The instance {size}-{seed} has the hash {found}, not {known}.")


def first_plan(size: int, seed: int) -> Path | None:
    """The pairs of our first plan as a file; None where it has none."""
    path = WORK / f"{size}-{seed}-first.npy"
    record = run_one("bina-first", size, seed, 0.0, keep=path)
    return path if record["status"] == "plan" else None


def run_one(
    name: str, size: int, seed: int, seconds: float, *, threads: int = 2,
    start: Path | None = None, keep: Path | None = None,
) -> Record:  # fmt: skip
    """One solver in a process of its own."""
    command = [
        sys.executable, "-m", "bench.allocation.one", "--instance", str(instance_file(size, seed)),
        "--solver", name, "--seconds", str(seconds), "--seed", str(seed),
        "--threads", str(threads),
    ]  # fmt: skip
    command += ["--start", str(start)] if start else []
    command += ["--pairs", str(keep)] if keep else []
    head: Record = {
        "size": size, "seed": seed, "solver": name, "seconds": seconds, "threads": threads,
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "load_before": os.getloadavg()[0],
        **machine(),
    }  # fmt: skip
    limit = PATIENCE * seconds + MARGIN
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired:
        return head | {"status": "no answer"}
    head["load_after"] = os.getloadavg()[0]
    if done.returncode:
        return head | {"status": "failed", "error": done.stderr[-2000:]}
    found: Record = json.loads(done.stdout.splitlines()[-1])
    return head | found


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"machine": model, "cores": cores, "python": platform.python_version()}


def campaign(
    sizes: Iterable[int], seeds: Iterable[int], seconds: float, names: list[str], *,
    threads: int = 2, told: Callable[[Record], None] = lambda record: None,
) -> list[Record]:  # fmt: skip
    """Every solver on every instance; those that are not installed say so in their record."""
    every, records = solvers(), []
    if any(name.startswith("bina") or every[name].wants_start for name in names):
        compile_kernels()
    for size in sizes:
        for seed in seeds:
            warm = any(every[n].wants_start and is_installed(every[n]) for n in names)
            start = first_plan(size, seed) if warm else None
            for name in names:
                solver = every[name]
                record: Record = {"size": size, "seed": seed, "solver": name, "seconds": seconds}
                if not is_installed(solver):
                    record["status"] = f"{solver.package} is not installed"
                elif solver.wants_start and start is None:
                    record["status"] = "no first plan"
                else:
                    given = start if solver.wants_start else None
                    record = run_one(name, size, seed, seconds, threads=threads, start=given)
                told(record)
                records.append(record)
    return records


def compile_kernels() -> None:
    """Our kernels are compiled in another process, so that no run pays for it."""
    call = "from bina.engines.allocation.warm import warm; warm()"
    subprocess.run([sys.executable, "-c", call], check=True)


def key(record: Record) -> tuple[Any, ...]:
    """Records of one key replace each other."""
    return record["size"], record["seed"], record["seconds"], record["solver"]


def keep(path: Path, records: list[Record]) -> list[Record]:
    """Add records to a file of results; returns all of them, in order."""
    kept = {key(r): r for r in json.loads(path.read_text())} if path.exists() else {}
    kept |= {key(r): r for r in records}
    order = {name: n for n, name in enumerate(solvers())}
    found = sorted(kept.values(), key=lambda r: (*key(r)[:3], order.get(r["solver"], 99)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n")
    return found


def our_bound(record: Record, ours: Record | None) -> float | None:
    """Our proven bound for plans that owe as many JP as the record's: valid at any number of JP."""
    if not ours or ours.get("closure_bound") is None or record.get("missing_jp") is None:
        return None
    more = record["missing_jp"] - ours["missing_jp"]
    return float(ours["closure_bound"] + ours["hours_price"] * more)


def value_share(record: Record, ours: Record | None) -> float | None:
    """Value over our bound; None without a plan."""
    bound = our_bound(record, ours)
    return record["value"] / bound if bound and bound > 0 else None
