"""Cards of the people stage: hours of the year, who has none, data that somebody doubts."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from bina.accounts.access import Access
from bina.accounts.models import UNUSABLE
from bina.calendar.today import today
from bina.law.law import Law, law_on
from bina.law.parameters import all_entries
from bina.people.models import DataDispute, DevelopmentRecord, Person
from bina.people.selectors import active_people, within

APPROVED = DevelopmentRecord.Status.APPROVED
NO_PASSWORD = {"user__password__startswith": UNUSABLE}
SHOWN = 5  # names on a card; the list behind it has them all
SMALL_CELL = 5  # provisional, as in bina.gaps.rules.summary: fewer people tell of single persons


def minimum_jp(law: Law, employment: str) -> int:
    """JP that a person of this employment type owes in the year."""
    return int(law.value(f"development.jp_min.{employment}"))


def card_hours(access: Access, person: Person) -> dict[str, Any]:
    """JP of the year against the minimum, with the records and the article behind it."""
    day = today()
    law = law_on(day)
    parameter = law.parameter(f"development.jp_min.{person.employment}")
    records = list(person.records.filter(end__year=day.year).order_by("-end", "title"))
    done = int(sum((row.jp for row in records if row.status == APPROVED), Decimal(0)))
    minimum = int(parameter.value)
    return {
        "template": "people/cards/hours.html",
        "year": day.year,
        "done": done,
        "minimum": minimum,
        "missing": max(0, minimum - done),
        "records": records,
        "parameter": parameter,
        "title": parameter.title_en if get_language() == "en" else parameter.title_id,
    }


def card_disputes_own(access: Access, person: Person) -> dict[str, Any]:
    """What the person said is wrong, with HR's answers, and a form to say more."""
    return {
        "template": "people/cards/own_disputes.html",
        "person": person,
        "disputes": list(person.disputes.all()[:SHOWN]),
        "own": access.person_id == person.pk,
    }


def with_hours(people: QuerySet[Person], year: int) -> QuerySet[Person]:
    """The people, each with `jp`: approved hours that ended in the year."""
    sums = (
        DevelopmentRecord.objects.filter(person=OuterRef("pk"), end__year=year, status=APPROVED)
        .order_by()
        .values("person")
        .annotate(total=Sum("jp"))
        .values("total")
    )
    amount: DecimalField[Any, Any] = DecimalField(max_digits=9, decimal_places=1)
    return people.annotate(jp=Coalesce(Subquery(sums), Decimal(0), output_field=amount))


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


def card_city_hours(access: Access) -> dict[str, Any]:
    """How many reach the year's minimum, per employment type; small groups hidden."""
    day = today()
    law = law_on(day)
    kinds = [name.rsplit(".", 1)[1] for name in all_entries() if ".jp_min." in name]
    reached = Q(pk__in=[])
    for kind in kinds:
        reached |= Q(employment=kind, jp__gte=minimum_jp(law, kind))
    rows = (
        with_hours(active_people(), day.year)
        .order_by()
        .values("employment")
        .annotate(n=Count("pk"), full=Count("pk", filter=reached), none=Count("pk", filter=Q(jp=0)))
    )
    groups = sorted(rows, key=lambda row: -row["n"])
    n, full, none = (sum(row[name] for row in groups) for name in ("n", "full", "none"))
    sees_people = access.may("people.list")
    return {
        "template": "people/cards/city_hours.html",
        "year": day.year,
        "n": n,
        "full": full,
        "none": none,
        "share": full / n if n else None,
        "groups": [_group(row, sees_people) for row in groups],
        "parameter": law.parameter("development.jp_min.pns"),
        "minimum": minimum_jp(law, "pns"),
    }


def _group(row: dict[str, Any], sees_people: bool) -> dict[str, Any]:
    hidden = not sees_people and row["n"] < SMALL_CELL
    return {
        "label": dict(Person.Employment.choices).get(row["employment"], row["employment"]),
        "n": row["n"],
        "full": None if hidden else row["full"],
        "hidden": hidden,
    }


def step_people(access: Access) -> dict[str, Any]:
    """The step of the year that fills the table of people."""
    found = active_people().aggregate(n=Count("pk"))
    return {"n": found["n"], "done": found["n"] > 0}
