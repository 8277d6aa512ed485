"""Who may take a free seat of a session, best first, under the plan's own hard rules.

Works on the stored instance of the plan and the pairs that are in force now. A person is proposed
only if the pair exists (eligible then), the seat is free, the counter stays staffed, the line has
the money, the person's own rules hold, no quota of a leaver is broken, and the seat closes a gap or
gives hours that the person still owes.
Ranked by closure gained, then hours missing (both: more first), then row number.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.evaluate import levels_after, person_closure, person_rules
from bina.engines.allocation.model import Instance, Settings

Longs = NDArray[np.int64]
LEAST = 1e-6  # closure points below which a seat closes nothing


@dataclass(frozen=True)
class Candidate:
    """A person row who may take the seat."""

    person: int
    pair: int
    closure: float
    closes: tuple[tuple[int, float, float], ...]  # (competency row, level before, after)
    missing_jp: int
    cost: int
    line: int
    line_left: int  # rupiah, after this seat; 0 without a line


@dataclass(frozen=True)
class Ranking:
    """The candidates, best first, and how many eligible people each rule kept out."""

    candidates: tuple[Candidate, ...]
    kept_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Opening:
    """The free seat: its session, whose seats in it fell free, who cannot come as of now."""

    session: int
    leavers: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


def substitutes(instance: Instance, settings: Settings, pairs: Longs, opening: Opening) -> Ranking:
    """Rank everybody who may take the seat. `pairs` are in force, without those of the leavers."""
    s, kept_out = opening.session, Counter[str]()
    person_of = instance.pair_person()
    held: dict[int, list[int]] = {}
    for person, session in zip(
        person_of[pairs].tolist(), instance.pair_session[pairs].tolist(), strict=True
    ):
        held.setdefault(person, []).append(session)
    money = _Money(instance, pairs, s)
    away = _away(instance, pairs, person_of, s)
    wanted = _quota_members(instance, held, opening)
    found = []
    for pair in np.flatnonzero(instance.pair_session == s).tolist():
        person = int(person_of[pair])
        mine = held.get(person, [])
        if s in mine or person in opening.leavers:
            continue
        why = _hindrance(instance, person, [*mine, s], away, s)
        if person in opening.barred:
            why = "absent"
        elif not why and not money.pays(pair):
            why = "money"
        elif not why and wanted is not None and person not in wanted:
            why = "quota"
        if why:
            kept_out[why] += 1
            continue
        one = _candidate(instance, settings, (person, pair), mine, money)
        if one.closure < LEAST and one.missing_jp == 0:
            kept_out["useless"] += 1  # the seat is for those who need it
            continue
        found.append(one)
    found.sort(key=lambda c: (-round(c.closure, 9), -c.missing_jp, c.person))
    return Ranking(tuple(found), kept_out)


def _candidate(
    instance: Instance, settings: Settings, who: tuple[int, int], mine: list[int], money: "_Money"
) -> Candidate:
    person, pair = who
    s = int(instance.pair_session[pair])
    before, after = levels_after(instance, person, mine), levels_after(instance, person, [*mine, s])
    gain = person_closure(instance, settings, person, [*mine, s])
    gain -= person_closure(instance, settings, person, mine)
    planned = int(instance.session_jp[mine].sum()) if mine else 0
    line = int(instance.pair_line[pair])
    return Candidate(
        person=person,
        pair=pair,
        closure=gain,
        closes=tuple((c, before[c], after[c]) for c in sorted(after) if after[c] > before[c]),
        missing_jp=max(0, int(instance.jp_needed[person]) - planned),
        cost=int(instance.pair_cost[pair]),
        line=line,
        line_left=money.left_after(pair),
    )


def _hindrance(
    instance: Instance, person: int, sessions: list[int], away: NDArray[np.int64], s: int
) -> str:
    """The kind of the first rule that stands against the person, or nothing."""
    low, high = instance.staffing_ptr[person], instance.staffing_ptr[person + 1]
    groups = instance.staffing_group[low:high]
    slots = instance.slots_of(s)
    if groups.size and slots.size:
        free = instance.staffing_capacity[np.ix_(groups, slots)] - away[groups]
        if (free < 1).any():
            return "staffing"
    broken = person_rules(instance, person, sessions)
    return broken[0].kind if broken else ""


def _away(
    instance: Instance, pairs: Longs, person_of: NDArray[np.int32], s: int
) -> NDArray[np.int64]:
    """How many of each staffing group are away in each half-day of the session."""
    slots = instance.slots_of(s)
    away = np.zeros((instance.staffing_capacity.shape[0], slots.size), dtype=np.int64)
    overlap = {}
    for other in np.unique(instance.pair_session[pairs]).tolist():
        common = np.isin(slots, instance.slots_of(other)).astype(np.int64)
        if common.any():
            overlap[other] = common
    for pair in pairs.tolist():
        hit = overlap.get(int(instance.pair_session[pair]))
        if hit is not None:
            person = int(person_of[pair])
            low, high = instance.staffing_ptr[person], instance.staffing_ptr[person + 1]
            away[instance.staffing_group[low:high]] += hit
    return away


def _quota_members(
    instance: Instance, held: dict[int, list[int]], opening: Opening
) -> frozenset[int] | None:
    """Who may come so that quotas the leavers filled are filled again; None: anybody."""
    programme = int(instance.session_programme[opening.session])
    wanted: frozenset[int] | None = None
    for q in np.flatnonzero(instance.quota_programme == programme).tolist():
        members = frozenset(
            instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]].tolist()
        )
        seated = sum(
            1
            for person in members
            if any(instance.session_programme[s] == programme for s in held.get(person, ()))
        )
        if seated < int(instance.quota_seats[q]) and members & opening.leavers:
            wanted = members if wanted is None else wanted & members
    return wanted


class _Money:
    """What is left on each line, and whether it carries one more seat in the session."""

    def __init__(self, instance: Instance, pairs: Longs, s: int) -> None:
        self.instance = instance
        spent = np.zeros(instance.line_amount.size, dtype=np.int64)
        paid = pairs[instance.pair_line[pairs] >= 0]
        np.add.at(spent, instance.pair_line[paid], instance.pair_cost[paid])
        held = np.unique(instance.pair_session[pairs])
        fixed = held[instance.session_fixed_line[held] >= 0]
        np.add.at(spent, instance.session_fixed_line[fixed], instance.session_fixed_cost[fixed])
        if s not in held and instance.session_fixed_line[s] >= 0:
            spent[instance.session_fixed_line[s]] += instance.session_fixed_cost[s]
        self.left = instance.line_amount - spent

    def left_after(self, pair: int) -> int:
        """Rupiah on the pair's line after its seat; 0 for a pair without a line."""
        line = int(self.instance.pair_line[pair])
        return int(self.left[line] - self.instance.pair_cost[pair]) if line >= 0 else 0

    def pays(self, pair: int) -> bool:
        """Whether the line carries the seat, and the session's own line its fixed cost."""
        fixed = int(self.instance.session_fixed_line[self.instance.pair_session[pair]])
        return self.left_after(pair) >= 0 and (fixed < 0 or self.left[fixed] >= 0)
