"""States that a person meets on the way of a file into the tables."""

from bina.text import N_, BinaError


class UnknownKind(BinaError):
    """No importer is registered under this name."""

    text = N_("Jenis berkas {kind} tidak dikenal. Yang dikenal: {known}.")


class NotInThisState(BinaError):
    """The act does not fit the state of the upload, e.g. it was applied a moment ago."""

    text = N_(
        "Unggahan {name} tidak menunggu konfirmasi lagi, jadi tidak ada yang diubah. Muat ulang "
        "halaman untuk melihat keadaannya sekarang."
    )


class NothingToApply(BinaError):
    """No row of the file can go in."""

    text = N_(
        "Tidak ada baris dari {name} yang dapat masuk. Perbaiki masalah pada daftar di bawah, "
        "lalu unggah lagi."
    )


class PreviewOutdated(BinaError):
    """The tables changed between the preview and its confirmation; the preview was made anew."""

    text = N_(
        "Data berubah sejak pratinjau {name} dibuat, jadi belum ada yang ditulis. Pratinjau sudah "
        "diperbarui; periksa lagi, lalu terapkan."
    )


class UndoRefused(BinaError):
    """An applied upload that cannot be taken back now."""

    text = N_("Unggahan {name} tidak dapat dibatalkan.")


class NotTheLatest(UndoRefused):
    """A later upload of the kind rests on it."""

    text = N_(
        "Unggahan {name} tidak dapat dibatalkan karena bukan unggahan terakhir jenis ini. Hanya "
        "unggahan terakhir yang dapat dibatalkan; unggah berkas yang benar untuk memperbaiki data."
    )


class UndoneImpossible(UndoRefused):
    """The importer gave a reason; it is the sentence itself."""

    text = N_("Unggahan {name} tidak dapat dibatalkan: {reason}")


class ColumnNotKnown(BinaError):
    """A mapping or correction names a column that the kind of file does not have."""

    text = N_("Kolom {column} tidak ada pada berkas jenis {kind}. Pilih kolom dari daftar.")


class RowsInCircle(BinaError):
    """New rows of one sheet refer to each other in a circle, e.g. units as each other's parent."""

    text = N_(
        "Baris-baris lembar {sheet} saling menunjuk dalam lingkaran, misalnya {key}. Perbaiki "
        "rujukannya, lalu unggah lagi; belum ada yang ditulis."
    )


class PurposeMissing(BinaError):
    """A column is to be kept without saying what for."""

    text = N_(
        "Kolom {column} hanya disimpan bila tujuannya tertulis. Tulis untuk apa datanya dipakai "
        "dan oleh siapa, paling sedikit {n} huruf, dan pilih dasarnya."
    )
