"""The catalogue: programmes, what they lift, their sessions in the year, open forms, coaches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bina.demo.calendar_days import saturdays, working_days
from bina.demo.goals import goal_served
from bina.demo.standards import Position
from bina.demo.tables import table
from bina.demo.workbook import Row

MILLION = 1_000_000
HALL_ROOMS = ("Aula BKPP", "Ruang belajar BKPP", "Aula Dinas", "Kampus Waena", "Balai distrik")


@dataclass(frozen=True)
class Catalogue:
    """Rows by sheet of `katalog-pengembangan`."""

    programmes: list[Row]
    lifts: list[Row]
    sessions: list[Row]
    pools: list[Row]


def build_catalogue(
    positions: Sequence[Position],
    unit_codes: frozenset[str],
    chance: np.random.Generator,
    *,
    year: int,
) -> Catalogue:
    """The whole catalogue; targets name only positions and units that exist in this city."""
    programmes: list[Row] = []
    lifts: list[Row] = []
    sessions: list[Row] = []
    prerequisites = table("catalog_open")["prerequisites"]
    scale = _scale(unit_codes)
    for code, entry in _seated().items():
        target = _target(entry[5], positions, unit_codes)
        if target is None:
            continue
        programmes.append(_programme(code, entry, target, prerequisites.get(code, ())))
        lifts += _lifts(code, entry[6])
        sessions += _sessions(code, entry, chance, year, scale)
    for row, entry in _open(positions, unit_codes):
        programmes.append(row)
        lifts += _lifts(row["code"], entry[4])
    kept = {row["code"] for row in programmes}
    programmes = [_with_known(row, kept) for row in programmes]
    pools = table("catalog_open")["pools"]
    hours: list[Row] = [
        {"pool": pool, "hours": round(value * scale)} for pool, value in pools.items()
    ]
    return Catalogue(programmes, lifts, sessions, hours)


def _with_known(row: Row, kept: set[str]) -> Row:
    known = [code for code in row.get("prerequisites", ()) if code in kept]
    return {**row, "prerequisites": known, "goal": goal_served(row["code"])}


def _scale(unit_codes: frozenset[str]) -> float:
    """Share of the whole city's coaches and sessions that a small town has."""
    return 1.0 if len(unit_codes) > 400 else 0.25


def _seated() -> Mapping[str, Any]:
    return {**table("catalog_common"), **table("catalog_technical")}


def _programme(
    code: str, entry: Sequence[Any], target: Row, prerequisites: Sequence[str]
) -> dict[str, Any]:
    name, form, mode, provider, jp = entry[:5]
    row = {"code": code, "name": name, "form": form, "mode": mode, "provider": provider, "jp": jp}
    return {**row, **target, "prerequisites": list(prerequisites)}


def _open(
    positions: Sequence[Position], unit_codes: frozenset[str]
) -> Iterator[tuple[dict[str, Any], Sequence[Any]]]:
    spec = table("catalog_open")
    for code, entry in spec.items():
        if not code.startswith("OPEN-"):
            continue
        name, form, provider, jp, _lifts_of, cap, pool, hours = entry
        target = _target(spec["targets"].get(code, "all"), positions, unit_codes)
        if target is None:
            continue
        row: dict[str, Any] = {"code": code, "name": name, "form": form, "mode": "open"}
        row |= {"provider": provider, "jp": jp, "cap_jp": cap}
        row |= {"coach_pool": pool, "coach_hours": hours, **target}
        yield row, entry


def _target(key: str, positions: Sequence[Position], unit_codes: frozenset[str]) -> Row | None:
    """Cells of the target; None when nobody in this city can be meant."""
    spec = table("targets")[key]
    row: dict[str, Any] = {
        "tiers": spec.get("tiers", []),
        "employment": spec.get("employment", []),
        "min_rank": spec.get("min_rank", ""),
    }
    if "units" in spec:
        row["unit_codes"] = [code for code in spec["units"] if code in unit_codes]
        if not row["unit_codes"]:
            return None
    if "jobs" in spec:
        row["positions"] = [p.name for p in positions if p.job in spec["jobs"]]
        if not row["positions"]:
            return None
    return row


def _lifts(code: str, lifts: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    for competency, (lift, ceiling) in lifts.items():
        yield {"code": code, "competency": competency, "lift": lift, "ceiling": ceiling}


def _sessions(
    code: str, entry: Sequence[Any], chance: np.random.Generator, year: int, scale: float
) -> Iterator[Row]:
    jp = entry[4]
    count, place, least, most, fixed, contribution, line, rhythm = entry[7]
    count = max(1, round(count * scale))
    for n in range(count):
        room = "" if place != "Kota Jayapura" else HALL_ROOMS[int(chance.integers(5))]
        yield {
            "code": f"{code}-{chr(ord('A') + n)}",
            "programme": code,
            "place": place,
            "venue": room,
            **_dates(jp, rhythm, chance, year, part=(n, count)),
            "min_seats": least,
            "max_seats": most,
            "fixed_cost": round(fixed * MILLION),
            "contribution": round(contribution * MILLION),
            "budget_line": line,
        }


def _dates(
    jp: int, rhythm: str, chance: np.random.Generator, year: int, *, part: tuple[int, int]
) -> dict[str, Any]:
    """Start, end and half-days of session `part` = (number from 0, of how many in the year).

    A full day has 8 JP, an afternoon 4. The sessions of a programme follow each other through the
    year. Online courses are free in time; only their closing meeting, one afternoon, is a date.
    Teachers learn on Saturdays in three of five sessions, else in the weeks of the school
    holidays; teachers who travel go in the holidays.
    """
    days, more = working_days(year), {}
    if rhythm == "school" and chance.random() < 0.6:
        days, more = saturdays(year), {"days": ["Sab"]}
    elif rhythm in ("school", "holiday"):
        days = [d for d in days if date(year, 6, 21) <= d <= date(year, 7, 10)]
    half = rhythm in ("half", "net")
    need = 1 if rhythm == "net" else -(-jp // (4 if half else 8))
    start = _start(days, need, part, chance)
    span = {"start": days[start], "end": days[start + need - 1]}
    return {**span, "half_days": "afternoon" if half else "full", **more}


def _start(
    days: Sequence[date], need: int, part: tuple[int, int], chance: np.random.Generator
) -> int:
    """Index of a first day in the part's share of the days, in one week without a gap if possible.

    Longer courses than a week, and those on single weekdays, take what comes.
    """
    number, count = part
    last = len(days) - need + 1
    low = last * number // count
    high = max(low + 1, last * (number + 1) // count)
    for _ in range(60):
        start = int(chance.integers(low, high))
        if need > 5 or (days[start + need - 1] - days[start]).days == need - 1:
            return start
    return start
