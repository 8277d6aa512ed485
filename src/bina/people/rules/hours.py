"""JP that count for a year, from the raw development records. More hours are better.

Source: PP 11/2017 art. 203 (20 JP a year), PP 49/2018 art. 40 (24 JP PPPK, only warned of),
Peraturan LAN 10/2018 (forms): law parameters development.*. The JP written on the record counts;
forms with a cap count no more than the cap allows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bina.text import N_, Text

ZERO = Decimal(0)
State = Literal["counted", "capped", "claimed", "refused", "other_year"]


@dataclass(frozen=True)
class Record:
    """One raw record; it belongs to the year in which it ended."""

    form: str
    end: dt.date
    jp: Decimal
    status: str  # approved, claimed, refused


@dataclass(frozen=True)
class YearHours:
    """`counted_jp` and `states` have one item per record, in the order given."""

    total_jp: Decimal
    counted_jp: list[Decimal]
    states: list[State]
    warning: Text | None


def hours_of_year(
    records: Sequence[Record],
    year: int,
    forms: Sequence[Mapping[str, Any]],
    *,
    warn_above_jp: float | None = None,
) -> YearHours:
    """JP of `year`: approved records that ended in it, each form up to its monthly or daily cap.

    `forms` is law parameter development.forms. A cap of n units per month (day) allows n times
    the JP per unit of records that ended in that month (on that day), earlier records first.
    """
    caps = {row["form"]: cap for row in forms if (cap := _cap(row)) is not None}
    room: dict[tuple[str, Any], Decimal] = {}
    counted: list[Decimal] = [ZERO] * len(records)
    states: list[Any] = ["other_year"] * len(records)
    for at in sorted(range(len(records)), key=lambda at: records[at].end):
        record = records[at]
        if record.end.year != year:
            continue
        if record.status != "approved":
            states[at] = record.status
            continue
        allowed = record.jp
        if record.form in caps:
            limit, per = caps[record.form]
            period = record.end.replace(day=1) if per == "month" else record.end
            left = room.get((record.form, period), limit)
            allowed = min(record.jp, left)
            room[record.form, period] = left - allowed
        counted[at] = allowed
        states[at] = "counted" if allowed == record.jp else "capped"
    total = sum(counted, ZERO)
    warning = None
    if warn_above_jp is not None and total > Decimal(str(warn_above_jp)):
        warning = Text(
            N_("{jp} JP melebihi batas {cap} JP setahun bagi PPPK; hanya peringatan"),
            {"jp": str(total.normalize()), "cap": warn_above_jp},
        )
    return YearHours(total, counted, states, warning)


def _cap(row: Mapping[str, Any]) -> tuple[Decimal, str] | None:
    """JP that a form may give per month or day; None without a cap."""
    for per in ("month", "day"):
        units = row.get(f"max_units_per_{per}")
        if units is not None and row["jp_per_unit"] is not None:
            return Decimal(str(row["jp_per_unit"])) * units, per
    return None


def totals_by_person(
    people: Sequence[int],
    records: Sequence[Record],
    year: int,
    forms: Sequence[Mapping[str, Any]],
) -> dict[int, Decimal]:
    """Person id -> JP of the year; `people` names the person of each record."""
    own: dict[int, list[Record]] = defaultdict(list)
    for person, record in zip(people, records, strict=True):
        own[person].append(record)
    return {person: hours_of_year(rows, year, forms).total_jp for person, rows in own.items()}
