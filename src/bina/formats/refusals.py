"""Why a file is not read at all: each refusal names the file, what was found and what to do.

These are states that a user meets at the upload; nothing has been written when one is raised.
"""

from bina.text import N_, BinaError


class FileRefused(BinaError):
    """A file that is not read. Every refusal of this package is one."""

    text = N_("Berkas {name} tidak dapat dibaca.")


class EmptyFile(FileRefused):
    """Zero bytes, or a workbook in which no cell is filled."""

    text = N_(
        "Berkas {name} kosong. Yang diharapkan: satu baris judul kolom dan paling sedikit satu "
        "baris data. Unduh templat kosong, isi, lalu unggah lagi."
    )


class TooLarge(FileRefused):
    """More bytes than `Limits.max_bytes`."""

    text = N_(
        "Berkas {name} berukuran {found_mb} MB; paling besar {limit_mb} MB. Hapus gambar dan "
        "lembar yang tidak perlu, atau bagi menjadi beberapa berkas."
    )


class NotAWorkbook(FileRefused):
    """The content is something else, whatever the name says."""

    text = N_(
        "Berkas {name} bukan buku kerja: isinya {found}. Yang diharapkan: .xlsx, .xls, .ods atau "
        ".csv. Buka dengan aplikasi lembar kerja lalu simpan sebagai .xlsx."
    )


class BrokenWorkbook(FileRefused):
    """A workbook whose inside cannot be read."""

    text = N_(
        "Berkas {name} rusak: {found}. Buka di aplikasi lembar kerja, simpan lagi sebagai .xlsx, "
        "atau unduh ulang dari sumbernya, lalu unggah lagi."
    )


class PasswordProtected(FileRefused):
    """An encrypted workbook."""

    text = N_(
        "Berkas {name} dilindungi kata sandi sehingga isinya tidak dapat dibaca. Buka dengan kata "
        "sandinya, hapus perlindungan (Simpan Sebagai > Alat > Opsi Umum), lalu unggah lagi."
    )


class HasMacros(FileRefused):
    """A workbook that carries a program."""

    text = N_(
        "Berkas {name} memuat makro ({found}). Demi keamanan, berkas bermakro tidak diterima. "
        "Simpan sebagai .xlsx (Buku Kerja Excel) lalu unggah lagi."
    )


class ZipBomb(FileRefused):
    """A small file that unpacks into a huge one."""

    text = N_(
        "Berkas {name} ditolak karena isinya mengembang terlalu besar: {found}, batasnya {limit}. "
        "Salin datanya ke buku kerja baru, simpan sebagai .xlsx, lalu unggah lagi."
    )


class NestedFiles(FileRefused):
    """A workbook with another archive inside."""

    text = N_(
        "Berkas {name} memuat berkas lain di dalamnya ({found}). Hapus objek yang disisipkan, "
        "simpan sebagai .xlsx, lalu unggah lagi."
    )


class TooManyCells(FileRefused):
    """Rows or columns beyond the limits, also where only one far cell is filled."""

    text = N_(
        "Lembar {sheet} pada berkas {name} mencapai {found}; paling banyak {limit}. Hapus baris "
        "atau kolom kosong di luar data (pilih sampai ujung lalu Hapus), atau bagi berkasnya."
    )


class ExternalEntities(FileRefused):
    """XML that declares entities; no spreadsheet program writes that."""

    text = N_(
        "Berkas {name} memuat deklarasi yang tidak lazim pada {found} (DOCTYPE). Berkas seperti "
        "itu ditolak. Salin datanya ke buku kerja baru, simpan sebagai .xlsx, lalu unggah lagi."
    )


class WrongEncoding(FileRefused):
    """A text file whose letters cannot be told."""

    text = N_(
        "Huruf pada berkas {name} tidak dapat dibaca: {found}. Yang diharapkan: CSV dalam UTF-8. "
        "Simpan ulang sebagai 'CSV UTF-8' atau sebagai .xlsx, lalu unggah lagi."
    )


class BrokenCsv(FileRefused):
    """A text file that is not a table."""

    text = N_(
        "Berkas CSV {name} tidak dapat dibaca pada baris {row}: {found}. Periksa tanda kutip pada "
        "baris itu, atau simpan ulang sebagai .xlsx, lalu unggah lagi."
    )
