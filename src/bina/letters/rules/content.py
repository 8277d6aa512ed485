"""What a letter says, as values: names for templates, in Indonesian as official letters are.

Templates only place these values; no value is ever read as markup. The same values with the same
template give the same letter, and `content_hash` is what an issued letter is frozen by.
"""

import datetime as dt
import hashlib
import json
from typing import Any

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
COMMON = {
    "nomor", "tanggal", "perihal", "pemerintah", "instansi", "alamat", "kontak", "kota",
    "penandatangan_jabatan", "penandatangan_nama", "penandatangan_pangkat", "penandatangan_nip",
    "label", "sidik", "menggantikan", "program", "kode_sesi", "bentuk", "penyelenggara", "jp",
    "tempat", "gedung", "waktu", "jam", "lama_hari",
}  # fmt: skip
PERSON = {"nama", "nip", "pangkat", "jabatan", "unit", "asal", "batas_jawab", "biaya", "pos"}
LIST = {f"peserta.{name}" for name in ("no", "nama", "nip", "pangkat", "jabatan", "unit")}


def long_date(day: dt.date) -> str:
    """A date as letters write it.

    >>> long_date(dt.date(2026, 11, 23))
    '23 November 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span(start: dt.date, end: dt.date) -> str:
    """From when to when, with the names of the days.

    >>> span(dt.date(2027, 3, 2), dt.date(2027, 3, 3))
    'Selasa, 2 Maret 2027 s.d. Rabu, 3 Maret 2027'
    """
    first = f"{DAYS[start.weekday()]}, {long_date(start)}"
    return first if start == end else f"{first} s.d. {DAYS[end.weekday()]}, {long_date(end)}"


def content_hash(values: dict[str, Any], template_sha256: str) -> str:
    """SHA-256 over the values (without the hash itself) and the template: what was issued."""
    said = {name: value for name, value in values.items() if name != "sidik"}
    body = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{template_sha256}\n{body}".encode()).hexdigest()


def flat(values: dict[str, Any]) -> dict[str, str]:
    """The plain values for a Word template."""
    return {name: value for name, value in values.items() if isinstance(value, str)}


def lists(values: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The lists of rows for a Word template."""
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, list) and all(isinstance(row, dict) for row in value)
    }
