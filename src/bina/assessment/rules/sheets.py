"""The file of measured competency levels."""

from bina.assessment.rules.self_rating import HIGHEST_ANSWER
from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

RESULT_KINDS = (
    ("official", "Penilaian kompetensi resmi"),
    ("test", "Uji kompetensi"),
    ("superior", "Penilaian atasan"),
    ("peers", "Penilaian 360"),
    ("self_confirmed", "Penilaian diri dikonfirmasi"),
)
RESULTS = Book(
    kind="results",
    title=N_("Hasil penilaian kompetensi"),
    file_name="hasil-penilaian.xlsx",
    sheets=(
        Sheet(
            name="Hasil",
            key=("nip", "competency", "kind", "measured_on"),
            columns=(
                Column(
                    "nip",
                    "NIP",
                    "nip",
                    required=True,
                    aliases=("NIP BARU",),
                    example="199001012015031001",
                ),
                Column(
                    "name",
                    "NAMA",
                    help="Hanya untuk dibaca orang; tidak diimpor.",
                    example="ANI WENDA",
                ),
                Column("competency", "KODE KOMPETENSI", "code", required=True, example="PLP"),
                Column(
                    "kind",
                    "JENIS",
                    "choice",
                    required=True,
                    choices=RESULT_KINDS,
                    example="Penilaian atasan",
                ),
                Column(
                    "level",
                    "LEVEL",
                    "decimal",
                    required=True,
                    low=0,
                    high=HIGHEST_ANSWER,
                    example="1,5",
                ),
                Column("standard_error", "GALAT BAKU", "decimal", low=0.01, high=3, example=""),
                Column("measured_on", "TANGGAL", "date", required=True, example="14-08-2025"),
                Column("source", "SUMBER", example="Pusat penilaian Provinsi Papua"),
            ),
        ),
    ),
)
BOOKS = (RESULTS,)
