"""Small instances to proven optimality: every person's bundles listed, one choice each, by HiGHS.

z_ib = 1: person i takes bundle b.   Stage 1: min sum short_ib z_ib.   Stage 2: max sum v_ib z_ib
- M sum u_G with sum short_ib z_ib <= S*. All shared rules are rows; y_s = 1: session is held.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from bina.engines.allocation.evaluate import (
    evaluate,
    person_closure,
    person_rules,
)
from bina.engines.allocation.model import (
    Certificate,
    Instance,
    Plan,
    Prices,
    Result,
    Settings,
)
from bina.engines.allocation.prepare import fair_groups
from bina.engines.allocation.program import QuietHighs
from bina.engines.allocation.store import instance_hash

MOST_BUNDLES = 200_000
# HiGHS proves with tolerances; its bound is moved outward by this share and amount.
OUTWARD = 1e-6


class TooLargeError(ValueError):
    """The instance has too many bundles to list; use `solve`."""


class NoFeasiblePlanError(RuntimeError):
    """No plan keeps all rules, pins and quotas; `conflict.find_conflict` says why."""


@dataclass
class Model:
    """Rows and columns on their way to HiGHS."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    entries: list[dict[int, float]] = field(default_factory=list)

    def column(self, low: float, high: float, *, whole: bool) -> int:
        """Add a variable; returns its number."""
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, low: float, high: float, entries: dict[int, float]) -> int:
        """Add low <= sum entries <= high; returns its number."""
        self.row_lower.append(low)
        self.row_upper.append(high)
        self.entries.append(entries)
        return len(self.entries) - 1

    def solve(
        self, costs: dict[int, float], seconds: float, *, gap: float = 0.0
    ) -> tuple[list[float], float] | None:
        """Minimise to within `gap`; (values, proven lower bound), or None when infeasible."""
        for low, high, row in zip(self.row_lower, self.row_upper, self.entries, strict=True):
            if not row and not low <= 0.0 <= high:
                return None  # nothing can fill it; HiGHS calls a model without columns solved
        if not self.lower:
            return [], 0.0
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.entries)
        lp.col_cost_ = np.array([costs.get(j, 0.0) for j in range(len(self.lower))])
        lp.col_lower_, lp.col_upper_ = np.array(self.lower), np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[w] for w in self.whole]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        ends = np.cumsum([len(e) for e in self.entries], dtype=np.int32)
        lp.a_matrix_.start_ = np.concatenate([np.zeros(1, np.int32), ends])
        lp.a_matrix_.index_ = np.array([j for e in self.entries for j in e], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([float(v) for e in self.entries for v in e.values()])
        solver = QuietHighs()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_rel_gap", gap)
        solver.setOptionValue("mip_abs_gap", 1e-9)
        solver.passModel(lp)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return None
        return list(solver.getSolution().col_value), float(info.mip_dual_bound)


def bundles_of(instance: Instance, person: int, room: int) -> list[tuple[int, ...]]:
    """All sets of the person's pairs that keep the person's own rules. Raises TooLargeError.

    A set can break a prerequisite and mend it by growing, so that rule is checked at the end.
    """
    rows = range(int(instance.pair_ptr[person]), int(instance.pair_ptr[person + 1]))
    found: list[tuple[int, ...]] = [()]
    for p in rows:
        for bundle in list(found):
            wider = (*bundle, p)
            sessions = [int(instance.pair_session[q]) for q in wider]
            broken = {v.kind for v in person_rules(instance, person, sessions)}
            if broken <= {"prerequisite"}:
                found.append(wider)
        if len(found) > room:
            raise TooLargeError(f"Person {person} has more than {room} bundles; use solve().")
    return [
        b
        for b in found
        if not person_rules(instance, person, [int(instance.pair_session[q]) for q in b])
    ]


@dataclass
class _Listed:
    """The model with what each bundle column stands for."""

    model: Model
    bundles: list[tuple[int, tuple[int, ...]]]  # per column: person, pairs
    short: dict[int, float]
    closure: dict[int, float]
    penalty: dict[int, float]


def _shared_rows(
    instance: Instance, model: Model, bundles: list[tuple[int, tuple[int, ...]]]
) -> None:
    """Seats, money, coaches, staffing, quotas and pins as rows over bundles."""
    seats: dict[int, dict[int, float]] = {}
    money: dict[int, dict[int, float]] = {b: {} for b in range(instance.line_amount.size)}
    minutes: dict[int, dict[int, float]] = {c: {} for c in range(instance.pool_minutes.size)}
    away: dict[tuple[int, int], dict[int, float]] = {}
    taken: dict[int, dict[int, float]] = {}

    def add(row: dict[int, float], column: int, amount: float) -> None:
        row[column] = row.get(column, 0.0) + amount

    for column, (i, bundle) in enumerate(bundles):
        groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
        for p in bundle:
            s = int(instance.pair_session[p])
            add(seats.setdefault(s, {}), column, 1.0)
            add(taken.setdefault(p, {}), column, 1.0)
            if instance.pair_cost[p]:
                add(money[int(instance.pair_line[p])], column, float(instance.pair_cost[p]))
            if instance.session_pool[s] >= 0:
                add(
                    minutes[int(instance.session_pool[s])],
                    column,
                    float(instance.session_pool_minutes[s]),
                )
            for g in groups.tolist():
                for t in instance.slots_of(s).tolist():
                    add(away.setdefault((g, t), {}), column, 1.0)
    for s, row in seats.items():
        y = model.column(0.0, 1.0, whole=True)
        most = min(int(instance.session_max[s]), instance.n_people)
        model.row(-np.inf, 0.0, row | {y: -float(most)})
        model.row(0.0, np.inf, row | {y: -float(instance.session_min[s])})
        if instance.session_fixed_cost[s]:
            line = int(instance.session_fixed_line[s])
            money[line][y] = float(instance.session_fixed_cost[s])
    for b, row in money.items():
        model.row(-np.inf, float(instance.line_amount[b]), row)
    for c, row in minutes.items():
        model.row(-np.inf, float(instance.pool_minutes[c]), row)
    for (g, t), row in away.items():
        model.row(-np.inf, float(instance.staffing_capacity[g, t]), row)
    programme, person = instance.session_programme, instance.pair_person()
    for q in range(instance.quota_programme.size):
        members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
        row = {}
        for p, columns in taken.items():
            if programme[instance.pair_session[p]] == instance.quota_programme[q] and (
                person[p] in members
            ):
                for column, amount in columns.items():
                    add(row, column, amount)
        model.row(float(instance.quota_seats[q]), np.inf, row)
    for i, s in zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True):
        model.row(1.0, np.inf, taken.get(instance.pair_of(i, s), {}))


def _list_everything(instance: Instance, settings: Settings) -> _Listed:
    model = Model()
    bundles: list[tuple[int, tuple[int, ...]]] = []
    short: dict[int, float] = {}
    closure: dict[int, float] = {}
    before = np.bincount(
        instance.pair_person(), np.maximum(0, instance.pair_keep), minlength=instance.n_people
    )
    for i in range(instance.n_people):
        one: dict[int, float] = {}
        for bundle in bundles_of(instance, i, MOST_BUNDLES - len(bundles)):
            column = model.column(0.0, 1.0, whole=True)
            sessions = [int(instance.pair_session[p]) for p in bundle]
            bundles.append((i, bundle))
            jp = int(instance.session_jp[sessions].sum()) if sessions else 0
            short[column] = float(max(0, int(instance.jp_needed[i]) - jp))
            short[column] += float(before[i] - instance.pair_keep[list(bundle)].sum())
            closure[column] = person_closure(instance, settings, i, sessions)
            one[column] = 1.0
        model.row(1.0, 1.0, one)
    _shared_rows(instance, model, bundles)
    flat, share = fair_groups(instance, settings)
    penalty: dict[int, float] = {}
    for g in range(share.size):
        u = model.column(0.0, np.inf, whole=False)
        penalty[u] = settings.fair_penalty
        row = {u: 1.0}
        for column, (i, _) in enumerate(bundles):
            inside = float((flat[i] == g).any())
            row[column] = (inside - share[g]) * closure[column]
        model.row(0.0, np.inf, row)
    return _Listed(model, bundles, short, closure, penalty)


def solve_exact(instance: Instance, settings: Settings, *, seconds: float = 60.0) -> Result:
    """The optimum of both stages (or bounds after `seconds` each), as `solve` returns it.

    The certificate's prices are empty: the proof is the solver's, see `notes`.
    Raises TooLargeError, NoFeasiblePlanError.
    """
    listed = _list_everything(instance, settings)
    model = listed.model
    first = model.solve(listed.short, seconds)
    if first is None:
        raise NoFeasiblePlanError("No plan keeps all rules, pins and quotas.")
    chosen = [c for c in range(len(listed.bundles)) if first[0][c] > 0.5]
    missing = round(sum(listed.short[c] for c in chosen))
    lb = max(0, int(np.ceil(first[1] - 1e-6)))
    model.row(-np.inf, missing + 0.5, listed.short)
    costs = {c: -v for c, v in listed.closure.items()} | listed.penalty
    second = model.solve(costs, seconds)
    if second is not None:
        chosen = [c for c in range(len(listed.bundles)) if second[0][c] > 0.5]
    rows = np.sort(np.array([p for c in chosen for p in listed.bundles[c][1]], dtype=np.int64))
    plan = evaluate(instance, settings, rows)
    bound = -second[1] if second is not None else float("inf")
    return _result(instance, settings, plan, lb, missing, bound)


def _result(
    instance: Instance, settings: Settings, plan: Plan, lb: int, missing: int, bound: float
) -> Result:
    none = Prices(
        seat=np.zeros(instance.n_sessions),
        money=np.zeros(instance.line_amount.size),
        staffing=np.zeros(instance.staffing_capacity.shape),
        coach=np.zeros(instance.pool_minutes.size),
        quota=np.zeros(instance.quota_programme.size),
        opening=np.zeros(instance.n_pairs),
        fairness=np.zeros(fair_groups(instance, settings)[1].size),
        hours=0.0,
    )
    certificate = Certificate(
        instance_hash=instance_hash(instance),
        settings=settings,
        missing_jp_bound=lb,
        missing_jp=missing,
        closure_bound=bound + OUTWARD * (1.0 + abs(bound)),
        value=plan.value,
        hours_prices=none,
        closure_prices=none,
    )
    return Result(plan=plan, certificate=certificate, notes={"proof": "HiGHS, bundles listed"})
