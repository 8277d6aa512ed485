"""What a plan made anew starts from: facts of the rest of the year, seats in force, the news."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from bina.gaps.models import GapRun
from bina.people.models import DevelopmentRecord
from bina.plan.models import Change, Commitment, CommitmentStep, Plan, Seat
from bina.plan.rules.facts import Facts, HeldSeat
from bina.plan.rules.replan_input import PROMISED
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.so_far import Begun, rest_of
from bina.plan.selectors.changes import replan_input_of
from bina.plan.selectors.facts import gather
from bina.text import N_, Text

FREE = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)


@dataclass(frozen=True, eq=False)
class Situation:
    """Facts of the rest of the year; `seats` the Seat id per held seat, `lost` person row → why.

    `left_out` {person id: why not plannable}.
    """

    facts: Facts
    seats: tuple[int, ...]
    lost: dict[int, list[Text]]
    left_out: dict[int, str]


def plans_in_force(year: int) -> list[Plan]:
    """The approved plan of a year and the re-plans approved since, in that order."""
    frozen = Plan.objects.filter(year=year, state=Plan.State.FROZEN)
    return list(frozen.select_related("instance").order_by("approved_at", "pk"))


def seats_of_year(plan: Plan) -> QuerySet[Seat]:
    """Seats of the plan and of everything approved for its year."""
    frozen = Q(plan__year=plan.year, plan__state=Plan.State.FROZEN)
    return Seat.objects.filter(Q(plan=plan) | frozen)


def to_fill(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Those that fell free and may be given to somebody else.

    Not the seats of a cancelled session, nor those that a re-plan gave up: their place is gone.
    """
    free = seats.filter(commitment__state=Commitment.State.DECLINED)
    free = free.exclude(session__changes__kind=Change.Kind.CANCELLED)
    return free.exclude(releases__plan__state=Plan.State.FROZEN)


def situation_of(
    year: int, day: dt.date, settings: PlanSettings, run: GapRun | None, since: dt.datetime | None
) -> Situation:
    """Everything that a re-plan of the year from `day` on is made of.

    `since` is when the plan in force was approved last: seats that changes released after it are
    news, for which people may get another seat.
    """
    facts, left_out = gather(year, settings, run)
    index = {pk: row for row, pk in enumerate(facts.people.id.tolist())}
    found = replan_input_of(year, day)
    stays = {*found.kept, *found.preferred}
    seats = [
        seat
        for seat in _seats(year)
        if seat.person in index and (seat.person, seat.session_id, seat.programme_id) in stays
    ]
    over = [seat for seat in seats if seat.start is not None and seat.start <= day]
    to_come = [seat for seat in seats if seat.start is None or seat.start > day]
    recorded = _recorded(year)
    begun = [
        Begun(
            index[seat.person],
            seat.programme,
            seat.session,
            seat.jp,
            seat.cost,
            seat.line,
            recorded=(seat.person, seat.end) in recorded,
            measured=run is not None and seat.end is not None and run.day > seat.end,
        )
        for seat in over
    ]
    weights = dict.fromkeys(PROMISED, settings.promised_jp)
    held = [
        HeldSeat(
            index[seat.person],
            seat.programme,
            seat.session,
            seat.times,
            weights.get(seat.state, settings.kept_jp),
        )
        for seat in to_come
    ]
    gone = _codes_of(year, found.forbidden, index)
    fallen = _fallen(year, index, since)
    lost = {row: sum(jp for jp, _why in seats) for row, seats in fallen.items()}
    rest = rest_of(facts, begun, held, gone, day, new_jp=settings.new_jp, lost=lost)
    ids = tuple(seat.id for seat in to_come)
    words = {row: [why for _jp, why in seats] for row, seats in fallen.items()}
    return Situation(rest, ids, words, left_out)


class SeatInForce(NamedTuple):
    """A seat that nobody gave up; codes are empty for what it has not."""

    id: int
    person: int
    programme_id: int
    session_id: int | None
    programme: str
    session: str
    times: int
    jp: int
    cost: int
    line: str
    start: dt.date | None
    end: dt.date | None
    state: str


def _seats(year: int) -> list[SeatInForce]:
    seats = Seat.objects.filter(plan__year=year, plan__state=Plan.State.FROZEN)
    seats = seats.exclude(commitment__state__in=FREE)
    rows = seats.order_by("pk").values_list(
        "pk",
        "person_id",
        "programme_id",
        "session_id",
        "programme__code",
        Coalesce("session__code", Value("")),
        "times",
        "jp",
        "cost",
        Coalesce("budget_line__code", Value("")),
        "session__start",
        "session__end",
        Coalesce("commitment__state", Value("")),
    )
    return list(starmap(SeatInForce, rows))


def _recorded(year: int) -> set[tuple[int, dt.date | None]]:
    """(person, last day) of approved development records: their hours are counted already."""
    approved = DevelopmentRecord.Status.APPROVED
    rows = DevelopmentRecord.objects.filter(end__year=year, status=approved)
    return set(rows.values_list("person_id", "end"))


def _codes_of(
    year: int, keys: tuple[tuple[int, int | None, int], ...], index: dict[int, int]
) -> set[tuple[int, str, str]]:
    """(person row, programme code, session code) of seats that must not be given again."""
    wanted = set(keys)
    seats = Seat.objects.filter(plan__year=year, plan__state=Plan.State.FROZEN)
    rows = seats.values_list(
        "person_id", "session_id", "programme_id", "programme__code", "session__code"
    )
    return {
        (index[person], programme, session or "")
        for person, session_id, programme_id, programme, session in rows
        if (person, session_id, programme_id) in wanted and person in index
    }


def _fallen(
    year: int, index: dict[int, int], since: dt.datetime | None
) -> dict[int, list[tuple[int, Text]]]:
    """Person row → (JP, why) of each seat that changes released since then."""
    changes = Change.objects.filter(Q(start__year=year) | Q(session__start__year=year))
    if since is not None:
        changes = changes.filter(noted_at__gt=since)
    why = {
        effect["seat"]: change.reason
        for change in changes.order_by("noted_at", "pk")
        for effect in change.effects
        if effect["what"] == "released"
    }
    rows = Seat.objects.filter(pk__in=why)
    found: dict[int, list[tuple[int, Text]]] = defaultdict(list)
    for pk, person, name, jp in rows.order_by("pk").values_list(
        "pk", "person_id", "programme__name", "jp"
    ):
        if person in index:
            reason = Text(N_("{programme}: {reason}"), {"programme": name, "reason": why[pk]})
            found[index[person]].append((jp, reason))
    return dict(found)


def happened_since(plan: Plan) -> bool:
    """Whether anything took a seat or changed a session or person since the re-plan was computed.

    Declines only free things, so they do not make it stale.
    """
    at = plan.created_at
    seats = Seat.objects.filter(plan__year=plan.year, plan__state=Plan.State.FROZEN)
    seats = seats.exclude(plan=plan)
    newest = seats.aggregate(newest=Max("pk"))["newest"] or 0
    renewed = CommitmentStep.objects.filter(
        commitment__seat__plan__year=plan.year, at__gt=at, before__in=FREE
    ).exclude(after__in=FREE)
    return (
        newest > int(plan.totals.get("replan", {}).get("newest_seat", 0))
        or Change.objects.filter(noted_at__gt=at).exists()
        or renewed.exists()
    )
