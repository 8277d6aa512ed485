"""What-if: which actions raise a group's figures most, with what each adds and what it costs.

An action is feasible for a person when it adds points under the present tables. Gains are exact
hundredths per person; a group's gain is their sum over the group's size, divided once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    before = ip_asn(facts, tables).total.astype(np.int64)
    n = int((before != MISSING).sum())
    found = []
    for at, name in enumerate(EVIDENCE):
        bit = np.uint8(1) << np.uint8(at)
        more = Facts(
            facts.education, facts.path, facts.evidence | bit, facts.predicate, facts.discipline
        )
        after = ip_asn(more, tables).total.astype(np.int64)
        gain = np.where((before == MISSING) | (after == MISSING), 0, after - before)
        people = _ranked(gain)
        found.append(
            Action(
                name, people, gain[people], int(divided(gain.sum(), n)) if n else 0,
                hours_of.get(name, 0) * len(people),
            )
        )  # fmt: skip
    return sorted(found, key=lambda action: (-action.group_gain, action.name))


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
