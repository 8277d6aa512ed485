"""Questions to the register of services and the satisfaction scores."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from bina.calendar.today import today
from bina.citizens.models import SatisfactionScore, Service, ServiceRole, StandIn
from bina.citizens.rules.open_days import shown_days
from bina.people.models import Person, Position, Unit
from bina.people.selectors import active_people


@dataclass(frozen=True)
class Headcount:
    """Present people by unit (with all below) and position: how many can fill a role."""

    by_post: Counter[tuple[int, int]]
    by_unit: Counter[int]

    def of(self, role: ServiceRole) -> int:
        """People whose unit and position fit; a measured level is looked at by the plan only."""
        unit = role.service.unit_id
        posts = [position.pk for position in role.positions.all()]
        if not posts:
            return self.by_unit[unit]
        return sum(self.by_post[unit, post] for post in posts)


@dataclass(frozen=True)
class RoleState:
    """A role with the number of people who can fill it today, stand-ins included."""

    role: ServiceRole
    n_members: int
    n_stand_ins: int

    @property
    def n_people(self) -> int:
        """Members and stand-ins of today."""
        return self.n_members + self.n_stand_ins

    @property
    def is_sole(self) -> bool:
        """One person alone: a risk while the role must be filled."""
        return self.role.min_staff > 0 and self.n_people == 1

    @property
    def is_short(self) -> bool:
        """Fewer people than the minimum."""
        return self.n_people < self.role.min_staff


def headcount() -> Headcount:
    """Counts of the whole organisation; one query."""
    by_post: Counter[tuple[int, int]] = Counter()
    by_unit: Counter[int] = Counter()
    rows = (
        active_people()
        .exclude(unit=None)
        .values_list("unit__path", "position_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for path, position, n in rows:
        for unit in path.strip("/").split("/"):
            if unit:
                by_unit[int(unit)] += n
                if position is not None:
                    by_post[int(unit), position] += n
    return Headcount(by_post, by_unit)


def services(
    search: str = "", unit: str = "", channel: str = "", criticality: str = ""
) -> QuerySet[Service]:
    """Services with roles, positions and today's stand-ins, by unit and name.

    `unit` is a public id; units below it are included.
    """
    found = Service.objects.select_related("unit").prefetch_related(_roles())
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(code__icontains=search) | Q(unit__name__icontains=search)
        )
    if unit:
        top = Unit.objects.filter(public_id=unit).values_list("path", flat=True).first()
        found = found.filter(unit__path__startswith=top) if top else found.none()
    if channel in Service.Channel.values:
        found = found.filter(channel=channel)
    if criticality in ("1", "2", "3", "4", "5"):
        found = found.filter(criticality=int(criticality))
    return found.order_by("unit__name", "name", "pk")


def _roles() -> Prefetch[str, QuerySet[ServiceRole], str]:
    day = today()
    current = StandIn.objects.filter(start__lte=day, end__gte=day)
    return Prefetch(
        "roles",
        queryset=ServiceRole.objects.select_related("competency", "service").prefetch_related(
            Prefetch("positions", queryset=Position.objects.only("pk", "name")),
            Prefetch("stand_ins", queryset=current, to_attr="current_stand_ins"),
        ),
    )


def role_states(service: Service, counted: Headcount) -> list[RoleState]:
    """Each role of a service (with `services`' prefetches) and who there is for it."""
    return [
        RoleState(role, counted.of(role), len({s.person_id for s in stand_ins_today(role)}))
        for role in service.roles.all()
    ]


def stand_ins_today(role: ServiceRole) -> list[StandIn]:
    """Prefetched by `services`."""
    found: list[StandIn] = getattr(role, "current_stand_ins")  # noqa: B009 - set by Prefetch
    return found


def members(role: ServiceRole) -> QuerySet[Person]:
    """The people whose unit and position let them fill a role."""
    found = active_people().filter(unit__path__startswith=role.service.unit.path)
    posts = [position.pk for position in role.positions.all()]
    return found.filter(position_id__in=posts) if posts else found


def stand_ins_of(service: Service, since: date) -> QuerySet[StandIn]:
    """Present and coming stand-ins of all roles of a service."""
    return StandIn.objects.filter(role__service=service, end__gte=since).select_related(
        "person", "role"
    )


def units_with_services() -> QuerySet[Unit]:
    """Units that have a service, for the filter."""
    return Unit.objects.filter(services__isnull=False).distinct()


ELEMENTS = tuple(f"U{number}" for number in range(1, 10))


def satisfaction(period: str, search: str = "") -> list[dict[str, Any]]:
    """One row per unit of a period: score per element, number of respondents, by U7 upwards."""
    found = SatisfactionScore.objects.filter(period=period).select_related("unit")
    if search:
        found = found.filter(unit__name__icontains=search)
    units: dict[int, dict[str, Any]] = {}
    for row in found:
        unit = units.setdefault(row.unit_id, {"unit": row.unit, "scores": {}, "respondents": 0})
        unit["scores"][row.element] = row
        unit["respondents"] = max(unit["respondents"], row.respondents)
    none = 9.0  # units without U7 stand last
    return sorted(units.values(), key=lambda row: _score(row["scores"].get("U7"), none))


def _score(row: SatisfactionScore | None, missing: float) -> float:
    return float(row.score) if row is not None else missing


def periods() -> list[str]:
    """Periods with scores, newest first (periods are written year first, "2026-S1")."""
    return sorted(
        SatisfactionScore.objects.values_list("period", flat=True).distinct(), reverse=True
    )


def latest_scores(elements: Sequence[str] = ("U6", "U7")) -> list[SatisfactionScore]:
    """The newest score of each unit for the elements: what the proposal of factors starts from."""
    newest: dict[tuple[int, str], SatisfactionScore] = {}
    for row in SatisfactionScore.objects.filter(element__in=elements).select_related("unit"):
        key = (row.unit_id, row.element)
        if key not in newest or newest[key].period < row.period:
            newest[key] = row
    return [newest[key] for key in sorted(newest)]


def exported_services(found: Iterable[Service]) -> list[tuple[Any, ...]]:
    """The sheet Layanan, in the order of its columns; services without a role are left out."""
    return [
        (
            service.code,
            service.name,
            service.unit.code,
            service.get_channel_display(),
            "; ".join(shown_days(service.open_days)),
            f"{service.opens:%H:%M}",
            f"{service.closes:%H:%M}",
            service.criticality,
            role.name,
            "; ".join(position.name for position in role.positions.all()),
            role.competency.code if role.competency else None,
            role.min_level,
            role.min_staff,
        )
        for service in found
        for role in service.roles.all()
    ]


def exported_satisfaction(period: str) -> list[tuple[Any, ...]]:
    """The sheet SKM of a period (all periods when empty), in the order of its columns."""
    found = SatisfactionScore.objects.order_by("unit__code", "period", "element")
    if period:
        found = found.filter(period=period)
    names = ("unit__code", "period", "element", "score", "respondents")
    return list(found.values_list(*names))
