"""The file of the regional plan: RPJMD, Renstra or RKPD as one workbook with a sheet a level."""

from typing import Final

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

FIRST_YEAR, LAST_YEAR = 2000, 2100


def level_columns(
    code: Column, name: Column, *above: Column, indicators: str
) -> tuple[Column, ...]:
    """The columns of a level: its code and name, what stands above, then what all have."""
    return (
        code,
        *above,
        name,
        Column(
            "indicators",
            "INDIKATOR",
            "list",
            max_length=2000,
            help="Indikator dengan targetnya, dipisah titik koma.",
            example=indicators,
        ),
        Column(
            "unit",
            "KODE UNIT PEMILIK",
            "code",
            help="Kosong: milik seluruh kota.",
            example="UNOR-BKPP",
        ),
        _year("year_from", "TAHUN MULAI", "2025"),
        _year("year_to", "TAHUN SELESAI", "2029"),
    )


def _year(key: str, header: str, example: str) -> Column:
    return Column(
        key, header, "integer", required=True, low=FIRST_YEAR, high=LAST_YEAR, example=example
    )


def _code(key: str, header: str, example: str) -> Column:
    return Column(key, header, "code", required=True, max_length=80, example=example)


def _name(header: str, example: str) -> Column:
    return Column("name", header, required=True, max_length=300, example=example)


GOAL: Final = _code("code", "KODE TUJUAN", "T-1")
GOALS = Book(
    kind="goals",
    title=N_("Rencana pembangunan daerah"),
    file_name="rencana-pembangunan-daerah.xlsx",
    help=N_("Tujuan, program, kegiatan dan sub-kegiatan RPJMD, Renstra atau RKPD."),
    sheets=(
        Sheet(
            name="Tujuan",
            key=("code",),
            columns=(
                *level_columns(
                    GOAL,
                    _name("TUJUAN ATAU SASARAN", "Pelayanan publik yang cepat dan ramah"),
                    indicators="Indeks kepuasan masyarakat: 86 (2029)",
                ),
                Column("source", "DOKUMEN", example="RPJMD Kota 2025-2029, tujuan 1"),
            ),
        ),
        Sheet(
            name="Program",
            key=("code",),
            required=False,
            columns=level_columns(
                _code("code", "KODE PROGRAM", "5.03.02"),
                _name("PROGRAM", "Program kepegawaian daerah"),
                _code("goal", "KODE TUJUAN", "T-1"),
                indicators="Pegawai dengan 20 JP setahun: 60 persen",
            ),
        ),
        Sheet(
            name="Kegiatan",
            key=("code",),
            required=False,
            columns=level_columns(
                _code("code", "KODE KEGIATAN", "5.03.02.2.03"),
                _name("KEGIATAN", "Pengembangan kompetensi ASN"),
                _code("programme", "KODE PROGRAM", "5.03.02"),
                indicators="Pegawai yang mengikuti pelatihan: 2.000 orang",
            ),
        ),
        Sheet(
            name="Sub-kegiatan",
            key=("code",),
            required=False,
            columns=level_columns(
                _code("code", "KODE SUB-KEGIATAN", "5.03.02.2.03.0002"),
                _name("SUB-KEGIATAN", "Pengelolaan pelatihan bagi ASN"),
                _code("activity", "KODE KEGIATAN", "5.03.02.2.03"),
                indicators="Sesi pelatihan: 120 sesi",
            ),
        ),
        Sheet(
            name="Kompetensi Tujuan",
            key=("goal", "competency_code", "unit"),
            required=False,
            columns=(
                _code("goal", "KODE TUJUAN", "T-1"),
                Column(
                    "competency_code",
                    "KODE KOMPETENSI",
                    "code",
                    required=True,
                    max_length=80,
                    help="Kode pada kamus kompetensi.",
                    example="RES",
                ),
                Column(
                    "unit",
                    "KODE UNIT",
                    "code",
                    help="Unit yang membutuhkan, dengan semua di bawahnya. Kosong: seluruh kota.",
                    example="UNOR-DINKES",
                ),
                Column(
                    "reason",
                    "ALASAN",
                    max_length=500,
                    example="Warga menilai perilaku petugas di bawah target.",
                ),
            ),
        ),
    ),
)
BOOKS = (GOALS,)
