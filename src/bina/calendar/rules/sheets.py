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
BOOKS = (CALENDAR,)
