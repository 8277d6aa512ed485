"""Everything the yearly plan is made from, as columns and small rows: what `selectors` gathers.

People and needs are NumPy columns (thousands of rows); programmes, sessions, budget lines and
roles are a few hundred rows each and stay small values. All references are row numbers here.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bina.catalog.rules.cost import CostRow

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class People:
    """People who can be planned, one row each, by rising id.

    id (n,) database id; unit (n,) row of `Facts.units`; jp_needed (n,) JP still owed this year;
    jp_cap (n,) JP that may still be planned; words (n,) lists; away (n, n_slots) half-days on
    which the person cannot come; done (n,) codes of programmes already completed.
    """

    id: Ints
    unit: Ints
    jp_needed: Ints
    jp_cap: Ints
    position: list[str]
    tier: list[str]
    employment: list[str]
    rank: list[str]
    gender: list[str]
    away: Flags
    done: list[frozenset[str]]

    @property
    def n(self) -> int:
        """Number of people."""
        return int(self.id.size)


@dataclass(frozen=True, eq=False)
class Needs:
    """Measured levels against standards: person (row), competency (row), levels, weight >= 0."""

    person: Ints
    competency: Ints
    held: Floats
    standard: Floats
    weight: Floats


@dataclass(frozen=True)
class UnitFact:
    """A unit: `path` holds the codes from the top to itself."""

    id: int
    code: str
    name: str
    path: tuple[str, ...]
    district: str = ""
    place: str = ""


@dataclass(frozen=True)
class ProgrammeFact:
    """A programme with its effects {competency row: (lift, ceiling)} and who may come."""

    id: int
    code: str
    name: str
    form: str
    mode: str
    jp: int
    tiers: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    employment: frozenset[str] = frozenset()
    unit_codes: frozenset[str] = frozenset()
    min_rank: str = ""
    prerequisites: tuple[str, ...] = ()
    cap_jp: int | None = None
    coach_pool: str = ""
    coach_minutes: int = 0  # per head and activity
    effects: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it has no seats and no dates."""
        return self.mode == "open"


@dataclass(frozen=True)
class SessionFact:
    """A dated session; `programme` is a row. Money in rupiah."""

    id: int
    code: str
    programme: int
    place: str
    start: dt.date
    end: dt.date
    halves: str  # full, morning, afternoon
    weekdays: str  # "0" = Monday
    min_seats: int
    max_seats: int
    fixed_cost: int = 0
    contribution: int = 0
    budget_line: str = ""


@dataclass(frozen=True)
class LineFact:
    """A budget line: amount in rupiah; empty sets pay for everything."""

    id: int
    code: str
    name: str
    amount: int
    forms: frozenset[str] = frozenset()
    unit_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class StaffingFact:
    """People of whom only some may be away at once: `capacity` (n_slots,) people per half-day."""

    label: str
    members: Ints  # rows of people, rising
    capacity: Ints


@dataclass(frozen=True)
class PinFact:
    """A pin or ban. `person` is a row or -1; `session` a code, or empty for any session."""

    id: int
    kind: str  # must, forbid
    person: int
    programme: str
    session: str = ""


@dataclass(frozen=True, eq=False)
class QuotaFact:
    """At least `seats` seats of the programme for these people (rows) of a group."""

    programme: str
    seats: int
    members: Ints
    label: str = ""  # the group in words
    id: str = ""  # public id


class HeldSeat(NamedTuple):
    """A seat of the plan in force that is still to come; `session` is empty for an open form.

    keep: JP that giving it up counts for.
    """

    person: int  # row
    programme: str
    session: str
    times: int
    keep: int


@dataclass(frozen=True, eq=False)
class Former:
    """The plan in force, when the rest of a year is planned anew.

    held      seats to come, kept where they can be
    given_up  (person row, programme, session): declined or released, not given again
    new_jp    JP that every seat that was not held counts for
    lost      people (rows) whose seats fell: new seats in their place count for nothing
    """

    held: tuple[HeldSeat, ...]
    given_up: frozenset[tuple[int, str, str]]
    new_jp: int
    lost: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Facts:
    """One city and year."""

    year: int
    people: People
    needs: Needs
    competencies: tuple[str, ...]  # codes by row
    units: tuple[UnitFact, ...]
    programmes: tuple[ProgrammeFact, ...]
    sessions: tuple[SessionFact, ...]
    lines: tuple[LineFact, ...]  # by code
    costs: tuple[CostRow, ...] = ()
    pools: dict[str, int] = field(default_factory=dict)  # minutes
    staffing: tuple[StaffingFact, ...] = ()
    holidays: frozenset[dt.date] = frozenset()
    pins: tuple[PinFact, ...] = ()
    quotas: tuple[QuotaFact, ...] = ()
    groupings: tuple[str, ...] = ("district", "grade", "gender", "employment")
    most_times: int = 8  # an open programme without a cap, activities per person and year
    former: Former | None = None  # the plan in force, when the rest of the year is planned anew
