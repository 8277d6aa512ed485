"""Rules over many seats: sessions, money, hours, coaches, pins, quotas."""

import datetime as dt
from collections import Counter, defaultdict

from tools.check_plan.facts import BANDS, Facts, groups_of
from tools.check_plan.reading import Row, number, text, words
from tools.check_plan.report import Report
from tools.check_plan.seat_money import fixed_line, seat_cost


def check_sessions(facts: Facts, report: Report) -> None:
    """Seats between minimum and maximum in every session that is held."""
    heads = Counter(text(seat["KODE SESI"]) for seat in facts.seats if text(seat["KODE SESI"]))
    for code, n in heads.items():
        row = facts.sessions[code]
        if n > number(row["KURSI MAKSIMUM"]):
            report.fault("maximum", f"{code}: {n} of {row['KURSI MAKSIMUM']}")
        if n < number(row["KURSI MINIMUM"]):
            report.fault("minimum", f"{code}: {n} of {row['KURSI MINIMUM']}")


def check_budget(facts: Facts, report: Report) -> None:
    """Money of every line: seats and fixed costs of held sessions."""
    spent: dict[str, float] = defaultdict(float)
    for seat in facts.seats:
        spent[text(seat["KODE ANGGARAN"])] += seat_cost(facts, seat)
    for code in {text(seat["KODE SESI"]) for seat in facts.seats} - {""}:
        fixed = number(facts.sessions[code].get("BIAYA TETAP"))
        if fixed:
            spent[fixed_line(facts, code)] += fixed
    for code, amount in spent.items():
        limit = number(facts.lines[code]["PAGU"]) if code in facts.lines else 0
        if amount > limit:
            report.fault("budget", f"{code or 'no line'}: {amount:.0f} of {limit:.0f}")
    report.figures["cost"] = sum(spent.values())


def check_person(facts: Facts, report: Report, who: int, seats: list[Row]) -> None:
    """One session per programme, no overlap, prerequisites, hours, open forms, presence."""
    name = seats[0]["NAMA"]
    twice = [k for k, n in Counter(text(s["KODE PROGRAM"]) for s in seats).items() if n > 1]
    for programme in twice:
        report.fault("once", f"{name}: {programme} twice")
    taken: dict[tuple[dt.date, int], str] = {}
    for seat in seats:
        session = text(seat["KODE SESI"])
        for slot in facts.slots.get(session, ()):
            if slot in taken:
                report.fault("overlap", f"{name}: {session} and {taken[slot]} on {slot[0]}")
                break
            taken[slot] = session
        if any(facts.is_away(who, day) for day, _ in facts.slots.get(session, ())):
            report.fault("available", f"{name} is away during {session}")
        check_prerequisites(facts, report, who, seat, seats)
    check_hours(facts, report, who, seats)


def check_prerequisites(
    facts: Facts, report: Report, who: int, seat: Row, seats: list[Row]
) -> None:
    """Every prerequisite done, or in the plan and over before the first half-day."""
    programme = facts.programmes[text(seat["KODE PROGRAM"])]
    own = facts.slots.get(text(seat["KODE SESI"]), [])
    for code in words(programme["PRASYARAT"]):
        title = text(facts.programmes[code]["NAMA PROGRAM"]) if code in facts.programmes else code
        if {code, title} & facts.done.get(who, set()):
            continue
        before = [s for s in seats if text(s["KODE PROGRAM"]) == code]
        slots = facts.slots.get(text(before[0]["KODE SESI"]), []) if before else []
        if not before or (slots and own and max(slots) >= min(own)):
            report.fault("prerequisite", f"{seat['NAMA']}: {code} before {seat['KODE PROGRAM']}")


def check_hours(facts: Facts, report: Report, who: int, seats: list[Row]) -> None:
    """Written hours, the yearly cap, and the caps of open forms."""
    by_form: dict[str, int] = defaultdict(int)
    for seat in seats:
        programme = facts.programmes[text(seat["KODE PROGRAM"])]
        jp = int(number(programme["JP"])) * int(number(seat["KALI"]))
        if jp != int(number(seat["JP"])):
            report.fault("hours", f"{seat['NAMA']}: {seat['JP']} JP written, {jp} recomputed")
        if text(seat["KODE SESI"]):
            continue
        cap = programme.get("BATAS JP PER ORANG")
        if not facts.is_open(text(seat["KODE PROGRAM"])):
            report.fault("open", f"{seat['NAMA']}: {text(seat['KODE PROGRAM'])} needs a session")
        if text(cap) and jp > number(cap):
            report.fault("open", f"{seat['NAMA']}: {jp} JP of {text(seat['KODE PROGRAM'])}")
        by_form[text(programme["BENTUK"])] += jp
    total = sum(int(number(seat["JP"])) for seat in seats)
    limit = facts.setting("jp_cap") - number(facts.people[who]["JP DILAKUKAN"])
    if total > max(0, limit):
        report.fault("cap", f"{seats[0]['NAMA']}: {total} JP, cap {limit:.0f}")
    for form, jp in by_form.items():
        caps = [
            number(p["BATAS JP PER ORANG"])
            for code, p in facts.programmes.items()
            if text(p["BENTUK"]) == form and facts.is_open(code) and text(p["BATAS JP PER ORANG"])
        ]
        if caps and jp > max(caps):
            report.fault("open", f"{seats[0]['NAMA']}: {jp} JP of {form}")


def check_coaches(facts: Facts, report: Report) -> None:
    """Hours of every coach pool."""
    used: dict[str, float] = defaultdict(float)
    for seat in facts.seats:
        programme = facts.programmes[text(seat["KODE PROGRAM"])]
        pool = text(programme["KELOMPOK PELATIH"])
        if pool in facts.pools and not text(seat["KODE SESI"]):
            used[pool] += number(programme["JAM PELATIH PER PESERTA"]) * number(seat["KALI"])
    for pool, hours in used.items():
        if hours > facts.pools[pool] + 1e-6:
            report.fault("coach", f"{pool}: {hours:.1f} of {facts.pools[pool]:.1f} hours")


def check_pins(facts: Facts, report: Report) -> None:
    """Every pin is kept and every ban respected."""
    sessions = {(int(s["ORANG"]), text(s["KODE SESI"])) for s in facts.seats}
    programmes = {(int(s["ORANG"]), text(s["KODE PROGRAM"])) for s in facts.seats}
    for pin in facts.pins:
        who, session = int(number(pin["ORANG"])), text(pin["KODE SESI"])
        if who not in facts.people:
            continue
        meant = (who, session) if session else (who, text(pin["KODE PROGRAM"]))
        there = meant in (sessions if session else programmes)
        if there != (text(pin["JENIS"]) == "must"):
            report.fault("pin", f"{text(pin['SURAT'])}: {text(pin['JENIS'])} {meant}")


def check_quotas(facts: Facts, report: Report) -> None:
    """Every group has its seats of the programme."""
    for quota in facts.quotas:
        kind, group = text(quota["MENURUT"]), text(quota["KELOMPOK"])
        code, least = text(quota["KODE PROGRAM"]), int(number(quota["KURSI"]))
        given = 0
        for seat in facts.seats:
            who = int(seat["ORANG"])
            if text(seat["KODE PROGRAM"]) != code or who not in facts.people:
                continue
            if kind == "unit":
                given += group in facts.path[text(facts.people[who]["KODE UNIT"])]
            else:
                given += (kind, BANDS.get(group, group)) in groups_of(facts, who)
        if given < least:
            report.fault("quota", f"{code}, {kind} {group}: {given} of {least} seats")
