"""Predicates of units against the guide of their distribution, and credit points of people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from bina.accounts.access import Reach
from bina.law.law import Law, NotInForce, Parameter
from bina.people.models import PerformanceReview, Person, Position, Unit
from bina.people.rules.predicates import PREDICATES, spread_warnings, yearly_credit
from bina.text import Text

CREDIT = ("performance.credit_coefficient", "performance.credit_multiplier")


@dataclass(frozen=True)
class Spread:
    """The predicates of a unit with all below it, and where they leave each guide."""

    unit: Unit
    counts: list[int]  # in the order of PREDICATES
    n: int
    warnings: list[tuple[str, list[Text]]]  # by the predicate the organisation may have

    @property
    def fits(self) -> list[str]:
        """The predicates of the organisation that these of its people would follow."""
        return [name for name, found in self.warnings if not found]


def performance_year(law: Law) -> int:
    """The year whose performance counts on the law's day."""
    return law.day.year - int(law.value("ip_asn.performance_years_back"))


def spreads(people: QuerySet[Person], reach: Reach, law: Law, search: str = "") -> list[Spread]:
    """Each unit within reach that has predicates of the year, by name; two queries."""
    rows = (
        PerformanceReview.objects.filter(year=performance_year(law), person__in=people)
        .exclude(predicate="")
        .exclude(person__unit=None)
        .order_by()
        .values_list("person__unit__path", "predicate")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, Counter[str]] = {}
    for path, predicate, n in rows:
        for part in path.strip("/").split("/"):
            if reach.everybody or int(part) in reach.unit_ids:
                counts.setdefault(int(part), Counter())[predicate] += n
    units = Unit.objects.filter(pk__in=counts).order_by("name", "pk")
    if search:
        units = units.filter(name__icontains=search)
    return [_spread(unit, counts[unit.pk], law) for unit in units]


def _spread(unit: Unit, counts: Counter[str], law: Law) -> Spread:
    names = law.value("performance.predicates")
    found = [
        (organisation, spread_warnings(counts, guide, names))
        for organisation, guide in law.value("performance.distribution").items()
    ]
    return Spread(unit, [counts[name] for name in PREDICATES], counts.total(), found)


@dataclass(frozen=True)
class Credit:
    """Credit points of a functional post's holder for a year; None where nothing says."""

    person: Person
    predicate: str
    coefficient: Decimal | None
    multiplier: int | None
    points: Decimal | None


def functional(people: QuerySet[Person]) -> QuerySet[Person]:
    """Holders of functional posts, by name."""
    found = people.filter(position__job_kind=Position.JobKind.FUNCTIONAL)
    return found.select_related("unit", "position").order_by("name", "pk")


def credit_parameters(law: Law) -> list[Parameter]:
    """Both parameters; empty on a day before they were in force."""
    try:
        return [law.parameter(name) for name in CREDIT]
    except NotInForce:
        return []


def credits_of(people: Iterable[Person], law: Law) -> list[Credit]:
    """The credit points of each person for the year that counts; one query."""
    rows = list(people)
    ids = [person.pk for person in rows]
    reviews = PerformanceReview.objects.filter(year=performance_year(law), person__in=ids)
    predicate = dict(reviews.values_list("person_id", "predicate"))
    parameters = credit_parameters(law)
    return [credit_of(person, predicate.get(person.pk, ""), parameters) for person in rows]


def credit_of(person: Person, predicate: str, parameters: list[Parameter]) -> Credit:
    """The credit points of one person under both parameters; no query."""
    tables: list[Any] = [parameter.value for parameter in parameters] or [{}, {}]
    tier = person.position.tier if person.position else ""
    coefficient, multiplier = tables[0].get(tier), tables[1].get(predicate)
    points = None
    if coefficient is not None and multiplier is not None:
        points = yearly_credit(coefficient, multiplier)
    exact = None if coefficient is None else Decimal(str(coefficient))
    return Credit(person, predicate, exact, multiplier, points)
