"""The files of attendance and of learning that people report, as agencies upload them."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

HALVES = (("morning", "Pagi"), ("afternoon", "Siang"))
NIP = Column("nip", "NIP", "nip", required=True, example="199001012015031001")
NAME = Column("name", "NAMA", help="Hanya untuk dibaca orang; tidak diimpor.", example="ANI WENDA")
ATTENDANCE = Book(
    kind="attendance",
    title=N_("Daftar hadir"),
    file_name="daftar-hadir.xlsx",
    sheets=(
        Sheet(
            name="Kehadiran",
            key=("session", "nip", "day", "half"),
            columns=(
                Column("session", "KODE SESI", "code", required=True, example="EMPATI-01-A"),
                NIP,
                NAME,
                Column("day", "TANGGAL", "date", required=True, example="02-03-2026"),
                Column("half", "PARUH HARI", "choice", required=True, choices=HALVES,
                       example="Pagi"),
                Column("present", "HADIR", "flag", required=True, example="ya"),
            ),
        ),
    ),
)  # fmt: skip
REPORTS = Book(
    kind="learning_reports",
    title=N_("Laporan belajar"),
    file_name="laporan-belajar.xlsx",
    sheets=(
        Sheet(
            name="Laporan",
            key=("nip", "form", "title", "start"),
            columns=(
                NIP,
                NAME,
                Column("form", "BENTUK", required=True, example="Seminar"),
                Column("title", "NAMA KEGIATAN", required=True, example="Seminar kesehatan"),
                Column("provider", "PENYELENGGARA", example="Universitas Cenderawasih"),
                Column("start", "MULAI", "date", required=True, example="02-03-2026"),
                Column("end", "SELESAI", "date", required=True, example="03-03-2026"),
                Column("jp", "JP", "decimal", required=True, low=0, high=2000, example="8"),
                Column("certificate_no", "NOMOR BUKTI", example="001/S/2026"),
            ),
        ),
    ),
)
BOOKS = (ATTENDANCE, REPORTS)
