"""What a coming session costs each of some people: contribution, journey, nights and days."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.catalog.models import Programme, Session
from bina.catalog.reading import holidays
from bina.catalog.rules.cost import Origin, seat_costs
from bina.catalog.rules.eligibility import Candidates, Target, refusals
from bina.catalog.rules.seating import NO_SEAT, seated
from bina.catalog.selectors.lists import cost_rows, journey_of
from bina.people.models import Person, Unit

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Prices:
    """Coming sessions in columns; `cost` (n_people, n_sessions) rupiah, NO_SEAT: not for them."""

    sessions: list[Session]
    cost: Ints
    incomplete: bool  # a component that somebody needs has no row in the standard-cost table

    def cheapest(
        self,
        forms: Collection[str],
        need_jp: Ints,
        people: Ints,
        places: tuple[Ints, Bools],
        until: dt.date | None = None,
    ) -> tuple[Ints, Ints]:
        """What each of `people` pays and in which session; NO_SEAT, FULL or BUSY where none is.

        `need_jp` (n_people,) hundredths of JP that the session must give at least; `people`
        positions, who takes a seat first in front; `places` seats left in each session, and who is
        not free on its days; `until` the last day on which a session may end. The person's other
        learning is not looked at: the plan does that.
        """
        named = [
            at
            for at, one in enumerate(self.sessions)
            if one.programme.form in forms and (until is None or one.end <= until)
        ]
        wanted: Ints = np.array(named, dtype=np.int64)
        jp = np.array([self.sessions[at].programme.jp * 100 for at in named], dtype=np.int64)
        cost = self.cost[np.ix_(people, wanted)]
        fits = (cost != NO_SEAT) & (jp[None, :] >= need_jp[people, None])
        left, busy = places
        paid, session = seated(cost, fits, busy[np.ix_(people, wanted)], left[wanted])
        place = np.append(wanted, NO_SEAT)
        return paid, np.where(session >= 0, place[np.maximum(session, 0)], session)

    def clash(self) -> Bools:
        """Which two sessions nobody can both attend: the same days, or the same programme."""
        start = np.array([one.start.toordinal() for one in self.sessions], dtype=np.int64)
        end = np.array([one.end.toordinal() for one in self.sessions], dtype=np.int64)
        programme = np.array([one.programme_id for one in self.sessions], dtype=np.int64)
        same_days = (start[:, None] <= end) & (start <= end[:, None])
        found: Bools = same_days | (programme[:, None] == programme)
        return found


def prices_for(person_ids: Sequence[int], day: dt.date) -> Prices:
    """Prices of every session that begins after the day, for the people in the order given."""
    sessions = list(
        Session.objects.filter(start__gt=day).select_related("programme").order_by("start", "pk")
    )
    people, origins = _people(person_ids)
    if not sessions or not person_ids:
        return Prices(sessions, np.zeros((len(person_ids), len(sessions)), np.int64), False)
    off = holidays()
    journeys = [journey_of(session, off) for session in sessions]
    found = seat_costs(origins, journeys, cost_rows())
    programmes = {session.programme_id: session.programme for session in sessions}
    place = {pk: at for at, pk in enumerate(programmes)}
    refused = refusals(people, [_target(one) for one in programmes.values()])
    columns = [place[session.programme_id] for session in sessions]
    open_to = refused[:, columns] == 0
    incomplete = bool((found.incomplete & open_to).any())
    return Prices(sessions, np.where(open_to, found.cost, NO_SEAT), incomplete)


def _people(person_ids: Sequence[int]) -> tuple[Candidates, list[Origin]]:
    units = {unit.pk: unit for unit in Unit.objects.only("pk", "code", "path", "district", "place")}
    codes = {
        pk: tuple(units[int(part)].code for part in unit.path.split("/") if part)
        for pk, unit in units.items()
    }
    names = ("pk", "position__tier", "position__name", "employment", "rank", "unit_id")
    rows = {row[0]: row for row in Person.objects.filter(pk__in=person_ids).values_list(*names)}
    found = [rows[pk] for pk in person_ids]
    candidates = Candidates(
        [row[1] or "" for row in found],
        [row[2] or "" for row in found],
        [row[3] for row in found],
        [row[4] or "" for row in found],
        [codes.get(row[5], ()) for row in found],
    )
    return candidates, [_origin(units.get(row[5]), row[4] or "") for row in found]


def _origin(unit: Unit | None, rank: str) -> Origin:
    return Origin(unit.district if unit else "", unit.place if unit else "", rank)


def _target(programme: Programme) -> Target:
    return Target(
        frozenset(programme.tiers),
        frozenset(programme.positions),
        frozenset(programme.employment),
        frozenset(programme.unit_codes),
        programme.min_rank,
    )
