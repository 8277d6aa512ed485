"""The story that the demonstration tells: a bad behaviour score, empathy gaps, a nurse."""

import json
from datetime import date, datetime, timedelta

import pytest

from bina.demo.city import Manifest
from bina.demo.tables import table
from tests.demo.conftest import Read
from tests.demo.test_city import Town

HAMADI = "UNOR-DINKES-PKM-HAMADI"
RESULTS = ("hasil-penilaian.xlsx", "Hasil")


@pytest.fixture(scope="module")
def manifest(town: Town) -> Manifest:
    return town[1]


def test_the_cast_has_fixed_names_and_units(manifest: Manifest) -> None:
    cast = manifest.cast

    assert (cast["ani"].name, cast["ani"].position) == ("ANI WENDA", "Perawat Ahli Pertama")
    assert cast["ani"].unit_code == cast["budi"].unit_code == HAMADI
    assert cast["budi"].position == "Kepala Puskesmas"
    assert cast["citra"].unit_code.startswith("UNOR-BKPP")
    assert cast["dani"].unit_code.startswith("UNOR-DUKCAPIL")
    assert set(cast) == {
        *table("cast"),
        "hr_head",
        "officer_health",
        "officer_registry",
        "head_health",
        "head_registry",
    }


def test_the_citizens_of_hamadi_rate_behaviour_badly_in_both_halves(read: Read) -> None:
    rows = read("hasil-skm.xlsx", "SKM")

    bad = [r["NILAI"] for r in rows if r["KODE UNIT"] == HAMADI and r["UNSUR"] == "U7"]
    others = [r["NILAI"] for r in rows if r["KODE UNIT"] != HAMADI and r["UNSUR"] == "U7"]

    assert len(bad) == 2
    assert all(2.4 <= score <= 2.9 for score in bad)
    assert max(bad) < min(others)
    assert {r["UNSUR"] for r in rows} == {f"U{n}" for n in range(1, 10)}


def test_ani_is_measured_far_below_her_standard_of_empathy(read: Read, manifest: Manifest) -> None:
    ani = manifest.cast["ani"]
    standard = next(
        row["LEVEL"]
        for row in read("standar-kompetensi.xlsx", "SKJ")
        if row["NAMA JABATAN"] == ani.position and row["KODE KOMPETENSI"] == "RES"
    )

    levels = [
        row["LEVEL"]
        for row in read(*RESULTS)
        if row["NIP"] == ani.nip and row["KODE KOMPETENSI"] == "RES"
    ]

    assert standard == 3
    assert len(levels) >= 3
    assert max(levels) <= standard - 1


def test_measured_nurses_of_hamadi_lack_empathy_more_than_others(
    read: Read, manifest: Manifest
) -> None:
    unit = {
        row["NIP BARU"]: row["UNOR ID"]
        for row in read("data-utama-siasn.xlsx", "Data Utama")
        if isinstance(row["NIP BARU"], str)
    }
    levels: dict[bool, list[float]] = {True: [], False: []}
    for row in read(*RESULTS):
        if row["KODE KOMPETENSI"] == "RES":
            levels[unit[row["NIP"]] == HAMADI].append(row["LEVEL"])

    mean = {here: sum(values) / len(values) for here, values in levels.items()}

    assert len(levels[True]) >= 10
    assert mean[True] < mean[False] - 0.1


def test_about_two_thirds_are_measured_in_several_kinds_some_out_of_date(
    read: Read, manifest: Manifest, day: date
) -> None:
    rows = read(*RESULTS)

    share = len({row["NIP"] for row in rows}) / manifest.people
    ages = {day - _day(row["TANGGAL"]) for row in rows}

    assert 0.5 < share < 0.75
    assert len({row["JENIS"] for row in rows}) == 5
    assert min(ages) > timedelta(days=0)
    assert max(ages) > timedelta(days=3 * 365)


def test_empathy_has_a_priority_factor_with_the_survey_as_evidence(read: Read) -> None:
    rows = read("faktor-prioritas.xlsx", "Faktor")

    factor = next(
        row for row in rows if row["KODE SUBJEK"] == HAMADI and row["KODE KOMPETENSI"] == "RES"
    )

    assert factor["SUMBER"] == "Suara warga"
    assert factor["NILAI"] > 1
    assert "2,41" in factor["BUKTI"]


def test_ani_may_take_several_programmes_that_raise_empathy(read: Read) -> None:
    lifts = read("katalog-pengembangan.xlsx", "Kompetensi Program")
    programmes = read("katalog-pengembangan.xlsx", "Program")
    raising = {row["KODE PROGRAM"] for row in lifts if row["KODE KOMPETENSI"] == "RES"}

    for_health = {
        row["KODE PROGRAM"]
        for row in programmes
        if "UNOR-DINKES" in str(row["UNIT SASARAN"]).split(";") and not row["JABATAN SASARAN"]
    }

    assert len(raising & for_health) >= 5


def test_past_training_ends_by_the_day_and_many_have_none_this_year(
    read: Read, manifest: Manifest, day: date
) -> None:
    rows = read("riwayat-pelatihan.xlsx", "Riwayat")

    trained = {row["NIP"] for row in rows if _day(row["TANGGAL MULAI"]).year == day.year}

    assert all(_day(row["TANGGAL SELESAI"]) <= day for row in rows)
    assert 0.3 < len(trained) / manifest.people < 0.6


def test_manifest_file_can_be_read_by_other_programs(town: Town) -> None:
    folder, manifest = town

    stored = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    assert stored["cast"]["ani"]["nip"] == manifest.cast["ani"].nip
    assert stored["seed"] == 2027


def test_holidays_that_are_not_sure_say_so(read: Read) -> None:
    rows = read("kalender.xlsx", "Kalender")

    fixed = {row["NAMA"] for row in rows if row["SUMBER"] == "Tanggal tetap"}

    assert fixed == {
        "Tahun Baru Masehi",
        "Hari Buruh Internasional",
        "Hari Lahir Pancasila",
        "Proklamasi Kemerdekaan",
        "Kelahiran Yesus Kristus (Natal)",
    }
    assert all(row["SUMBER"].startswith("Sementara") for row in rows if row["NAMA"] not in fixed)


def _day(cell: datetime) -> date:
    return cell.date()


def test_ani_proposes_empathy_and_stands_first_in_her_unit(read: Read, manifest: Manifest) -> None:
    rows = read("usulan-akpk.xlsx", "Usulan")
    (ani,) = [row for row in rows if row["NIP"] == manifest.cast["ani"].nip]

    assert (ani["KODE KOMPETENSI"], ani["URUTAN"], ani["TAHUN"]) == ("RES", 1, manifest.year)
    assert "cemas" in ani["ALASAN"]
    assert len(rows) > 20
    assert len({(row["NIP"], row["KODE KOMPETENSI"]) for row in rows}) == len(rows)


def test_the_duties_of_the_year_are_marked_provisional(read: Read, manifest: Manifest) -> None:
    rows = read("kalender-tugas.xlsx", "Tugas")

    assert [row["KODE"] for row in rows] == [
        "AKPK-USUL", "AKPK-KIRIM", "AKPK-URUT", "AKPK-VERIFIKASI", "AKPK-VALIDASI",
    ]  # fmt: skip
    assert {(row["TAHUN"], row["SEMENTARA"]) for row in rows} == {(manifest.year, "ya")}
