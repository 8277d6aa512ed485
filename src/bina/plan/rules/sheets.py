"""The file of HR's pins: who must, or must not, get what."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

PIN_KINDS = (("must", "Harus"), ("forbid", "Tidak boleh"))
PINS = Book(
    kind="pins",
    title=N_("Ketetapan BKPP"),
    file_name="ketetapan.xlsx",
    sheets=(
        Sheet(
            name="Ketetapan",
            key=("year", "kind", "nip", "programme", "session"),
            columns=(
                Column(
                    "year", "TAHUN", "integer", required=True, low=2000, high=2100, example="2027"
                ),
                Column(
                    "kind", "JENIS", "choice", required=True, choices=PIN_KINDS, example="Harus"
                ),
                Column("nip", "NIP", "nip", required=True, example="199001012015032001"),
                Column(
                    "programme",
                    "KODE PROGRAM",
                    "code",
                    help="Sembarang sesi program ini. Kosong bila kode sesi diisi.",
                    example="EMPATI-01",
                ),
                Column(
                    "session",
                    "KODE SESI",
                    "code",
                    help="Hanya sesi ini. Kosong bila kode program diisi.",
                    example="",
                ),
                Column("reason", "ALASAN", required=True, max_length=500, example="Penugasan"),
                Column(
                    "requester",
                    "PEMINTA",
                    required=True,
                    max_length=200,
                    example="Kepala Dinas Kesehatan",
                ),
                Column(
                    "document_no",
                    "NOMOR SURAT",
                    required=True,
                    max_length=120,
                    example="800/12/2027",
                ),
            ),
        ),
    ),
)
BOOKS = (PINS,)
