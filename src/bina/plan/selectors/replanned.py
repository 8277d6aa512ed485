"""What a re-plan changes for whom, as its page and its export show it; three queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from bina.accounts.access import Reach
from bina.people.models import Person
from bina.plan.models import Plan, Release, Seat
from bina.plan.rules.summary import added_fixed_costs
from bina.text import Text


@dataclass
class ChangedPerson:
    """One person's changes: seats that fall with the reasons, new seats with theirs."""

    person: Person
    released: list[tuple[Seat, list[Text]]] = field(default_factory=list)
    new: list[tuple[Seat, list[Text]]] = field(default_factory=list)

    @property
    def closure(self) -> float:
        """Points won or lost."""
        return sum(s.closure for s, _ in self.new) - sum(s.closure for s, _ in self.released)

    @property
    def jp(self) -> int:
        """JP won or lost."""
        return sum(s.jp for s, _ in self.new) - sum(s.jp for s, _ in self.released)

    @property
    def cost(self) -> int:
        """Rupiah more or less."""
        return sum(s.cost for s, _ in self.new) - sum(s.cost for s, _ in self.released)


def changed_people(
    plan: Plan, reach: Reach, search: str = "", what: str = ""
) -> list[ChangedPerson]:
    """Everybody within the reach for whom something changes, by name.

    `what`: "lepas" only who loses a seat without a new one, "baru" only who gets one.
    """
    rows: dict[int, ChangedPerson] = {}
    releases = Release.objects.filter(plan=plan).select_related(
        "seat__person__unit", "seat__programme", "seat__session", "seat__budget_line"
    )
    for one in releases.filter(_inside(reach, "seat__person")).order_by("pk"):
        row = rows.setdefault(one.seat.person_id, ChangedPerson(one.seat.person))
        row.released.append((one.seat, [Text.from_json(text) for text in one.reasons]))
    seats = Seat.objects.filter(plan=plan, replaces=None).select_related(
        "person__unit", "programme", "session", "budget_line"
    )
    for seat in seats.filter(_inside(reach, "person")).order_by("pk"):
        row = rows.setdefault(seat.person_id, ChangedPerson(seat.person))
        row.new.append((seat, [Text.from_json(text) for text in seat.basis]))
    found = [row for row in rows.values() if _matches(row, search.casefold(), what)]
    return sorted(found, key=lambda row: (row.person.name.casefold(), row.person.pk))


def _inside(reach: Reach, name: str) -> Q:
    if reach.everybody:
        return Q()
    return Q(**{f"{name}__unit_id__in": reach.unit_ids}) | Q(**{f"{name}_id": reach.person_id})


def _matches(row: ChangedPerson, search: str, what: str) -> bool:
    if (what == "lepas" and row.new) or (what == "baru" and not row.new):
        return False
    if not search:
        return True
    seats = [seat for seat, _ in (*row.released, *row.new)]
    words = [row.person.name, row.person.nip, row.person.unit.name if row.person.unit else ""]
    words += [seat.programme.name for seat in seats]
    return any(search in word.casefold() for word in words)


def money_by_line(plan: Plan) -> list[tuple[str, str, int, int]]:
    """(code, name, rupiah released, rupiah new) of every line that the re-plan touches."""
    freed: dict[tuple[str, str], int] = defaultdict(int)
    taken: dict[tuple[str, str], int] = defaultdict(int)
    released = Release.objects.filter(plan=plan, seat__budget_line__isnull=False)
    for code, name, cost in released.values_list(
        "seat__budget_line__code", "seat__budget_line__name", "seat__cost"
    ):
        freed[code, name] += cost
    seats = Seat.objects.filter(plan=plan, replaces=None, budget_line__isnull=False)
    for code, name, cost in seats.values_list("budget_line__code", "budget_line__name", "cost"):
        taken[code, name] += cost
    return [
        (code, name, freed[code, name], taken[code, name])
        for code, name in sorted({*freed, *taken})
    ]


def added_costs(plan: Plan) -> list[list[Any]]:
    """What whole sessions cost that the re-plan opens, beyond the plans approved before it."""
    before = Plan.objects.filter(Q(pk=plan.amends_id) | Q(amends=plan.amends_id, pk__lt=plan.pk))
    approved = before.filter(state=Plan.State.FROZEN)
    return added_fixed_costs(approved.values_list("totals", flat=True), plan.totals)
