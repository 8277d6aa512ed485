"""NIP, ranks, tiers and units as SIASN writes them; doubts are told, nothing is rejected.

Source: domain facts 1.3, 9.1-9.4 and the golden NIP of section 13.
"""

from datetime import date

import pytest

from bina.formats.nip import nip_doubts, nip_issues, read_nip, shown_nip
from bina.formats.ranks import RANKS, read_rank
from bina.formats.reading import read_book
from bina.formats.siasn import (
    derive,
    derived_problems,
    read_education,
    read_employment,
    read_plannable,
    unit_path,
)
from bina.formats.tiers import read_echelon, read_job_kind, read_tier
from bina.formats.workbook import RawSheet
from bina.law.law import law_on
from bina.people.rules.sheets import SIASN

GOLDEN = "198609262015051001"
POSITIONS = law_on(date(2027, 1, 1)).value("employment.legal_positions")


def test_golden_nip():
    parts = read_nip(GOLDEN)

    assert parts.birth_date == date(1986, 9, 26)
    assert (parts.year, parts.month, parts.contracts) == (2015, 5, None)
    assert (parts.gender, parts.sequence, parts.pattern) == ("M", "001", "pns")
    assert shown_nip(GOLDEN) == "19860926 201505 1 001"
    assert nip_issues(GOLDEN, gender="M", birth_date=date(1986, 9, 26)) == ()


def test_second_published_nip():
    parts = read_nip("196804111993031009")

    assert (parts.birth_date, parts.year, parts.month) == (date(1968, 4, 11), 1993, 3)


@pytest.mark.parametrize(
    "nip", ["", "1986092620150510", "19860926201505100A", "１９８６０９２６２０１５０５１００１"]
)
def test_anything_but_eighteen_digits_has_no_parts(nip):
    assert read_nip(nip) is None
    assert nip_issues(nip, gender="M") == ()


@pytest.mark.parametrize(
    ("middle", "pattern"),
    [
        ("00", None),
        ("01", "pns"),
        ("12", "pns"),
        ("13", None),
        ("20", None),
        ("21", "pppk"),
        ("29", "pppk"),
        ("30", None),
    ],
)
def test_digits_13_and_14_tell_pns_from_pppk(middle, pattern):
    nip = f"198609262015{middle}1001"

    assert read_nip(nip).pattern == pattern
    assert bool(nip_issues(nip)) == (pattern is None)


@pytest.mark.parametrize(
    ("nip", "doubtful"),
    [
        ("199805012015051001", False),  # 17 on the first of the month
        ("199805022015051001", True),  # a day short of 17
        ("195405022015051001", False),  # still 60
        ("195405012015051001", True),  # 61
        ("199812312015211001", False),  # PPPK: only the year is known, may be 17
        ("199901012015211001", True),
    ],
)
def test_age_at_appointment_at_its_borders(nip, doubtful):
    assert bool(nip_issues(nip)) == doubtful


@pytest.mark.parametrize(
    ("nip", "gender", "born", "word"),
    [
        ("198602302015051001", None, None, "bukan tanggal lahir"),
        (GOLDEN, "F", None, "jenis kelamin"),
        (GOLDEN, None, date(1986, 9, 25), "26-09-1986"),
        ("198609262015053001", "M", None, "angka 15"),
    ],
)
def test_each_contradiction_is_one_doubt(nip, gender, born, word):
    (issue,) = nip_issues(nip, gender=gender, birth_date=born)

    assert word in issue.reason.plain()
    assert issue.severity == "doubt"


def test_doubts_over_columns_keep_the_row_order():
    found = nip_doubts([GOLDEN, None, GOLDEN], ["F", "F", "M"], [None, None, date(1986, 9, 25)])

    assert [at for at, _ in found] == [0, 2]


def test_seventeen_ranks_each():
    assert sum(rank.group == "pns" for rank in RANKS.values()) == 17
    assert sum(rank.group == "pppk" for rank in RANKS.values()) == 17


@pytest.mark.parametrize(
    ("id_", "name", "code"),
    [
        ("33", "III/c", "III/c"),
        ("33", None, "III/c"),
        (None, "iii c", "III/c"),
        (None, "Penata Muda Tk. I, III/b", "III/b"),
        (None, "III/b - Penata Muda Tk I", "III/b"),
        ("23", None, "II/c"),
        ("45", None, "IV/e"),
        ("11", None, "I/a"),
        ("09", "IX", "IX"),
        (None, "Golongan VII", "VII"),
    ],
)
def test_ranks_by_id_and_name(id_, name, code):
    rank, issue = read_rank(id_, name)

    assert rank.code == code
    assert issue is None


@pytest.mark.parametrize(
    ("id_", "name", "code"), [("33", "III/d", "III/d"), (None, "III/e", None), ("99", "X/z", None)]
)
def test_rank_contradiction_or_unknown_is_a_doubt(id_, name, code):
    rank, issue = read_rank(id_, name)

    assert (rank.code if rank else None) == code
    assert issue.severity == "doubt"


@pytest.mark.parametrize(
    ("id_", "name", "kind"),
    [
        ("1", None, "structural"),
        ("2", None, "functional"),
        ("4", None, "executive"),
        (None, "Jabatan Fungsional", "functional"),
        (None, "Jabatan Fungsional Umum", "executive"),
        (None, "Jabatan Pelaksana", "executive"),
        (None, "Struktural", "structural"),
        (None, None, None),
    ],
)
def test_job_kinds(id_, name, kind):
    assert read_job_kind(id_, name) == kind


@pytest.mark.parametrize(
    ("id_", "name", "digit"),
    [
        (None, "II.a", "2"),
        (None, "III/B", "3"),
        (None, "Eselon IV", "4"),
        ("41", None, "4"),
        (None, "JFT", ""),
        (None, "", ""),
    ],
)
def test_echelons(id_, name, digit):
    assert read_echelon(id_, name) == digit


@pytest.mark.parametrize(
    ("position", "tier"),
    [
        ("Perawat Ahli Pertama", "21"),
        ("Guru Ahli Muda", "22"),
        ("Dokter Ahli Madya", "23"),
        ("Auditor Ahli Utama", "24"),
        ("Perawat Terampil", "12"),
        ("Bidan Mahir", "13"),
        ("Bidan Pelaksana Lanjutan", "13"),
        ("Perawat Penyelia", "14"),
        ("Pranata Komputer Pemula", "11"),
        ("Guru Madya", "23"),
    ],
)
def test_functional_tiers_by_name(position, tier):
    assert read_tier("functional", "", position) == (tier, None)


@pytest.mark.parametrize(("echelon", "tier"), [("2", "03"), ("3", "04"), ("4", "05")])
def test_structural_tiers_by_echelon_carry_no_doubt(echelon, tier):
    assert read_tier("structural", echelon, "Kepala apa pun") == (tier, None)


@pytest.mark.parametrize(
    ("position", "tier"),
    [
        ("Kepala Dinas Kesehatan", "03"),
        ("Kepala Badan Pendapatan Daerah", "03"),
        ("Sekretaris Daerah", "03"),
        ("Staf Ahli Bidang Pemerintahan", "03"),
        ("Camat Abepura", "04"),
        ("Kepala Distrik Heram", "04"),
        ("Sekretaris Dinas Sosial", "04"),
        ("Kepala Bidang Mutasi", "04"),
        ("Lurah Hamadi", "05"),
        ("Sekretaris Lurah Vim", "05"),
        ("Kepala Sub Bagian Umum", "05"),
        ("Kasubbag Keuangan", "05"),
        ("Kepala Seksi Pemerintahan", "05"),
    ],
)
def test_structural_tiers_by_words_carry_a_doubt(position, tier):
    found, issue = read_tier("structural", "", position)

    assert found == tier
    assert issue.severity == "doubt"


def test_tier_is_unknown_where_nothing_says_it():
    for kind, position in (("functional", "Guru Kelas"), ("structural", "Kepala"), (None, "Staf")):
        tier, issue = read_tier(kind, "", position)
        assert tier is None
        assert issue is not None
    assert read_tier("executive", "", "Pengadministrasi Umum") == ("06", None)


@pytest.mark.parametrize(
    ("kind", "status", "rank", "found", "doubtful"),
    [
        ("PNS Daerah Kab/Kota", "PNS", "pns", "pns", False),
        ("PNS Daerah Kab/Kota", "CPNS", "pns", "cpns", False),
        ("PNS Daerah Kab/Kota", "C", "pns", "cpns", False),
        ("PPPK", None, None, "pppk", False),
        ("Pegawai Pemerintah dengan Perjanjian Kerja", None, "pppk", "pppk", False),
        ("PPPK Paruh Waktu", None, None, "pppk_pw", False),
        ("PNS", "PNS", "pppk", "pns", True),
        (None, None, "pppk", "pppk", True),
        (None, None, None, None, True),
    ],
)
def test_employment(kind, status, rank, found, doubtful):
    value, issue = read_employment(kind, status, rank, None)

    assert value == found
    assert (issue is not None) == doubtful


@pytest.mark.parametrize(
    ("id_", "name", "level"),
    [
        ("40", "S-1/Sarjana", "S1"),
        (None, "D-IV", "D4"),
        (None, "Diploma III/Sarjana Muda", "D3"),
        (None, "Diploma II", "D2"),
        (None, "Diploma I", "D1"),
        (None, "SLTA Kejuruan", "SMK"),
        (None, "SLTA", "SMA"),
        (None, "SLTP", "SMP"),
        (None, "Sekolah Dasar", "SD"),
        (None, "S-2", "S2"),
        (None, "S-3/Doktor", "S3"),
        ("5", None, "SD"),
        ("30", "", "D3"),
    ],
)
def test_education(id_, name, level):
    assert read_education(id_, name) == (level, None)


def test_unknown_education_is_a_doubt():
    level, issue = read_education("99", "Kursus")

    assert level is None
    assert issue is not None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Dinas Kesehatan / Puskesmas Hamadi", ("Dinas Kesehatan", "Puskesmas Hamadi")),
        ("Dinas Kesehatan/Puskesmas Hamadi", ("Dinas Kesehatan", "Puskesmas Hamadi")),
        ("Setda / Bagian Umum/Aset", ("Setda", "Bagian Umum/Aset")),
        (" Setda /  / Bagian  Umum /", ("Setda", "Bagian Umum")),
        ("Setda", ("Setda",)),
        ("", ()),
    ],
)
def test_unit_paths(text, path):
    assert unit_path(text) == path


def test_bare_slash_inside_a_known_name_is_kept():
    known = frozenset({"bagian umum/aset"})

    assert unit_path("Setda/Bagian Umum/Aset/Sub A", known) == (
        "Setda",
        "Bagian Umum/Aset",
        "Sub A",
    )


@pytest.mark.parametrize(
    ("id_", "name", "plannable", "doubtful"),
    [
        ("01", "Aktif", True, False),
        (None, "PPPK Aktif", True, False),
        ("01", None, True, False),
        (None, "Tidak Aktif", False, False),
        (None, "Cuti di luar tanggungan negara", False, False),
        (None, "Tugas Belajar", False, False),
        (None, "Sesuatu", False, True),
        (None, None, True, True),
    ],
)
def test_legal_positions(id_, name, plannable, doubtful):
    found, issue = read_plannable(id_, name, POSITIONS)

    assert found is plannable
    assert (issue is not None) == doubtful


def test_derived_columns_follow_the_rows_and_name_their_place():
    headers = [
        "PNS ID",
        "NIP BARU",
        "NAMA",
        "JENIS KELAMIN",
        "GOL AKHIR ID",
        "JENIS JABATAN ID",
        "JABATAN NAMA",
        "UNOR NAMA",
        "JENIS PEGAWAI NAMA",
        "KEDUDUKAN HUKUM NAMA",
    ]
    rows = [
        ["A1", GOLDEN, "BUDI", "M", "33", "2", "Perawat Ahli Pertama", "A / B", "PNS", "Aktif"],
        ["A2", GOLDEN[:-1] + "2", "ANI", "F", "44", "1", "Kepala Dinas A", "A", "PNS", "Pensiun"],
    ]
    data = read_book(SIASN, [RawSheet("Data", [headers, *rows])]).sheets["Data Utama"]

    found = derive(data.columns, POSITIONS)

    assert found.tiers == ["21", "03"]
    assert [rank.code for rank in found.ranks] == ["III/c", "IV/d"]
    assert found.unit_paths == [("A", "B"), ("A",)]
    assert found.plannable == [True, False]
    assert found.employment == ["pns", "pns"]
    assert [(p.row, p.column) for p in derived_problems(data, found)] == [
        (3, "NIP BARU"),
        (3, "JABATAN NAMA"),
    ]


def test_doubts_about_an_absent_column_are_told_once():
    headers = ["PNS ID", "NAMA", "UNOR NAMA", "STATUS CPNS PNS", "JENIS JABATAN ID"]
    rows = [[f"A{n}", "ANI", "A", "PNS", "4"] for n in range(5)]
    data = read_book(SIASN, [RawSheet("Data", [headers, *rows])]).sheets["Data Utama"]

    (found,) = derived_problems(data, derive(data.columns, POSITIONS))

    assert (found.row, found.column) == (None, "KEDUDUKAN HUKUM NAMA")
