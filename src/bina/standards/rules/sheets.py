"""The files about competency standards: dictionary and position standards (SKJ)."""

from bina.formats.sheet import Book, Column, Sheet
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL
from bina.text import N_

GROUPS = (
    ("managerial", "Manajerial"),
    ("sociocultural", "Sosial Kultural"),
    ("service", "Karakter dan Layanan"),
    ("technical", "Teknis"),
)
TEXT_STATUS = (("summary", "Ringkasan"), ("official", "Resmi"))
IMPORTANCE = (("essential", "Mutlak"), ("important", "Penting"), ("needed", "Perlu"))

STANDARDS = Book(
    kind="standards",
    title=N_("Kamus dan standar kompetensi jabatan"),
    file_name="standar-kompetensi.xlsx",
    help=N_("Lembar Kamus: satu baris satu level. Lembar SKJ: satu baris satu kompetensi jabatan."),
    sheets=(
        Sheet(
            name="Kamus",
            key=("code", "level"),
            required=False,
            columns=(
                Column("code", "KODE", "code", required=True, example="PLP"),
                Column(
                    "group",
                    "KELOMPOK",
                    "choice",
                    required=True,
                    choices=GROUPS,
                    example="Manajerial",
                ),
                Column("name", "NAMA", required=True, example="Pelayanan Publik"),
                Column("name_en", "NAMA INGGRIS", example="Public Service"),
                Column(
                    "definition",
                    "DEFINISI",
                    max_length=2000,
                    example="Melayani kebutuhan warga sesuai standar.",
                ),
                Column(
                    "level",
                    "LEVEL",
                    "integer",
                    required=True,
                    low=LOWEST_LEVEL,
                    high=HIGHEST_LEVEL,
                    example="1",
                ),
                Column(
                    "description",
                    "DESKRIPSI LEVEL",
                    required=True,
                    max_length=2000,
                    example="Mengikuti standar layanan.",
                ),
                Column(
                    "indicators",
                    "INDIKATOR",
                    "list",
                    max_length=4000,
                    help="Perilaku yang tampak, dipisah titik koma.",
                    example="Menyapa lebih dulu; Menjelaskan syarat; Mencatat keluhan",
                ),
                Column(
                    "status", "STATUS NASKAH", "choice", choices=TEXT_STATUS, example="Ringkasan"
                ),
                Column("source", "SUMBER", example="Permenpan RB 38/2017"),
            ),
        ),
        Sheet(
            name="SKJ",
            key=("position_id", "position_name", "competency"),
            required=False,
            columns=(
                Column(
                    "position_id",
                    "KODE JABATAN",
                    "code",
                    aliases=("JABATAN ID",),
                    example="JF-PERAWAT-21",
                ),
                Column(
                    "position_name", "NAMA JABATAN", required=True, example="Perawat Ahli Pertama"
                ),
                Column("competency", "KODE KOMPETENSI", "code", required=True, example="PLP"),
                Column(
                    "level",
                    "LEVEL",
                    "integer",
                    required=True,
                    low=LOWEST_LEVEL,
                    high=HIGHEST_LEVEL,
                    example="2",
                ),
                Column(
                    "importance", "KEPENTINGAN", "choice", choices=IMPORTANCE, example="Penting"
                ),
                Column("source", "SUMBER", example="SK Wali Kota 188.4/2025"),
            ),
        ),
    ),
)
BOOKS = (STANDARDS,)
