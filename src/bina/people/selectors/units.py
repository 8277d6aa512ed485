"""The organisation tree and the page of one unit."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bina.people.models import Headship, Person, Position, Unit
from bina.people.rules.heads import Holder, head_of
from bina.people.selectors.access import active_people

ACTIVE = Q(people__merged_into=None, people__left_on=None)


@dataclass(frozen=True)
class Branch:
    """A unit in the tree with the number of its own people and of all below it."""

    unit: Unit
    depth: int
    n_own: int
    n_all: int


def tree(search: str = "") -> list[Branch]:
    """All units in the order of the tree; with a search, those whose name or code holds it."""
    units = list(Unit.objects.annotate(n=Count("people", filter=ACTIVE)).order_by("name"))
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    found: list[Branch] = []

    def walk(unit: Unit, depth: int) -> int:
        place = len(found)
        own = unit.n  # type: ignore[attr-defined]  # annotated above
        found.append(Branch(unit, depth, own, own))
        total = own + sum(walk(child, depth + 1) for child in children.get(unit.pk, ()))
        found[place] = Branch(unit, depth, own, total)
        return int(total)

    for root in children.get(None, ()):
        walk(root, 0)
    word = search.casefold()
    return [b for b in found if word in b.unit.name.casefold() or word in b.unit.code.casefold()]


def current_headship(unit: Unit, day: dt.date) -> Headship | None:
    """HR's word on who heads the unit on the day."""
    return (
        Headship.objects.filter(unit=unit, valid_from__lte=day)
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
        .select_related("person")
        .order_by("-valid_from", "-pk")
        .first()
    )


def head_of_unit(unit: Unit, day: dt.date) -> Person | None:
    """Who heads the unit on the day."""
    override = current_headship(unit, day)
    if override is not None:
        return override.person
    holders = active_people().filter(unit=unit, position__job_kind=Position.JobKind.STRUCTURAL)
    rows = holders.values_list("pk", "position__tier", "position_since", "position__echelon")
    head = head_of([Holder(*row) for row in rows])
    return Person.objects.filter(pk=head).first() if head else None


def people_of(unit: Unit) -> QuerySet[Person]:
    """The unit's own people."""
    return active_people().filter(unit=unit).select_related("position").order_by("name", "pk")
