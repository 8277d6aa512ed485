"""Questions to the results and self-ratings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from bina.accounts.access import Reach
from bina.assessment.models import Result, SelfRating
from bina.assessment.rules.coverage import Coverage, coverage
from bina.law.law import Law
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within
from bina.standards.models import Competency, CompetencyLevel
from bina.standards.selectors import standard_columns, standard_of


@dataclass(frozen=True)
class Question:
    """One card of the self-rating: a competency and what each level 1..5 means."""

    competency: Competency
    levels: list[tuple[int, str]]


def questions_for(person: Person, law: Law) -> list[Question]:
    """The competencies that the person's post requires, in the order of the dictionary."""
    if person.position is None:
        return []
    return _questions([row["competency"] for row in standard_of(person.position, law)])


def questions_of(codes: list[str]) -> list[Question]:
    """The questions of some competency codes, in the order of the dictionary."""
    return _questions(list(Competency.objects.filter(code__in=codes)))


def _questions(asked: list[Competency]) -> list[Question]:
    texts: dict[int, dict[int, str]] = {}
    rows = CompetencyLevel.objects.filter(competency__in=asked)
    for competency, level, text in rows.values_list("competency_id", "level", "description"):
        texts.setdefault(competency, {})[level] = text
    return [
        Question(row, [(level, texts.get(row.pk, {}).get(level, "")) for level in range(1, 6)])
        for row in asked
    ]


def latest_rating(person: Person) -> SelfRating | None:
    """The person's newest self-rating."""
    return SelfRating.objects.filter(person=person).order_by("-rated_on", "-pk").first()


def waiting_ratings(reach: Reach, own_person_id: int | None) -> QuerySet[SelfRating]:
    """Open self-ratings that a head may confirm: of the people in reach, never the own one."""
    people = within(reach, active_people())
    return (
        SelfRating.objects.filter(state=SelfRating.State.OPEN, person__in=people)
        .exclude(person_id=own_person_id or 0)
        .select_related("person__unit", "person__position")
        .order_by("rated_on", "pk")
    )


def unrated(people: QuerySet[Person], search: str = "") -> QuerySet[Person]:
    """People with the newest facts needed to fill in for them: rated or not, by name."""
    found = people.select_related("position", "unit").annotate(
        has_rating=Exists(
            SelfRating.objects.filter(person=OuterRef("pk")).exclude(
                state=SelfRating.State.RETURNED
            )
        )
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(nip__startswith=search))
    return found.order_by("has_rating", "name", "pk")


def oldest_valid(law: Law) -> date:
    """Results measured before this day no longer count."""
    day, years = law.day, int(law.value("assessment.validity_years"))
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class UnitCoverage:
    """A unit with all below it: shares per group, in the order of `Competency.Group`."""

    unit: Unit
    n_people: int
    required: int
    measured: int
    shares: list[float | None]

    @property
    def share(self) -> float | None:
        """Measured share of all required pairs; None when nothing is required."""
        return self.measured / self.required if self.required else None


def coverage_below(reach: Reach, law: Law, top: Unit | None) -> list[UnitCoverage]:
    """Coverage of the units right below `top` (None: of the city's offices), eight queries."""
    units = list(Unit.objects.order_by("name", "pk"))
    roots = [unit for unit in units if unit.parent_id is None]
    if top is None and len(roots) == 1:
        top = roots[0]
    above = top.path if top else "/"
    people = within(reach, active_people()).filter(
        unit__path__startswith=above, position__isnull=False
    )
    rows = list(people.order_by("pk").values_list("pk", "position_id", "unit__path"))
    shown = [_branch(path, above) for *_, path in rows]
    present = set(shown)
    order = [unit for unit in units if unit.pk in present]
    at = {unit.pk: number for number, unit in enumerate(order)}
    unit_index = np.array([at[pk] for pk in shown], dtype=np.int64)
    found = _counted(rows, unit_index, len(order), law)
    share, sizes = found.share(), np.bincount(unit_index, minlength=len(order))
    return [
        UnitCoverage(
            unit,
            int(sizes[number]),
            int(found.required[number].sum()),
            int(found.measured[number].sum()),
            [None if np.isnan(value) else float(value) for value in share[number]],
        )
        for number, unit in enumerate(order)
    ]


def _branch(path: str, above: str) -> int:
    """The id of the unit right below `above` on the way to `path`, or of `above` itself."""
    rest = path[len(above) :].split("/")[0]
    return int(rest or above.strip("/").split("/")[-1])


def _counted(rows: list[tuple[Any, ...]], unit: NDArray[np.int64], n: int, law: Law) -> Coverage:
    columns = standard_columns(law)
    post = {int(pk): at for at, pk in enumerate(columns.position_ids)}
    needs = columns.required.level[[post[row[1]] for row in rows]] > 0
    person = {row[0]: at for at, row in enumerate(rows)}
    of = columns.competencies.index()
    measured = np.zeros(needs.shape, dtype=np.bool_)
    results = Result.objects.filter(measured_on__gte=oldest_valid(law), measured_on__lte=law.day)
    for pk, competency in results.values_list("person_id", "competency_id").iterator(10_000):
        if pk in person:
            measured[person[pk], of[competency]] = True
    groups = [choice.value for choice in Competency.Group]
    group = np.array([groups.index(name) for name in columns.competencies.groups], dtype=np.int64)
    return coverage(needs, measured, unit, group, shape=(n, len(groups)))
