"""The file of days on which nobody is planned: holidays, joint leave, school calendars."""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

DAY_KINDS = (
    ("holiday", "Libur nasional"),
    ("joint_leave", "Cuti bersama"),
    ("local", "Libur daerah"),
    ("school_holiday", "Libur sekolah"),
    ("school_exam", "Ujian sekolah"),
)
CALENDAR = Book(
    kind="calendar",
    title=N_("Kalender libur dan sekolah"),
    file_name="kalender.xlsx",
    sheets=(
        Sheet(
            name="Kalender",
            key=("start", "kind", "name"),
            columns=(
                Column("start", "TANGGAL", "date", required=True, example="01-01-2027"),
                Column("end", "SAMPAI", "date", example=""),
                Column(
                    "kind",
                    "JENIS",
                    "choice",
                    required=True,
                    choices=DAY_KINDS,
                    example="Libur nasional",
                ),
                Column("name", "NAMA", required=True, example="Tahun Baru Masehi"),
                Column("source", "SUMBER", example="SKB 3 Menteri"),
            ),
        ),
    ),
)
DUTY_WHO = (
    ("employee", "Pegawai"),
    ("opd_officer", "Petugas kepegawaian"),
    ("unit_head", "Kepala unit"),
    ("hr_analyst", "Analis BKPP"),
    ("hr_head", "Kepala BKPP"),
)
DUTIES = Book(
    kind="duties",
    title=N_("Kalender tugas"),
    file_name="kalender-tugas.xlsx",
    sheets=(
        Sheet(
            name="Tugas",
            key=("year", "code"),
            columns=(
                Column(
                    "year", "TAHUN", "integer", required=True, low=2000, high=2200, example="2027",
                    help="Tahun yang disiapkan, bukan tahun tenggatnya.",
                ),
                Column(
                    "code", "KODE", "code", required=True, example="AKPK-URUT",
                    help="Bina mengenal AKPK-USUL, AKPK-KIRIM, AKPK-URUT, AKPK-VERIFIKASI dan "
                    "AKPK-VALIDASI; kode lain hanya ditampilkan.",
                ),
                Column("what", "TUGAS", required=True, example="Kepala unit mengurutkan usulan"),
                Column(
                    "who", "SIAPA", "choice", required=True, choices=DUTY_WHO,
                    example="Kepala unit",
                ),
                Column("deadline", "TENGGAT", "date", required=True, example="15-11-2026"),
                Column("source", "SUMBER", example="Surat edaran Sekda"),
                Column(
                    "is_provisional", "SEMENTARA", "flag", example="tidak",
                    help="ya: belum diputuskan siapa pun.",
                ),
            ),
        ),
    ),
)  # fmt: skip
BOOKS = (CALENDAR, DUTIES)
