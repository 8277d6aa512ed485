"""The files about people: SIASN Data Utama, organisation, training history, absences, roles.

Source: SIASN export header as read in public implementations; the other
layouts are Bina's own.
"""

from bina.formats.sheet import Book, Column, Sheet
from bina.text import N_

EMPLOYMENT_TYPES = (
    ("pns", N_("PNS")),
    ("cpns", N_("CPNS")),
    ("pppk", N_("PPPK")),
    ("pppk_pw", N_("PPPK Paruh Waktu")),
)
UNIT_KINDS = (
    ("city", N_("Pemerintah Kota")),
    ("opd", N_("Perangkat Daerah")),
    ("division", N_("Bagian/Bidang")),
    ("puskesmas", N_("Puskesmas")),
    ("school", N_("Sekolah")),
    ("uptd", N_("UPTD")),
    ("district", N_("Distrik")),
    ("kelurahan", N_("Kelurahan")),
)
ABSENCE_KINDS = (
    ("annual", N_("Cuti tahunan")),
    ("long", N_("Cuti besar")),
    ("sick", N_("Cuti sakit")),
    ("maternity", N_("Cuti melahirkan")),
    ("important", N_("Cuti alasan penting")),
    ("unpaid", N_("Cuti di luar tanggungan negara")),
    ("study", N_("Tugas belajar")),
    ("contract_end", N_("Akhir kontrak")),
    ("retirement", N_("Pensiun")),
)
ROLES = (
    ("opd_officer", N_("Petugas kepegawaian OPD")),
    ("unit_head", N_("Kepala unit")),
    ("hr_analyst", N_("Analis BKPP")),
    ("hr_head", N_("Kepala BKPP")),
    ("mayor", N_("Wali kota")),
    ("operator", N_("Operator")),
)
NIP = Column(
    "nip",
    "NIP",
    "nip",
    required=True,
    help="Semua angkanya, format sel Teks.",
    aliases=("NIP BARU", "NIPBARU"),
    example="199001012015031001",
)
NAME_INFO = Column(
    "name", "NAMA", help="Hanya untuk dibaca orang; tidak diimpor.", example="ANI WENDA"
)


def _siasn(key: str, header: str, kind: str = "text", **more: object) -> Column:
    return Column(key, header, kind, **more)  # type: ignore[arg-type]  # thin table writer


PROTECTED = tuple(  # dropped unless a source keeps one for a written purpose
    _siasn(key, header, kind, max_length=300, protected=True)
    for key, header, kind in (
        ("nik", "NIK", "code"),
        ("phone", "NOMOR HP", "code"),
        ("address", "ALAMAT", "text"),
        ("religion", "AGAMA NAMA", "text"),
        ("marital_status", "JENIS KAWIN NAMA", "text"),
        ("bpjs", "BPJS", "code"),
        ("npwp", "NPWP NOMOR", "code"),
    )
)
SIASN = Book(
    kind="people",
    title=N_("Data Utama SIASN"),
    file_name="data-utama-siasn.xlsx",
    help=N_("Ekspor Data Utama dari SIASN, tanpa diubah."),
    dropped=(
        "NIK",
        "NOMOR HP",
        "EMAIL",
        "EMAIL GOV",
        "ALAMAT",
        "NPWP NOMOR",
        "BPJS",
        "AGAMA ID",
        "AGAMA NAMA",
        "JENIS KAWIN ID",
        "JENIS KAWIN NAMA",
        "KARTU ASN VIRTUAL",
        "IS VALID NIK",
        "FLAG IKD",
        "NAMA SEKOLAH",
        "KPKN ID",
        "KPKN NAMA",
        "NIP LAMA",
        "NOMOR SK CPNS",
        "TANGGAL SK CPNS",
        "NOMOR SK PNS",
        "TANGGAL SK PNS",
        "TEMPAT LAHIR ID",
        "MK TAHUN",
        "MK BULAN",
        "GOL AWAL ID",
        "GOL AWAL NAMA",
        "INSTANSI INDUK ID",
        "INSTANSI INDUK NAMA",
        "INSTANSI KERJA ID",
        "INSTANSI KERJA NAMA",
        "SATUAN KERJA INDUK ID",
        "SATUAN KERJA INDUK NAMA",
        "SATUAN KERJA KERJA ID",
        "SATUAN KERJA KERJA NAMA",
    ),
    optional=PROTECTED,
    sheets=(
        Sheet(
            name="Data Utama",
            key=("pns_id",),
            columns=(
                _siasn(
                    "pns_id",
                    "PNS ID",
                    "code",
                    max_length=64,
                    example="A8ACA7E5-0001-4C1E-9D1B-3F6A00000001",
                ),
                _siasn(
                    "nip",
                    "NIP BARU",
                    "nip",
                    aliases=("NIP", "NIPBARU"),
                    example="199001012015031001",
                ),
                _siasn("name", "NAMA", required=True, max_length=200, example="ANI WENDA"),
                _siasn("title_front", "GELAR DEPAN", max_length=60),
                _siasn("title_back", "GELAR BELAKANG", max_length=120, example="S.Kep., Ns."),
                _siasn("birth_place", "TEMPAT LAHIR NAMA", max_length=80, example="JAYAPURA"),
                _siasn("birth_date", "TANGGAL LAHIR", "date", example="01-01-1990"),
                _siasn(
                    "gender",
                    "JENIS KELAMIN",
                    "choice",
                    choices=(
                        ("M", "M"),
                        ("F", "F"),
                        ("M", "L"),
                        ("F", "P"),
                        ("M", "Pria"),
                        ("F", "Wanita"),
                        ("M", "Laki-laki"),
                        ("F", "Perempuan"),
                    ),
                    example="F",
                ),
                _siasn("employment_id", "JENIS PEGAWAI ID", "code"),
                _siasn("employment_name", "JENIS PEGAWAI NAMA", example="PNS Daerah Kab/Kota"),
                _siasn("legal_id", "KEDUDUKAN HUKUM ID", "code", example="01"),
                _siasn("legal_name", "KEDUDUKAN HUKUM NAMA", max_length=80, example="Aktif"),
                _siasn("cpns_pns", "STATUS CPNS PNS", example="PNS"),
                _siasn("cpns_since", "TMT CPNS", "date", example="01-03-2015"),
                _siasn("pns_since", "TMT PNS", "date", example="01-03-2016"),
                _siasn("rank_id", "GOL AKHIR ID", "code", example="33"),
                _siasn("rank_name", "GOL AKHIR NAMA", aliases=("GOLONGAN",), example="III/c"),
                _siasn(
                    "rank_since",
                    "TMT GOLONGAN",
                    "date",
                    aliases=("TMT GOLONGAN AKHIR",),
                    example="01-04-2023",
                ),
                _siasn("job_kind_id", "JENIS JABATAN ID", "code", example="2"),
                _siasn("job_kind_name", "JENIS JABATAN NAMA", example="Jabatan Fungsional"),
                _siasn("position_id", "JABATAN ID", "code", max_length=80, example="JF-PERAWAT-21"),
                _siasn(
                    "position_name", "JABATAN NAMA", max_length=200, example="Perawat Ahli Pertama"
                ),
                _siasn("position_since", "TMT JABATAN", "date", example="01-04-2021"),
                _siasn("education_level_id", "TINGKAT PENDIDIKAN ID", "code", example="40"),
                _siasn("education_level_name", "TINGKAT PENDIDIKAN NAMA", example="S-1/Sarjana"),
                _siasn("education_id", "PENDIDIKAN ID", "code"),
                _siasn(
                    "education_name",
                    "PENDIDIKAN NAMA",
                    max_length=200,
                    aliases=("PENDIDIKAN TERAKHIR NAMA",),
                    example="S-1 KEPERAWATAN",
                ),
                _siasn(
                    "graduation_year", "TAHUN LULUS", "integer", low=1950, high=2100, example="2013"
                ),
                _siasn("work_place_id", "LOKASI KERJA ID", "code"),
                _siasn("work_place_name", "LOKASI KERJA NAMA", example="Kota Jayapura"),
                _siasn(
                    "unit_id", "UNOR ID", "code", max_length=80, example="UNOR-DINKES-PKM-HAMADI"
                ),
                _siasn(
                    "unit_path",
                    "UNOR NAMA",
                    required=True,
                    max_length=600,
                    help="Jalur unit dari OPD ke bawah, dipisah '/' atau ' / '.",
                    example="Dinas Kesehatan / Puskesmas Hamadi",
                ),
                _siasn("echelon_id", "ESELON ID", "code"),
                _siasn("echelon_name", "ESELON NAMA", aliases=("ESELON",), example=""),
                _siasn("echelon_since", "TMT ESELON", "date"),
            ),
        ),
    ),
)

UNITS = Book(
    kind="units",
    title=N_("Unit organisasi"),
    file_name="unit-organisasi.xlsx",
    help=N_("Pohon organisasi dengan jenis, distrik dan tempat kerja."),
    sheets=(
        Sheet(
            name="Unit",
            key=("code",),
            columns=(
                Column(
                    "code",
                    "KODE UNIT",
                    "code",
                    required=True,
                    aliases=("UNOR ID",),
                    example="UNOR-DINKES-PKM-HAMADI",
                ),
                Column("name", "NAMA UNIT", required=True, example="Puskesmas Hamadi"),
                Column(
                    "parent_code",
                    "KODE INDUK",
                    "code",
                    help="Kosong untuk puncak pohon.",
                    example="UNOR-DINKES",
                ),
                Column(
                    "kind",
                    "JENIS UNIT",
                    "choice",
                    required=True,
                    choices=UNIT_KINDS,
                    example="Puskesmas",
                ),
                Column("district", "DISTRIK", example="Jayapura Selatan"),
                Column(
                    "place",
                    "TEMPAT KERJA",
                    help="Asal perjalanan untuk biaya standar.",
                    example="Kota Jayapura",
                ),
                Column("since", "BERLAKU SEJAK", "date", example="01-01-2017"),
            ),
        ),
    ),
)

TRAININGS = Book(
    kind="trainings",
    title=N_("Riwayat pengembangan kompetensi"),
    file_name="riwayat-pelatihan.xlsx",
    help=N_("Satu baris satu kegiatan; JP dihitung hanya dari sini."),
    sheets=(
        Sheet(
            name="Riwayat",
            key=("nip", "form", "title", "start"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "form",
                    "BENTUK",
                    "code",
                    required=True,
                    help="Bentuk pengembangan seperti pada daftar SIASN.",
                    example="Bimbingan Teknis",
                ),
                Column(
                    "title", "NAMA KEGIATAN", required=True, example="Bimtek Pelayanan Publik Dasar"
                ),
                Column("provider", "PENYELENGGARA", example="BPSDM Provinsi Papua"),
                Column("start", "TANGGAL MULAI", "date", required=True, example="02-06-2025"),
                Column("end", "TANGGAL SELESAI", "date", example="04-06-2025"),
                Column("jp", "JP", "decimal", required=True, low=0, high=2000, example="24"),
                Column("certificate_no", "NOMOR SERTIFIKAT", example="893/BPSDM/2025"),
                Column("competency", "KODE KOMPETENSI", "code", example="PLP"),
                Column(
                    "fits_post",
                    "SESUAI JABATAN",
                    "flag",
                    help="Diklat kepemimpinan/fungsional: ya bila sesuai; kosong: belum diperiksa.",
                    example="",
                ),
            ),
        ),
    ),
)

ABSENCES = Book(
    kind="absences",
    title=N_("Cuti, tugas belajar dan akhir kontrak"),
    file_name="cuti-dan-kontrak.xlsx",
    sheets=(
        Sheet(
            name="Cuti",
            key=("nip", "kind", "start"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "kind",
                    "JENIS",
                    "choice",
                    required=True,
                    choices=ABSENCE_KINDS,
                    example="Cuti melahirkan",
                ),
                Column("start", "MULAI", "date", required=True, example="01-03-2027"),
                Column(
                    "end", "SELESAI", "date", help="Kosong bila tanpa batas.", example="31-05-2027"
                ),
                Column("document_no", "NOMOR SURAT", example="851/12/BKPP/2027"),
            ),
        ),
    ),
)

ACCESS = Book(
    kind="roles",
    title=N_("Peran pengguna"),
    file_name="peran-pengguna.xlsx",
    help=N_("Pegawai tidak perlu ditulis; kepala unit dikenali dari jabatan strukturalnya."),
    sheets=(
        Sheet(
            name="Peran",
            key=("nip", "role", "unit_code"),
            columns=(
                NIP,
                NAME_INFO,
                Column(
                    "role",
                    "PERAN",
                    "choice",
                    required=True,
                    choices=ROLES,
                    example="Petugas kepegawaian OPD",
                ),
                Column("unit_code", "KODE UNIT", "code", example="UNOR-DINKES"),
                Column("since", "MULAI", "date", example="01-01-2026"),
                Column("until", "SELESAI", "date", example=""),
                Column("document_no", "NOMOR SK", example="821/7/BKPP/2026"),
            ),
        ),
    ),
)

BOOKS = (SIASN, UNITS, TRAININGS, ABSENCES, ACCESS)
