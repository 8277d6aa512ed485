"""Value against money and the prices of rules, for the page of a plan: nothing is solved here."""

from dataclasses import dataclass, replace

import numpy as np

from bina.audit.kept import kept
from bina.engines.whatif.slopes import one_more, with_amounts, without_floors, without_group
from bina.plan.models import Plan, WhatIf
from bina.plan.rules.curves import (
    ASKED,
    PERCENTS,
    WHOLE,
    CurveChart,
    Found,
    Point,
    PriceOfRule,
    amount_at,
    chart_of_curve,
    curve,
    price_of_rule,
)
from bina.plan.selectors.stored import StoredPlan, can_be_read, names_of, stored_plan

Kind = WhatIf.Kind
MOST_RULES = 15  # staffing rules whose price is shown


@dataclass(frozen=True)
class AtOnce:
    """What the prices alone say of a plan.

    amounts    of the lines
    bounds     {percent: UB with S = the plan's missing JP, or None}
    hours      points per JP that may be missing more
    floors     UB of the closure without floors
    staffing   rules by falling price: (row, name, unit, members, UB without it or None)
    """

    amounts: tuple[int, ...]
    bounds: dict[int, float | None]
    hours: float
    missing_jp: int
    floors: float
    staffing: tuple[tuple[int, str, str, int, float | None], ...]


@dataclass(frozen=True)
class Curves:
    """The page: points, their picture, prices of rules, and what was asked."""

    points: list[Point]
    chart: CurveChart | None
    floors: PriceOfRule
    staffing: list[PriceOfRule]
    asked: list[WhatIf]

    @property
    def open_job(self) -> WhatIf | None:
        """A question whose job still runs or waits."""
        return next((one for one in self.asked if one.job is not None and one.job.is_open), None)

    @property
    def unanswered(self) -> int:
        """Questions without an answer."""
        return sum(one.answered_at is None for one in self.asked)


def curves_of(plan: Plan) -> Curves | None:
    """The page's figures; None when the plan kept no prices."""
    if not can_be_read(plan):
        return None
    once = kept(("plan.at_once", plan.pk), lambda: _at_once(plan))
    asked = list(plan.what_ifs.select_related("job"))
    answers = {
        (one.kind, one.key): Found(one.key, one.value, one.bound, one.missing_jp)
        for one in asked
        if one.value is not None and one.bound is not None and one.missing_jp is not None
    }
    proof = plan.certificate
    own = Found(WHOLE, proof["value"], proof["closure_bound"], proof["missing_jp"])
    again = [found for (kind, _), found in answers.items() if kind == Kind.BUDGET]

    def bound(percent: int, missing_jp: int) -> float | None:
        at = once.bounds[percent]
        return None if at is None else at + once.hours * (missing_jp - once.missing_jp)

    points = curve(once.amounts, [own, *again], bound)
    return Curves(
        points, chart_of_curve(points), _floors(plan, once, answers.get((Kind.FLOORS, 0))),
        _staffing(own, once, answers), asked,
    )  # fmt: skip


def _floors(plan: Plan, once: AtOnce, answer: Found | None) -> PriceOfRule:
    """Against what this plan closes, not its value: without floors nothing is taken off."""
    counted = plan.totals.get("counted", plan.totals)  # of a plan for noise: expected points
    own, bound = counted["closure"], plan.certificate["closure_bound"]
    more, found, proven = price_of_rule(own, bound, once.floors, answer)
    missing = answer.missing_jp if answer else None
    return PriceOfRule(-1, "", "", plan.totals["people"], more, found, proven, missing)


def _staffing(own: Found, once: AtOnce, answers: dict[tuple[str, int], Found]) -> list[PriceOfRule]:
    rows = []
    for row, name, place, members, without in once.staffing:
        answer = answers.get((Kind.STAFFING, row))
        more, found, proven = price_of_rule(own.value, own.bound, without, answer)
        missing = answer.missing_jp if answer else None
        rows.append(PriceOfRule(row, name, place, members, more, found, proven, missing))
    return rows


def _at_once(plan: Plan) -> AtOnce:
    stored = stored_plan(plan)
    proven, amounts = stored.proven, stored.instance.line_amount
    bounds = {
        percent: with_amounts(
            proven, np.array([amount_at(int(a), percent) for a in amounts], dtype=np.int64)
        )
        for percent in PERCENTS
    }
    return AtOnce(
        tuple(int(amount) for amount in amounts), bounds, proven.prices.hours, proven.missing_jp,
        without_floors(proven), _rules(plan, stored),
    )  # fmt: skip


def _rules(plan: Plan, stored: StoredPlan) -> tuple[tuple[int, str, str, int, float | None], ...]:
    """The staffing rules with the highest prices over the year."""
    proven, names = stored.proven, names_of(plan, stored).staffing
    sums = one_more(proven)
    sizes = np.bincount(stored.instance.staffing_group, minlength=sums.size)
    rows = [row for row in np.argsort(-sums, kind="stable").tolist() if sums[row] > 0]
    return tuple(
        (row, names[row][0], names[row][1], int(sizes[row]), without_group(proven, row))
        for row in rows[:MOST_RULES]
    )


def questions(curves: Curves) -> dict[str, tuple[str, int]]:
    """What can be asked: {word of the form: (kind, key)}."""
    found = {f"{Kind.BUDGET}:{percent}": (str(Kind.BUDGET), percent) for percent in ASKED}
    found[f"{Kind.FLOORS}:0"] = (str(Kind.FLOORS), 0)
    for rule in curves.staffing:
        found[f"{Kind.STAFFING}:{rule.row}"] = (str(Kind.STAFFING), rule.row)
    return found


def changed(stored: StoredPlan, kind: str, key: int) -> StoredPlan:
    """The plan's instance and settings under the other rule; its proof stays the old one."""
    instance, proof = stored.instance, stored.certificate
    if kind == Kind.BUDGET:
        amounts = np.array([amount_at(int(a), key) for a in instance.line_amount], dtype=np.int64)
        return replace(stored, instance=replace(instance, line_amount=amounts))
    if kind == Kind.FLOORS:
        free = replace(proof, settings=replace(proof.settings, fair_penalty=0.0))
        return replace(stored, certificate=free)
    capacity = np.array(instance.staffing_capacity)
    capacity[key] = int((instance.staffing_group == key).sum())
    return replace(stored, instance=replace(instance, staffing_capacity=capacity))
