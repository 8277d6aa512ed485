"""What one seat costs, and which line may pay for it."""

import datetime as dt

from tools.check_plan.facts import Facts
from tools.check_plan.reading import Row, number, text, words
from tools.check_plan.report import Report
from tools.check_plan.seat_rules import PNS_RANKS, PPPK_RANKS

PAUSE = 3  # days between meetings after which people travel home


def standard_rate(facts: Facts, component: str, who: Row, place: str) -> float:
    """Rupiah of the most specific row of the standard-cost table; 0 without one."""
    unit = facts.units[text(who["KODE UNIT"])]
    own = {"district": text(unit["DISTRIK"]), "place": text(unit["TEMPAT"])}
    rank = text(who["GOLONGAN"])
    best, amount = (-1, -1), 0.0
    for row in facts.costs:
        origin, least = text(row["ASAL"]), text(row["MULAI GOLONGAN"])
        if text(row["KOMPONEN"]).casefold() != component or text(row["TUJUAN"]) != place:
            continue
        if origin and origin == own["district"]:
            fit = 2
        elif own["place"] == place or origin not in ("", own["place"]):
            continue
        else:
            fit = 1 if origin else 0
        if least:
            ladder = PNS_RANKS if least in PNS_RANKS else PPPK_RANKS
            if (
                rank not in ladder
                or least not in ladder
                or ladder.index(rank) < ladder.index(least)
            ):
                continue
            step = 100 - (ladder.index(rank) - ladder.index(least))
        else:
            step = 0
        if (fit, step) > best:
            best, amount = (fit, step), number(row["BESARAN"])
    return amount


def seat_cost(facts: Facts, seat: Row) -> int:
    """Contribution, journeys, nights and days of one seat, in rupiah."""
    session = text(seat["KODE SESI"])
    if not session:
        return 0
    row, programme = facts.sessions[session], facts.programmes[text(seat["KODE PROGRAM"])]
    total = number(row.get("KONTRIBUSI PER PESERTA"))
    if text(programme["CARA"]).casefold() == "daring":
        return int(total)
    stays: list[list[dt.date]] = []
    for day in facts.days_of(session):
        if stays and (day - stays[-1][-1]).days <= PAUSE:
            stays[-1].append(day)
        else:
            stays.append([day])
    nights = sum((stay[-1] - stay[0]).days for stay in stays)
    who, place = facts.people[int(seat["ORANG"])], text(row["TEMPAT"])
    for component, times in (
        ("transportasi", len(stays)),
        ("penginapan", nights),
        ("uang harian", nights + len(stays)),
    ):
        total += times * standard_rate(facts, component, who, place)
    return int(total)


def may_pay(facts: Facts, line: str, form: str, path: list[str]) -> bool:
    """Whether a budget line may pay for the form and the unit."""
    row = facts.lines[line]
    forms, units = words(row.get("BENTUK YANG DIBIAYAI")), words(row.get("UNIT YANG DIBIAYAI"))
    return (not forms or form in forms) and (not units or bool(set(units) & set(path)))


def fixed_line(facts: Facts, session: str) -> str:
    """The line that carries a session's fixed cost."""
    row = facts.sessions[session]
    if text(row.get("KODE ANGGARAN")):
        return text(row["KODE ANGGARAN"])
    form = text(facts.programmes[text(row["KODE PROGRAM"])]["BENTUK"])
    fits = []
    for code in sorted(facts.lines):
        line = facts.lines[code]
        forms = words(line.get("BENTUK YANG DIBIAYAI"))
        if not forms or form in forms:
            fits.append((bool(words(line.get("UNIT YANG DIBIAYAI"))), code))
    return min(fits)[1] if fits else ""


def check_seat_money(facts: Facts, report: Report, seat: Row) -> None:
    """The stated cost is the recomputed one, and the stated line may pay it."""
    place = f"{seat['NAMA']} in {text(seat['KODE SESI']) or text(seat['KODE PROGRAM'])}"
    cost, line = seat_cost(facts, seat), text(seat["KODE ANGGARAN"])
    if cost != int(number(seat["BIAYA"])):
        report.fault("cost", f"{place}: written {seat['BIAYA']}, recomputed {cost}")
    if cost and not line:
        report.fault("line", f"{place}: no budget line for {cost}")
    if line and line not in facts.lines:
        report.fault("line", f"{place}: unknown line {line}")
    elif line:
        named = text(facts.sessions[text(seat["KODE SESI"])].get("KODE ANGGARAN"))
        form = text(facts.programmes[text(seat["KODE PROGRAM"])]["BENTUK"])
        path = facts.path[text(facts.people[int(seat["ORANG"])]["KODE UNIT"])]
        if (named and named != line) or (not named and not may_pay(facts, line, form, path)):
            report.fault("line", f"{place}: {line} may not pay")
