"""Every code, name and NIP that one file mentions stands in the file that introduces it."""

from typing import Any

import pytest

from bina.demo.city import DEMO_DAY
from tests.demo.conftest import Read

UNITS = ("unit-organisasi.xlsx", "Unit")
KAMUS = ("standar-kompetensi.xlsx", "Kamus")
PROGRAMMES = ("katalog-pengembangan.xlsx", "Program")
SESSIONS = ("katalog-pengembangan.xlsx", "Sesi")
BUDGET = ("anggaran.xlsx", "Anggaran")


def _column(read: Read, where: tuple[str, str], header: str) -> list[Any]:
    return [row[header] for row in read(*where) if row[header] not in (None, "")]


def _split(cells: list[Any]) -> set[str]:
    return {part.strip() for cell in cells for part in str(cell).split(";") if part.strip()}


@pytest.mark.parametrize(
    ("file_name", "sheet"),
    [
        ("riwayat-pelatihan.xlsx", "Riwayat"),
        ("cuti-dan-kontrak.xlsx", "Cuti"),
        ("peran-pengguna.xlsx", "Peran"),
        ("hasil-penilaian.xlsx", "Hasil"),
    ],
)
def test_every_nip_is_spelt_in_the_siasn_file(file_name: str, sheet: str, read: Read) -> None:
    known = set(_column(read, ("data-utama-siasn.xlsx", "Data Utama"), "NIP BARU"))

    used = set(_column(read, (file_name, sheet), "NIP"))

    assert used
    assert used <= known


@pytest.mark.parametrize(
    ("file_name", "sheet", "header"),
    [
        ("unit-organisasi.xlsx", "Unit", "KODE INDUK"),
        ("data-utama-siasn.xlsx", "Data Utama", "UNOR ID"),
        ("peran-pengguna.xlsx", "Peran", "KODE UNIT"),
        ("layanan-publik.xlsx", "Layanan", "KODE UNIT"),
        ("hasil-skm.xlsx", "SKM", "KODE UNIT"),
        ("katalog-pengembangan.xlsx", "Program", "UNIT SASARAN"),
        ("anggaran.xlsx", "Anggaran", "UNIT YANG DIBIAYAI"),
    ],
)
def test_every_unit_is_in_the_tree(file_name: str, sheet: str, header: str, read: Read) -> None:
    known = set(_column(read, UNITS, "KODE UNIT"))

    used = _split(_column(read, (file_name, sheet), header))

    assert used
    assert used <= known


@pytest.mark.parametrize(
    ("file_name", "sheet"),
    [
        ("standar-kompetensi.xlsx", "SKJ"),
        ("hasil-penilaian.xlsx", "Hasil"),
        ("riwayat-pelatihan.xlsx", "Riwayat"),
        ("layanan-publik.xlsx", "Layanan"),
        ("faktor-prioritas.xlsx", "Faktor"),
        ("katalog-pengembangan.xlsx", "Kompetensi Program"),
    ],
)
def test_every_competency_is_in_the_dictionary(file_name: str, sheet: str, read: Read) -> None:
    known = set(_column(read, KAMUS, "KODE"))
    header = "KODE KOMPETENSI"

    used = set(_column(read, (file_name, sheet), header))

    assert used
    assert used <= known


def test_every_position_of_services_programmes_and_standards_has_a_holder(read: Read) -> None:
    held = set(_column(read, ("data-utama-siasn.xlsx", "Data Utama"), "JABATAN NAMA"))

    used = _split(_column(read, ("layanan-publik.xlsx", "Layanan"), "JABATAN PELAKSANA"))
    used |= _split(_column(read, PROGRAMMES, "JABATAN SASARAN"))
    used |= set(_column(read, ("standar-kompetensi.xlsx", "SKJ"), "NAMA JABATAN"))

    assert used <= held


def test_sessions_lifts_prerequisites_and_coaches_name_programmes_and_pools(read: Read) -> None:
    programmes = set(_column(read, PROGRAMMES, "KODE PROGRAM"))
    pools = set(_column(read, ("katalog-pengembangan.xlsx", "Pelatih"), "KELOMPOK PELATIH"))
    lifts = ("katalog-pengembangan.xlsx", "Kompetensi Program")

    assert set(_column(read, SESSIONS, "KODE PROGRAM")) <= programmes
    assert set(_column(read, lifts, "KODE PROGRAM")) == programmes
    assert _split(_column(read, PROGRAMMES, "PRASYARAT")) <= programmes
    assert set(_column(read, PROGRAMMES, "KELOMPOK PELATIH")) <= pools


def test_every_place_of_a_session_has_its_three_standard_costs(read: Read) -> None:
    costs = read("standar-biaya.xlsx", "Biaya")

    known = {(row["KOMPONEN"], row["TUJUAN"]) for row in costs if not row["ASAL"]}

    for place in set(_column(read, SESSIONS, "TEMPAT")):
        for component in ("Transportasi", "Penginapan", "Uang harian"):
            assert (component, place) in known


def test_every_budget_line_of_a_session_pays_its_form_and_its_units(read: Read) -> None:
    lines = {row["KODE ANGGARAN"]: row for row in read(*BUDGET)}
    programmes = {row["KODE PROGRAM"]: row for row in read(*PROGRAMMES)}

    for session in read(*SESSIONS):
        if session["KODE ANGGARAN"] is None:  # over before the plan's year: its budget is spent
            assert str(DEMO_DAY.year) in str(session["TANGGAL MULAI"]), session["KODE SESI"]
            continue
        line = lines[session["KODE ANGGARAN"]]
        programme = programmes[session["KODE PROGRAM"]]
        forms = _split([line["BENTUK YANG DIBIAYAI"] or ""])
        assert not forms or programme["BENTUK"] in forms, session["KODE SESI"]
        units = _split([line["UNIT YANG DIBIAYAI"] or ""])
        meant = _split([programme["UNIT SASARAN"] or ""])
        assert not units or (meant and meant <= units), session["KODE SESI"]
