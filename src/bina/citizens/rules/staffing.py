"""Decides how many people may be away from a counter, or from a unit, in each half-day of a year.

Source: UU 25/2009 on public services (a standard names the staff a service needs); the numbers come
from the register of services. A unit without any stated minimum has a cap that is a setting of the
plan. Higher capacity = more people can be trained at the same time.
Half-day index as in bina.calendar.rules.days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bina.calendar.rules.days import HALVES, YearDays
from bina.citizens.rules.membership import Ints, Role, Staff, StandIn, is_sole_holder, members_of

UNLIMITED: Final = 2**31 - 1  # the counter is closed: nobody is missed
NOON: Final = 12 * 60
HALF_DAYS: Final = ((6 * 60, NOON), (NOON, 18 * 60))  # minutes of morning and afternoon
WEEK: Final = 7


@dataclass(frozen=True)
class Staffing:
    """Groups of people who must not be away together, and how many of each may be.

    group_ptr     (n_groups + 1,) offsets into group_person
    group_person  people of each group, rising
    capacity      (n_groups, n_half_days) int32, >= 0; UNLIMITED where the counter is closed
    role          (n_groups,) index of the role, -1 for a unit's default cap
    unit          (n_groups,) index of the unit
    sole_holders  (role, person): roles with a minimum that one person alone can fill
    """

    group_ptr: NDArray[np.int64]
    group_person: Ints
    capacity: Ints
    role: Ints
    unit: Ints
    sole_holders: tuple[tuple[int, int], ...]

    def by_person(self, n_people: int) -> tuple[NDArray[np.int64], Ints]:
        """The same membership by person: (n_people + 1,) offsets and the groups, rising."""
        group = np.repeat(np.arange(self.role.size, dtype=np.int32), np.diff(self.group_ptr))
        order = np.lexsort((group, self.group_person))
        counts = np.bincount(self.group_person, minlength=n_people)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), group[order]


def staffing_groups(
    staff: Staff,
    roles: Sequence[Role],
    stand_ins: Sequence[StandIn],
    *,
    days: YearDays,
    unit_cap_share: float,
) -> Staffing:
    """capacity = max(0, present - minimum) while open; default cap max(1, floor(share x n_unit)).

    present counts members who are not on leave, and stand-ins during their time. A role whose
    stand-ins change over the year gives one group per set of active stand-ins, limited only in its
    own time, so that a stand-in who leaves is counted too. A unit has the default cap when none of
    its people is in any role; it works on office days (schools: on school days). In exam weeks
    nobody leaves a school. Raises ValueError when unit_cap_share is outside 0..1.
    """
    if not 0 <= unit_cap_share <= 1:
        raise ValueError(f"unit_cap_share must be 0..1, but is {unit_cap_share!r}.")
    away = _away(staff, days)
    groups: list[tuple[int, int, Ints, Ints]] = []
    sole: list[tuple[int, int]] = []
    covered = np.zeros(len(staff.unit), dtype=np.bool_)
    helpers = _by_role(stand_ins)
    for index, role in enumerate(roles):
        members = members_of(role, staff)
        covered[members] = True
        if is_sole_holder(role, members):
            sole.append((index, int(members[0])))
        is_open = open_half_days(role, staff.unit_is_school[role.unit], days)
        exam = days.school_exam & staff.unit_is_school[role.unit]
        for group, active in _stand_in_sets(members, helpers.get(index, []), days.n_half_days):
            capacity = _capacity(group, away, role.min_staff)
            capacity[exam] = 0
            capacity[~(is_open & active)] = UNLIMITED
            groups.append((index, role.unit, group, capacity))
    groups += _default_groups(staff, covered, days, unit_cap_share)
    return _packed(groups, sole, days.n_half_days)


def open_half_days(role: Role, is_school: bool, days: YearDays) -> NDArray[np.bool_]:
    """When the counter of the role is open, (n_half_days,).

    Open on its weekdays, in the half-days that its hours touch, and closed on holidays, unless it
    is open all seven days of the week: what never closes does not close on a holiday either.
    """
    hours = np.array([_touches(role.opens, role.closes, half) for half in HALF_DAYS])
    is_open = np.isin(days.weekday, list(role.open_days))
    is_open &= np.tile(hours, days.n_half_days // HALVES)
    if len(set(role.open_days)) < WEEK:
        is_open &= ~days.holiday
    if is_school:
        is_open &= ~days.school_holiday
    return is_open


def _touches(opens: int, closes: int, half: tuple[int, int]) -> bool:
    """Whether opening hours (minutes of the day) overlap a half-day; past midnight is allowed."""
    if closes <= opens:
        return opens < half[1] or closes > half[0]
    return opens < half[1] and closes > half[0]


def _away(staff: Staff, days: YearDays) -> NDArray[np.bool_]:
    """(n_people, n_half_days): who is absent when."""
    away = np.zeros((len(staff.unit), days.n_half_days), dtype=np.bool_)
    for person, span in staff.absences:
        away[person, span] = True
    return away


def _capacity(group: Ints, away: NDArray[np.bool_], minimum: int) -> Ints:
    present = group.size - away[group].sum(axis=0, dtype=np.int64)
    capacity: Ints = np.maximum(0, present - minimum).astype(np.int32)
    return capacity


def _by_role(stand_ins: Sequence[StandIn]) -> Mapping[int, list[StandIn]]:
    by_role: dict[int, list[StandIn]] = {}
    for stand_in in stand_ins:
        by_role.setdefault(stand_in.role, []).append(stand_in)
    return by_role


def _stand_in_sets(
    members: Ints, helpers: Sequence[StandIn], n_half_days: int
) -> list[tuple[Ints, NDArray[np.bool_]]]:
    """(members with the active stand-ins, when exactly these are active), for each such set."""
    people = sorted({helper.person for helper in helpers} - set(members.tolist()))
    if not people:
        return [(members, np.ones(n_half_days, dtype=np.bool_))]
    active = np.zeros((len(people), n_half_days), dtype=np.bool_)
    for helper in helpers:
        if helper.person in people:
            active[people.index(helper.person), helper.half_days] = True
    patterns, which = np.unique(active.T, axis=0, return_inverse=True)
    sets = []
    for number, pattern in enumerate(patterns):
        extra = np.array(people, dtype=np.int32)[pattern]
        group = np.sort(np.concatenate([members, extra])).astype(np.int32)
        sets.append((group, np.ravel(which) == number))
    return sets


def _default_groups(
    staff: Staff, covered: NDArray[np.bool_], days: YearDays, share: float
) -> list[tuple[int, int, Ints, Ints]]:
    groups = []
    unit_of = np.asarray(staff.unit, dtype=np.int64)
    with_minimum = set(unit_of[covered].tolist())
    for unit in sorted(set(unit_of[unit_of >= 0].tolist()) - with_minimum):
        group = np.flatnonzero(unit_of == unit).astype(np.int32)
        # 1e-9: 8 % of 25 is 2, although 0.08 x 25 may fall just below it in binary
        cap = max(1, int(share * group.size + 1e-9))
        is_school = staff.unit_is_school[unit]
        works = days.school if is_school else days.office
        capacity = np.where(works, cap, UNLIMITED).astype(np.int32)
        if is_school:
            capacity[days.school_exam & works] = 0
        groups.append((-1, unit, group, capacity))
    return groups


def _packed(
    groups: list[tuple[int, int, Ints, Ints]], sole: list[tuple[int, int]], n_half_days: int
) -> Staffing:
    people = [group for _, _, group, _ in groups]
    rows = [capacity for *_, capacity in groups]
    return Staffing(
        np.concatenate([[0], np.cumsum([len(group) for group in people])]).astype(np.int64),
        np.concatenate(people).astype(np.int32) if people else np.zeros(0, dtype=np.int32),
        np.stack(rows) if rows else np.zeros((0, n_half_days), dtype=np.int32),
        np.array([role for role, *_ in groups], dtype=np.int32),
        np.array([unit for _, unit, *_ in groups], dtype=np.int32),
        tuple(sole),
    )
