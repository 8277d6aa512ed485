#!/usr/bin/env python3
"""Checks a plan from files alone: every rule, both objectives, the certificate's plain claims.

    python tools/check_plan.py rencana.xlsx [--catalog katalog.xlsx] [--budget anggaran.xlsx]
                               [--services layanan.xlsx] [--costs standar-biaya.xlsx]

Shares no code with the program that makes plans: it reads workbooks with openpyxl and counts in
plain Python, from the written rules (design: the plan, formulated). A file given beside the plan
replaces the sheets of the same layout in rencana.xlsx, so that the uploaded originals are used.
Exit codes: 0 nothing wrong, 1 violations found, 2 a file cannot be read.
"""

import argparse
import datetime as dt
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import openpyxl

JP_LEAST = 20  # PP 11/2017 art. 203; for PPPK the same figure is used, provisionally
NOT_PLANNABLE = (
    "tidak aktif", "nonaktif", "cuti di luar tanggungan", "cltn", "tugas belajar",
    "pemberhentian sementara", "diberhentikan", "berhenti", "pensiun", "meninggal", "tewas",
    "hilang", "uang tunggu", "wajib militer", "prajurit wajib", "pejabat negara", "kepala desa",
    "mutasi", "putus kontrak",
)  # fmt: skip
RETIRES_AT = {
    "01": 60, "02": 60, "03": 60, "04": 58, "05": 58, "06": 58, "11": 58, "12": 58, "13": 58,
    "14": 58, "21": 58, "22": 58, "23": 60, "24": 65,
}  # fmt: skip
PNS_RANKS = [f"{r}/{c}" for r in ("I", "II", "III") for c in "abcd"] + [f"IV/{c}" for c in "abcde"]
PPPK_RANKS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
]
DAYS = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
PAUSE = 3  # days between meetings after which people travel home
Row = dict[str, Any]


class Unreadable(Exception):
    """A file or sheet that the check needs cannot be read."""


@dataclass
class Report:
    """What was found: violations by rule, and the recomputed figures."""

    violations: list[tuple[str, str]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def fault(self, rule: str, words: str) -> None:
        """Note one violation."""
        self.violations.append((rule, words))

    @property
    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {rule for rule, _ in self.violations}


# ---- reading ------------------------------------------------------------------------------------


def read_sheets(path: Path | IO[bytes]) -> dict[str, list[Row]]:
    """Every sheet as rows by header; the header is the first row with two or more known words."""
    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except Exception as wrong:
        raise Unreadable(f"{path}: {wrong}") from wrong
    found = {}
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        at = next((n for n, row in enumerate(rows[:20]) if _is_header(row)), None)
        if at is None:
            continue
        heads = [str(cell).strip() if cell is not None else "" for cell in rows[at]]
        found[sheet.title] = [
            {h: c for h, c in zip(heads, row, strict=False) if h}
            for row in rows[at + 1 :]
            if any(cell not in (None, "") for cell in row)
        ]
    return found


def _is_header(row: list[Any]) -> bool:
    words = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return len(words) >= 2 and all(word == word.upper() for word in words)


def text(value: Any) -> str:
    """Trimmed text of a cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def number(value: Any) -> float:
    """A number of a cell; empty is 0. Understands Indonesian money."""
    if isinstance(value, int | float):
        return float(value)
    plain = text(value).replace("Rp", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.split(".")[1]) == 3):
        plain = plain.replace(".", "")
    return float(plain) if plain else 0.0


def date(value: Any) -> dt.date | None:
    """A day of a cell: an Excel date, YYYY-MM-DD or DD-MM-YYYY."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    plain = text(value).replace("/", "-")
    if not plain:
        return None
    parts = plain[:10].split("-")
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    return dt.date(int(year), int(month), int(day))


def words(value: Any) -> list[str]:
    """A list cell."""
    return [word.strip() for word in text(value).split(";") if word.strip()]


def weekdays(value: Any) -> set[int]:
    """Days of the week of a cell; empty: Monday to Friday."""
    found: set[int] = set()
    for word in words(value) or ["Sen-Jum"]:
        ends = [DAYS.index(part.strip().casefold()[:3]) for part in word.split("-")]
        found |= set(range(ends[0], ends[-1] + 1))
    return found


# ---- the facts ----------------------------------------------------------------------------------


class Facts:
    """The sheets turned into what the rules speak of."""

    def __init__(self, sheets: dict[str, list[Row]]) -> None:
        needed = ("Setelan", "Kursi", "Orang", "Kebutuhan", "Unit", "Program", "Sesi", "Anggaran")
        for name in needed:
            if name not in sheets:
                raise Unreadable(f"sheet {name} is missing; give the file that bina plan wrote")
        self.settings = {text(r["KUNCI"]): text(r["NILAI"]) for r in sheets["Setelan"]}
        self.year = int(self.settings["year"])
        self.seats = sheets["Kursi"]
        self.units = {text(r["KODE"]): r for r in sheets["Unit"]}
        by_number = {text(r["NOMOR"]): code for code, r in self.units.items()}
        self.path = {
            code: [by_number[n] for n in text(r["JALUR"]).split("/") if n in by_number]
            for code, r in self.units.items()
        }
        self.programmes = {text(r["KODE PROGRAM"]): r for r in sheets["Program"]}
        self.effects: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        for r in sheets.get("Kompetensi Program", []):
            effect = (number(r["KENAIKAN LEVEL"]), number(r["LEVEL TERTINGGI"]))
            self.effects[text(r["KODE PROGRAM"])][text(r["KODE KOMPETENSI"])] = effect
        self.sessions = {text(r["KODE SESI"]): r for r in sheets["Sesi"]}
        self.pools = {
            text(r["KELOMPOK PELATIH"]): number(r["JAM TERSEDIA"])
            for r in sheets.get("Pelatih", [])
        }
        lines = [r for r in sheets["Anggaran"] if int(number(r["TAHUN"])) == self.year]
        self.lines = {text(r["KODE ANGGARAN"]): r for r in lines}
        self.costs = sheets.get("Biaya", [])
        self.services = sheets.get("Layanan", [])
        self.stand_ins = sheets.get("Pengganti", [])
        self.pins = sheets.get("Ketetapan", [])
        self.quotas = sheets.get("Kuota", [])
        self.kinds = {text(r["NAMA"]): text(r["KODE"]) for r in sheets.get("Jenis Pegawai", [])}
        self._calendar(sheets.get("Libur", []))
        self._people(sheets)
        self.slots = {code: self.slots_of(code) for code in self.sessions}

    def _calendar(self, rows: list[Row]) -> None:
        self.off: set[dt.date] = set()
        self.free: set[dt.date] = set()
        self.exam: set[dt.date] = set()
        for r in rows:
            start, end, kind = date(r["MULAI"]), date(r["SELESAI"]), text(r["JENIS"])
            assert start and end
            target = {"school_holiday": self.free, "school_exam": self.exam}.get(kind, self.off)
            target |= {start + dt.timedelta(days=n) for n in range((end - start).days + 1)}

    def _people(self, sheets: dict[str, list[Row]]) -> None:
        self.people: dict[int, Row] = {}
        for r in sheets["Orang"]:
            legal = text(r["KEDUDUKAN"]).casefold()
            bad = any(word in legal for word in NOT_PLANNABLE)
            if text(r["KODE UNIT"]) in self.units and "aktif" in legal and not bad:
                self.people[int(number(r["ORANG"]))] = r
        self.everybody = {int(number(r["ORANG"])) for r in sheets["Orang"]}
        self.needs: dict[int, dict[str, tuple[float, float, float]]] = defaultdict(dict)
        for r in sheets["Kebutuhan"]:
            who, what = int(number(r["ORANG"])), text(r["KOMPETENSI"])
            self.needs[who][what] = (number(r["LEVEL"]), number(r["STANDAR"]), number(r["BOBOT"]))
        self.away: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
        last = dt.date(self.year, 12, 31)
        for r in sheets.get("Absen", []):
            start, end = date(r["MULAI"]), date(r["SELESAI"])
            assert start
            for_good = text(r["JENIS"]) in ("contract_end", "retirement")
            self.away[int(number(r["ORANG"]))].append((start, last if for_good else end or last))
        for who, r in self.people.items():
            born, age = date(r["LAHIR"]), RETIRES_AT.get(text(r["JENJANG"]))
            if born and age:
                month = born.year * 12 + born.month + age * 12  # the month after the birthday
                self.away[who].append((dt.date(month // 12, month % 12 + 1, 1), last))
        self.done: dict[int, set[str]] = defaultdict(set)
        for r in sheets.get("Selesai", []):
            self.done[int(number(r["ORANG"]))].add(text(r["KEGIATAN"]))

    def setting(self, name: str) -> float:
        """A constant of the plan."""
        return float(self.settings[f"setting.{name}"])

    def is_away(self, who: int, day: dt.date) -> bool:
        """Whether the person cannot come on the day."""
        return any(start <= day <= end for start, end in self.away.get(who, ()))

    def days_of(self, session: str) -> list[dt.date]:
        """The days on which a session meets."""
        row = self.sessions[session]
        start, end = date(row["TANGGAL MULAI"]), date(row["TANGGAL SELESAI"])
        assert start and end
        days = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
        on = weekdays(row.get("HARI"))
        return [day for day in days if day.weekday() in on and day not in self.off]

    def slots_of(self, session: str) -> list[tuple[dt.date, int]]:
        """The half-days of a session."""
        half = text(self.sessions[session].get("PARUH HARI")).casefold()
        halves = {"pagi": (0,), "siang": (1,)}.get(half, (0, 1))
        return [(day, h) for day in self.days_of(session) for h in halves if day.year == self.year]

    def is_open(self, programme: str) -> bool:
        """Whether the programme has no seats."""
        return text(self.programmes[programme]["CARA"]).casefold().startswith("terbuka")


# ---- rules of one seat --------------------------------------------------------------------------


def rank_reaches(rank: str, least: str) -> bool:
    """Whether a rank is at least another; a minimum of the other list binds nobody."""
    for own, other in ((PNS_RANKS, PPPK_RANKS), (PPPK_RANKS, PNS_RANKS)):
        if least in own:
            if rank in other:
                return True
            return rank in own and own.index(rank) >= own.index(least)
    return True


def check_target(facts: Facts, report: Report, seat: Row) -> None:
    """Tier, position, employment, unit and rank that the programme is for."""
    who, programme = facts.people[int(seat["ORANG"])], facts.programmes[text(seat["KODE PROGRAM"])]
    place = f"{seat['NAMA']} in {text(seat['KODE PROGRAM'])}"
    tiers, posts = words(programme["JENJANG SASARAN"]), words(programme["JABATAN SASARAN"])
    kinds = [facts.kinds.get(k, k) for k in words(programme["JENIS PEGAWAI SASARAN"])]
    units = words(programme["UNIT SASARAN"])
    wrong = [
        name
        for name, bad in (
            ("tier", tiers and text(who["JENJANG"]).zfill(2) not in [t.zfill(2) for t in tiers]),
            ("position", posts and text(who["JABATAN"]).casefold() not in map(str.casefold, posts)),
            ("employment", kinds and text(who["JENIS PEGAWAI"]) not in kinds),
            ("unit", units and not set(units) & set(facts.path[text(who["KODE UNIT"])])),
            ("rank", not rank_reaches(text(who["GOLONGAN"]), text(programme["GOLONGAN MINIMUM"]))),
        )
        if bad
    ]
    for name in wrong:
        report.fault("eligible", f"{place}: {name}")


def check_level(facts: Facts, report: Report, seat: Row) -> None:
    """Not at or above every ceiling; some gap, hours owed, or a step to another programme."""
    who, programme = int(seat["ORANG"]), text(seat["KODE PROGRAM"])
    needs, effects = facts.needs.get(who, {}), facts.effects.get(programme, {})
    if effects and all(c in needs and needs[c][0] >= top for c, (_, top) in effects.items()):
        report.fault("level", f"{seat['NAMA']} stands above {programme}")
    closes = any(
        c in needs and needs[c][0] < min(top, needs[c][1]) and needs[c][2] > 0
        for c, (_lift, top) in effects.items()
    )
    leads = any(programme in words(p["PRASYARAT"]) for p in facts.programmes.values())
    owed = jp_owed(facts, who) > 0
    if not (closes or leads or owed):
        report.fault("level", f"{seat['NAMA']} gains nothing from {programme}")


def jp_owed(facts: Facts, who: int) -> int:
    """JP that the person still needs this year."""
    return max(0, JP_LEAST - int(number(facts.people[who]["JP DILAKUKAN"])))


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


# ---- rules over seats ---------------------------------------------------------------------------


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


BANDS = {
    "JPT": "top",
    "Administrator dan Pengawas": "middle",
    "Pelaksana": "staff",
    "JF Keterampilan": "skilled",
    "JF Keahlian": "expert",
}


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


# ---- the counter stays open ---------------------------------------------------------------------


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


# ---- objectives ---------------------------------------------------------------------------------


def closure_of(facts: Facts, need: tuple[float, float, float], level: float) -> float:
    """Weighted closure of one need."""
    held, standard, weight = need
    gap = standard - held
    if gap <= 0:
        return 0.0
    risen = min(level, standard) - held
    full = min(risen, facts.setting("full_share") * gap)
    return weight * (full + facts.setting("late_slope") * max(0.0, risen - full))


def person_closure(facts: Facts, who: int, seats: list[Row]) -> float:
    """Weighted closure of a person's seats."""
    total = 0.0
    for competency, need in facts.needs.get(who, {}).items():
        steps = []
        for seat in seats:
            effect = facts.effects.get(text(seat["KODE PROGRAM"]), {}).get(competency)
            if effect:
                steps.append((effect[1], effect[0] * number(seat["KALI"])))
        level = need[0]
        for top, lift in sorted(steps):
            level = max(level, min(level + lift, top))
        total += closure_of(facts, need, level)
    return total


def groups_of(facts: Facts, who: int) -> list[tuple[str, str]]:
    """The fairness groups of a person."""
    person = facts.people[who]
    tier = text(person["JENJANG"]).zfill(2) if text(person["JENJANG"]) else ""
    band = {"0": "staff", "1": "skilled", "2": "expert"}.get(tier[:1], "")
    band = {"01": "top", "02": "top", "03": "top", "04": "middle", "05": "middle"}.get(tier, band)
    found = [
        ("district", text(facts.units[text(person["KODE UNIT"])]["DISTRIK"])),
        ("grade", band),
        ("gender", text(person["JENIS KELAMIN"])),
        ("employment", text(person["JENIS PEGAWAI"])),
    ]
    return [(kind, group) for kind, group in found if group]


def objectives(facts: Facts, report: Report, by_person: dict[int, list[Row]]) -> None:
    """Missing hours, closure, fairness shortfall, value."""
    closure: dict[tuple[str, str], float] = defaultdict(float)
    need: dict[tuple[str, str], float] = defaultdict(float)
    total = whole = 0.0
    missing = 0
    for who in facts.people:
        seats = by_person.get(who, [])
        missing += max(0, jp_owed(facts, who) - sum(int(number(s["JP"])) for s in seats))
        own = person_closure(facts, who, seats)
        most = sum(closure_of(facts, n, n[1]) for n in facts.needs.get(who, {}).values())
        total, whole = total + own, whole + most
        for group in groups_of(facts, who):
            closure[group] += own
            need[group] += most
    short = 0.0
    for group, weight in need.items():
        share = facts.setting("fair_share") * weight / whole if whole else 0.0
        short += max(0.0, share * total - closure[group])
    report.figures |= {"missing_jp": missing, "closure": total, "fairness_shortfall": short}
    report.figures["value"] = total - facts.setting("fair_penalty") * short


def check_claims(facts: Facts, report: Report) -> None:
    """What the plan says of itself against what was recomputed; bounds on the right side."""
    said = facts.settings
    figures = report.figures
    pairs = (
        ("certificate.missing_jp", "missing_jp"),
        ("certificate.value", "value"),
        ("total.closure", "closure"),
        ("total.fairness_shortfall", "fairness_shortfall"),
        ("total.cost", "cost"),
    )
    for key, name in pairs:
        if key in said and abs(float(said[key]) - figures[name]) > 1e-6 * max(
            1.0, abs(figures[name])
        ):
            report.fault("claim", f"{key} is {said[key]}, recomputed {figures[name]}")
    if figures["missing_jp"] < float(said.get("certificate.missing_jp_bound", 0)):
        report.fault("bound", "fewer hours missing than proven possible")
    slack = 1e-6 * max(1.0, abs(figures["value"]))
    if figures["value"] > float(said.get("certificate.closure_bound", "inf")) + slack:
        report.fault("bound", "the plan is worth more than its proven bound")


def check(sheets: dict[str, list[Row]]) -> Report:
    """All rules and both objectives of the plan in the sheets."""
    facts, report = Facts(sheets), Report()
    by_person: dict[int, list[Row]] = defaultdict(list)
    for seat in facts.seats:
        who, session = int(seat["ORANG"]), text(seat["KODE SESI"])
        programme = text(seat["KODE PROGRAM"])
        if who not in facts.people:
            report.fault("available", f"{seat['NAMA']} cannot be planned")
            continue
        if programme not in facts.programmes or (session and session not in facts.sessions):
            report.fault("eligible", f"{seat['NAMA']}: unknown {programme} {session}")
            continue
        if session and text(facts.sessions[session]["KODE PROGRAM"]) != programme:
            report.fault("eligible", f"{seat['NAMA']}: {session} is not a session of {programme}")
        by_person[who].append(seat)
        check_target(facts, report, seat)
        check_level(facts, report, seat)
        check_seat_money(facts, report, seat)
    facts.seats = [seat for seats in by_person.values() for seat in seats]
    for who, seats in by_person.items():
        check_person(facts, report, who, seats)
    for rule in (
        check_sessions,
        check_budget,
        check_coaches,
        check_pins,
        check_quotas,
        check_staffing,
    ):
        rule(facts, report)
    objectives(facts, report, by_person)
    check_claims(facts, report)
    return report


def main() -> int:
    """Read the files, check, print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("plan", type=Path)
    for name in ("catalog", "budget", "services", "costs"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    try:
        sheets = read_sheets(given.plan)
        for name in ("catalog", "budget", "services", "costs"):
            path = getattr(given, name)
            if path is not None:
                sheets.update(read_sheets(path))
        report = check(sheets)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(report.figures, indent=1))
    for rule, place in report.violations:
        print(f"{rule}: {place}")
    print(f"{len(report.violations)} violations")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
