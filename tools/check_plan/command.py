"""The command line of the checker."""

import argparse
import json
import sys
from pathlib import Path

import tools.check_plan
from tools.check_plan.against_workbook import check_against
from tools.check_plan.certificate import check_certificate, read_certificate
from tools.check_plan.facts import Facts
from tools.check_plan.reading import Unreadable, read_sheets
from tools.check_plan.report import Report
from tools.check_plan.rules import check

BESIDE = ("catalog", "budget", "services", "costs")
EVERY = 500  # people between two signs of life


def main() -> int:
    """Read the files, check, print what was found."""
    parser = argparse.ArgumentParser(
        prog="check_plan", description=(tools.check_plan.__doc__ or "").splitlines()[0]
    )
    parser.add_argument("plan", type=Path, nargs="?")
    for name in (*BESIDE, "certificate"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    if given.plan is None and given.certificate is None:
        parser.error("give a plan's workbook, a certificate, or both")
    try:
        report = _check(given)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(report.figures, indent=1))
    for rule, place in report.violations:
        print(f"{rule}: {place}")
    print(f"{len(report.violations)} violations")
    return 1 if report.violations else 0


def _check(given: argparse.Namespace) -> Report:
    report, sheets = Report(), None
    if given.plan is not None:
        sheets = read_sheets(given.plan)
        for name in BESIDE:
            path = getattr(given, name)
            if path is not None:
                sheets.update(read_sheets(path))
        report = check(sheets)
    if given.certificate is not None:
        certificate = read_certificate(given.certificate)
        if sheets is not None:
            check_against(certificate, Facts(sheets), report)
        check_certificate(certificate, report, _tell)
    return report


def _tell(n: int, everybody: int) -> None:
    if n % EVERY == 0 or n == everybody:
        print(f"{n} of {everybody} people", file=sys.stderr)
