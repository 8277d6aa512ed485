"""Which budget line pays for a seat: the session's own, else the first by code that may."""

from collections.abc import Sequence

from bina.plan.rules.facts import LineFact


def paying_line(
    lines: Sequence[LineFact], form: str, unit_path: Sequence[str], named: str = ""
) -> int:
    """Row of the line that pays: the named one, else the first by code that may; -1 for none.

    `unit_path` holds the unit's code and those above it; empty asks for a fixed cost, which any
    line of the form may carry, those for every unit first.
    """
    if named:
        return next((row for row, line in enumerate(lines) if line.code == named), -1)
    fitting = [row for row, line in enumerate(lines) if not line.forms or form in line.forms]
    if not unit_path:
        fitting.sort(key=lambda row: bool(lines[row].unit_codes))
        return fitting[0] if fitting else -1
    for row in fitting:
        if not lines[row].unit_codes or lines[row].unit_codes & set(unit_path):
            return row
    return -1
