"""The files of what can be learned and what it costs: programmes, sessions, standard costs."""

from bina.formats.sheet import Book, Column, Sheet
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL
from bina.text import N_

MODES = (
    ("classroom", "Tatap muka"),
    ("online", "Daring"),
    ("blended", "Campuran"),
    ("open", "Terbuka tanpa kursi"),
)
COST_COMPONENTS = (
    ("transport", "Transportasi"),
    ("lodging", "Penginapan"),
    ("daily", "Uang harian"),
)

CATALOG = Book(
    kind="catalog",
    title=N_("Katalog program dan sesi"),
    file_name="katalog-pengembangan.xlsx",
    help=N_("Program, kompetensi yang dinaikkan, sesi dengan jadwal dan kursi."),
    sheets=(
        Sheet(
            name="Program",
            key=("code",),
            columns=(
                Column("code", "KODE PROGRAM", "code", required=True, example="EMPATI-01"),
                Column(
                    "name", "NAMA PROGRAM", required=True, example="Komunikasi empatik di loket"
                ),
                Column("form", "BENTUK", "code", required=True, example="Bimbingan Teknis"),
                Column(
                    "mode", "CARA", "choice", required=True, choices=MODES, example="Tatap muka"
                ),
                Column("provider", "PENYELENGGARA", example="BKPP Kota Jayapura"),
                Column(
                    "jp",
                    "JP",
                    "integer",
                    required=True,
                    low=1,
                    high=900,
                    help="JP satu kali ikut; untuk program terbuka JP satu kegiatan.",
                    example="16",
                ),
                Column(
                    "tiers",
                    "JENJANG SASARAN",
                    "list",
                    help="Kode jenjang jabatan, mis. 05;06;21. Kosong: semua.",
                    example="06;12;21",
                ),
                Column(
                    "positions",
                    "JABATAN SASARAN",
                    "list",
                    max_length=2000,
                    help="Nama jabatan; kosong: semua.",
                    example="",
                ),
                Column(
                    "employment",
                    "JENIS PEGAWAI SASARAN",
                    "list",
                    help="PNS;CPNS;PPPK;PPPK Paruh Waktu. Kosong: semua.",
                    example="",
                ),
                Column(
                    "unit_codes",
                    "UNIT SASARAN",
                    "list",
                    max_length=2000,
                    help="Kode unit, termasuk semua unit di bawahnya. Kosong: semua.",
                    example="",
                ),
                Column("min_rank", "GOLONGAN MINIMUM", "code", example=""),
                Column("prerequisites", "PRASYARAT", "list", help="Kode program.", example=""),
                Column(
                    "cap_jp",
                    "BATAS JP PER ORANG",
                    "integer",
                    low=1,
                    high=200,
                    help="Hanya program terbuka: JP paling banyak per orang per tahun.",
                    example="",
                ),
                Column(
                    "coach_pool",
                    "KELOMPOK PELATIH",
                    "code",
                    help="Program terbuka dengan pelatih yang sama berbagi jam.",
                    example="",
                ),
                Column(
                    "coach_hours", "JAM PELATIH PER PESERTA", "decimal", low=0, high=100, example=""
                ),
                Column(
                    "goal",
                    "KODE TUJUAN",
                    "code",
                    help="Tujuan rencana pembangunan daerah yang dilayani program ini.",
                    example="T-1",
                ),
            ),
        ),
        Sheet(
            name="Kompetensi Program",
            key=("code", "competency"),
            columns=(
                Column("code", "KODE PROGRAM", "code", required=True, example="EMPATI-01"),
                Column("competency", "KODE KOMPETENSI", "code", required=True, example="RES"),
                Column(
                    "lift",
                    "KENAIKAN LEVEL",
                    "decimal",
                    required=True,
                    low=0.05,
                    high=HIGHEST_LEVEL - LOWEST_LEVEL,
                    example="0,8",
                ),
                Column(
                    "ceiling",
                    "LEVEL TERTINGGI",
                    "decimal",
                    required=True,
                    low=LOWEST_LEVEL,
                    high=HIGHEST_LEVEL,
                    help="Program ini tidak menaikkan siapa pun di atas level ini.",
                    example="3",
                ),
            ),
        ),
        Sheet(
            name="Sesi",
            key=("code",),
            columns=(
                Column("code", "KODE SESI", "code", required=True, example="EMPATI-01-A"),
                Column("programme", "KODE PROGRAM", "code", required=True, example="EMPATI-01"),
                Column("place", "TEMPAT", required=True, example="Kota Jayapura"),
                Column("venue", "RUANG", example="Aula BKPP"),
                Column("start", "TANGGAL MULAI", "date", required=True, example="02-03-2027"),
                Column("end", "TANGGAL SELESAI", "date", required=True, example="03-03-2027"),
                Column(
                    "half_days",
                    "PARUH HARI",
                    "choice",
                    choices=(("full", "Penuh"), ("morning", "Pagi"), ("afternoon", "Siang")),
                    example="Penuh",
                ),
                Column("days", "HARI", "list", help="Kosong: Sen-Jum. Contoh: Sab.", example=""),
                Column(
                    "min_seats",
                    "KURSI MINIMUM",
                    "integer",
                    required=True,
                    low=1,
                    high=2000,
                    example="15",
                ),
                Column(
                    "max_seats",
                    "KURSI MAKSIMUM",
                    "integer",
                    required=True,
                    low=1,
                    high=2000,
                    example="30",
                ),
                Column("fixed_cost", "BIAYA TETAP", "money", low=0, example="6.500.000"),
                Column("contribution", "KONTRIBUSI PER PESERTA", "money", low=0, example="350.000"),
                Column(
                    "budget_line",
                    "KODE ANGGARAN",
                    "code",
                    help="Kosong: dipilih dari aturan anggaran.",
                    example="BKPP-01",
                ),
                Column(
                    "goal",
                    "KODE TUJUAN",
                    "code",
                    help="Hanya bila sesi ini melayani tujuan lain daripada programnya.",
                    example="",
                ),
            ),
        ),
        Sheet(
            name="Pelatih",
            key=("pool",),
            required=False,
            columns=(
                Column("pool", "KELOMPOK PELATIH", "code", required=True, example="COACH-BKPP"),
                Column(
                    "hours",
                    "JAM TERSEDIA",
                    "decimal",
                    required=True,
                    low=0,
                    high=100_000,
                    example="1200",
                ),
            ),
        ),
    ),
)

COSTS = Book(
    kind="costs",
    title=N_("Standar biaya perjalanan"),
    file_name="standar-biaya.xlsx",
    sheets=(
        Sheet(
            name="Biaya",
            key=("component", "origin", "place", "rank_from"),
            columns=(
                Column(
                    "component",
                    "KOMPONEN",
                    "choice",
                    required=True,
                    choices=COST_COMPONENTS,
                    example="Uang harian",
                ),
                Column(
                    "origin",
                    "ASAL",
                    help="Tempat kerja atau distrik; kosong: semua asal.",
                    example="Muara Tami",
                ),
                Column("place", "TUJUAN", required=True, example="Kota Jayapura"),
                Column(
                    "rank_from",
                    "MULAI GOLONGAN",
                    "code",
                    help="Berlaku dari golongan ini ke atas; kosong: semua.",
                    example="III/a",
                ),
                Column(
                    "amount",
                    "BESARAN",
                    "money",
                    required=True,
                    low=0,
                    help="Transportasi sekali pulang-pergi; penginapan per malam; harian per hari.",
                    example="150.000",
                ),
                Column("source", "DASAR", example="Perwal standar biaya 2027"),
            ),
        ),
    ),
)
BOOKS = (CATALOG, COSTS)
