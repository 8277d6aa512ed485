"""Gathers service roles, stand-ins and units for the rule of staffing."""

import numpy as np

from bina.calendar.rules.days import YearDays, half_days_between
from bina.citizens.models import ServiceRole, StandIn
from bina.citizens.rules.membership import Role, Staff
from bina.citizens.rules.membership import StandIn as StandInFact
from bina.citizens.rules.staffing import staffing_groups
from bina.people.models import Unit
from bina.plan.rules.facts import StaffingFact
from bina.standards.models import Competency


def staffing_facts(
    staff: Staff,
    index: dict[int, int],
    unit_rows: dict[int, int],
    days: YearDays,
    share: float,
) -> tuple[StaffingFact, ...]:
    """Groups of people who must not all be away, with how many may be; five queries."""
    competency_rows = {
        pk: at
        for at, pk in enumerate(Competency.objects.order_by("pk").values_list("pk", flat=True))
    }
    roles = list(
        ServiceRole.objects.select_related("service").prefetch_related("positions").order_by("pk")
    )
    made = [
        Role(
            unit=unit_rows[role.service.unit_id],
            min_staff=role.min_staff,
            positions=frozenset(position.pk for position in role.positions.all()),
            competency=competency_rows.get(role.competency_id or -1, -1),
            min_level=role.min_level or 0,
            open_days=frozenset(int(day) for day in role.service.open_days),
            opens=role.service.opens.hour * 60 + role.service.opens.minute,
            closes=role.service.closes.hour * 60 + role.service.closes.minute,
        )
        for role in roles
    ]
    helpers = _stand_ins([role.pk for role in roles], index, days.year)
    found = staffing_groups(staff, made, helpers, days=days, unit_cap_share=share)
    names = [f"{role.service.name} – {role.name}" for role in roles]
    units = dict(Unit.objects.values_list("pk", "name"))
    by_row = {row: units[pk] for pk, row in unit_rows.items()}
    facts = []
    for g in range(found.role.size):
        members = found.group_person[found.group_ptr[g] : found.group_ptr[g + 1]].astype(np.int64)
        label = names[found.role[g]] if found.role[g] >= 0 else by_row[int(found.unit[g])]
        facts.append(StaffingFact(label, members, found.capacity[g].astype(np.int64)))
    return tuple(facts)


def _stand_ins(roles: list[int], index: dict[int, int], year: int) -> list[StandInFact]:
    at = {pk: row for row, pk in enumerate(roles)}
    rows = StandIn.objects.values_list("role_id", "person_id", "start", "end")
    return [
        StandInFact(at[role], index[person], half_days_between(year, start, end))
        for role, person, start, end in rows
        if role in at and person in index
    ]
