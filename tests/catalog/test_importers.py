"""The catalogue and the costs through the import: what goes in, what is refused and where."""

import datetime as dt

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.calendar.models import Holiday
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.selectors.export import catalog_workbook, costs_workbook
from bina.imports import services
from bina.standards.models import Competency
from tests.formats.workbooks import xlsx

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
PROGRAMME_HEADS = [
    "KODE PROGRAM", "NAMA PROGRAM", "BENTUK", "CARA", "PENYELENGGARA", "JP", "JENJANG SASARAN",
    "JABATAN SASARAN", "JENIS PEGAWAI SASARAN", "UNIT SASARAN", "GOLONGAN MINIMUM", "PRASYARAT",
    "BATAS JP PER ORANG", "KELOMPOK PELATIH", "JAM PELATIH PER PESERTA",
]  # fmt: skip
SESSION_HEADS = [
    "KODE SESI", "KODE PROGRAM", "TEMPAT", "RUANG", "TANGGAL MULAI", "TANGGAL SELESAI",
    "PARUH HARI", "HARI", "KURSI MINIMUM", "KURSI MAKSIMUM", "BIAYA TETAP",
    "KONTRIBUSI PER PESERTA", "KODE ANGGARAN",
]  # fmt: skip
COST_HEADS = ["KOMPONEN", "ASAL", "TUJUAN", "MULAI GOLONGAN", "BESARAN", "DASAR"]


def programme(code="EMP", name="Komunikasi empatik", **cells):
    """A row of the sheet Program."""
    row = dict.fromkeys(PROGRAMME_HEADS)
    row |= {
        "KODE PROGRAM": code, "NAMA PROGRAM": name, "BENTUK": "bimbingan teknis",
        "CARA": "Tatap muka", "JP": 16,
    }  # fmt: skip
    return list((row | cells).values())


def session(code="EMP-A", of="EMP", start="02-03-2027", end="03-03-2027", **cells):
    """A row of the sheet Sesi."""
    row = dict.fromkeys(SESSION_HEADS)
    row |= {
        "KODE SESI": code, "KODE PROGRAM": of, "TEMPAT": "Kota Jayapura", "TANGGAL MULAI": start,
        "TANGGAL SELESAI": end, "KURSI MINIMUM": 5, "KURSI MAKSIMUM": 20,
    }  # fmt: skip
    return list((row | cells).values())


def book(programmes, sessions=(), effects=(), pools=()):
    """A catalogue file."""
    effect_heads = ["KODE PROGRAM", "KODE KOMPETENSI", "KENAIKAN LEVEL", "LEVEL TERTINGGI"]
    return xlsx(
        ("Program", [PROGRAMME_HEADS, *programmes]),
        ("Kompetensi Program", [effect_heads, *effects]),
        ("Sesi", [SESSION_HEADS, *sessions]),
        ("Pelatih", [["KELOMPOK PELATIH", "JAM TERSEDIA"], *pools]),
    )


def imported(data, kind="catalog"):
    """The applied (or previewed, if nothing could go in) run."""
    run = services.receive(CITRA, kind, "BKPP", data, "berkas.xlsx")
    run = services.preview(CITRA, run)
    counts = run.counts
    return services.apply(CITRA, run) if counts["new"] + counts["changed"] else run


def errors(run):
    """(sheet, row, column) of every error."""
    found = run.problems.filter(severity="error")
    return sorted(found.values_list("sheet", "row", "column"))


@pytest.fixture
def dictionary(cast):
    with unguarded():
        return Competency.objects.create(code="RES", group="service", name="Responsif")


def test_a_whole_catalogue_goes_in(cast, dictionary):
    run = imported(
        book(
            [
                programme(
                    **{
                        "JENJANG SASARAN": "6; 21", "JENIS PEGAWAI SASARAN": "PNS;PPPK Paruh Waktu",
                        "UNIT SASARAN": "dinkes", "GOLONGAN MINIMUM": "iii/a",
                        "JABATAN SASARAN": "perawat ahli pertama",
                    }
                ),
                programme("EMP-2", "Lanjutan", **{"PRASYARAT": "emp"}),
                programme(
                    "COACH", "Coaching", **{
                        "BENTUK": "Coaching", "CARA": "Terbuka tanpa kursi",
                        "BATAS JP PER ORANG": 8, "KELOMPOK PELATIH": "POOL",
                        "JAM PELATIH PER PESERTA": "1,5",
                    }
                ),
            ],
            [session(**{"HARI": "Sel-Rab", "KONTRIBUSI PER PESERTA": "Rp 350.000"})],
            [["EMP", "RES", "0,8", 3]],
            [["POOL", 400]],
        )
    )  # fmt: skip

    assert errors(run) == []
    first = Programme.objects.get(code="EMP")
    assert (first.form, first.tiers, first.employment) == (
        "Bimbingan Teknis", ["06", "21"], ["pns", "pppk_pw"],
    )  # fmt: skip
    assert (first.unit_codes, first.min_rank, first.positions) == (
        ["DINKES"], "III/a", ["Perawat Ahli Pertama"],
    )  # fmt: skip
    assert list(Programme.objects.get(code="EMP-2").prerequisites.all()) == [first]
    assert float(ProgrammeEffect.objects.get().lift) == 0.8
    made = Session.objects.get()
    assert (made.weekdays, made.contribution, made.half_days) == ("12", 350_000, "full")
    assert CoachPool.objects.get().hours == 400


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (session(start="03-03-2027", end="02-03-2027"), "TANGGAL SELESAI"),
        (session(start="03-03-2027", end="03-03-2029"), "TANGGAL SELESAI"),
        (session(start="31-02-2027"), "TANGGAL MULAI"),
        (session(start="06-03-2027", end="07-03-2027"), "TANGGAL MULAI"),  # a weekend
        (session(start="08-03-2027", end="08-03-2027"), "TANGGAL MULAI"),  # a holiday
        (session(**{"KURSI MINIMUM": 30}), "KURSI MINIMUM"),
        (session(**{"BIAYA TETAP": -5}), "BIAYA TETAP"),
        (session(**{"KONTRIBUSI PER PESERTA": -1}), "KONTRIBUSI PER PESERTA"),
        (session(of="XYZ"), "KODE PROGRAM"),
        (session(of="OPEN"), "KODE PROGRAM"),
        (session(**{"HARI": "tiap hari"}), "HARI"),
    ],
)
def test_an_impossible_session_names_its_place_and_stays_out(cast, row, column):
    with unguarded():
        day = dt.date(2027, 3, 8)
        Holiday.objects.create(start=day, end=day, kind="holiday", name="Nyepi")
    opened = programme("OPEN", **{"CARA": "Terbuka tanpa kursi", "BATAS JP PER ORANG": 4})

    run = imported(book([programme(), opened], [session("GOOD"), row]))

    assert errors(run) == [("Sesi", 3, column)]
    assert [made.code for made in Session.objects.all()] == ["GOOD"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"PRASYARAT": "TIDAK-ADA"}, "PRASYARAT"),
        ({"JENJANG SASARAN": "99"}, "JENJANG SASARAN"),
        ({"JENIS PEGAWAI SASARAN": "Honorer"}, "JENIS PEGAWAI SASARAN"),
        ({"UNIT SASARAN": "XYZ"}, "UNIT SASARAN"),
        ({"GOLONGAN MINIMUM": "V/z"}, "GOLONGAN MINIMUM"),
        ({"KELOMPOK PELATIH": "POOL"}, "JAM PELATIH PER PESERTA"),
        ({"JP": 0}, "JP"),
    ],
)
def test_an_impossible_programme_names_its_place_and_stays_out(cast, cells, column):
    run = imported(book([programme("GOOD"), programme("BAD", **cells)]))

    assert errors(run) == [("Program", 3, column)]
    assert [made.code for made in Programme.objects.all()] == ["GOOD"]


def test_a_circle_of_prerequisites_stays_out_with_all_its_rows(cast):
    run = imported(
        book(
            [
                programme("A", **{"PRASYARAT": "B"}),
                programme("B", **{"PRASYARAT": "A"}),
                programme("C"),
            ]
        )
    )

    assert [row[:2] for row in errors(run)] == [("Program", 2), ("Program", 3)]
    reason = run.problems.filter(row=2).get().reason
    assert reason["v"]["way"] == "A → B → A"
    assert [made.code for made in Programme.objects.all()] == ["C"]


def test_a_lift_above_the_ceiling_is_refused(cast, dictionary):
    run = imported(book([programme()], effects=[["EMP", "RES", 3, 2]]))

    assert errors(run) == [("Kompetensi Program", 2, "KENAIKAN LEVEL")]


def test_export_and_import_change_nothing(cast, dictionary):
    imported(
        book(
            [
                programme(
                    **{"JENJANG SASARAN": "06", "JENIS PEGAWAI SASARAN": "PPPK Paruh Waktu",
                       "UNIT SASARAN": "DINKES", "PRASYARAT": "COACH"}
                ),
                programme(
                    "COACH", **{"CARA": "Terbuka tanpa kursi", "BATAS JP PER ORANG": 8,
                                "KELOMPOK PELATIH": "POOL", "JAM PELATIH PER PESERTA": "1,5"}
                ),
            ],
            [session(**{"HARI": "Sab", "PARUH HARI": "Siang", "BIAYA TETAP": 5}, end="13-03-2027")],
            [["EMP", "RES", "0,85", "3,5"]],
            [["POOL", "400,5"]],
        )
    )  # fmt: skip
    assert (Programme.objects.count(), Session.objects.count()) == (2, 1)

    run = imported(catalog_workbook("data karangan"))

    names = ("new", "changed", "missing", "unchanged", "error", "doubt")
    assert [run.counts[name] for name in names] == [0, 0, 0, 5, 0, 0]


def test_costs_go_in_and_come_back_unchanged(cast):
    rows = [
        ["Transportasi", None, "Makassar", None, "Rp 6.200.000", "Perwal"],
        ["Penginapan", "Kota Jayapura", "Makassar", "IV/a", 1_050_000, None],
    ]
    imported(xlsx(("Biaya", [COST_HEADS, *rows])), "costs")
    found = StandardCost.objects.order_by("amount").values_list("component", "rank_from", "amount")
    assert list(found) == [("lodging", "IV/a", 1_050_000), ("transport", "", 6_200_000)]

    run = imported(costs_workbook(), "costs")

    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Uang harian", None, "Makassar", None, -1, None], "BESARAN"),
        (["Uang harian", None, "Makassar", "V/z", 1, None], "MULAI GOLONGAN"),
        (["Makan", None, "Makassar", None, 1, None], "KOMPONEN"),
        (["Uang harian", None, None, None, 1, None], "TUJUAN"),
    ],
)
def test_an_impossible_cost_names_its_place(cast, row, column):
    run = imported(xlsx(("Biaya", [COST_HEADS, row])), "costs")

    assert errors(run) == [("Biaya", 2, column)]
    assert not StandardCost.objects.exists()
