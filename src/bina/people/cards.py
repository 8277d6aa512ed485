"""Cards of the people stage: hours of the year, who has none, data that somebody doubts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Count, Q, Sum
from django.utils.translation import get_language

from bina.accounts.access import Access
from bina.accounts.models import UNUSABLE
from bina.calendar.today import today
from bina.engines.suppression import suppressed_shares
from bina.law.law import Law, law_on
from bina.people.models import DataDispute, DevelopmentRecord, Person
from bina.people.rules.hours import Record, totals_by_person
from bina.people.selectors import active_people, within
from bina.people.selectors.persons import hours_of
from bina.people.words import EMPLOYMENT, RECORD_STATE

APPROVED = DevelopmentRecord.Status.APPROVED
NO_PASSWORD = {"user__password__startswith": UNUSABLE}
SHOWN = 5  # names on a card; the list behind it has them all


def minimum_jp(law: Law, employment: str) -> int:
    """JP that a person of this employment type owes in the year."""
    return int(law.value(f"development.jp_min.{employment}"))


def card_hours(access: Access, person: Person) -> dict[str, Any]:
    """JP of the year against the minimum, with the records and the article behind it."""
    hours = hours_of(person, today())
    done = int(hours.done.total_jp)
    minimum = int(hours.minimum.value)
    rows = [
        {"record": record, "jp": jp, "state": RECORD_STATE[state], "limit": limit}
        for record, jp, state, limit in hours.rows
        if state != "other_year"
    ]
    return {
        "template": "people/cards/hours.html",
        "year": hours.year,
        "done": done,
        "minimum": minimum,
        "missing": max(0, minimum - done),
        "rows": rows,
        "warning": hours.done.warning,
        "parameter": hours.minimum,
        "title": hours.minimum.title_en if get_language() == "en" else hours.minimum.title_id,
    }


def card_disputes_own(access: Access, person: Person) -> dict[str, Any]:
    """What the person said is wrong, with HR's answers, and a form to say more."""
    return {
        "template": "people/cards/own_disputes.html",
        "person": person,
        "disputes": list(person.disputes.all()[:SHOWN]),
        "own": access.person_id == person.pk,
    }


def hours_by_person(year: int, forms: Sequence[Mapping[str, Any]]) -> dict[int, Decimal]:
    """Person id → JP that count in the year; people without approved records are left out.

    Only forms with a cap need the rule row by row; all others are summed by the database.
    """
    approved = DevelopmentRecord.objects.filter(status=APPROVED, end__year=year)
    sums = approved.order_by().values_list("person_id").annotate(jp=Sum("jp"))
    found = dict(sums)
    capped = [form["form"] for form in forms if any(key.startswith("max_units") for key in form)]
    touched = approved.filter(form__in=capped).order_by().values("person")
    rows = list(
        approved.filter(person__in=touched).values_list(
            "person_id", "form", "end", "jp", "status", "start"
        )
    )
    records = [Record(*row[1:]) for row in rows]
    return found | totals_by_person([row[0] for row in rows], records, year, forms)


def card_zero(access: Access) -> dict[str, Any]:
    """Who of the own units has no JP at all in the year."""
    year = today().year
    people = within(access.reach("unit.view"), active_people())
    learned = DevelopmentRecord.objects.filter(end__year=year, status=APPROVED, jp__gt=0)
    none = people.exclude(pk__in=learned.values("person"))
    names = none.select_related("position", "unit").order_by("name")[:SHOWN]
    return {
        "template": "people/cards/zero.html",
        "year": year,
        "n_people": people.count(),
        "n_zero": none.count(),
        "people": list(names),
    }


def card_zero_places(access: Access) -> dict[str, Any]:
    """How many have no JP at all in the year: by district and by unit, most first."""
    year = today().year
    people = within(access.reach("people.list"), active_people())
    learned = DevelopmentRecord.objects.filter(end__year=year, status=APPROVED, jp__gt=0)
    none = people.exclude(pk__in=learned.values("person")).order_by()
    districts = none.exclude(unit__district="").values("unit__district").annotate(n=Count("pk"))
    units = none.exclude(unit=None).values("unit__public_id", "unit__name").annotate(n=Count("pk"))
    return {
        "template": "people/cards/zero_places.html",
        "year": year,
        "n": none.count(),
        "districts": list(districts.order_by("-n", "unit__district")[:SHOWN]),
        "units": list(units.order_by("-n", "unit__name")[:SHOWN]),
    }


def card_activation(access: Access) -> dict[str, Any]:
    """How many of the own units cannot log in yet."""
    people = within(access.reach("accounts.activate"), active_people())
    counted = people.aggregate(
        n=Count("pk"),
        closed=Count("pk", filter=Q(user=None) | Q(**NO_PASSWORD)),
    )
    return {"template": "people/cards/activation.html", **counted}


def card_doubts(access: Access) -> dict[str, Any]:
    """Facts in the data that an import found doubtful, within reach."""
    doubted = within(access.reach("people.edit"), active_people()).exclude(data_doubts=[])
    people = list(doubted.select_related("unit").order_by("name")[:SHOWN])
    return {
        "template": "people/cards/doubts.html",
        "n": doubted.count(),
        "people": people,
    }


def card_disputes(access: Access) -> dict[str, Any]:
    """What people say is wrong in their data and nobody answered yet, within reach."""
    mine = within(access.reach("people.edit"), active_people())
    waiting = DataDispute.objects.filter(answered_at=None, person__in=mine)
    return {
        "template": "people/cards/disputes.html",
        "n": waiting.count(),
        "disputes": list(waiting.select_related("person").order_by("created_at")[:SHOWN]),
    }


@dataclass
class Reach:
    """Some people: how many, how many reach the year's minimum, how many have no JP."""

    n: int = 0
    full: int = 0
    none: int = 0

    def add(self, other: "Reach") -> None:
        """Count the other people as well."""
        self.n, self.full, self.none = (
            self.n + other.n, self.full + other.full, self.none + other.none,
        )  # fmt: skip


Reaches = dict[tuple[str, str], Reach]  # (employment, district of the unit or "")


def reach_of_city(day: dt.date) -> Reaches:
    """Active people by employment and district; three queries."""
    law = law_on(day)
    done = hours_by_person(day.year, law.value("development.forms"))
    least = {kind: minimum_jp(law, kind) for kind in Person.Employment.values}
    found: Reaches = defaultdict(Reach)
    for pk, employment, district in active_people().values_list(
        "pk", "employment", "unit__district"
    ):
        jp = done.get(pk, 0)
        found[employment, district or ""].add(Reach(1, jp >= least[employment], jp == 0))
    return dict(found)


def summed(reaches: Reaches, by: int) -> dict[str, Reach]:
    """The sums by employment (0) or by district (1)."""
    found: dict[str, Reach] = defaultdict(Reach)
    for key, reach in reaches.items():
        found[key[by]].add(reach)
    return dict(found)


def card_city_hours(access: Access, reaches: Reaches) -> dict[str, Any]:
    """How many reach the year's minimum, per employment type; small groups hidden."""
    day = today()
    law = law_on(day)
    total = Reach()
    counts = summed(reaches, 0)
    for reach in counts.values():
        total.add(reach)
    groups = sorted(counts.items(), key=lambda pair: -pair[1].n)
    least = 0 if access.may("people.list") else small_cell(law)
    hidden = hidden_reaches([reach for _name, reach in groups], least)
    return {
        "template": "people/cards/city_hours.html",
        "year": day.year,
        "n": total.n,
        "full": total.full,
        "none": total.none,
        "share": total.full / total.n if total.n else None,
        "groups": [
            _group(name, count, is_hidden=hide)
            for (name, count), hide in zip(groups, hidden, strict=True)
        ],
        "parameter": law.parameter("development.jp_min.pns"),
        "minimum": minimum_jp(law, "pns"),
    }


def _group(employment: str, count: Reach, *, is_hidden: bool) -> dict[str, Any]:
    return {
        "label": EMPLOYMENT.get(employment, employment),
        "n": count.n,
        "full": None if is_hidden else count.full,
        "hidden": is_hidden,
    }


def small_cell(law: Law) -> int:
    """How many people a shown figure must have for readers who may not see persons."""
    return int(law.value("gaps.small_cell"))


def hidden_reaches(
    rows: Sequence[Reach], least: int, more: Sequence[Sequence[int]] = ()
) -> list[bool]:
    """Which rows of a table with its total must be hidden; `more` are further counts of a row."""
    if not least or not rows:
        return [False] * len(rows)
    counts = [[row.full, row.none, *extra] for row, extra in zip(rows, more or [()] * len(rows),
                                                                 strict=True)]  # fmt: skip
    sizes = np.array([row.n for row in rows], dtype=np.int64)
    hidden: list[bool] = suppressed_shares(np.array(counts), sizes, least).rows.tolist()
    return hidden


def step_people(access: Access) -> dict[str, Any]:
    """The step of the year that fills the table of people."""
    found = active_people().aggregate(n=Count("pk"))
    return {"n": found["n"], "done": found["n"] > 0}
