"""Who a programme is for: tier, position, employment, unit and rank of every person at once.

Says nothing of levels, prerequisites or dates: those depend on the person's year and belong to the
plan. Source: the programme's own target as its provider states it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.catalog.rules.ranks import meets_minimum
from bina.text import N_


class Refusal(IntEnum):
    """The first rule that refuses a person, in this order; NONE: eligible."""

    NONE = 0
    TIER = 1
    POSITION = 2
    EMPLOYMENT = 3
    UNIT = 4
    RANK = 5


REFUSAL_WORDS = {
    Refusal.TIER: N_("Program ini bukan untuk jenjang jabatan ini."),
    Refusal.POSITION: N_("Program ini bukan untuk jabatan ini."),
    Refusal.EMPLOYMENT: N_("Program ini bukan untuk jenis kepegawaian ini."),
    Refusal.UNIT: N_("Program ini bukan untuk unit ini."),
    Refusal.RANK: N_("Golongan belum mencapai golongan minimum program, atau belum diketahui."),
}


@dataclass(frozen=True)
class Candidates:
    """People as columns, (n_people,) each; "" where not known."""

    tier: Sequence[str]
    position: Sequence[str]  # names
    employment: Sequence[str]
    rank: Sequence[str]
    unit_path: Sequence[tuple[str, ...]]  # codes from the top down to the own unit


@dataclass(frozen=True)
class Target:
    """Whom one programme is for; empty means everybody."""

    tiers: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    employment: frozenset[str] = frozenset()
    unit_codes: frozenset[str] = frozenset()  # each with all units below
    min_rank: str = ""


def refusals(people: Candidates, targets: Sequence[Target]) -> NDArray[np.int8]:
    """The Refusal of each person for each programme, (n_people, n_programmes).

    Position names are compared without case.

    >>> ani = Candidates(["21"], ["Perawat"], ["pns"], ["III/b"], [("KOTA", "PKM")])
    >>> refusals(ani, [Target(), Target(tiers=frozenset({"05"})), Target(min_rank="III/c")])
    array([[0, 1, 5]], dtype=int8)
    """
    wanted = [frozenset(name.casefold() for name in target.positions) for target in targets]
    tests: tuple[tuple[Refusal, Sequence[Any], Callable[[Any, int], bool]], ...] = (
        (Refusal.RANK, people.rank, lambda v, k: meets_minimum(v, targets[k].min_rank)),
        (Refusal.UNIT, people.unit_path, lambda v, k: _meets(v, targets[k].unit_codes)),
        (Refusal.EMPLOYMENT, people.employment, lambda v, k: _in(v, targets[k].employment)),
        (Refusal.POSITION, people.position, lambda v, k: _in(v.casefold(), wanted[k])),
        (Refusal.TIER, people.tier, lambda v, k: _in(v, targets[k].tiers)),
    )
    found = np.zeros((len(people.tier), len(targets)), np.int8)
    for refusal, values, passes in tests:  # the last that refuses is written last: rules in order
        rows: dict[object, int] = {}
        at = np.array([rows.setdefault(value, len(rows)) for value in values], np.int64)
        refused = np.array(
            [[not passes(value, k) for k in range(len(targets))] for value in rows], np.bool_
        ).reshape(len(rows), len(targets))
        if len(at) and refused.any():
            found[refused[at]] = refusal
    return found


def _in(value: str, allowed: frozenset[str]) -> bool:
    return not allowed or value in allowed


def _meets(path: tuple[str, ...], allowed: frozenset[str]) -> bool:
    return not allowed or not allowed.isdisjoint(path)
