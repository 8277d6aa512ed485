"""The head's second card: who is away when in the coming weeks, and who covers."""

import datetime as dt
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
from bina.plan.models import Commitment, Seat

WEEKS = 4
SHOWN = 10
SHARE = {"enough": 0.0, "touched": 0.5, "below": 0.99}  # how loud a cell is drawn


@dataclass(frozen=True)
class Scene:
    """Everything the card is made of, gathered once."""

    people: dict[int, Person]
    absences: list[Absence]
    seats: list[Seat]
    roles: list[ServiceRole]
    stand_ins: list[StandIn]
    closed: frozenset[dt.date]
    days: list[dt.date]

    def spells(self) -> list[Spell]:
        """All spans away, of leave and of sessions."""
        leave = [Spell(row.person_id, row.start, row.end) for row in self.absences]
        learning = [
            Spell(seat.person_id, seat.session.start, seat.session.end)
            for seat in self.seats
            if seat.session is not None
        ]
        return leave + learning


def card_away(access: Access) -> dict[str, Any]:
    """Services whose minimum is touched, and who is away, over the coming weeks."""
    scene = gather(access, today())
    away = away_on(scene.spells(), scene.days)
    rows = []
    for role in scene.roles:
        days = cover(_counter(role, scene), away, scene.closed)
        if any(day.state in ("touched", "below") for day in days):
            rows.append(_row(role, days, scene))
    rows.sort(key=lambda row: (-row["n_below"], -row["n_touched"], row["label"]))
    leaving = _leaving(scene)
    return {
        "template": "plan/cards/away.html",
        "weeks": WEEKS,
        "columns": [str(day.day) if day.weekday() == 0 else "" for day in scene.days],
        "days": scene.days,
        "rows": rows[:SHOWN],
        "n_rows": len(rows),
        "away": leaving[:SHOWN],
        "n_away": len({row["person"].pk for row in leaving}),
    }


def gather(access: Access, day: dt.date) -> Scene:
    """The scene of the units in reach from `day` on; eight queries."""
    days = coming_days(day, WEEKS)
    first, last = days[0], days[-1]
    mine = within(access.reach("unit.view"), active_people())
    people = {row.pk: row for row in mine.select_related("unit")}
    touching = Q(start__lte=last) & (Q(end=None) | Q(end__gte=first))
    seats = (
        seats_in_force(mine)
        .filter(session__start__lte=last, session__end__gte=first)
        .exclude(commitment__answer=Commitment.Answer.DECLINED)
    )
    seats = seats.exclude(commitment__head_approved=False)
    units = {row.unit_id for row in people.values()}
    roles = ServiceRole.objects.filter(service__unit__in=units, min_staff__gt=0)
    stand_ins = StandIn.objects.filter(
        role__service__unit__in=units, start__lte=last, end__gte=first
    )
    holidays = Holiday.objects.filter(kind__in=HOLIDAY_KINDS, start__lte=last, end__gte=first)
    return Scene(
        people=people,
        absences=list(Absence.objects.filter(touching, person__in=mine).order_by("start")),
        seats=list(seats),
        roles=list(roles.select_related("service__unit").prefetch_related("positions")),
        stand_ins=list(stand_ins.select_related("person")),
        closed=frozenset(day for row in holidays for day in days if row.start <= day <= row.end),
        days=days,
    )


def _counter(role: ServiceRole, scene: Scene) -> Counter:
    posts = {post.pk for post in role.positions.all()}
    path = role.service.unit.path
    members = {
        pk
        for pk, one in scene.people.items()
        if one.unit is not None
        and one.unit.path.startswith(path)
        and (not posts or one.position_id in posts)
    }
    members |= {row.person_id for row in scene.stand_ins if row.role_id == role.pk}
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
    helpers = {row.person_id: row.person.full_name for row in scene.stand_ins}
    known = [
        scene.people[pk].full_name if pk in scene.people else helpers.get(pk, "?") for pk in ids
    ]
    return ", ".join(sorted(known))


def _leaving(scene: Scene) -> list[dict[str, Any]]:
    """Who is away, first day first: leave and sessions."""
    rows: list[dict[str, Any]] = [
        {"person": scene.people[row.person_id], "start": row.start, "end": row.end,
         "why": row.get_kind_display()}
        for row in scene.absences
    ]  # fmt: skip
    rows += [
        {"person": scene.people[seat.person_id], "start": seat.session.start,
         "end": seat.session.end, "why": seat.programme.name}
        for seat in scene.seats
        if seat.session is not None
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["start"], row["person"].name))
