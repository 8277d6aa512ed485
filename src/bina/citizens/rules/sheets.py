"""The files about public services and what citizens say of them (SKM)."""

from bina.citizens.rules.behaviour import HIGHEST_SCORE, LOWEST_SCORE
from bina.formats.sheet import Book, Column, Sheet
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL
from bina.text import N_

CHANNELS = (("counter", "Loket"), ("online", "Daring"), ("both", "Loket dan daring"))
WEEKDAYS = (
    ("0", "Sen"),
    ("1", "Sel"),
    ("2", "Rab"),
    ("3", "Kam"),
    ("4", "Jum"),
    ("5", "Sab"),
    ("6", "Min"),
)

SERVICES = Book(
    kind="services",
    title=N_("Layanan publik"),
    file_name="layanan-publik.xlsx",
    help=N_("Satu baris satu peran pada satu layanan: siapa yang paling sedikit harus ada."),
    sheets=(
        Sheet(
            name="Layanan",
            key=("code", "role"),
            columns=(
                Column("code", "KODE LAYANAN", "code", required=True, example="PKM-HMD-UMUM"),
                Column("name", "NAMA LAYANAN", required=True, example="Poli umum"),
                Column(
                    "unit_code",
                    "KODE UNIT",
                    "code",
                    required=True,
                    example="UNOR-DINKES-PKM-HAMADI",
                ),
                Column(
                    "channel", "SALURAN", "choice", required=True, choices=CHANNELS, example="Loket"
                ),
                Column(
                    "open_days",
                    "HARI BUKA",
                    "list",
                    required=True,
                    help="Sen;Sel;Rab;Kam;Jum;Sab;Min, atau Sen-Jum.",
                    example="Sen;Sel;Rab;Kam;Jum;Sab",
                ),
                Column("opens", "JAM BUKA", "time", required=True, example="08:00"),
                Column("closes", "JAM TUTUP", "time", required=True, example="14:00"),
                Column(
                    "criticality",
                    "KRITIKALITAS",
                    "integer",
                    required=True,
                    low=1,
                    high=5,
                    help="1 dapat ditunda, 5 menyangkut nyawa.",
                    example="4",
                ),
                Column("role", "PERAN", required=True, example="Perawat"),
                Column(
                    "positions",
                    "JABATAN PELAKSANA",
                    "list",
                    help="Nama jabatan yang dapat mengisi peran; kosong berarti semua pegawai "
                    "unit.",
                    max_length=2000,
                    example="Perawat Terampil; Perawat Ahli Pertama",
                ),
                Column("competency", "KODE KOMPETENSI", "code", example="KES"),
                Column(
                    "min_level",
                    "LEVEL MINIMUM",
                    "integer",
                    low=LOWEST_LEVEL,
                    high=HIGHEST_LEVEL,
                    example="2",
                ),
                Column(
                    "min_staff",
                    "STAF MINIMUM",
                    "integer",
                    required=True,
                    low=0,
                    high=500,
                    example="2",
                ),
            ),
        ),
    ),
)

SKM = Book(
    kind="skm",
    title=N_("Hasil Survei Kepuasan Masyarakat"),
    file_name="hasil-skm.xlsx",
    sheets=(
        Sheet(
            name="SKM",
            key=("unit_code", "period", "element"),
            columns=(
                Column(
                    "unit_code",
                    "KODE UNIT",
                    "code",
                    required=True,
                    example="UNOR-DINKES-PKM-HAMADI",
                ),
                Column("period", "PERIODE", "code", required=True, example="2026-S1"),
                Column(
                    "element", "UNSUR", "code", required=True, help="U1 sampai U9.", example="U7"
                ),
                Column(
                    "score",
                    "NILAI",
                    "decimal",
                    required=True,
                    low=LOWEST_SCORE,
                    high=HIGHEST_SCORE,
                    example="2,91",
                ),
                Column(
                    "respondents",
                    "JUMLAH RESPONDEN",
                    "integer",
                    required=True,
                    low=1,
                    high=1_000_000,
                    example="148",
                ),
            ),
        ),
    ),
)
BOOKS = (SERVICES, SKM)
