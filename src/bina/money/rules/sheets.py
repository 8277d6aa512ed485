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
STAGES = (("rka", "RKA"), ("dpa", "DPA"), ("apbdp", "APBD-Perubahan"))


def _quarter(number: int, roman: str) -> Column:
    return Column(
        f"quarter_{number}",
        f"TRIWULAN {roman}",
        "money",
        low=0,
        help="Bagian pagu untuk triwulan ini. Kosongkan keempatnya bila tidak dibagi.",
        example="312.500.000",
    )


BUDGET = Book(
    kind="budget",
    title=N_("Anggaran pengembangan"),
    file_name="anggaran.xlsx",
    sheets=(
        Sheet(
            name="Anggaran",
            key=("code", "year", "stage", "number"),
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
                Column(
                    "activity",
                    "SUB-KEGIATAN",
                    "code",
                    max_length=80,
                    help="Kode sub-kegiatan pada Rencana pembangunan daerah.",
                    example="5.03.02.2.03.0002",
                ),
                Column("account", "KODE REKENING", "code", max_length=60, example="5.1.02.02.12"),
                _quarter(1, "I"),
                _quarter(2, "II"),
                _quarter(3, "III"),
                _quarter(4, "IV"),
                Column(
                    "stage",
                    "TAHAP",
                    "choice",
                    choices=STAGES,
                    help="Kosong: RKA.",
                    example="RKA",
                ),
                Column(
                    "number",
                    "NOMOR VERSI",
                    "integer",
                    low=1,
                    high=99,
                    help="Kosong: 1.",
                    example="1",
                ),
                Column(
                    "valid_from",
                    "BERLAKU MULAI",
                    "date",
                    help="Kosong: hari pertama tahun anggaran.",
                    example="02-01-2027",
                ),
                Column("document_no", "NOMOR DOKUMEN", max_length=120, example="900/12/2027"),
            ),
        ),
    ),
)
BOOKS = (BUDGET,)
