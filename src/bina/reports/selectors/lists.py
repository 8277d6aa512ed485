"""The rows behind the figures: people with their reason, seats with what became of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet

from bina.accounts.access import Access
from bina.people.models import Person, Unit
from bina.plan.models import Seat
from bina.reports.rules.columns import TENTHS, Bool
from bina.reports.rules.reached import REACHED, REASONS
from bina.reports.rules.states import STATES
from bina.reports.selectors.columns import SeatRow
from bina.reports.selectors.measured import Measured
from bina.reports.selectors.pages import GROUPINGS, groups_of, scope_of
from bina.text import Text

PART = 10_000  # keys of one query


@dataclass(frozen=True)
class Asked:
    """What a list is asked; empty means any."""

    search: str = ""
    how: str = ""  # of REACHED, or "reached": plan and other
    reason: str = ""
    state: str = ""
    grouping: str = ""
    word: str = ""
    session: str = ""  # code
    line: str = ""  # code
    only: str = ""  # "planned" or "done" seats
    order: str = ""


@dataclass(frozen=True)
class PersonRow:
    """A person, how reached, JP of the year, and why not; `said` are the rules or own words."""

    person: Person
    how: str
    jp: float
    reason: str
    said: list[Any]
    seat: Seat | None


def people_keys(found: Measured, access: Access, top: Unit | None, asked: Asked) -> list[int]:
    """Rows of everybody who fits, in the order asked for; no query."""
    kept = found.people.counts & _inside(found, access, top, asked)
    if asked.how:
        wanted = [0, 1] if asked.how == "reached" else [_at(REACHED, asked.how)]
        kept &= np.isin(found.found.how, wanted)
    if asked.reason:
        kept &= found.found.reason == _at(REASONS, asked.reason)
    rows = [row for row in np.flatnonzero(kept).tolist() if _fits(found, row, asked.search)]
    if asked.order == "unit":
        units = [*(unit.name for unit in found.units), ""]
        return sorted(rows, key=lambda row: (units[found.people.unit[row]], found.names[row], row))
    return sorted(rows, key=lambda row: (found.names[row], row))


def _fits(found: Measured, row: int, search: str) -> bool:
    """Whether a person's name holds, or the NIP begins with, what is searched for."""
    if not search:
        return True
    digits = search.replace(" ", "")
    return search.casefold() in found.names[row].casefold() or found.nips[row].startswith(digits)


def _at(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -2  # nobody


def _inside(found: Measured, access: Access, top: Unit | None, asked: Asked) -> Bool:
    scope = scope_of(found, access.reach("reports.people"), top)
    group, keys = groups_of(found, scope, "unit")
    kept = group >= 0
    if asked.grouping in GROUPINGS and asked.grouping != "unit":
        group, keys = groups_of(found, scope, asked.grouping)
        wanted = next((at for at, (key, _label) in enumerate(keys) if key == asked.word), -2)
        kept &= group == wanted
    return kept


def said_of(found: Measured, rows: list[int]) -> list[PersonRow]:
    """Those people with the words of their reason; two queries a thousand rows."""
    seats = {row: int(found.found.seat[row]) for row in rows}
    keys = [found.stored[at].pk for at in seats.values() if at >= 0]
    by_pk = _many(Seat.objects.select_related("programme", "session"), keys)
    ids = [int(found.people.id[row]) for row in rows]
    people = _many(Person.objects.select_related("unit", "position"), ids)
    made = []
    for row, pk in zip(rows, ids, strict=True):
        at = seats[row]
        stored = found.stored[at] if at >= 0 else None
        reason = int(found.found.reason[row])
        made.append(PersonRow(
            person=people[pk],
            how=REACHED[found.found.how[row]],
            jp=int(found.people.counted_jp[row]) / TENTHS,
            reason=REASONS[reason] if reason >= 0 else "",
            said=words_of(found, pk, stored),
            seat=by_pk.get(stored.pk) if stored else None,
        ))  # fmt: skip
    return made


def _many(rows: QuerySet[Any], keys: list[int]) -> dict[int, Any]:
    """The rows by key, in parts that every database takes."""
    found: dict[int, Any] = {}
    for start in range(0, len(keys), PART):
        found |= rows.in_bulk(keys[start : start + PART])
    return found


def words_of(found: Measured, person: int, stored: SeatRow | None) -> list[Any]:
    """The stored rules against the wish, or what the person or the head wrote."""
    if stored is not None:
        own = stored.head_reason if stored.head_approved is False else stored.reason
        return [Text("{words}", {"words": own})] if own else []
    return list(found.wishes.get(person, []))


@dataclass(frozen=True)
class SeatLine:
    """A seat with what became of it. JP as JP."""

    row: int
    seat: Seat
    state: str
    is_planned: bool
    jp: float  # planned; 0 for a substitute's seat
    cost: int
    done_jp: float
    paid: int | None  # None: nothing posted


def seat_keys(found: Measured, access: Access, top: Unit | None, asked: Asked) -> list[int]:
    """Rows of the seats that fit, in the order asked for; no query."""
    seats = found.seats
    kept = _inside(found, access, top, asked)[seats.person]
    if asked.only == "planned":
        kept &= seats.is_planned
    if asked.only == "done":
        kept &= seats.state == STATES.index("done")
    if asked.state:
        kept &= seats.state == _at(STATES, asked.state)
    if asked.session:
        codes = np.array([one.code for one in found.sessions] + [""])
        kept &= codes[seats.session] == asked.session
    if asked.line:
        kept &= seats.line == (found.lines.index(asked.line) if asked.line in found.lines else -2)
    holder = seats.person.tolist()
    rows = [row for row in np.flatnonzero(kept).tolist() if _fits(found, holder[row], asked.search)]
    first = {at: one.start for at, one in enumerate(found.sessions)}
    if asked.order == "biaya":
        return sorted(rows, key=lambda row: (-int(seats.cost[row]), row))
    return sorted(rows, key=lambda row: (first.get(int(seats.session[row]), dt.date.max), row))


def seat_lines(found: Measured, rows: list[int]) -> list[SeatLine]:
    """Those seats with their records; one query a thousand rows."""
    keys = [found.stored[row].pk for row in rows]
    chosen = Seat.objects.select_related(
        "person__unit", "programme", "session", "budget_line", "replaces__person"
    )
    by_pk = _many(chosen, keys)
    seats = found.seats
    return [
        SeatLine(
            row=row,
            seat=by_pk[key],
            state=STATES[seats.state[row]],
            is_planned=bool(seats.is_planned[row]),
            jp=int(seats.jp[row]) / TENTHS if seats.is_planned[row] else 0,
            cost=int(seats.cost[row]) if seats.is_planned[row] else 0,
            done_jp=int(seats.done_jp[row]) / TENTHS,
            paid=int(seats.paid[row]) if seats.is_paid[row] else None,
        )
        for row, key in zip(rows, keys, strict=True)
    ]
