"""What-if: which actions raise a group's figures most, with what each adds and what it costs.

An action is feasible for a person when it adds points under the present tables. Gains are exact
hundredths per person; a group's gain is their sum over the group's size, divided once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bina.indices.rules.codes import Codes
from bina.indices.rules.ip_asn import EVIDENCE, Facts, Tables, ip_asn
from bina.law.scaled import MISSING, Scaled, divided


@dataclass(frozen=True)
class Action:
    """One kind of action over a group: who it helps, and what the group's mean gains if all do."""

    name: str  # of EVIDENCE, or "hours"
    people: NDArray[np.int64]  # positions, largest gain first, then by position
    gain: Scaled  # of each of `people`, hundredths of a point (or of JP owed)
    group_gain: int  # hundredths of the group's mean
    hours: int  # JP that everybody together would need


def evidence_actions(facts: Facts, tables: Tables, hours_of: Mapping[str, int]) -> list[Action]:
    """For each missing part of competence, the gain of having it; best for the group first.

    `hours_of` gives the JP that one such activity takes.
    """
    found = []
    for at, name in enumerate(EVIDENCE):
        bits = np.full(len(facts.evidence), np.uint8(1) << np.uint8(at), dtype=np.uint8)
        action = register_action(name, facts, tables, bits)
        hours = hours_of.get(name, 0) * len(action.people)
        found.append(replace(action, hours=hours))
    return sorted(found, key=lambda action: (-action.group_gain, action.name))


def register_action(name: str, facts: Facts, tables: Tables, bits: Codes) -> Action:
    """The gain of counting evidence that exists already; `bits` as in `Facts.evidence`."""
    before = ip_asn(facts, tables).total.astype(np.int64)
    after = ip_asn(replace(facts, evidence=facts.evidence | bits), tables).total.astype(np.int64)
    gain = np.where((before == MISSING) | (after == MISSING), 0, after - before)
    people = _ranked(gain)
    n = int((before != MISSING).sum())
    return Action(name, people, gain[people], int(divided(gain.sum(), n)) if n else 0, 0)


@dataclass(frozen=True)
class Priced:
    """An action with what it costs: `cost` rupiah of each of its people, −1 where no seat fits."""

    action: Action
    cost: NDArray[np.int64]

    @property
    def n_priced(self) -> int:
        """People for whom something in the catalogue fits."""
        return int((self.cost >= 0).sum())

    @property
    def total(self) -> int:
        """Rupiah for all who can."""
        return int(self.cost[self.cost >= 0].sum())

    @property
    def gain(self) -> int:
        """Hundredths of a point (or JP owed) of all who can, together."""
        return int(self.action.gain[self.cost >= 0].sum())


def hours_action(hours: Scaled, minimum: Scaled) -> Action:
    """Who lacks JP of the year, fewest missing first; the gain is the share that would reach it."""
    owed = np.where(minimum == MISSING, 0, np.maximum(minimum - hours, 0))
    people = np.lexsort((np.arange(len(owed)), owed))
    people = people[owed[people] > 0]
    share = int(divided(len(people) * 100 * 100, len(owed))) if len(owed) else 0
    return Action("hours", people, owed[people], share, int(divided(owed.sum(), 100)))


def _ranked(gain: Scaled) -> NDArray[np.int64]:
    order = np.lexsort((np.arange(len(gain)), -gain))
    ranked: NDArray[np.int64] = order[gain[order] > 0]
    return ranked
