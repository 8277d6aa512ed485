"""The file of talent parts that the assessors hand over."""

from bina.formats.sheet import Book, Column, Sheet
from bina.people.rules.sheets import NAME_INFO, NIP
from bina.text import N_

PARTS = (
    ("award", N_("Penghargaan")),
    ("assignment", N_("Penugasan atau tim kerja")),
    ("feedback", N_("Umpan balik 360")),
    ("development", N_("Pengembangan kompetensi")),
    ("experience", N_("Pengalaman jabatan")),
    ("potency", N_("Potensi")),
    ("field_fit", N_("Kesesuaian bidang ilmu")),
)
TALENT = Book(
    kind="talent",
    title=N_("Unsur talenta"),
    file_name="unsur-talenta.xlsx",
    help=N_("Nilai 0 sampai 100 tiap unsur yang tidak dihitung dari data lain."),
    sheets=(
        Sheet(
            name="Talenta",
            key=("nip", "year", "part"),
            columns=(
                NIP,
                NAME_INFO,
                Column("year", "TAHUN", "integer", required=True, example="2025"),
                Column("part", "UNSUR", "choice", required=True, choices=PARTS, example="Potensi"),
                Column("score", "NILAI", "decimal", required=True, low=0, high=100, example="80"),
                Column("document_no", "NOMOR DOKUMEN", example="TIM-TALENTA/2025"),
            ),
        ),
    ),
)
