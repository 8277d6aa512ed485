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
from typing import Any, Final, Literal

from bina.text import N_, Text

ZERO = Decimal(0)
LIMITS: Final = {
    "month": N_(
        "{counted} dari {jp} JP dihitung: {form} paling banyak {limit} JP sebulan, bersama "
        "kegiatan lain dengan bentuk yang sama."
    ),
    "day": N_(
        "{counted} dari {jp} JP dihitung: {form} paling banyak {limit} JP sehari, bersama "
        "kegiatan lain dengan bentuk yang sama."
    ),
}
State = Literal["counted", "capped", "claimed", "refused", "other_year"]


@dataclass(frozen=True)
class Record:
    """One raw record; it belongs to the year in which it ended. Without `start`: of one day."""

    form: str
    end: dt.date
    jp: Decimal
    status: str  # approved, claimed, refused
    start: dt.date | None = None


@dataclass(frozen=True)
class YearHours:
    """`counted_jp`, `states`, `limits` have one item per record, in the order given.

    `limits` says of a capped record which cap holds and how much of it counts.
    """

    total_jp: Decimal
    counted_jp: list[Decimal]
    states: list[State]
    limits: list[Text | None]
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
    the JP per unit in that month (on that day). A record may fill each month (day) of the year
    that it touches, the earliest first; records that ended earlier go first.
    """
    caps = {row["form"]: cap for row in forms if (cap := _cap(row)) is not None}
    room: dict[tuple[str, dt.date], Decimal] = {}
    counted: list[Decimal] = [ZERO] * len(records)
    states: list[Any] = ["other_year"] * len(records)
    limits: list[Text | None] = [None] * len(records)
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
            allowed = ZERO
            for period in _periods(record, year, per):
                key = record.form, period
                taken = min(record.jp - allowed, room.get(key, limit))
                room[key] = room.get(key, limit) - taken
                allowed += taken
                if allowed == record.jp:
                    break
        counted[at] = allowed
        states[at] = "counted" if allowed == record.jp else "capped"
        if allowed < record.jp:
            limits[at] = _said(record, allowed, *caps[record.form])
    total = sum(counted, ZERO)
    warning = None
    if warn_above_jp is not None and total > Decimal(str(warn_above_jp)):
        warning = Text(
            N_("{jp} JP melebihi batas {cap} JP setahun bagi PPPK; hanya peringatan"),
            {"jp": str(total.normalize()), "cap": warn_above_jp},
        )
    return YearHours(total, counted, states, limits, warning)


def _periods(record: Record, year: int, per: str) -> list[dt.date]:
    """First days of the months (the days) of the year that the record touches, in order."""
    first = max(min(record.start or record.end, record.end), dt.date(year, 1, 1))
    if per == "month":
        return [dt.date(year, month, 1) for month in range(first.month, record.end.month + 1)]
    n_days = (record.end - first).days + 1
    return [first + dt.timedelta(days=day) for day in range(n_days)]


def _said(record: Record, counted: Decimal, limit: Decimal, per: str) -> Text:
    """Which cap holds, and how much of the record counts."""
    values = {name: f"{jp.normalize():f}" for name, jp in (
        ("jp", record.jp), ("counted", counted), ("limit", limit))}  # fmt: skip
    return Text(LIMITS[per], {"form": record.form, **values})


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
