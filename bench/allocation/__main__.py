"""`python -m bench.allocation run|table|mps|check|hashes`: the public benchmark. See README.md."""

import argparse
import json
import sys
from pathlib import Path

from bench.allocation import mps, tables
from bench.allocation.campaign import Record, campaign, instance_file, keep, value_share
from bench.allocation.compact import compact
from bench.allocation.generate import HASHES, SIZES, public
from bench.allocation.solvers import is_installed, solvers
from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.model import Settings
from bina.engines.allocation.store import instance_hash, load_instance

PEERS = [name for name in solvers() if name != "bina-first"]
RESULTS = Path("build/allocation/results.json")


def main() -> int:
    """One of the commands."""
    wanted = arguments()
    return {
        "run": run, "table": write_table, "mps": write_mps, "check": check, "hashes": hashes,
    }[wanted.command](wanted)  # fmt: skip


def arguments() -> argparse.Namespace:
    """The command line."""
    ask = argparse.ArgumentParser(prog="python -m bench.allocation")
    commands = ask.add_subparsers(dest="command", required=True)
    for name in ("run", "mps", "check", "hashes"):
        one = commands.add_parser(name)
        one.add_argument("--sizes", type=int, nargs="+", default=[600], choices=list(SIZES))
        one.add_argument("--seeds", type=int, nargs="+", default=[1])
        if name == "run":
            one.add_argument("--seconds", type=float, default=60.0)
            one.add_argument("--solvers", nargs="+", default=PEERS, choices=list(solvers()))
            one.add_argument("--threads", type=int, default=2)
            one.add_argument("--results", type=Path, default=RESULTS)
        if name == "mps":
            one.add_argument("--missing", type=int, help="JP that a plan of stage 2 may owe")
            one.add_argument("--exact", action="store_true")
            one.add_argument("--out", type=Path, default=RESULTS.parent)
        if name == "check":
            one.add_argument("--solution", type=Path, required=True)
    one = commands.add_parser("table")
    one.add_argument("--results", type=Path, nargs="+", default=[RESULTS])
    return ask.parse_args()


def run(wanted: argparse.Namespace) -> int:
    """Solvers on instances; each record is kept as soon as it is there."""
    every = solvers()
    missing = {every[n].package for n in wanted.solvers if not is_installed(every[n])}
    for package in sorted(missing):
        names = ", ".join(n for n in wanted.solvers if every[n].package == package)
        print(f"{package} is not installed: {names} left out.")
    ours: dict[tuple[int, int], Record] = {}

    def told(record: Record) -> None:
        keep(wanted.results, [record])
        if record["solver"] == "bina":
            ours[record["size"], record["seed"]] = record
        print(said(record, ours.get((record["size"], record["seed"]))), flush=True)

    records = campaign(
        wanted.sizes, wanted.seeds, wanted.seconds, wanted.solvers, threads=wanted.threads,
        told=told,
    )  # fmt: skip
    return int(any(r["status"] == "failed" or r.get("broken") for r in records))


def said(record: Record, ours: Record | None) -> str:
    """One line a record."""
    head = f"{record['size']:>6} seed {record['seed']} {record['solver']:<11}"
    if record["status"] != "plan":
        return f"{head} {record['status']} {record.get('error', '')}"
    gap = "–" if record["gap"] is None else f"{record['gap']:.2%}"
    share = value_share(record, ours)
    return (
        f"{head} {record['missing_jp']:>6} JP missing, value {record['value']:>9.1f}, own gap {gap}"
        f", of our bound {'–' if share is None else f'{share:.4f}'}, {record['peak_mb']:.0f} MB"
        + ("".join(f"\n   BROKEN {rule}" for rule in record["broken"][:5]))
    )


def write_table(wanted: argparse.Namespace) -> int:
    """Results into README.md."""
    tables.write([r for path in wanted.results for r in json.loads(path.read_text())])
    return 0


def write_mps(wanted: argparse.Namespace) -> int:
    """Both stages as MPS; stage 2 for so many JP missing."""
    wanted.out.mkdir(parents=True, exist_ok=True)
    for size in wanted.sizes:
        for seed in wanted.seeds:
            instance = load_instance(instance_file(size, seed))
            model = compact(instance, Settings(), exact=wanted.exact)
            programs = {"hours": model.hours()}
            if wanted.missing is not None:
                programs[f"closure-{wanted.missing}"] = model.closure(wanted.missing)
            for name, mip in programs.items():
                path = wanted.out / f"{size}-{seed}-{name}.mps.gz"
                mps.write(path, mip, name=f"bina-{size}-{seed}-{name}")
                print(
                    f"{path}: {mip.n_columns} columns, {mip.n_rows} rows, {mip.value.size} entries"
                )
    return 0


def check(wanted: argparse.Namespace) -> int:
    """A solution file of any solver: what the plan is worth and which rules it breaks."""
    instance = load_instance(instance_file(wanted.sizes[0], wanted.seeds[0]))
    model = compact(instance, Settings())
    pairs = model.pairs(mps.read_values(wanted.solution, model.mip))
    plan, broken = evaluate(instance, Settings(), pairs), violations(instance, pairs)
    print(f"{plan.pairs.size} seats, {plan.owed_jp} JP missing, value {plan.value:.6f}")
    for rule in broken:
        print(f"broken: {rule.kind} {rule.where}: {rule.used}, allowed {rule.limit}")
    return int(bool(broken))


def hashes(wanted: argparse.Namespace) -> int:
    """Record the hashes of instances: only when the generator was changed on purpose."""
    known = json.loads(HASHES.read_text())
    for size in wanted.sizes:
        for seed in wanted.seeds:
            known.setdefault(str(size), {})[str(seed)] = instance_hash(public(size, seed))
            print(size, seed, known[str(size)][str(seed)])
    HASHES.write_text(json.dumps(known, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
