"""What one seat costs: contribution + journeys + nights + days, each from the standard-cost table.

Among the rows of a component for the session's place that fit, the most specific counts: one for
the unit's district before one for its work place before one for every origin; then the one with
the highest starting rank. Rows for the work place or every origin do not count for people who
already work at the place; a row that names their district does. Online and open forms cost the
contribution alone. Money is whole rupiah; a component without a row is 0 and says so.
Source: the city's own standard-cost regulation, imported; the order of specificity is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bina.catalog.rules.ranks import steps_above

COMPONENTS = ("transport", "lodging", "daily")
NO_ROW = -1


@dataclass(frozen=True)
class Origin:
    """From where somebody travels and in which rank."""

    district: str
    place: str
    rank: str


@dataclass(frozen=True)
class Journey:
    """What a session costs a participant, whoever it is. Open and online forms have no times."""

    place: str
    contribution: int  # rupiah
    n_journeys: int = 0
    n_nights: int = 0
    n_days: int = 0

    @property
    def times(self) -> tuple[int, int, int]:
        """How often each of COMPONENTS is paid."""
        return self.n_journeys, self.n_nights, self.n_days


@dataclass(frozen=True)
class CostRow:
    """A row of the standard-cost table; `origin` or `rank_from` empty: every one."""

    component: str
    origin: str
    place: str
    rank_from: str
    amount: int  # rupiah


@dataclass(frozen=True)
class SeatCosts:
    """(n_people, n_sessions) each: rupiah, and whether a component that is needed has no row."""

    cost: NDArray[np.int64]
    incomplete: NDArray[np.bool_]


def cost_row(rows: Sequence[CostRow], component: str, origin: Origin, place: str) -> int:
    """Index of the row that counts, or NO_ROW.

    >>> cost_row([CostRow("daily", "", "Makassar", "", 430_000)], "daily",
    ...          Origin("Abepura", "Kota Jayapura", "III/b"), "Makassar")
    0
    """
    best, found = (-1, -1), NO_ROW
    for at, row in enumerate(rows):
        if row.component != component or row.place != place:
            continue
        specific = _origin_fit(row.origin, origin, place)
        if specific is None:
            continue
        if row.rank_from:
            above = steps_above(origin.rank, row.rank_from)
            if above is None:
                continue
            rank = 100 - above  # nearer to the own rank = started higher
        else:
            rank = 0
        if (specific, rank) > best:
            best, found = (specific, rank), at
    return found


def _origin_fit(named: str, origin: Origin, place: str) -> int | None:
    """2 the district, 1 the work place, 0 every origin; None when the row does not fit."""
    if named and named == origin.district:
        return 2
    if origin.place == place:
        return None
    if named and named == origin.place:
        return 1
    return None if named else 0


def is_local(origin: Origin, place: str) -> bool:
    """Whether nothing is expected to be paid for the way: the place is the own one."""
    return place in (origin.place, origin.district)


def seat_costs(
    people: Sequence[Origin], journeys: Sequence[Journey], rows: Sequence[CostRow]
) -> SeatCosts:
    """Cost per head of every person in every session, both in the order given."""
    classes: dict[Origin, int] = {}
    class_at = np.array([classes.setdefault(one, len(classes)) for one in people], np.int64)
    places: dict[str, int] = {}
    place_at = np.array([places.setdefault(j.place, len(places)) for j in journeys], np.int64)
    times = np.array([j.times for j in journeys], np.int64).reshape(len(journeys), 3)
    total = np.zeros((len(classes), len(journeys)), np.int64)
    total += np.array([j.contribution for j in journeys], np.int64)
    missing = np.zeros(total.shape, np.bool_)
    for at, component in enumerate(COMPONENTS):
        rate = np.zeros((len(classes), len(places)), np.int64)
        lacks = np.zeros(rate.shape, np.bool_)
        for place, column in places.items():
            of_place = [r for r in rows if r.place == place and r.component == component]
            for origin, row in classes.items():
                found = cost_row(of_place, component, origin, place)
                rate[row, column] = 0 if found == NO_ROW else of_place[found].amount
                lacks[row, column] = found == NO_ROW and not is_local(origin, place)
        if len(journeys):
            total += times[:, at] * rate[:, place_at]
            missing |= (times[:, at] > 0) & lacks[:, place_at]
    return SeatCosts(total[class_at], missing[class_at])


@dataclass(frozen=True)
class CostLine:
    """One line of the explanation: how often, at what rate, by which row (None: no row fits)."""

    component: str  # "contribution" or one of COMPONENTS
    times: int
    rate: int
    row: int | None
    local: bool = False

    @property
    def amount(self) -> int:
        """Rupiah of the line."""
        return self.times * self.rate


def cost_lines(origin: Origin, journey: Journey, rows: Sequence[CostRow]) -> list[CostLine]:
    """How the cost of one person and session comes about; the amounts add up to `seat_costs`."""
    lines = [CostLine("contribution", 1, journey.contribution, None)]
    local = is_local(origin, journey.place)
    for component, times in zip(COMPONENTS, journey.times, strict=True):
        if times:
            found = cost_row(rows, component, origin, journey.place)
            rate = 0 if found == NO_ROW else rows[found].amount
            row = None if found == NO_ROW else found
            lines.append(CostLine(component, times, rate, row, local))
    return lines
