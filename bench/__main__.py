"""`python -m bench [GROUP …]`: run groups, print a table, write build/bench.json.

Each group runs in a process of its own, so that memory and caches of one do not colour another.
"""

import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

GROUPS = ("import", "gaps", "indices", "plan", "replan", "pages", "letters")
OUT = Path("build/bench.json")


def main() -> int:
    """Run the named groups, or all."""
    wanted = sys.argv[1:] or list(GROUPS)
    unknown = set(wanted) - set(GROUPS)
    if unknown:
        print(f"No group {', '.join(sorted(unknown))}. Groups: {', '.join(GROUPS)}.")
        return 2
    kept = json.loads(OUT.read_text())["rows"] if OUT.exists() else []
    failed = False
    for group in wanted:
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
        rows = json.loads(done.stdout.splitlines()[-1])
        kept = [row for row in kept if row["name"].split(".")[0] != group] + rows
        for row in rows:
            show(row)
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


def show(row: dict[str, object]) -> None:
    """One line a figure."""
    ratio = f"{row['ratio']:.3g}×" if row.get("ratio") is not None else "–"
    print(f"{row['name']:<28} {row['value']:>12.4g} {row['unit']:<8} {ratio:>10}  {row['against']}")


if __name__ == "__main__":
    sys.exit(main())
