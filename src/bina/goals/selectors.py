"""Questions to the regional plan: the tree, what matches a search, one row with its neighbours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.people.models import Unit

# the word in addresses and filters -> table, way up to the goal, what stands directly below
LEVELS: Final[dict[str, tuple[Any, str]]] = {
    "tujuan": (Goal, ""),
    "program": (RegionalProgramme, "goal"),
    "kegiatan": (Activity, "programme__goal"),
    "sub-kegiatan": (SubActivity, "activity__programme__goal"),
}


@dataclass(frozen=True)
class Match:
    """A row of any level that a search found."""

    level: str
    public_id: UUID
    code: str
    name: str
    goal: str  # code and name of the goal it serves; empty for a goal


def tree(year: int | None) -> QuerySet[Goal]:
    """Goals with their programmes and how much stands below; three queries."""
    programmes = _in_year(RegionalProgramme.objects.all(), year).annotate(
        n_activities=Count("activities", distinct=True),
        n_sub_activities=Count("activities__sub_activities", distinct=True),
    )
    goals: QuerySet[Goal] = _in_year(Goal.objects.all(), year)
    return (
        goals.select_related("unit")
        .annotate(n_needs=Count("needs", distinct=True))
        .prefetch_related(
            Prefetch("programmes", programmes.select_related("unit").order_by("code"))
        )
        .order_by("code")
    )


def _in_year(rows: QuerySet[Any], year: int | None) -> QuerySet[Any]:
    return rows if year is None else rows.filter(year_from__lte=year, year_to__gte=year)


def matches(search: str, level: str, unit: Unit | None, year: int | None) -> list[Match]:
    """Rows whose code, name or indicators contain the words; one query a level, by code."""
    found = []
    for word, (model, goal) in LEVELS.items():
        if level and level != word:
            continue
        rows = _in_year(model.objects.all(), year)
        if search:
            rows = rows.filter(
                Q(code__icontains=search)
                | Q(name__icontains=search)
                | Q(indicators__icontains=search)
            )
        if unit is not None:
            rows = rows.filter(unit__path__startswith=unit.path)
        names = ("public_id", "code", "name")
        above = (f"{goal}__code", f"{goal}__name") if goal else ()
        for public_id, code, name, *of in rows.order_by("code").values_list(*names, *above):
            found.append(Match(word, public_id, code, name, " ".join(of)))
    return found


def years() -> list[int]:
    """All years that some goal covers, rising."""
    spans = Goal.objects.values_list("year_from", "year_to").distinct()
    return sorted({year for first, last in spans for year in range(first, last + 1)})


def owners() -> QuerySet[Unit]:
    """Units that own something of the plan."""
    fields = ("goal", "regionalprogramme", "activity", "subactivity")
    owned = Q()
    for name in fields:
        owned |= Q(**{f"{name}__isnull": False})
    return Unit.objects.filter(owned).distinct().order_by("name")


def parents(row: Any) -> list[tuple[str, Any]]:
    """The rows above, from the goal down, each with its level's word."""
    found: list[tuple[str, Any]] = []
    at: Any = row
    while not isinstance(at, Goal):
        level, at = _above(at)
        found.insert(0, (level, at))
    return found


def _above(row: Any) -> tuple[str, Any]:
    if isinstance(row, SubActivity):
        return "kegiatan", row.activity
    if isinstance(row, Activity):
        return "program", row.programme
    return "tujuan", row.goal


def children(row: Any) -> list[tuple[str, Any, list[Any]]]:
    """What stands directly below with what stands below that: (level, row, rows)."""
    if isinstance(row, Goal):
        below = row.programmes.prefetch_related("activities")
        return [("program", one, list(one.activities.all())) for one in below]
    if isinstance(row, RegionalProgramme):
        steps = row.activities.prefetch_related("sub_activities")
        return [("kegiatan", one, list(one.sub_activities.all())) for one in steps]
    if isinstance(row, Activity):
        return [("sub-kegiatan", one, []) for one in row.sub_activities.all()]
    return []


def one(level: str, public_id: UUID) -> QuerySet[Any]:
    """The row of a level with everything above it."""
    model, goal = LEVELS[level]
    rows: QuerySet[Any] = model.objects.filter(public_id=public_id)
    return rows.select_related("unit", *([goal] if goal else []))


def needs_of(goal: Goal, names: Mapping[str, str]) -> list[tuple[GoalNeed, str]]:
    """What the goal needs, each with the competency's name; its code where nobody knows it."""
    rows = goal.needs.select_related("unit").order_by("competency_code", "unit__name")
    return [(row, names.get(row.competency_code, row.competency_code)) for row in rows]


def code_is_taken(code: str, models: Iterable[Any]) -> bool:
    """Whether a row of one of these levels has the code."""
    return any(model.objects.filter(code__iexact=code).exists() for model in models)


def needs_in(year: int) -> QuerySet[GoalNeed]:
    """What the goals of a year need, with goal and unit."""
    rows = GoalNeed.objects.filter(goal__year_from__lte=year, goal__year_to__gte=year)
    return rows.select_related("goal", "unit").order_by("goal__code", "competency_code", "pk")
