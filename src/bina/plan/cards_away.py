"""The head's second card: who is away when in the coming weeks, and who covers."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from bina.accounts.access import Access
from bina.calendar.models import Holiday
from bina.calendar.rules.days import HOLIDAY_KINDS
from bina.calendar.today import today
from bina.citizens.models import ServiceRole, StandIn
from bina.citizens.rules.cover import Counter, Day, Spell, away_on, coming_days, cover
from bina.people.models import Absence, Person
from bina.people.selectors import active_people, within
from bina.plan.commitments import seats_in_force
from bina.plan.models import Commitment

WEEKS = 4
SHOWN = 10
SHARE = {"enough": 0.0, "touched": 0.5, "below": 0.99}  # how loud a cell is drawn


@dataclass(frozen=True)
class Leaving:
    """A span away: leave or a session."""

    person: int
    start: dt.date
    end: dt.date | None
    why: str


@dataclass(frozen=True)
class Scene:
    """Everything the card is made of, gathered once, as columns and not as objects."""

    names: dict[int, tuple[str, str, str]]  # title before, name, title after
    by_unit: dict[int, set[int]]  # unit id (with all below) -> people
    by_post: dict[tuple[int, int], set[int]]  # the same, and position
    leaving: list[Leaving]
    roles: list[ServiceRole]
    posts: dict[int, list[int]]  # role id -> positions that can fill it; none: all
    helpers: dict[int, set[int]]  # role id -> stand-ins
    closed: frozenset[dt.date]
    days: list[dt.date]

    def name(self, pk: int) -> str:
        """The full name of somebody in the scene."""
        front, name, back = self.names.get(pk, ("", "?", ""))
        return Person(title_front=front, name=name, title_back=back).full_name


def card_away(access: Access) -> dict[str, Any]:
    """Services whose minimum is touched, and who is away, over the coming weeks."""
    scene = gather(access, today())
    spells = [Spell(row.person, row.start, row.end) for row in scene.leaving]
    away = away_on(spells, scene.days)
    rows = []
    for role in scene.roles:
        days = cover(_counter(role, scene), away, scene.closed)
        if any(day.state in ("touched", "below") for day in days):
            rows.append(_row(role, days, scene))
    rows.sort(key=lambda row: (-row["n_below"], -row["n_touched"], row["label"]))
    leaving = sorted(scene.leaving, key=lambda row: (row.start, scene.names[row.person][1]))
    return {
        "template": "plan/cards/away.html",
        "weeks": WEEKS,
        "columns": [str(day.day) if day.weekday() == 0 else "" for day in scene.days],
        "days": scene.days,
        "rows": rows[:SHOWN],
        "n_rows": len(rows),
        "away": [{"row": row, "name": scene.name(row.person)} for row in leaving[:SHOWN]],
        "n_away": len({row.person for row in leaving}),
    }


def gather(access: Access, day: dt.date) -> Scene:
    """The scene of the units in reach from `day` on; seven queries."""
    days = coming_days(day, WEEKS)
    first, last = days[0], days[-1]
    mine = within(access.reach("unit.view"), active_people())
    names, units, by_unit, by_post = _people(mine)
    found = ServiceRole.objects.filter(service__unit__in=units, min_staff__gt=0)
    roles = list(found.select_related("service__unit"))
    ids = [role.pk for role in roles]
    posts: dict[int, list[int]] = defaultdict(list)
    through = ServiceRole.positions.through.objects.filter(servicerole__in=ids)
    for role, position in through.values_list("servicerole_id", "position_id"):
        posts[role].append(position)
    helpers: dict[int, set[int]] = defaultdict(set)
    for row in StandIn.objects.filter(role__in=ids, start__lte=last, end__gte=first).select_related(
        "person"
    ):
        helpers[row.role_id].add(row.person_id)
        one = row.person
        names.setdefault(one.pk, (one.title_front, one.name, one.title_back))
    holidays = Holiday.objects.filter(kind__in=HOLIDAY_KINDS, start__lte=last, end__gte=first)
    closed = {day for row in holidays for day in days if row.start <= day <= row.end}
    leaving = _leaving(set(names), mine, first, last)
    return Scene(names, by_unit, by_post, leaving, roles, posts, helpers, frozenset(closed), days)


def _people(mine: Any) -> tuple[Any, ...]:
    """Names, units, and who is in each unit and post, with all units below."""
    names: dict[int, tuple[str, str, str]] = {}
    units: set[int] = set()
    by_unit: dict[int, set[int]] = defaultdict(set)
    by_post: dict[tuple[int, int], set[int]] = defaultdict(set)
    columns = ("pk", "title_front", "name", "title_back", "unit_id", "unit__path", "position_id")
    for pk, front, name, back, unit, path, position in mine.values_list(*columns):
        names[pk] = (front, name, back)
        if unit is not None:
            units.add(unit)
            for above in path.strip("/").split("/"):
                by_unit[int(above)].add(pk)
                by_post[int(above), position or 0].add(pk)
    return names, units, by_unit, by_post


def _leaving(people: set[int], mine: Any, first: dt.date, last: dt.date) -> list[Leaving]:
    """Leave and sessions that touch the days, of these people."""
    touching = Q(start__lte=last) & (Q(end=None) | Q(end__gte=first))
    absences = Absence.objects.filter(touching, person__in=mine)
    kinds = dict(Absence.Kind.choices)
    rows = [
        Leaving(person, start, end, str(kinds.get(kind, kind)))
        for person, start, end, kind in absences.values_list("person_id", "start", "end", "kind")
        if person in people
    ]
    seats = seats_in_force(mine).filter(session__start__lte=last, session__end__gte=first)
    seats = seats.exclude(commitment__answer=Commitment.Answer.DECLINED)
    seats = seats.exclude(commitment__head_approved=False)
    columns = ("person_id", "session__start", "session__end", "programme__name")
    return rows + [Leaving(*row) for row in seats.order_by().values_list(*columns)]


def _counter(role: ServiceRole, scene: Scene) -> Counter:
    unit = role.service.unit_id
    posts = scene.posts.get(role.pk, [])
    members = set(scene.helpers.get(role.pk, ()))
    if posts:
        members.update(*(scene.by_post.get((unit, post), ()) for post in posts))
    else:
        members |= scene.by_unit.get(unit, set())
    weekdays = frozenset(int(digit) for digit in role.service.open_days)
    return Counter(frozenset(members), role.min_staff, weekdays)


def _row(role: ServiceRole, days: list[Day], scene: Scene) -> dict[str, Any]:
    hard = [day for day in days if day.state in ("touched", "below")]
    return {
        "label": f"{role.service.name} · {role.name}",
        "service": role.service,
        "cells": [
            {"text": "", "share": SHARE.get(day.state), "said": f"{len(day.present)}"}
            for day in days
        ],
        "n_below": sum(day.state == "below" for day in days),
        "n_touched": sum(day.state == "touched" for day in days),
        "minimum": role.min_staff,
        "hard": [
            {
                "day": day.day,
                "below": day.state == "below",
                "away": _names(day.away, scene),
                "present": _names(day.present, scene),
            }
            for day in hard[:5]
        ],
    }


def _names(ids: frozenset[int], scene: Scene) -> str:
    return ", ".join(sorted(scene.name(pk) for pk in ids))
