"""What several actions do to a group at once: its figures computed anew with all of them done.

Nothing is added up. Two actions that fill the same part of competence of one person count once,
and so do JP beyond what a person owes; JP of a form with a cap count up to the cap
(people.rules.hours). Higher is better.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from bina.indices.rules.codes import Codes
from bina.indices.rules.ip_asn import Facts, Tables, ip_asn
from bina.law.scaled import MISSING, Scaled, scaled
from bina.people.rules.hours import Record, hours_of_year

Capped = Mapping[int, Sequence[Record]]


@dataclass(frozen=True)
class Effect:
    """What an action brings each person of a group: one row a person, nothing where it does not.

    `evidence` holds bits as in `Facts`; `hours` hundredths of JP of the year in forms without a
    cap; `capped` by position the learning in forms with one.
    """

    evidence: Codes
    hours: Scaled
    capped: Capped = field(default_factory=dict)

    @classmethod
    def of(cls, n_people: int) -> Self:
        """Nothing for anybody."""
        return cls(np.zeros(n_people, dtype=np.uint8), np.zeros(n_people, dtype=np.int64))

    def only(self, people: NDArray[np.bool_]) -> "Effect":
        """The same for these people alone."""
        return Effect(
            np.where(people, self.evidence, np.uint8(0)),
            np.where(people, self.hours, 0),
            {at: rows for at, rows in self.capped.items() if people[at]},
        )


@dataclass(frozen=True)
class Standing:
    """Where a group stands: what its figures rest on. `hours`, `minimum` in hundredths of JP.

    `year` and `forms` (law parameter development.forms) say how capped learning counts; `capped`
    has by position the approved learning of the year in forms with a cap.
    """

    facts: Facts
    tables: Tables
    hours: Scaled
    minimum: Scaled
    year: int
    forms: Sequence[Mapping[str, Any]]
    capped: Capped = field(default_factory=dict)

    @property
    def totals(self) -> Scaled:
        """IP ASN of each person in hundredths, MISSING where it cannot be computed."""
        return ip_asn(self.facts, self.tables).total.astype(np.int64)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Who has the JP of the year."""
        reached: NDArray[np.bool_] = (self.minimum != MISSING) & (self.hours >= self.minimum)
        return reached

    @property
    def owed(self) -> Scaled:
        """JP that each person lacks for the year; 0 where no rule says how many they owe."""
        return np.where(self.minimum == MISSING, 0, np.maximum(self.minimum - self.hours, 0))


def done(standing: Standing, effect: Effect) -> Standing:
    """Where the group stands once the effect is real. Two after each other are as both at once.

    An action must not bring a person the same learning twice: leave out who has it already.
    """
    hours = standing.hours + effect.hours
    capped = dict(standing.capped)
    for at, rows in effect.capped.items():
        known = capped.get(at, ())
        capped[at] = (*known, *rows)
        hours[at] += _counted(standing, capped[at]) - _counted(standing, known)
    facts = replace(standing.facts, evidence=standing.facts.evidence | effect.evidence)
    return replace(standing, facts=facts, hours=hours, capped=capped)


def _counted(standing: Standing, rows: Sequence[Record]) -> int:
    return scaled(hours_of_year(rows, standing.year, standing.forms).total_jp)


@dataclass(frozen=True)
class Gain:
    """What each person gains: `points` in hundredths of IP ASN; `reached`: their JP, now first."""

    points: Scaled
    reached: NDArray[np.bool_]

    @property
    def total_points(self) -> int:
        """Hundredths of a point of all together."""
        return int(self.points.sum())

    @property
    def n_reached(self) -> int:
        """How many more people have the JP of the year."""
        return int(self.reached.sum())


def gain(before: Standing, after: Standing) -> Gain:
    """The difference of two standings of one group; nothing for who has no total in one of them."""
    old, new = before.totals, after.totals
    points = np.where((old == MISSING) | (new == MISSING), 0, new - old)
    return Gain(points, after.reached & ~before.reached)


S = TypeVar("S")
T = TypeVar("T")


def ranked(
    names: Sequence[str],
    start: S,
    step: Callable[[str, S], tuple[T, S]],
    worth: Callable[[T], Any],
) -> tuple[list[T], list[T], S]:
    """(actions, each the one that adds most to those before it; those that add nothing; the state).

    `step` gives what an action adds in a state and the state after it; `worth` orders them,
    smallest first, None: it adds nothing. What adds nothing comes in the order given, as it would
    be after all others. The state is the one after all that add something.
    """
    rest, state = list(names), start
    found: list[T] = []
    while rest:
        steps = {name: step(name, state) for name in rest}
        worths = {name: worth(steps[name][0]) for name in rest}
        able = [name for name in rest if worths[name] is not None]
        if not able:
            return found, [steps[name][0] for name in rest], state
        best = min(able, key=lambda name: worths[name])
        one, state = steps[best]
        found.append(one)
        rest.remove(best)
    return found, [], state


@dataclass(frozen=True)
class Compared:
    """How many people make the gain of several actions together differ from the sum of each alone.

    `twice`: two actions bring them the same; `squeezed`: alone an action has a seat for them, in
    the set it has none left; `only_together`: they reach their JP by two actions, by neither alone.
    """

    twice: int
    squeezed: int
    only_together: int


def compared(alone: Sequence[Gain], together: Gain, squeezed: NDArray[np.bool_]) -> Compared:
    """`squeezed` (n_people,): who lost a seat that an action alone has for them."""
    if not alone:
        return Compared(0, 0, 0)
    points = np.sum([one.points for one in alone], axis=0)
    times = np.sum([one.reached for one in alone], axis=0)
    more = together.reached & (times == 0)
    less = (points > together.points) | (times > together.reached)
    return Compared(int((less & ~squeezed).sum()), int(squeezed.sum()), int(more.sum()))
