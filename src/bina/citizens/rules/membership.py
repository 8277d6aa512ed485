"""Decides who can fill a role at a service: the unit's people, by position and measured level.

Source: the register of services. Nobody is kept out for lack of a measurement: only a measured
level below the minimum keeps a person out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Staff:
    """People and units as columns.

    unit            (n_people,) index of the unit, -1 unknown
    position        (n_people,) index of the position, -1 unknown
    measured        (n_people, n_competencies) level 0..5, NaN where unmeasured
    unit_path       (n_units,) "/1/5/20/"; a unit below starts with the path of the one above
    unit_is_school  (n_units,)
    absences        (person, slice of half-days)
    """

    unit: Sequence[int]
    position: Sequence[int]
    measured: NDArray[np.float64]
    unit_path: Sequence[str]
    unit_is_school: Sequence[bool]
    absences: Sequence[tuple[int, slice]] = ()


@dataclass(frozen=True)
class Role:
    """A role that must never be empty. Times in minutes of the day; weekdays 0 = Monday.

    positions empty: every position; competency -1: no level is asked.
    """

    unit: int
    min_staff: int
    positions: frozenset[int] = frozenset()
    competency: int = -1
    min_level: float = 0
    open_days: frozenset[int] = frozenset(range(5))
    opens: int = 8 * 60
    closes: int = 16 * 60


@dataclass(frozen=True)
class StandIn:
    """A named person who fills a role from elsewhere during `half_days`."""

    role: int
    person: int
    half_days: slice


def members_of(role: Role, staff: Staff) -> Ints:
    """Indices of the people who can fill the role, rising: without stand-ins."""
    below = np.array([path.startswith(staff.unit_path[role.unit]) for path in staff.unit_path])
    unit = np.asarray(staff.unit, dtype=np.int64)
    can = (unit >= 0) & below[np.maximum(unit, 0)]
    if role.positions:
        can &= np.isin(np.asarray(staff.position, dtype=np.int64), list(role.positions))
    if role.competency >= 0 and role.min_level > 0:
        can &= ~(staff.measured[:, role.competency] < role.min_level)  # NaN < x is False
    return np.flatnonzero(can).astype(np.int32)


def is_sole_holder(role: Role, members: Ints) -> bool:
    """Whether one person alone can fill a role that must be filled."""
    return role.min_staff > 0 and members.size == 1
