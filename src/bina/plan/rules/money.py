"""What a seat costs and which budget line pays.

Cost per head = contribution + transport (both ways) + lodging x nights + allowance x days. A row of
the standard-cost table that names the district of the unit always counts; rows for the work place
or for every origin count only for a destination other than the work place. Among rows that fit,
the one naming an origin goes first, then the one with the highest starting rank. An online session
needs no journey. Money is whole rupiah.
"""

from collections.abc import Iterable, Sequence

from bina.formats.ranks import RANKS
from bina.plan.rules.facts import CostFact, LineFact, ProgrammeFact, SessionFact, UnitFact


def rank_order(code: str) -> tuple[str, int] | None:
    """(group, order) of a rank, or None when it is unknown."""
    rank = RANKS.get(code)
    return (rank.group, rank.order) if rank else None


def reaches_rank(rank: str, minimum: str) -> bool:
    """Whether a rank is at least `minimum`; a minimum of the other employment group binds nobody.

    >>> reaches_rank("III/c", "III/a"), reaches_rank("II/d", "III/a"), reaches_rank("IX", "III/a")
    (True, False, True)
    """
    least, own = rank_order(minimum), rank_order(rank)
    if not minimum or least is None:
        return True
    if own is None:
        return False
    return own[0] != least[0] or own[1] >= least[1]


def standard_amount(
    costs: Iterable[CostFact], component: str, unit: UnitFact, place: str, rank: str
) -> int:
    """Rupiah of the most specific row that fits, 0 when none does."""
    best: tuple[int, int] | None = None
    amount = 0
    for row in costs:
        if row.component != component or row.place != place:
            continue
        from_district = bool(row.origin) and row.origin == unit.district
        if not from_district and (row.origin not in ("", unit.place) or unit.place == place):
            continue
        if row.rank_from and not reaches_rank(rank, row.rank_from):
            continue
        start = rank_order(row.rank_from)
        key = (2 * from_district + bool(row.origin), start[1] if start else 0)
        if best is None or key > best:
            best, amount = key, row.amount
    return amount


def seat_cost(
    session: SessionFact,
    programme: ProgrammeFact,
    unit: UnitFact,
    rank: str,
    costs: Sequence[CostFact],
) -> int:
    """Rupiah for one person of the unit and rank."""
    if programme.mode == "online" or not costs:
        return session.contribution
    days = (session.end - session.start).days + 1
    journey = standard_amount(costs, "transport", unit, session.place, rank)
    lodging = standard_amount(costs, "lodging", unit, session.place, rank) * (days - 1)
    daily = standard_amount(costs, "daily", unit, session.place, rank) * days
    return session.contribution + journey + lodging + daily


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
