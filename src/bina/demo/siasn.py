"""The SIASN 'Data Utama' export of the city, with every column that SIASN writes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bina.demo.people import Person
from bina.demo.tables import table
from bina.demo.units import Unit, path_of
from bina.demo.workbook import new_workbook, write_note
from bina.people.rules.sheets import SIASN

HEADER_ROW = 4  # counted from 0; the title stands above
TRAILING_BLANK_ROWS = 7
Cells = dict[str, Any]  # SIASN header -> text, number, date or nothing


def siasn_rows(people: Sequence[Person], units: Mapping[str, Unit]) -> list[Cells]:
    """One clean row per person, in the order of the people."""
    paths = {code: path_of(unit, dict(units)) for code, unit in units.items()}
    return [_row(person, paths[person.unit.code]) for person in people]


def write_siasn(path: Path, rows: Sequence[Cells], *, day: date) -> None:
    """Write the rows below a title of four lines, and blank rows behind them."""
    spec = table("siasn")
    columns: list[str] = spec["columns"]
    with new_workbook(path, SIASN.title, day) as target:
        page = target.add_worksheet(SIASN.sheets[0].name)
        dates = target.add_format({"num_format": "dd-mm-yyyy"})
        blank = target.add_format({"num_format": "@"})
        for number, line in enumerate([*spec["title"], f"Keadaan {day:%d-%m-%Y}"]):
            page.write_string(number, 0, line)
        for column, header in enumerate(columns):
            page.write_string(HEADER_ROW, column, header)
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            for column, header in enumerate(columns):
                value = row.get(header)
                if value is None or value == "":
                    continue
                if isinstance(value, date):
                    page.write_datetime(number, column, value, dates)
                elif isinstance(value, (int, float)):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, value)
        last = HEADER_ROW + 1 + len(rows)
        for number in range(last, last + TRAILING_BLANK_ROWS):
            page.write_blank(number, 0, None, blank)
            page.write_string(number, 3, " ")
        write_note(target, SIASN.title, day, "Kolom tanpa tujuan berisi nilai kosong atau nol.")


def _row(person: Person, path: str) -> Cells:
    spec = table("siasn")
    career = person.career
    kind, kind_name = spec["employment"][career.employment]
    legal, legal_name = spec["legal"][person.legal]
    row: Cells = dict(spec["dummies"])
    row |= {
        "PNS ID": person.pns_id,
        "NIP BARU": person.nip,
        "NAMA": person.name,
        "GELAR DEPAN": person.title_front,
        "GELAR BELAKANG": person.title_back,
        "TEMPAT LAHIR NAMA": person.birth_place,
        "TANGGAL LAHIR": f"{career.born:%d-%m-%Y}",
        "JENIS KELAMIN": person.gender,
        "JENIS PEGAWAI ID": kind,
        "JENIS PEGAWAI NAMA": kind_name,
        "KEDUDUKAN HUKUM ID": legal,
        "KEDUDUKAN HUKUM NAMA": legal_name,
        "STATUS CPNS PNS": spec["status"][career.employment],
        "UNOR ID": person.unit.code,
        "UNOR NAMA": path,
    }
    return row | _career_cells(person) | _position_cells(person)


def _career_cells(person: Person) -> Cells:
    spec = table("siasn")
    career = person.career
    study, _prefix = spec["study"][career.study]
    cells: Cells = {
        "NOMOR SK CPNS": f"KARANGAN/{career.since:%Y}",
        "TANGGAL SK CPNS": f"{career.since:%d-%m-%Y}",
        "TMT CPNS": f"{career.since:%d-%m-%Y}",
        "GOL AKHIR ID": spec["ranks"].get(career.rank, career.rank),
        "GOL AKHIR NAMA": career.rank,
        "TMT GOLONGAN": career.rank_since,
        "MK TAHUN": str(max(0, career.rank_since.year - career.since.year)),
        "MK BULAN": "00",
        "TINGKAT PENDIDIKAN ID": f"{career.study:02d}",
        "TINGKAT PENDIDIKAN NAMA": study,
        "PENDIDIKAN ID": f"K{career.study:02d}",
        "PENDIDIKAN NAMA": career.study_name,
        "TAHUN LULUS": str(career.graduated),
    }
    if career.employment == "pns":
        permanent = career.since.replace(year=career.since.year + 1)
        cells["NOMOR SK PNS"] = f"KARANGAN/{permanent:%Y}"
        cells["TANGGAL SK PNS"] = cells["TMT PNS"] = f"{permanent:%d-%m-%Y}"
    return cells


def _position_cells(person: Person) -> Cells:
    spec = table("siasn")
    kind = "1" if person.echelon else "4" if person.tier == "06" else "2"
    cells: Cells = {
        "JENIS JABATAN ID": kind,
        "JENIS JABATAN NAMA": spec["job_kinds"][kind],
        "JABATAN ID": person.position_id,
        "JABATAN NAMA": person.position_name,
        "TMT JABATAN": person.career.position_since,
    }
    if person.echelon:
        cells["ESELON ID"] = spec["echelons"][person.echelon]
        cells["ESELON NAMA"] = person.echelon
        cells["TMT ESELON"] = person.career.position_since
    return cells
