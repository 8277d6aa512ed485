"""What the page of cuts reads: a plan's lines with their prices, what hangs on each, versions."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from bina.audit.kept import kept
from bina.engines.whatif.slopes import NEVER, holds_below
from bina.files.services import read
from bina.money.models import BudgetLine, BudgetVersion
from bina.money.rules.balance import Balance
from bina.money.selectors import balances, lines_in_force, lines_of
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.rules.cuts import (
    CutLine,
    CutTotal,
    Priced,
    WrongCut,
    cut_amount,
    cut_line,
    cut_total,
)
from bina.plan.selectors.stored import can_be_read, instance_and_keys

GONE = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)


@dataclass(frozen=True)
class Carried:
    """What the plan has on a line; `now` without declined and replaced seats, with substitutes."""

    seats: int = 0
    people: int = 0
    jp: int = 0
    closure: float = 0.0
    now_seats: int = 0
    now_jp: int = 0


@dataclass(frozen=True)
class CutRow:
    """A line of the page: what it is, what hangs on it, what the other amount means.

    changed   in words: why the plan's prices do not prove anything about it; empty: they do
    fault     WrongCut for what somebody typed
    """

    code: str
    name: str
    given: str
    line: Priced
    carried: Carried
    balance: Balance
    cut: CutLine
    changed: str = ""
    fault: WrongCut | None = None


@dataclass(frozen=True)
class Cuts:
    """The page: rows by code, and the sums of the lines that the plan knows."""

    rows: list[CutRow]
    total: CutTotal | None  # None while a row is wrong or refused
    proven: bool  # whether the new bound holds

    @property
    def touched(self) -> bool:
        """Whether any amount is another one."""
        return any(row.cut.cut for row in self.rows)


@dataclass(frozen=True)
class Asked:
    """What is compared: typed cuts by code, or two versions; `before` None: the plan's amounts."""

    typed: dict[str, str]
    before: BudgetVersion | None = None
    after: BudgetVersion | None = None


def lines_of_plan(plan: Plan) -> QuerySet[BudgetLine]:
    """The lines that the plan spends from; those in force when it does not say and spends none."""
    version = plan.budget_version_id
    if version is None:
        paid = plan.seats.exclude(budget_line=None)
        version = paid.order_by("pk").values_list("budget_line__version_id", flat=True).first()
    if version is None:
        return lines_in_force(plan.year)
    lines = BudgetLine.objects.filter(version_id=version).select_related("version")
    return lines.order_by("code")


def priced_lines(plan: Plan) -> dict[str, Priced]:
    """{code: line} as the plan was computed; without stored prices they are None."""
    rows = plan.totals.get("lines", [])
    closure: list[float | None] = [None] * len(rows)
    hours = [0.0] * len(rows)
    if plan.prices is not None and not plan.amends_id:
        prices = json.loads(read(plan.prices))
        found = prices["closure_prices"]["money"]
        if len(found) == len(rows):
            closure, hours = found, prices["hours_prices"]["money"]
    return {
        row["code"]: Priced(row["amount"], row["spent"], price, hours_price)
        for row, price, hours_price in zip(rows, closure, hours, strict=True)
    }


def carried_by_line(plan: Plan) -> dict[str, Carried]:
    """What hangs on each line of the plan, by code; one query."""
    planned, now = Q(replaces=None), ~Q(commitment__state__in=GONE)
    now |= Q(commitment=None)
    rows = (
        Seat.objects.filter(plan=plan)
        .exclude(budget_line=None)
        .order_by()
        .values("budget_line__code")
        .annotate(
            seats=Count("pk", filter=planned),
            people=Count("person", distinct=True, filter=planned),
            hours=Sum("jp", filter=planned, default=0),
            points=Sum("closure", filter=planned, default=0.0),
            now_seats=Count("pk", filter=now),
            now_hours=Sum("jp", filter=now, default=0),
        )
    )
    return {
        row["budget_line__code"]: Carried(
            row["seats"], row["people"], row["hours"], row["points"],
            row["now_seats"], row["now_hours"],
        )
        for row in rows
    }  # fmt: skip


def cuts_of(plan: Plan, asked: Asked) -> Cuts:
    """The page's rows and sums; a fixed number of queries."""
    own = {line.code: line for line in lines_of_plan(plan)}
    priced, carried, known = priced_lines(plan), carried_by_line(plan), balances(plan.year)
    before = _amounts(asked.before) or {code: line.amount for code, line in priced.items()}
    after = {line.code: line for line in lines_of(asked.after)} if asked.after else None
    codes = sorted({*priced, *(after or {})})
    rows = []
    for code in codes:
        line = priced.get(code, Priced(0, 0, None))
        start, given, fault = before.get(code, 0), asked.typed.get(code, ""), None
        end = start
        if after is not None:
            end = after[code].amount if code in after else 0
        else:
            try:
                end = start - cut_amount(given, start)
            except WrongCut as wrong:
                fault = wrong
        balance = known.get(code, Balance(0))
        named = (after or {}).get(code) or own.get(code)
        rows.append(CutRow(
            code, named.name if named else "", given, line, carried.get(code, Carried()), balance,
            cut_line(line, start, end, balance.obligation + balance.realisation),
            _changed(code, own, after, code in priced), fault,
        ))  # fmt: skip
    return _summed(plan, _dearer(plan, rows))


def _dearer(plan: Plan, rows: list[CutRow]) -> list[CutRow]:
    """Marks lines whose rise pays for seats that cost more than the whole line before.

    Such seats were in no plan, so no price was asked for them and the bound says nothing of them.
    """
    risen = [row for row in rows if row.cut.after > row.line.amount and not row.changed]
    if not risen or not can_be_read(plan):
        return rows
    below = kept(("plan.below", plan.pk), lambda: _below(plan))
    gone = {row.code for row in risen if row.cut.after >= below.get(row.code, NEVER)}
    return [replace(row, changed="dearer") if row.code in gone else row for row in rows]


def _below(plan: Plan) -> dict[str, int]:
    """{line code: rupiah from which on it pays for such seats}."""
    assert plan.instance is not None
    instance, keys = instance_and_keys(read(plan.instance))
    return dict(zip(keys["lines"], holds_below(instance).tolist(), strict=True))


SHOW = ("", "dipotong", "ditolak")
ORDERS: dict[str, Any] = {
    "kode": lambda row: row.code,
    "potongan": lambda row: (-row.cut.cut, row.code),
    "hilang": lambda row: (-(row.cut.about or 0), row.code),
    "terikat": lambda row: (-row.cut.tied, row.code),
}


def shown_rows(
    rows: list[CutRow], search: str = "", show: str = "", order: str = ""
) -> list[CutRow]:
    """The rows whose code or name holds the words; `show` of SHOW, `order` of ORDERS."""
    words = search.casefold().split()
    found = [
        row for row in rows if all(word in f"{row.code} {row.name}".casefold() for word in words)
    ]
    if show == "dipotong":
        found = [row for row in found if row.cut.cut or row.given]
    elif show == "ditolak":
        found = [row for row in found if row.fault or row.cut.refused]
    return sorted(found, key=ORDERS.get(order, ORDERS["kode"]))


def _amounts(version: BudgetVersion | None) -> dict[str, int]:
    return {line.code: line.amount for line in lines_of(version)} if version else {}


def _changed(
    code: str, own: dict[str, BudgetLine], after: dict[str, BudgetLine] | None, planned: bool
) -> str:
    """Why the prices prove nothing with this line: it is new, gone, or may pay for other things."""
    if after is None:
        return ""
    if not planned:
        return "new"
    if code not in after:
        return "gone"
    old, new = own.get(code), after[code]
    same = old and (sorted(old.forms), sorted(old.unit_codes)) == (
        sorted(new.forms), sorted(new.unit_codes),
    )  # fmt: skip
    return "" if same else "rules"


def _summed(plan: Plan, rows: list[CutRow]) -> Cuts:
    planned = [row for row in rows if row.changed != "new"]
    proven = bool(planned) and all(not row.changed and row.line.price is not None for row in rows)
    if any(row.fault or row.cut.refused for row in rows) or "value" not in plan.certificate:
        return Cuts(rows, None, proven)
    total = cut_total(
        [row.line for row in planned],
        [row.cut for row in planned],
        value=plan.certificate["value"],
        bound=plan.certificate["closure_bound"],
        missing_jp_bound=int(plan.certificate.get("missing_jp_bound", 0)),
    )
    return Cuts(rows, total, proven)


def years_versions(plan: Plan) -> list[Any]:
    """Versions of the plan's year to choose from; one query."""
    return list(BudgetVersion.objects.filter(year=plan.year).order_by(F("pk")))
