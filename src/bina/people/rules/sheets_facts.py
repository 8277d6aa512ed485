"""The files of raw facts for the official indices: performance of a year, punishments."""

from bina.formats.sheet import Book, Column, Sheet
from bina.people.rules.sheets import NAME_INFO, NIP
from bina.text import N_

RATINGS = (
    ("di_atas", N_("Di atas ekspektasi")),
    ("sesuai", N_("Sesuai ekspektasi")),
    ("di_bawah", N_("Di bawah ekspektasi")),
)
LEVELS = (("ringan", N_("Ringan")), ("sedang", N_("Sedang")), ("berat", N_("Berat")))

PERFORMANCE = Book(
    kind="performance",
    title=N_("Predikat kinerja"),
    file_name="predikat-kinerja.xlsx",
    help=N_("Satu baris satu orang dan tahun, seperti pada e-Kinerja BKN."),
    sheets=(
        Sheet(
            name="Kinerja",
            key=("nip", "year"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "year", "TAHUN", "integer", required=True, low=2000, high=2100, example="2025"
                ),
                Column("result", "HASIL KERJA", "choice", choices=RATINGS, example=""),
                Column("behaviour", "PERILAKU KERJA", "choice", choices=RATINGS, example=""),
                Column(
                    "predicate",
                    "PREDIKAT",
                    help="Menurut Permenpan RB 6/2022, sejak peraturan itu berlaku.",
                    aliases=("PREDIKAT KINERJA", "KUADRAN KINERJA"),
                    example="Baik",
                ),
                Column(
                    "value",
                    "NILAI",
                    "decimal",
                    low=0,
                    high=100,
                    help="Hanya untuk tahun yang belum memakai predikat, 0 sampai 100.",
                    aliases=("NILAI SKP",),
                ),
                Column("document_no", "NOMOR DOKUMEN", example="EKIN/2025/001"),
            ),
        ),
    ),
)

DISCIPLINE = Book(
    kind="discipline",
    title=N_("Hukuman disiplin"),
    file_name="hukuman-disiplin.xlsx",
    help=N_("Satu baris satu keputusan; jenis lama ditulis seperti pada keputusannya."),
    sheets=(
        Sheet(
            name="Hukdis",
            key=("nip", "document_no"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "level", "TINGKAT", "choice", required=True, choices=LEVELS, example="Ringan"
                ),
                Column("kind", "JENIS HUKUMAN", required=True, example="Teguran tertulis"),
                Column("document_no", "NOMOR SK", required=True, example="862/1/BKPP/2025"),
                Column("document_date", "TANGGAL SK", "date", required=True, example="01-03-2025"),
                Column("start", "TMT", "date", required=True, example="15-03-2025"),
                Column("end", "SELESAI", "date", help="Kosong bila belum ditentukan."),
            ),
        ),
    ),
)
