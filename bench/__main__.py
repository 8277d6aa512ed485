"""`python -m bench [GROUP …]`: run groups, print a table, write build/bench.json.

Each group runs in a process of its own, so that memory and caches of one do not colour another.
"""

import json
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.city import prepare

CITIES = {
    "import": None, "gaps": "gaps", "indices": None, "plan": "plan", "allocation": None,
    "replan": "plan", "pages": "demonstration", "letters": "people",
}  # fmt: skip
GROUPS = tuple(CITIES)
OUT = Path("build/bench.json")


def main() -> int:
    """Run the named groups, or all, on cities that are loaded before the first of them."""
    wanted = sys.argv[1:] or list(GROUPS)
    unknown = set(wanted) - set(GROUPS)
    if unknown:
        print(f"No group {', '.join(sorted(unknown))}. Groups: {', '.join(GROUPS)}.")
        return 2
    prepare({city for group in wanted if (city := CITIES[group])})
    kept = json.loads(OUT.read_text())["rows"] if OUT.exists() else []
    failed = False
    for group in wanted:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{group}_group"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed = True
            print(f"{group} failed:\n{done.stderr[-3000:]}", file=sys.stderr)
            continue
        rows = [{"group": group, **row} for row in json.loads(done.stdout.splitlines()[-1])]
        kept = [row for row in kept if group_of(row) != group] + rows
        for row in rows:
            show(row)
        print(f"{group}: {time.perf_counter() - begun:.0f} s\n", flush=True)
    OUT.parent.mkdir(exist_ok=True)
    head = {
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
    }
    OUT.write_text(
        json.dumps({**head, "at": datetime.now(UTC).isoformat(), "rows": kept}, indent=1)
    )
    print(f"\nwritten to {OUT}")
    return int(failed)


def group_of(row: dict[str, Any]) -> str:
    """The group that measured a row."""
    return str(row.get("group", row["name"].split(".")[0]))


def show(row: dict[str, Any]) -> None:
    """One line a figure; what has no figure says so in words."""
    ratio = f"{row['ratio']:.3g}×" if row.get("ratio") is not None else "–"
    value = row["value"] if isinstance(row["value"], str) else f"{row['value']:.4g}"
    print(f"{row['name']:<32} {value:>12} {row['unit']:<8} {ratio:>10}  {row['against']}")


if __name__ == "__main__":
    sys.exit(main())
