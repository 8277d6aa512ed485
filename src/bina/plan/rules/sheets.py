"""The file of money: budget lines that pay for learning."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

FUNDS = (
    ("dau", "DAU"),
    ("otsus", "Otsus"),
    ("pad", "PAD"),
    ("partner", "Mitra"),
    ("other", "Lainnya"),
)
BUDGET = Book(
    kind="budget",
    title=N_("Anggaran pengembangan"),
    file_name="anggaran.xlsx",
    sheets=(
        Sheet(
            name="Anggaran",
            key=("code",),
            columns=(
                Column("code", "KODE ANGGARAN", "code", required=True, example="BKPP-01"),
                Column(
                    "name", "URAIAN", required=True, example="Bimbingan teknis pelayanan publik"
                ),
                Column(
                    "fund", "SUMBER DANA", "choice", required=True, choices=FUNDS, example="DAU"
                ),
                Column(
                    "year", "TAHUN", "integer", required=True, low=2000, high=2100, example="2027"
                ),
                Column("amount", "PAGU", "money", required=True, low=0, example="1.250.000.000"),
                Column(
                    "forms",
                    "BENTUK YANG DIBIAYAI",
                    "list",
                    max_length=2000,
                    help="Kosong: semua bentuk.",
                    example="Bimbingan Teknis;Diklat Teknis",
                ),
                Column(
                    "unit_codes",
                    "UNIT YANG DIBIAYAI",
                    "list",
                    max_length=2000,
                    help="Kode unit, termasuk semua unit di bawahnya. Kosong: semua.",
                    example="",
                ),
                Column("activity", "SUB-KEGIATAN", "code", example="5.04.02.2.01"),
                Column("account", "KODE REKENING", "code", example="5.1.02.02.12"),
            ),
        ),
    ),
)
BOOKS = (BUDGET,)
