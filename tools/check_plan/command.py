"""The command line of the checker."""

import argparse
import json
import sys
from pathlib import Path

import tools.check_plan
from tools.check_plan.reading import Unreadable, read_sheets
from tools.check_plan.rules import check


def main() -> int:
    """Read the files, check, print what was found."""
    parser = argparse.ArgumentParser(description=(tools.check_plan.__doc__ or "").splitlines()[0])
    parser.add_argument("plan", type=Path)
    for name in ("catalog", "budget", "services", "costs"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    try:
        sheets = read_sheets(given.plan)
        for name in ("catalog", "budget", "services", "costs"):
            path = getattr(given, name)
            if path is not None:
                sheets.update(read_sheets(path))
        report = check(sheets)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(report.figures, indent=1))
    for rule, place in report.violations:
        print(f"{rule}: {place}")
    print(f"{len(report.violations)} violations")
    return 1 if report.violations else 0
