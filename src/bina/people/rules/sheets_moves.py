"""The file of moves: the main post that somebody holds from a day on."""

from bina.formats.sheet import Book, Column, Sheet
from bina.people.rules.sheets import NAME_INFO, NIP
from bina.text import N_

MOVES = Book(
    kind="moves",
    title=N_("Mutasi jabatan utama"),
    file_name="mutasi-jabatan.xlsx",
    help=N_(
        "Satu baris satu jabatan utama yang baru. Jabatan yang berlaku berakhir sehari sebelumnya; "
        "jabatan yang sudah berakhir dimuat lewat Riwayat jabatan."
    ),
    sheets=(
        Sheet(
            name="Mutasi",
            key=("nip", "start"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "unit_code", "KODE UNIT", "code", required=True, aliases=("UNOR ID",),
                    example="UNOR-DINKES",
                ),
                Column(
                    "position", "JABATAN", required=True, max_length=200,
                    help="Nama atau kode jabatan yang sudah dikenal Bina.",
                    aliases=("JABATAN NAMA", "JABATAN ID"), example="Perawat Ahli Pertama",
                ),
                Column(
                    "start", "TMT JABATAN", "date", required=True, aliases=("TMT",),
                    example="01-04-2026",
                ),
                Column(
                    "document_no", "NOMOR SK", required=True, max_length=120,
                    example="821/77/BKPP/2026",
                ),
            ),
        ),
    ),
)  # fmt: skip
