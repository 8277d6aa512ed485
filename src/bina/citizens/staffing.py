"""Gathers people, roles, stand-ins, leave and calendar of a year for the rule of staffing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

import numpy as np
from numpy.typing import NDArray

from bina.calendar.rules.days import half_days_between
from bina.calendar.selectors import days_of
from bina.citizens.models import ServiceRole, StandIn
from bina.citizens.rules.membership import Role, Staff
from bina.citizens.rules.membership import StandIn as StandInSpan
from bina.citizens.rules.staffing import Staffing, staffing_groups
from bina.people.models import Absence, Person, Unit


@dataclass(frozen=True)
class YearStaffing:
    """The groups of a year; `staffing.role` and `.unit` index `role_ids` and `unit_ids`."""

    staffing: Staffing
    role_ids: list[int]
    unit_ids: list[int]


def staffing_of_year(
    year: int,
    person_ids: Sequence[int],
    competency_ids: Sequence[int],
    measured: NDArray[np.float64],
    *,
    unit_cap_share: float,
) -> YearStaffing:
    """Who must not be away together in `year`, with people in the order of `person_ids`.

    measured  (n_people, n_competencies) level 0..5, NaN where unmeasured; columns in the order of
    `competency_ids`. Seven queries, whatever the number of people.
    """
    units = list(Unit.objects.order_by("pk").values_list("pk", "path", "kind"))
    unit_at = {pk: at for at, (pk, *_) in enumerate(units)}
    roles = list(
        ServiceRole.objects.select_related("service").prefetch_related("positions").order_by("pk")
    )
    person_at = {pk: at for at, pk in enumerate(person_ids)}
    posts = {
        pk: (unit, post)
        for pk, unit, post in Person.objects.values_list("pk", "unit_id", "position_id")
    }
    competency_at = {pk: at for at, pk in enumerate(competency_ids)}
    staff = Staff(
        unit=[unit_at.get(posts[pk][0], -1) for pk in person_ids],
        position=[posts[pk][1] or -1 for pk in person_ids],
        measured=measured,
        unit_path=[path for _, path, _ in units],
        unit_is_school=[kind == Unit.Kind.SCHOOL for *_, kind in units],
        absences=_absences(year, person_at),
    )
    rows = [_role(role, unit_at[role.service.unit_id], competency_at) for role in roles]
    role_at = {role.pk: at for at, role in enumerate(roles)}
    staffing = staffing_groups(
        staff,
        rows,
        _stand_ins(year, role_at, person_at),
        days=days_of(year),
        unit_cap_share=unit_cap_share,
    )
    return YearStaffing(staffing, [role.pk for role in roles], [pk for pk, *_ in units])


def _absences(year: int, person_at: dict[int, int]) -> list[tuple[int, slice]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Absence.objects.filter(start__lte=last).exclude(end__lt=first)
    return [
        (person_at[person], half_days_between(year, start, end))
        for person, start, end in rows.values_list("person_id", "start", "end")
        if person in person_at
    ]


def _stand_ins(year: int, role_at: dict[int, int], person_at: dict[int, int]) -> list[StandInSpan]:
    rows = StandIn.objects.filter(start__lte=date(year, 12, 31), end__gte=date(year, 1, 1))
    return [
        StandInSpan(role_at[role], person_at[person], half_days_between(year, start, end))
        for role, person, start, end in rows.values_list("role_id", "person_id", "start", "end")
        if person in person_at
    ]


def _role(role: ServiceRole, unit: int, competency_at: dict[int, int]) -> Role:
    service = role.service
    return Role(
        unit=unit,
        min_staff=role.min_staff,
        positions=frozenset(position.pk for position in role.positions.all()),
        competency=competency_at.get(role.competency_id or -1, -1),
        min_level=role.min_level or 0,
        open_days=frozenset(int(digit) for digit in service.open_days),
        opens=_minutes(service.opens),
        closes=_minutes(service.closes),
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
