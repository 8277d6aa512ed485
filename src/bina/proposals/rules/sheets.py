"""The file of a unit's needs, as its officer collects them on paper or in Excel."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

PROPOSALS = Book(
    kind="proposals",
    title=N_("Usulan kebutuhan (AKPK)"),
    file_name="usulan-akpk.xlsx",
    sheets=(
        Sheet(
            name="Usulan",
            key=("year", "nip", "competency"),
            columns=(
                Column(
                    "year", "TAHUN", "integer", required=True, low=2018, high=2200,
                    example="2027", help="Tahun rencana.",
                ),
                Column("nip", "NIP", "nip", required=True, example="199001012015031001"),
                Column(
                    "name", "NAMA", help="Hanya untuk dibaca orang; tidak diimpor.",
                    example="ANI WENDA",
                ),
                Column(
                    "competency", "KODE KOMPETENSI", "code", required=True, example="KOM",
                    help="Menurut kamus; harus diminta jabatan orang itu.",
                ),
                Column(
                    "reason", "ALASAN", required=True, max_length=500,
                    example="Sering menghadapi warga yang cemas",
                ),
                Column(
                    "day", "TANGGAL USUL", "date", required=True, example="05-10-2026",
                    help="Hari orang itu mengusulkan, bukan hari mengunggah.",
                ),
                Column(
                    "form", "BENTUK", example="Pelatihan Sosial Kultural",
                    help="Bentuk yang diinginkan; boleh kosong.",
                ),
                Column(
                    "rank", "URUTAN", "integer", low=1, high=9999, example="1",
                    help="Menurut kepala unit; kosongkan bila ia mengurutkan di Bina.",
                ),
                Column(
                    "proposer", "DIUSULKAN OLEH", max_length=200, example="ANI WENDA",
                    help="Kosong: yang mengunggah.",
                ),
            ),
        ),
    ),
)  # fmt: skip
BOOKS = (PROPOSALS,)
