"""Answers that a program gets instead of facts, and states that a person meets at its tokens."""

from typing import ClassVar

from bina.text import N_, BinaError


class ApiRefusal(BinaError):
    """A request that is not served; `status` is that of HTTP, `code` is for programs."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"


class NoToken(ApiRefusal):
    """No token, or one that opens nothing (any more)."""

    status, code = 401, "no_token"
    text = N_("Token tidak ada, tidak dikenal, belum disetujui, dicabut, atau sudah berakhir.")


class NoScope(ApiRefusal):
    """The token is for something else."""

    status, code = 403, "no_scope"
    text = N_("Token {name} tidak berhak atas {scope}. Minta operator menerbitkan token baru.")


class NoSuchFact(ApiRefusal):
    """No kind of fact has this name."""

    status, code = 404, "no_such_fact"
    text = N_("Jenis fakta {kind} tidak dikenal. Yang dikenal: {known}.")


class ReadOnly(ApiRefusal):
    """The kind is read only."""

    status, code = 405, "read_only"
    text = N_("Jenis fakta {kind} hanya dapat dibaca; isinya diubah di halaman Bina atau berkas.")


class NotRows(ApiRefusal):
    """The body is not what is documented."""

    status, code = 400, "not_rows"
    text = N_("Isi permintaan harus JSON dengan daftar rows berisi objek: {problem}.")


class TooManyRows(ApiRefusal):
    """More rows than one request may have."""

    status, code = 413, "too_many_rows"
    text = N_("Satu permintaan memuat {found} baris; paling banyak {most}. Kirim beberapa kali.")


class TooOften(ApiRefusal):
    """The client's requests of a minute are used up, or an address guesses tokens."""

    status, code = 429, "too_often"
    text = N_("Terlalu banyak permintaan. Tunggu {seconds} detik, lalu coba lagi.")


class Outdated(ApiRefusal):
    """Somebody else wrote in the same moment."""

    status, code = 409, "outdated"
    text = N_("Data berubah pada saat yang sama, jadi tidak ada yang ditulis. Kirim lagi.")


class OwnToken(BinaError):
    """Whoever issued a token approves it."""

    text = N_("Token disetujui oleh orang lain, bukan oleh yang menerbitkannya.")


class Closed(BinaError):
    """The token was revoked or approved before, or its last day is over."""

    text = N_("Token ini sudah disetujui, dicabut, atau berakhir. Muat ulang halaman.")
