"""Two plans beside each other, person by person and per office, within the reader's reach."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bina.accounts.access import Access, Reach
from bina.audit.kept import kept
from bina.engines.allocation.evaluate import closures, missing_jp
from bina.people.models import Person
from bina.people.selectors import within
from bina.plan.models import Plan
from bina.plan.rules.compare import Difference, Side, Sums, differences, shown, sums_of
from bina.plan.selectors.pages import OfficeRow, offices, visible_plans
from bina.plan.selectors.stored import can_be_read, stored_plan


@dataclass(frozen=True)
class Compared:
    """All differences within the reach, their sums, and the rows asked for."""

    sums: Sums
    rows: list[Difference]
    offices: list[tuple[OfficeRow, OfficeRow]]


def comparable(access: Access) -> list[Plan]:
    """Plans that the reader may see and that can be read, newest first; one query."""
    plans = visible_plans(access).filter(amends=None).exclude(prices=None).exclude(instance=None)
    return [plan for plan in plans.select_related("instance", "prices") if can_be_read(plan)]


def sides_of(plan: Plan) -> dict[int, Side]:
    """{person id: what the plan gives}, of everybody whom it planned."""
    return kept(("plan.sides", plan.pk), lambda: _sides(plan))


def _sides(plan: Plan) -> dict[int, Side]:
    stored = stored_plan(plan)
    instance, pairs = stored.measured, stored.pairs
    person = instance.pair_person()[pairs]
    hours = instance.session_jp[instance.pair_session[pairs]]
    n = instance.n_people
    seats = np.bincount(person, minlength=n).tolist()
    jp = np.bincount(person, hours, minlength=n).astype(np.int64).tolist()
    points = closures(instance, stored.certificate.settings, pairs).tolist()
    missing = missing_jp(instance, pairs).tolist()
    rows = zip(stored.keys["people"], seats, jp, points, missing, strict=True)
    return {pk: Side(*rest) for pk, *rest in rows}


def compared(
    a: Plan, b: Plan, reach: Reach, *, search: str = "", fate: str = "", order: str = ""
) -> Compared:
    """Sums of everybody within the reach, and the rows that match."""
    people = within(reach, Person.objects.order_by())
    names = {pk: (name, nip or "") for pk, name, nip in people.values_list("pk", "name", "nip")}
    whole = [row for row in differences(sides_of(a), sides_of(b)) if row.person in names]
    word, number = search.casefold(), search.replace(" ", "")
    found = [
        row for row in whole
        if word in names[row.person][0].casefold() or names[row.person][1].startswith(number)
    ]  # fmt: skip
    by_name = {pk: name for pk, (name, _nip) in names.items()}
    return Compared(sums_of(whole), shown(found, fate, order, by_name), _offices(a, b, reach))


def _offices(a: Plan, b: Plan, reach: Reach) -> list[tuple[OfficeRow, OfficeRow]]:
    """Offices of either plan by name, as their own pages sum them."""
    first = {row.public_id: row for row in offices(a, reach)}
    second = {row.public_id: row for row in offices(b, reach)}
    keys = sorted(
        first.keys() | second.keys(), key=lambda key: (first.get(key) or second[key]).name
    )
    return [(_or_empty(first, second, key), _or_empty(second, first, key)) for key in keys]


def _or_empty(own: Mapping[str, OfficeRow], other: Mapping[str, OfficeRow], key: str) -> OfficeRow:
    return own.get(key) or OfficeRow(key, other[key].name)


def people_of(rows: list[Difference]) -> dict[int, Person]:
    """The people of some rows with unit and post; one query."""
    people = Person.objects.select_related("unit", "position")
    return people.in_bulk([row.person for row in rows])
