"""The sheets turned into what the rules speak of."""

import datetime as dt
from collections import defaultdict

from tools.check_plan.reading import Row, Unreadable, date, number, text, weekdays

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
BANDS = {
    "JPT": "top",
    "Administrator dan Pengawas": "middle",
    "Pelaksana": "staff",
    "JF Keterampilan": "skilled",
    "JF Keahlian": "expert",
}


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


def jp_owed(facts: Facts, who: int) -> int:
    """JP that the person still needs this year."""
    return max(0, JP_LEAST - int(number(facts.people[who]["JP DILAKUKAN"])))


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
