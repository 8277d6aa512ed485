"""What pins and quotas demand together: a small model over the sessions that they concern.

It answers whether all demands can be met under the hard rules, and with which few seats.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.exact import Model
from bina.engines.allocation.model import Instance

SECONDS = 20.0  # per question to the solver
ROUGHLY = 0.2  # seats kept back need not be the very fewest

Marks = NDArray[np.bool_]


@dataclass(frozen=True, order=True)
class Rule:
    """One member of a conflict: `kind` and the rows of the instance it is about.

    Demands: ("pin", (row,)), ("quota", (row,)).
    Rules: ("not_eligible", (person, session)), ("seats_max", (session,)),
    ("seats_min", (session,)), ("money", (line,)), ("coach", (pool,)),
    ("staffing", (group, slot)), ("jp_cap", (person,)), ("form_cap", (person, form)),
    ("overlap", (person, session, session)),
    ("twice", (person, programme)), ("prerequisite", (person, session, programme)).
    """

    kind: str
    where: tuple[int, ...]


DEMANDS = ("pin", "quota")


def with_prerequisites(instance: Instance, programmes: set[int]) -> set[int]:
    """These programmes and all that they need first."""
    found, waiting = set(programmes), list(programmes)
    while waiting:
        k = waiting.pop()
        first, last = instance.prereq_ptr[k], instance.prereq_ptr[k + 1]
        before = set(instance.prereq_programme[first:last].tolist()) - found
        found |= before
        waiting += before
    return found


def concerned(instance: Instance) -> set[int]:
    """Sessions pinned, of quota programmes, and of all that these need first."""
    programmes = {int(instance.session_programme[s]) for s in instance.pinned_session}
    programmes |= set(instance.quota_programme.tolist())
    programmes = with_prerequisites(instance, programmes)
    return {s for s, k in enumerate(instance.session_programme.tolist()) if k in programmes}


class Demands:
    """Rows of the feasibility model, each marked with the rule it stands for.

    Only the sessions concerned are in it: pinned ones, those of quota programmes, and what all of
    these need first. Whoever sits nowhere else breaks no rule, so it is the whole question.
    With `pairs` (n_pairs,) only the marked ones may be used.
    """

    def __init__(self, instance: Instance, pairs: Marks | None = None) -> None:
        self.instance = instance
        self.pairs = pairs
        self.model = Model()
        self.rule_of: list[Rule | None] = []
        self.sessions = concerned(instance)
        self.x: dict[tuple[int, int], int] = {}
        self.y: dict[int, int] = {}
        self._columns()
        self._session_rows()
        self._shared_rows()
        self._person_rows()
        self._demands()

    def _columns(self) -> None:
        ins = self.instance
        person = ins.pair_person()
        inside = np.isin(ins.pair_session, np.array(sorted(self.sessions), dtype=np.int32))
        if self.pairs is not None:
            inside &= self.pairs
        for p in np.flatnonzero(inside).tolist():
            key = (int(person[p]), int(ins.pair_session[p]))
            self.x[key] = self.model.column(0.0, 1.0, whole=True)
        for s in self.sessions:
            self.y[s] = self.model.column(0.0, 1.0, whole=True)

    def row(self, rule: Rule | None, low: float, high: float, entries: dict[int, float]) -> None:
        """Add a row; None for what belongs to no rule and is never left out."""
        self.model.row(low, high, entries)
        self.rule_of.append(rule)

    def _session_rows(self) -> None:
        ins = self.instance
        seats_of: dict[int, dict[int, float]] = {s: {} for s in self.sessions}
        for (_, s), column in self.x.items():
            seats_of[s][column] = 1.0
        for s in sorted(self.sessions):
            seats = seats_of[s]
            many = float(max(1, len(seats)))
            self.row(None, -np.inf, 0.0, seats | {self.y[s]: -many})
            self.row(Rule("seats_max", (s,)), -np.inf, float(ins.session_max[s]), seats)
            self.row(
                Rule("seats_min", (s,)),
                0.0,
                np.inf,
                seats | {self.y[s]: -float(ins.session_min[s])},
            )

    def _shared_rows(self) -> None:
        ins = self.instance
        money: dict[int, dict[int, float]] = {}
        minutes: dict[int, dict[int, float]] = {}
        away: dict[tuple[int, int], dict[int, float]] = {}
        for (i, s), column in self.x.items():
            p = ins.pair_of(i, s)
            if ins.pair_cost[p]:
                money.setdefault(int(ins.pair_line[p]), {})[column] = float(ins.pair_cost[p])
            if ins.session_pool[s] >= 0:
                pool = minutes.setdefault(int(ins.session_pool[s]), {})
                pool[column] = float(ins.session_pool_minutes[s])
            groups = ins.staffing_group[ins.staffing_ptr[i] : ins.staffing_ptr[i + 1]]
            for g in groups.tolist():
                for t in ins.slots_of(s).tolist():
                    away.setdefault((g, t), {})[column] = 1.0
        for s, column in self.y.items():
            if ins.session_fixed_cost[s]:
                line = money.setdefault(int(ins.session_fixed_line[s]), {})
                line[column] = float(ins.session_fixed_cost[s])
        for b, entries in sorted(money.items()):
            self.row(Rule("money", (b,)), -np.inf, float(ins.line_amount[b]), entries)
        for c, entries in sorted(minutes.items()):
            self.row(Rule("coach", (c,)), -np.inf, float(ins.pool_minutes[c]), entries)
        for (g, t), entries in sorted(away.items()):
            limit = float(ins.staffing_capacity[g, t])
            if len(entries) > limit:
                self.row(Rule("staffing", (g, t)), -np.inf, limit, entries)

    def _person_rows(self) -> None:
        ins = self.instance
        of_person: dict[int, list[int]] = {}
        for i, s in self.x:
            of_person.setdefault(i, []).append(s)
        for i, sessions in sorted(of_person.items()):
            column = {s: self.x[i, s] for s in sessions}
            jp = {column[s]: float(ins.session_jp[s]) for s in sessions}
            self.row(Rule("jp_cap", (i,)), -np.inf, float(ins.jp_cap[i]), jp)
            for f in sorted({int(ins.session_form[s]) for s in sessions} - {-1}):
                form = {
                    column[s]: float(ins.session_jp[s])
                    for s in sessions
                    if ins.session_form[s] == f
                }
                self.row(Rule("form_cap", (i, f)), -np.inf, float(ins.form_jp_cap[f]), form)
            for k in sorted({int(ins.session_programme[s]) for s in sessions}):
                once = {column[s]: 1.0 for s in sessions if ins.session_programme[s] == k}
                if len(once) > 1:
                    self.row(Rule("twice", (i, k)), -np.inf, 1.0, once)
            for a, s in enumerate(sessions):
                for o in sessions[:a]:
                    if np.intersect1d(ins.slots_of(s), ins.slots_of(o)).size:
                        both = {column[s]: 1.0, column[o]: 1.0}
                        self.row(Rule("overlap", (i, o, s)), -np.inf, 1.0, both)
                self._prerequisite_rows(i, s, sessions, column)

    def _prerequisite_rows(
        self, i: int, s: int, sessions: list[int], column: dict[int, int]
    ) -> None:
        ins = self.instance
        done = set(ins.done_programme[ins.done_ptr[i] : ins.done_ptr[i + 1]].tolist())
        k = int(ins.session_programme[s])
        start = ins.slots_of(s)[:1]
        for b in ins.prereq_programme[ins.prereq_ptr[k] : ins.prereq_ptr[k + 1]].tolist():
            if b in done:
                continue
            entries = {column[s]: 1.0}
            for o in sessions:
                in_time = not start.size or not (ins.slots_of(o) >= start[0]).any()
                if ins.session_programme[o] == b and in_time:
                    entries[column[o]] = -1.0
            self.row(Rule("prerequisite", (i, s, b)), -np.inf, 0.0, entries)

    def _demands(self) -> None:
        ins = self.instance
        for row, (i, s) in enumerate(
            zip(ins.pinned_person.tolist(), ins.pinned_session.tolist(), strict=True)
        ):
            if (i, s) in self.x:
                self.row(Rule("pin", (row,)), 1.0, np.inf, {self.x[i, s]: 1.0})
        of_programme: dict[int, dict[int, int]] = {}  # programme: person per column
        for (i, s), column in self.x.items():
            of_programme.setdefault(int(ins.session_programme[s]), {})[column] = i
        for q in range(ins.quota_programme.size):
            members = set(ins.quota_person[ins.quota_ptr[q] : ins.quota_ptr[q + 1]].tolist())
            seats = of_programme.get(int(ins.quota_programme[q]), {})
            entries = {column: 1.0 for column, i in seats.items() if i in members}
            self.row(Rule("quota", (q,)), float(ins.quota_seats[q]), np.inf, entries)

    def solve(
        self, kept: set[Rule], costs: dict[tuple[int, int], float]
    ) -> set[tuple[int, int]] | None:
        """Cheapest seats (person, session) that keep these rules and demands; None: there are none.

        An unanswered question (SECONDS) gives None, too.
        """
        model = Model(self.model.lower, self.model.upper, self.model.whole)
        for row, rule in enumerate(self.rule_of):
            if rule is None or rule in kept:
                model.row(
                    self.model.row_lower[row], self.model.row_upper[row], self.model.entries[row]
                )
        found = model.solve(
            {self.x[key]: cost for key, cost in costs.items()}, SECONDS, gap=ROUGHLY
        )
        if found is None:
            return None
        return {key for key, column in self.x.items() if found[0][column] > 0.5}
