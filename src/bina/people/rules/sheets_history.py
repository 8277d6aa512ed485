"""The files of history: education, ranks, posts."""

from bina.formats.sheet import Book, Column, Sheet
from bina.people.rules.sheets import NAME_INFO, NIP
from bina.text import N_

EDUCATION = Book(
    kind="education",
    title=N_("Riwayat pendidikan"),
    file_name="riwayat-pendidikan.xlsx",
    help=N_("Satu baris satu ijazah; tingkat yang berlaku pada suatu hari dihitung dari sini."),
    sheets=(
        Sheet(
            name="Pendidikan",
            key=("nip", "level", "study", "year"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "level", "TINGKAT", required=True,
                    help="SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, S2 atau S3.",
                    aliases=("TINGKAT PENDIDIKAN", "TINGKAT PENDIDIKAN NAMA"), example="S1",
                ),
                Column(
                    "study", "PENDIDIKAN", required=True, max_length=200,
                    aliases=("PENDIDIKAN NAMA", "JURUSAN"), example="S-1 KEPERAWATAN",
                ),
                Column(
                    "school", "SEKOLAH", max_length=200, aliases=("NAMA SEKOLAH",),
                    example="Universitas Cenderawasih",
                ),
                Column(
                    "year", "TAHUN LULUS", "integer", required=True, low=1950, high=2100,
                    example="2013",
                ),
                Column(
                    "graduated_on", "TANGGAL IJAZAH", "date", help="Kosong bila hanya tahunnya.",
                    example="27-09-2013",
                ),
                Column("document_no", "NOMOR IJAZAH", max_length=120, example="UNCEN/2013/0417"),
            ),
        ),
    ),
)  # fmt: skip

RANKS = Book(
    kind="ranks",
    title=N_("Riwayat golongan"),
    file_name="riwayat-golongan.xlsx",
    help=N_("Satu baris satu golongan sejak TMT-nya; golongan sekarang tetap dari Data Utama."),
    sheets=(
        Sheet(
            name="Golongan",
            key=("nip", "since"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "rank", "GOLONGAN", required=True, help="III/c untuk PNS, IX untuk PPPK.",
                    aliases=("GOL NAMA", "GOLONGAN RUANG"), example="III/b",
                ),
                Column(
                    "since", "TMT GOLONGAN", "date", required=True, aliases=("TMT",),
                    example="01-04-2019",
                ),
                Column("document_no", "NOMOR SK", max_length=120, example="823.3/118/BKPP/2019"),
                Column("document_date", "TANGGAL SK", "date", example="18-03-2019"),
            ),
        ),
    ),
)  # fmt: skip

POSITIONS = Book(
    kind="positions",
    title=N_("Riwayat jabatan"),
    file_name="riwayat-jabatan.xlsx",
    help=N_(
        "Jabatan yang sudah berakhir. Jabatan sekarang diubah lewat Mutasi jabatan utama, halaman "
        "pegawai atau Data Utama."
    ),
    sheets=(
        Sheet(
            name="Jabatan",
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
                    example="01-04-2017",
                ),
                Column(
                    "end", "SELESAI", "date",
                    help="Hari terakhir; kosong hanya untuk jabatan yang berlaku sekarang.",
                    example="31-03-2021",
                ),
                Column("document_no", "NOMOR SK", max_length=120, example="821/77/BKPP/2017"),
            ),
        ),
    ),
)  # fmt: skip
