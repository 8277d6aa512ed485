"""The whole two-stage plan as one compact mixed integer program, for any solver.

    model = compact(instance, settings)
    model.hours()            stage 1: minimise the hours missing
    model.closure(S)         stage 2: minimise - value, at most S hours missing
    model.point(pairs)       the point of a plan;  model.pairs(point)  the plan of a point

Columns: x_i_s person in session, y_s session held (only where it has a minimum, a maximum or a
fixed cost), short_i hours missing, rise_r_k levels gained on need r up to its k-th ceiling, near_r
and far_r the gain that counts fully and at the late slope, closure_i, below_G points under the
group's share. r is the row of the instance's needs.

Rows of sessions, people and shared rules: `rows`. Levels, closure, fairness, `exact`: `gains`.
"""

from dataclasses import dataclass, replace

import numpy as np

from bench.allocation.gains import Levels, fair_rows, gain_rows, level_rows, make_levels
from bench.allocation.mip import INF, Gathering, Mip
from bench.allocation.rows import (
    hours_rows,
    person_rows,
    prerequisite_rows,
    session_rows,
    shared_rows,
    usable_pairs,
)
from bina.engines.allocation.evaluate import closures, missing_jp
from bina.engines.allocation.model import Instance, Settings
from bina.engines.allocation.prepare import fair_groups


@dataclass(frozen=True, eq=False)
class Compact:
    """The rows and columns that both stages share, and where which columns are."""

    instance: Instance
    settings: Settings
    mip: Mip
    levels: Levels
    x: np.ndarray
    y: np.ndarray  # per session, -1: none
    short: np.ndarray  # per person, -1: none
    rise: np.ndarray  # per level, -1: the last of its need
    near: np.ndarray  # per need, -1: none
    far: np.ndarray
    gain: np.ndarray  # per person, -1: none
    below: np.ndarray  # per fair group, -1: no floor
    total: int  # everybody's closure, -1: no floors
    full: np.ndarray  # per level, -1: none
    past: np.ndarray  # per need, -1: none

    def owed(self) -> tuple[np.ndarray, float]:
        """Stage 1 as a cost per column and a constant: hours missing, seats given up and new."""
        cost = np.zeros(self.mip.n_columns)
        cost[self.short[self.short >= 0]] = 1.0
        keep = self.instance.pair_keep.astype(float)
        cost[self.x] = -keep
        return cost, float(np.maximum(0.0, keep).sum())

    def hours(self) -> Mip:
        """Stage 1."""
        cost, offset = self.owed()
        return replace(self.mip, cost=cost, offset=offset)

    def closure(self, missing: int) -> Mip:
        """Stage 2 among the plans that owe at most so many JP."""
        owed, offset = self.owed()
        limited = self.mip.with_row("hours", owed, missing - offset)
        cost = np.zeros(self.mip.n_columns)
        cost[self.gain[self.gain >= 0]] = -1.0
        cost[self.below[self.below >= 0]] = self.settings.fair_penalty
        return replace(limited, cost=cost)

    def owner_of_columns(self) -> np.ndarray:
        """The person that a column is about, -1: nobody alone, (n_columns,)."""
        ins, owner = self.instance, np.full(self.mip.n_columns, -1)
        owner[self.x] = ins.pair_person()
        people = np.arange(ins.n_people)
        of_need = np.repeat(people, np.diff(ins.need_ptr))
        of_level = of_need[self.levels.need]
        for columns, whose in (
            (self.short, people), (self.gain, people), (self.near, of_need), (self.far, of_need),
            (self.past, of_need), (self.rise, of_level), (self.full, of_level),
        ):  # fmt: skip
            owner[columns[columns >= 0]] = whose[columns >= 0]
        return owner

    def pairs(self, point: np.ndarray) -> np.ndarray:
        """Rows of the instance's pairs that a point takes, rising."""
        return np.flatnonzero(point[self.x] > 0.5)

    def point(self, pairs: np.ndarray) -> np.ndarray:
        """Every column's value for a plan, (n_columns,)."""
        ins, out = self.instance, np.zeros(self.mip.n_columns)
        out[self.x[pairs]] = 1.0
        seats = np.bincount(ins.pair_session[pairs], minlength=ins.n_sessions)
        held = (self.y >= 0) & (seats > 0)
        out[self.y[held]] = 1.0
        owing = self.short >= 0
        out[self.short[owing]] = missing_jp(ins, pairs)[owing]
        self._levels_of(out)
        values = closures(ins, self.settings, pairs)
        out[self.gain[self.gain >= 0]] = values[self.gain >= 0]
        flat, share = fair_groups(ins, self.settings)
        of_group = np.zeros(share.size)
        for column in range(flat.shape[1]):
            inside = flat[:, column] >= 0
            np.add.at(of_group, flat[inside, column], values[inside])
        floor = np.maximum(0.0, share * values.sum() - of_group)
        out[self.below[self.below >= 0]] = floor[self.below >= 0]
        if self.total >= 0:
            out[self.total] = values.sum()
        return out

    def _levels_of(self, out: np.ndarray) -> None:
        lv, ins = self.levels, self.instance
        lifts = np.bincount(
            lv.entry_level,
            lv.entry_lift * out[self.x[lv.entry_pair]],
            minlength=lv.need.size,
        )
        before = 0.0
        for j, r in enumerate(lv.need.tolist()):
            reached = before + lifts[j]
            gain = min(reached, float(lv.cap[j]))
            if self.full[j] >= 0:
                out[self.full[j]] = float(reached > lv.cap[j])
            before = 0.0 if lv.last[j] else gain
            if not lv.last[j]:
                out[self.rise[j]] = gain
                continue
            edge = self.settings.full_share * float(ins.need_standard[r] - ins.need_held[r])
            if self.near[r] >= 0:
                out[self.near[r]] = min(gain, edge)
            if self.far[r] >= 0:
                out[self.far[r]] = max(0.0, gain - edge)
            if self.past[r] >= 0:
                out[self.past[r]] = float(gain > edge)


def compact(instance: Instance, settings: Settings, *, exact: bool = False) -> Compact:
    """The program of an instance. Pairs that no plan can use are columns fixed at 0."""
    built, person = Gathering(), instance.pair_person()
    usable = usable_pairs(instance, person)
    pinned = np.zeros(instance.n_pairs, bool)
    lost = 0
    for i, s in zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True):
        pair = instance.pair_of(i, s)
        pinned[pair] |= pair >= 0
        lost += pair < 0
    seats = zip(person.tolist(), instance.pair_session.tolist(), strict=True)
    names = [f"x_{i}_{s}" for i, s in seats]
    x = built.columns(names, 0.0, usable.astype(float), whole=True)
    pins = np.flatnonzero(pinned)
    built.rows([f"pin_{p}" for p in pins], 1.0, INF, (np.arange(pins.size), x[pins], 1.0))
    built.rows([f"pin_lost_{n}" for n in range(lost)], 1.0, INF)
    y = session_rows(built, instance, x)
    short = hours_rows(built, instance, person, x)
    person_rows(built, instance, person, x)
    prerequisite_rows(built, instance, person, x)
    shared_rows(built, instance, person, x, y)
    levels = make_levels(instance, person, usable)
    rise, near, far, full, past = level_rows(built, instance, settings, levels, x, exact=exact)
    gain = gain_rows(built, instance, settings, near, far, exact=exact)
    below, total = fair_rows(built, instance, settings, gain)
    return Compact(
        instance, settings, built.finish(), levels, x, y, short, rise, near, far, gain, below,
        total, full, past,
    )  # fmt: skip
