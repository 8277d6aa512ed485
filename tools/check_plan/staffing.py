"""The counter stays open: minimum staff of roles, and the default cap of units."""

import datetime as dt
import math
from collections import defaultdict
from typing import Any

from tools.check_plan.facts import Facts
from tools.check_plan.reading import Row, date, number, text, weekdays, words
from tools.check_plan.report import Report


def check_staffing(facts: Facts, report: Report) -> None:
    """Minimum staff of every role in every half-day; the default cap of units without one."""
    gone: dict[tuple[dt.date, int], set[int]] = defaultdict(set)
    for seat in facts.seats:
        for slot in facts.slots.get(text(seat["KODE SESI"]), ()):
            gone[slot].add(int(seat["ORANG"]))
    covered: set[int] = set()
    for row in facts.services:
        members = role_members(facts, row)
        covered |= members
        check_role(facts, report, row, members, gone)
    check_units(facts, report, covered, gone)


def role_members(facts: Facts, row: Row) -> set[int]:
    """People of the unit and below who can fill the role."""
    posts = {word.casefold() for word in words(row.get("JABATAN PELAKSANA"))}
    competency, least = text(row.get("KODE KOMPETENSI")), number(row.get("LEVEL MINIMUM"))
    found = set()
    for who, person in facts.people.items():
        if text(row["KODE UNIT"]) not in facts.path[text(person["KODE UNIT"])]:
            continue
        if posts and text(person["JABATAN"]).casefold() not in posts:
            continue
        held = facts.needs.get(who, {}).get(competency)
        if competency and least and held is not None and held[0] < least:
            continue
        found.add(who)
    return found


def is_school(facts: Facts, unit: str) -> bool:
    """Whether a unit is a school."""
    return text(facts.units[unit]["JENIS"]) == "school"


def minutes(value: Any) -> int:
    """Minutes of the day of a clock time."""
    if isinstance(value, dt.time):
        return value.hour * 60 + value.minute
    hours, _, rest = text(value).replace(".", ":").partition(":")
    return int(hours) * 60 + int(rest[:2] or 0)


def role_is_open(facts: Facts, row: Row, day: dt.date, half: int) -> bool:
    """Whether the counter of the role is open in a half-day."""
    on = weekdays(row["HARI BUKA"])
    if day.weekday() not in on or (len(on) < 7 and day in facts.off):
        return False
    if is_school(facts, text(row["KODE UNIT"])) and day in facts.free:
        return False
    opens, closes = minutes(row["JAM BUKA"]), minutes(row["JAM TUTUP"])
    start, end = ((360, 720), (720, 1080))[half]
    if closes <= opens:
        return opens < end or closes > start
    return opens < end and closes > start


def check_role(
    facts: Facts,
    report: Report,
    row: Row,
    members: set[int],
    gone: dict[tuple[dt.date, int], set[int]],
) -> None:
    """present - minimum people may be away, stand-ins counted in their time."""
    code, role = text(row["KODE LAYANAN"]), text(row["PERAN"])
    helpers = [
        (int(number(r["ORANG"])), date(r["MULAI"]), date(r["SELESAI"]))
        for r in facts.stand_ins
        if text(r["KODE LAYANAN"]) == code and text(r["PERAN"]) == role
    ]
    for (day, half), absent in gone.items():
        group = members | {
            p for p, a, b in helpers if a and b and a <= day <= b and p in facts.people
        }
        leaving = len(group & absent)
        if not leaving or not role_is_open(facts, row, day, half):
            continue
        present = sum(not facts.is_away(who, day) for who in group)
        may = max(0, present - int(number(row["STAF MINIMUM"])))
        if is_school(facts, text(row["KODE UNIT"])) and day in facts.exam:
            may = 0
        if leaving > may:
            report.fault("staffing", f"{code} {role}: {leaving} away on {day}, {may} may be")


def check_units(
    facts: Facts,
    report: Report,
    covered: set[int],
    gone: dict[tuple[dt.date, int], set[int]],
) -> None:
    """The default cap of leaf units none of whose people is in a role."""
    people: dict[str, set[int]] = defaultdict(set)
    for who, person in facts.people.items():
        people[text(person["KODE UNIT"])].add(who)
    for unit, group in people.items():
        if group & covered:
            continue
        cap = max(1, math.floor(facts.setting("unit_cap_share") * len(group) + 1e-9))
        for (day, half), absent in gone.items():
            works = day.weekday() < 5 and day not in facts.off
            if is_school(facts, unit):
                works = works and day not in facts.free
            may = 0 if is_school(facts, unit) and day in facts.exam else cap
            if works and len(group & absent) > may:
                report.fault("staffing", f"{unit}: {len(group & absent)} away on {day}/{half}")
