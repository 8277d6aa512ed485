"""What a realisation page shows of a year: sums per group, who was reached, why others were not."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from bina.accounts.access import Access, Reach
from bina.calendar.today import today
from bina.engines.suppression import suppressed
from bina.law.law import law_on
from bina.people.models import Unit
from bina.plan.models import Plan
from bina.reports.rules.columns import TENTHS, Bool, Int
from bina.reports.rules.reached import REASONS, ReachSums, reach_by, reasons_of
from bina.reports.rules.realisation import Sums, cost_per_point, share, sums_by
from bina.reports.selectors.measured import Measured, UnitRow
from bina.reports.words import REASON, group_word

GROUPINGS = ("unit", "district", "grade", "gender", "employment")
BARS = 12  # of a chart; the table beneath has every row


@dataclass(frozen=True)
class Scope:
    """The units that a page is about, and which row of the table each of them belongs to."""

    units: Bool  # (n_units,)
    row: Int  # (n_units,) row of `heads`, -1 outside
    heads: list[UnitRow]
    is_city: bool


def scope_of(found: Measured, reach: Reach, top: Unit | None) -> Scope:
    """The city by offices, a unit by the units right below it, or the reader's own units."""
    inside = np.array(
        [
            (reach.everybody or unit.pk in reach.unit_ids)
            and (top is None or unit.path.startswith(top.path))
            for unit in found.units
        ],
        bool,
    )
    is_city = top is None and reach.everybody
    head = [
        _head(found, row, top, is_city, reach) if inside[row] else -1
        for row in range(len(found.units))
    ]
    heads = sorted({at for at in head if at >= 0})
    row_of = {at: row for row, at in enumerate(heads)}
    rows = np.array([row_of.get(at, -1) for at in head], np.int64)
    return Scope(inside, rows, [found.units[at] for at in heads], is_city)


def _head(found: Measured, row: int, top: Unit | None, is_city: bool, reach: Reach) -> int:
    """The row of the unit under which a unit is shown."""
    unit = found.units[row]
    if is_city:
        return unit.office
    at = {one.pk: place for place, one in enumerate(found.units)}
    ids = [int(pk) for pk in unit.path.split("/") if pk]
    if top is None:
        return at[next(pk for pk in ids if pk in reach.unit_ids)]
    below = ids[ids.index(top.pk) + 1 :]
    return at[below[0]] if below else row


def groups_of(found: Measured, scope: Scope, grouping: str) -> tuple[Int, list[tuple[str, str]]]:
    """(row of the group of each person, −1 outside; [(key, label)] of the groups)."""
    unit = found.people.unit
    inside = np.where(unit >= 0, scope.units[unit], scope.is_city)
    if grouping == "unit":
        keys = [(head.public_id, head.name) for head in scope.heads]
        if scope.is_city and (unit < 0).any():
            keys.append(("-", group_word("unit", "")))
        group = np.where(unit >= 0, scope.row[unit], len(scope.heads))
        return np.where(inside, group, -1), keys
    words = found.words[grouping]
    known = sorted({word for word, kept in zip(words, inside.tolist(), strict=True) if kept})
    at = {word: row for row, word in enumerate(known)}
    group = np.array([at.get(word, -1) for word in words], np.int64)
    return np.where(inside, group, -1), [(word, group_word(grouping, word)) for word in known]


@dataclass(frozen=True)
class Row:
    """A group: planned and done, and who was reached. JP as JP. `hidden`: too few people."""

    key: str
    label: str
    hidden: bool
    seats: int
    done_seats: int
    people: int
    done_people: int
    jp: float
    done_jp: float
    cost: int
    paid: int
    closure: float
    done_closure: float
    unpaid: int
    n: int
    plan: int
    other: int
    missed: int
    full: int

    @property
    def reached(self) -> int:
        """By the plan or otherwise."""
        return self.plan + self.other

    @property
    def reached_share(self) -> float | None:
        """Of the people who count."""
        return share(self.reached, self.n)

    @property
    def seat_share(self) -> float | None:
        """Done seats of the planned ones."""
        return share(self.done_seats, self.seats)

    @property
    def jp_share(self) -> float | None:
        """Done JP of the planned ones."""
        return share(self.done_jp, self.jp)

    @property
    def money_share(self) -> float | None:
        """Paid rupiah of the planned ones."""
        return share(self.paid, self.cost)

    @property
    def per_point(self) -> int | None:
        """Rupiah paid for seats per closed point."""
        return cost_per_point(self.paid, self.done_closure)


def rows_of(found: Measured, scope: Scope, grouping: str, hide_below: int) -> list[Row]:
    """One row per group; small ones hidden, and as many more as keep them hidden."""
    group, keys = groups_of(found, scope, grouping)
    sums = sums_by(found.seats, group[found.seats.person], len(keys))
    reach = reach_by(found.people, found.found, group, len(keys))
    hidden = suppressed(reach.plan + reach.other, reach.n, hide_below).rows
    return [
        _row(key, label, bool(hidden[at]), sums, reach, at)
        for at, (key, label) in enumerate(keys)
    ]  # fmt: skip


ORDERS: dict[str, Any] = {
    "nama": _("Nama"),
    "belum": _("Belum terjangkau terbanyak"),
    "kursi": _("Kursi selesai terendah"),
    "uang": _("Dibayar terbanyak"),
}


def listed(rows: list[Row], search: str, order: str) -> list[Row]:
    """The rows whose name holds the words, ordered; hidden ones last where figures order them."""
    found = [row for row in rows if search.casefold() in row.label.casefold()]
    keys: dict[str, Callable[[Row], Any]] = {
        "belum": lambda row: -row.missed,
        "kursi": lambda row: (row.seat_share is None, row.seat_share or 0.0),
        "uang": lambda row: -row.paid,
    }
    if order not in keys:
        return found
    hidden = [row for row in found if row.hidden]  # their place must not tell their figures
    return sorted((row for row in found if not row.hidden), key=keys[order]) + hidden


def total_of(found: Measured, scope: Scope, hide_below: int = 0) -> Row:
    """All people of the scope as one row; hidden where even the total tells of single persons."""
    group, keys = groups_of(found, scope, "unit")
    one = np.where(group >= 0, 0, -1)
    sums = sums_by(found.seats, one[found.seats.person], 1)
    by_unit = reach_by(found.people, found.found, group, len(keys))
    hidden = suppressed(by_unit.plan + by_unit.other, by_unit.n, hide_below).total
    reach = reach_by(found.people, found.found, one, 1)
    return _row("", "", hidden, sums, reach, 0)


def _row(key: str, label: str, hidden: bool, sums: Sums, reach: ReachSums, at: int) -> Row:
    figures: dict[str, Any] = {
        field.name: getattr(part, field.name)[at].item()
        for part in (sums, reach)
        for field in fields(part)
    }
    for name in ("jp", "done_jp"):
        figures[name] /= TENTHS
    return Row(key=key, label=label, hidden=hidden, **figures)


@dataclass(frozen=True)
class ReasonRow:
    """A reason and how many have it; None: hidden."""

    key: str
    label: str
    n: int | None


def reason_rows(found: Measured, scope: Scope, hide_below: int) -> list[ReasonRow]:
    """Why people were not reached, most first."""
    group, _rows = groups_of(found, scope, "unit")
    counts = reasons_of(found.people, found.found, group >= 0)
    hidden = suppressed(counts, None, hide_below).rows
    rows = [
        ReasonRow(key, str(REASON[key]), None if hidden[at] else int(counts[at]))
        for at, key in enumerate(REASONS)
        if counts[at]
    ]
    return sorted(rows, key=lambda row: -(row.n or 0))


def hide_below(access: Access) -> int:
    """How many people a shown group must have; 0 for who may see the people themselves."""
    if access.may("reports.people"):
        return 0
    return int(law_on(today()).value("gaps.small_cell"))


def years() -> list[int]:
    """Years with an approved plan, newest first."""
    rows = Plan.objects.filter(state=Plan.State.FROZEN).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
