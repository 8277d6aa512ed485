"""Everything that the realisation pages show of a year, kept until anything is written.

The ledger's last hash names the state of the data, as for the remembered cards: equal hashes mean
equal data. A database without any entry is measured anew each time.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bina.audit.kept import kept
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.law.law import law_on
from bina.money.models import BudgetLine
from bina.people.models import Unit
from bina.plan.models import Plan
from bina.plan.rules.summary import added_fixed_costs
from bina.reports.rules.columns import TENTHS, Bool, Int, People, Seats
from bina.reports.rules.reached import Reached, reached
from bina.reports.rules.states import SeatFacts, state_of
from bina.reports.selectors import columns as read
from bina.reports.selectors.columns import PlanFacts, SeatRow


@dataclass(frozen=True)
class UnitRow:
    """A unit; `office` is the row of the unit below the city that it belongs to, or its own."""

    pk: int
    public_id: str
    name: str
    path: str
    district: str
    office: int


@dataclass(frozen=True)
class Measured:
    """The columns of a year with what their rows are."""

    year: int
    day: dt.date  # the day asked for, at most the year's last
    plan: Plan | None
    people: People
    seats: Seats
    found: Reached
    units: list[UnitRow]
    sessions: list[Session]
    lines: list[str]
    stored: list[SeatRow]  # beside `seats`
    words: dict[str, list[str]]  # grouping → word per person
    names: list[str]  # per person, as nips
    nips: list[str]
    wishes: dict[int, list[Any]]  # person id → rules (Texts) against a wish
    fixed_cost: int  # rupiah that the plan sets aside for whole sessions
    plans: list[PlanFacts]  # the plan in force and its re-plans
    paid_beside: dict[str, int]  # line → rupiah paid that belongs to no seat


def measured(year: int) -> Measured:
    """The realisation of a year as of today, or of its last day once it is over."""
    day = today()
    return kept(("realisation", year, day), lambda: measure(year, day))


def measure(year: int, day: dt.date) -> Measured:
    """Read and compute, as known on the day; a fixed number of queries."""
    shown = min(day, dt.date(year, 12, 31))
    law = law_on(shown)
    plans = list(read.frozen_plans(year))
    plan = plans[0] if plans else None
    units = _units()
    stored = read.seat_rows(plans)
    sessions = read.sessions_of(plans)
    came = read.outcomes(session.pk for session in sessions)
    done_open = read.open_records(year, stored, law)
    chain = {one.pk for one in plans if plan and plan.pk in (one.pk, one.amends_id)}
    stored = _in_force(stored, chain, came, done_open)
    people = read.person_rows(plans, {unit.pk: at for at, unit in enumerate(units)}, year, law)
    stored = [seat for seat in stored if seat.person in people.row_of]
    money = read.paid(year)
    lines = sorted({*_line_codes(year), *(code for _about, code, _sum in money)})
    paid = _paid(money, {seat.pk for seat in stored})
    released = read.released_seats()
    planned = [
        seat.replaces is None and seat.plan in chain and seat.pk not in released for seat in stored
    ]
    facts = _facts(stored, sessions, came, done_open, released, day)
    seats = _seats(stored, sessions, lines, people.row_of, facts, paid.seats, planned)
    refused = read.wishes(plan) if plan else {}
    why = read.no_seat(plan, people, set(refused), law) if plan else None
    words = {
        **people.words,
        "district": [units[row].district if row >= 0 else "" for row in people.columns.unit],
    }
    return Measured(
        year=year,
        day=shown,
        plan=plan,
        people=people.columns,
        seats=seats,
        found=reached(people.columns, seats, why),
        units=units,
        sessions=sessions,
        lines=lines,
        stored=stored,
        words=words,
        names=people.names,
        nips=people.nips,
        wishes=refused,
        fixed_cost=_fixed_cost(plans, stored) if plan else 0,
        plans=read.plan_facts(plan, plans),
        paid_beside=paid.beside,
    )


def _units() -> list[UnitRow]:
    rows = list(Unit.objects.order_by("name", "pk"))
    at = {unit.pk: row for row, unit in enumerate(rows)}
    found = []
    for unit in rows:
        ids = [int(pk) for pk in unit.path.split("/") if pk]
        office = ids[1] if len(ids) > 1 else unit.pk
        found.append(UnitRow(
            unit.pk, str(unit.public_id), unit.name, unit.path, unit.district,
            at.get(office, at[unit.pk]),
        ))  # fmt: skip
    return found


def _line_codes(year: int) -> list[str]:
    rows = BudgetLine.objects.filter(version__year=year).order_by()
    return list(rows.values_list("code", flat=True).distinct())


Came = dict[read.Pair, tuple[str, int, bool]]


def _in_force(
    stored: list[SeatRow], chain: set[int], came: Came, done_open: dict[read.Pair, int]
) -> list[SeatRow]:
    """Seats of the plan in force and its re-plans, and of a former plan what was done besides.

    `chain` {plan}: the plan in force and what amends it.
    """
    if not chain:
        return []
    kept = [seat for seat in stored if seat.plan in chain]
    if len(kept) == len(stored):
        return kept
    there = {(seat.person, seat.session, seat.programme) for seat in kept}
    for seat in reversed(stored):
        key = seat.person, seat.session, seat.programme
        if seat.plan not in chain and key not in there and _record(seat, came, done_open)[0]:
            kept.append(seat)
            there.add(key)
    return kept


def _record(seat: SeatRow, came: Came, done_open: dict[read.Pair, int]) -> tuple[bool, int]:
    """(whether a record stands behind the seat, its JP in tenths)."""
    if seat.session is None:
        jp = done_open.get((seat.person, seat.programme))
        return jp is not None, jp or 0
    state, jp, counts = came.get((seat.person, seat.session), ("", 0, False))
    return state == "approved" and counts, jp


@dataclass(frozen=True)
class _Facts:
    states: SeatFacts
    done_jp: Int


def _facts(
    stored: list[SeatRow],
    sessions: list[Session],
    came: Came,
    done_open: dict[read.Pair, int],
    released: set[int],
    day: dt.date,
) -> _Facts:
    noted = read.attendance(session.pk for session in sessions)
    cancelled = read.cancelled_sessions()
    end = {session.pk: session.end for session in sessions}
    pairs = [(seat.person, seat.session or 0) for seat in stored]
    records = [_record(seat, came, done_open) for seat in stored]
    taken = _only_once(stored)
    state = [came.get(pair, ("", 0, False))[0] for pair in pairs]
    counted = [noted.get(pair, (0, 0)) for pair in pairs]

    def mask(values: Iterable[bool]) -> Bool:
        return np.array(list(values), bool)

    recorded = mask(done for done, _jp in records) & ~taken
    facts = SeatFacts(
        is_recorded=recorded,
        is_waiting=mask(one == "waiting" for one in state),
        is_refused=mask(one == "refused" for one in state),
        is_cancelled=mask(seat.session in cancelled for seat in stored),
        is_replanned=mask(seat.pk in released for seat in stored),
        head_refused=mask(seat.head_approved is False for seat in stored),
        is_declined=mask(seat.answer == "declined" for seat in stored) | taken,
        n_noted=np.array([n for n, _there in counted], np.int64),
        n_present=np.array([there for _n, there in counted], np.int64),
        is_over=mask(end.get(seat.session or 0, dt.date.max) < day for seat in stored),
        is_unanswered=mask(seat.state == "called" for seat in stored),
        is_open_form=mask(seat.session is None for seat in stored),
    )
    jp = np.array([jp for _done, jp in records], np.int64)
    return _Facts(facts, np.where(recorded, jp, 0))


def _only_once(stored: list[SeatRow]) -> Bool:
    """Seats whose person has a later one in the same session or open programme.

    One record is done once: the later seat counts.
    """
    last = {(seat.person, seat.session, seat.programme): row for row, seat in enumerate(stored)}
    return np.array(
        [last[seat.person, seat.session, seat.programme] != row for row, seat in enumerate(stored)],
        bool,
    )


def _seats(
    stored: list[SeatRow],
    sessions: list[Session],
    lines: list[str],
    person_row: dict[int, int],
    facts: _Facts,
    paid: dict[int, int],
    planned: list[bool],
) -> Seats:
    session_row: dict[int | None, int] = {one.pk: at for at, one in enumerate(sessions)}
    line_row: dict[str | None, int] = {code: at for at, code in enumerate(lines)}

    def column(values: Iterable[int]) -> Int:
        return np.array(list(values), np.int64)

    return Seats(
        person=column(person_row[seat.person] for seat in stored),
        session=column(session_row.get(seat.session, -1) for seat in stored),
        line=column(line_row.get(seat.line, -1) for seat in stored),
        is_planned=np.array(planned, bool),
        state=state_of(facts.states),
        jp=column(TENTHS * seat.jp for seat in stored),
        cost=column(seat.cost for seat in stored),
        closure=np.array([seat.closure for seat in stored], np.float64),
        done_jp=facts.done_jp,
        paid=column(paid.get(seat.pk, 0) for seat in stored),
        is_paid=np.array([seat.pk in paid for seat in stored], bool),
    )  # fmt: skip


def _fixed_cost(plans: list[Plan], stored: list[SeatRow]) -> int:
    """Rupiah set aside for whole sessions: by the plan in force, and by its re-plans besides."""
    plan = plans[0]
    seats = sum(one.cost for one in stored if one.plan == plan.pk and one.replaces is None)
    later = sorted((one for one in plans if one.amends_id == plan.pk), key=lambda one: one.pk)
    before, more = [plan.totals], 0
    for one in later:
        more += sum(int(row[3]) for row in added_fixed_costs(before, one.totals))
        before.append(one.totals)
    return int(plan.totals.get("cost", seats)) - seats + more


@dataclass(frozen=True)
class _Paid:
    seats: dict[int, int]  # seat → rupiah
    beside: dict[str, int]  # line → rupiah that belongs to no seat of the year


def _paid(money: list[tuple[str, str, int]], own: set[int]) -> _Paid:
    seat_of = read.seats_of(about for about, _code, _amount in money)
    found = _Paid({}, {})
    for about, code, amount in money:
        seat = seat_of.get(about)
        if seat in own:
            found.seats[seat] = found.seats.get(seat, 0) + amount
        else:
            found.beside[code] = found.beside.get(code, 0) + amount
    return found
