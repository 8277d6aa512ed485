"""The file of priority factors: what makes a gap weigh more, with its evidence."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

SOURCES = (
    ("position", "Jabatan"),
    ("service", "Layanan"),
    ("citizen", "Suara warga"),
    ("challenge", "Tantangan"),
    ("goal", "Tujuan pembangunan daerah"),
    ("proposal", "Usulan"),
)
SUBJECTS = (("city", "Kota"), ("unit", "Unit"), ("position", "Jabatan"), ("person", "Pegawai"))

FACTORS = Book(
    kind="factors",
    title=N_("Faktor prioritas kesenjangan"),
    file_name="faktor-prioritas.xlsx",
    sheets=(
        Sheet(
            name="Faktor",
            key=("subject_kind", "subject_code", "competency", "source", "period"),
            columns=(
                Column(
                    "subject_kind",
                    "JENIS SUBJEK",
                    "choice",
                    required=True,
                    choices=SUBJECTS,
                    example="Unit",
                ),
                Column(
                    "subject_code",
                    "KODE SUBJEK",
                    "code",
                    help="Kode unit, kode jabatan atau NIP; kosong untuk kota.",
                    example="UNOR-DINKES-PKM-HAMADI",
                ),
                Column(
                    "competency",
                    "KODE KOMPETENSI",
                    "code",
                    help="Kosong: berlaku bagi semua kompetensi subjek.",
                    example="RES",
                ),
                Column(
                    "source",
                    "SUMBER",
                    "choice",
                    required=True,
                    choices=SOURCES,
                    example="Suara warga",
                ),
                Column(
                    "value",
                    "NILAI",
                    "decimal",
                    required=True,
                    low=0.1,
                    high=10,
                    help="1 berarti tidak mengubah bobot.",
                    example="1,6",
                ),
                Column("standard_error", "GALAT BAKU", "decimal", low=0, high=5, example=""),
                Column("period", "PERIODE", "code", example="2026"),
                Column(
                    "evidence",
                    "BUKTI",
                    required=True,
                    max_length=1000,
                    example="SKM 2026-S1: U7 2,91 dari 4, 148 responden",
                ),
            ),
        ),
    ),
)
BOOKS = (FACTORS,)
