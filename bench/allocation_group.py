"""The public benchmark's short run: 600 and 6,000 people, one seed, ours against HiGHS."""

from pathlib import Path
from typing import Any

from bench.allocation.campaign import Record, campaign, keep, value_share
from bench.rows import emit, row

SECONDS, SEED = 60.0, 1
GOALS = {600: 0.01, 6_000: 0.02}  # proven gap
MEMORY_MB = 1000.0
RESULTS = Path("build/allocation/results.json")


def main() -> None:
    """Four runs of a minute."""
    records = campaign(GOALS, [SEED], SECONDS, ["bina", "highs"])
    keep(RESULTS, records)
    emit([row for size in GOALS for row in rows_of(size, records)])


def rows_of(size: int, records: list[Record]) -> list[dict[str, Any]]:
    """Rows of one size. Raises RuntimeError where we have no plan or a plan breaks a rule."""
    found = {r["solver"]: r for r in records if r["size"] == size}
    ours, name = found["bina"], f"plan.{size}"
    broken = [f"{r['solver']}: {rule}" for r in found.values() for rule in r.get("broken") or ()]
    if ours["status"] != "plan" or broken:
        raise RuntimeError(f"{size}: {ours['status']} {ours.get('error', '')} {broken}")
    gap, goal, owed = ours["gap"], GOALS[size], ours["missing_jp"]
    rows = [
        row(f"{name}.gap_{SECONDS:.0f}s", gap, "share", against=f"the goal of {goal}",
            ratio=goal / max(gap, 1e-9)),
        row(f"{name}.missing_jp", owed, "JP", against="its proven bound",
            ratio=ours["missing_jp_bound"] / owed if owed else 1.0),
        row(f"{name}.peak_mb", ours["peak_mb"], "MB", against=f"the goal of {MEMORY_MB:.0f} MB",
            ratio=MEMORY_MB / ours["peak_mb"]),
    ]  # fmt: skip
    return rows + [share_row(name, record, ours) for record in found.values()]


def share_row(name: str, record: Record, ours: Record) -> dict[str, Any]:
    """Value over our bound at the same missing hours; ours over theirs as ratio."""
    share = value_share(record, ours)
    if share is None:
        return row(f"{name}.value_share_{record['solver']}", record["status"], "",
                   against="our proven bound", ratio=None)  # fmt: skip
    against = f"our proven bound; {record['missing_jp']} JP missing"
    if record is not ours:
        against += f", ours {ours['missing_jp']}"
    own = value_share(ours, ours)
    ratio = own / share if own and share > 0 else None
    return row(f"{name}.value_share_{record['solver']}", share, "share", against=against,
               ratio=ratio)  # fmt: skip


if __name__ == "__main__":
    main()
