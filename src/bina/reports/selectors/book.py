"""The rows of the workbook, from the kept columns: no object a row, for a city has 30,000 seats."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bina.catalog.models import Programme, Session
from bina.people.models import Person
from bina.plan.models import Seat
from bina.reports.rules.columns import TENTHS
from bina.reports.rules.reached import REACHED, REASONS
from bina.reports.rules.states import STATES
from bina.reports.selectors.lists import words_of
from bina.reports.selectors.measured import Measured


@dataclass(frozen=True)
class Labels:
    """What people, programmes and seats are called."""

    people: dict[int, str]
    programmes: dict[int, str]
    seats: dict[int, str]  # key → public id
    holder: dict[int, int]  # key of a seat → person, also of seats that were replaced


def labels_of(found: Measured) -> Labels:
    """Three queries."""
    people = Person.objects.values_list("pk", "title_front", "name", "title_back")
    plans = {seat.plan for seat in found.stored}
    seats = list(Seat.objects.filter(plan__in=plans).values_list("pk", "public_id", "person_id"))
    return Labels(
        people={pk: _full(front, name, back) for pk, front, name, back in people},
        programmes=dict(Programme.objects.values_list("pk", "name")),
        seats={pk: str(public_id) for pk, public_id, _person in seats},
        holder={pk: person for pk, _public_id, person in seats},
    )


def _full(front: str, name: str, back: str) -> str:
    return Person(title_front=front, name=name, title_back=back).full_name


@dataclass(frozen=True)
class SeatCells:
    """A seat as the workbook writes it. JP as JP; `paid` None: nothing posted."""

    nip: str
    name: str
    unit: str
    session: str
    programme: str
    start: dt.date | None
    is_planned: bool
    replaces: str
    state: str
    jp: float
    done_jp: float
    cost: int
    paid: int | None
    line: str
    key: str


def seat_cells(found: Measured, labels: Labels, rows: list[int]) -> list[SeatCells]:
    """The seats of those rows."""
    seats = found.seats
    columns = {name: column.tolist() for name, column in vars(seats).items()}
    unit_of = found.people.unit.tolist()
    made = []
    for row in rows:
        stored, person = found.stored[row], columns["person"][row]
        at = columns["session"][row]
        session: Session | None = found.sessions[at] if at >= 0 else None
        planned = columns["is_planned"][row]
        unit = unit_of[person]
        made.append(SeatCells(
            nip=found.nips[person],
            name=labels.people[stored.person],
            unit=found.units[unit].name if unit >= 0 else "",
            session=session.code if session else "",
            programme=labels.programmes[stored.programme],
            start=session.start if session else None,
            is_planned=planned,
            replaces=labels.people[labels.holder[stored.replaces]] if stored.replaces else "",
            state=STATES[columns["state"][row]],
            jp=columns["jp"][row] / TENTHS if planned else 0.0,
            done_jp=columns["done_jp"][row] / TENTHS,
            cost=columns["cost"][row] if planned else 0,
            paid=columns["paid"][row] if columns["is_paid"][row] else None,
            line=stored.line or "",
            key=labels.seats[stored.pk],
        ))  # fmt: skip
    return made


@dataclass(frozen=True)
class PersonCells:
    """A person as the workbook writes them."""

    nip: str
    name: str
    unit: str
    district: str
    how: str
    jp: float
    reason: str
    said: list[Any]


def person_cells(found: Measured, labels: Labels, rows: list[int]) -> list[PersonCells]:
    """The people of those rows, with the words of their reason."""
    made = []
    for row in rows:
        pk, unit = int(found.people.id[row]), int(found.people.unit[row])
        seat, reason = int(found.found.seat[row]), int(found.found.reason[row])
        made.append(PersonCells(
            nip=found.nips[row],
            name=labels.people[pk],
            unit=found.units[unit].name if unit >= 0 else "",
            district=found.units[unit].district if unit >= 0 else "",
            how=REACHED[found.found.how[row]],
            jp=int(found.people.counted_jp[row]) / TENTHS,
            reason=REASONS[reason] if reason >= 0 else "",
            said=words_of(found, pk, found.stored[seat] if seat >= 0 else None),
        ))  # fmt: skip
    return made
