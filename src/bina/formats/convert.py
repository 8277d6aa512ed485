"""One value of a column from what stands in the cell: a converter per kind of `sheet.Column`.

A converter is made once per column and asked once per distinct value.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from bina.formats.amounts import NOT_A_NUMBER, readings, whole_rupiah
from bina.formats.cell_text import code_form, comparable, plain
from bina.formats.dates import read_date, read_time
from bina.formats.problems import Issue
from bina.formats.sheet import Column
from bina.law.law import newest
from bina.text import N_, Text

Found = tuple[Any, Issue | None]  # the value, and what is to be said about it
Converter = Callable[[Any], Found]

NIP_DIGITS: Final[int] = newest("employment.nip")["digits"]
_NIP_MARKS: Final = re.compile(r"[\s.\-'`’]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_YES: Final = frozenset({"ya", "y", "yes", "true", "benar", "1"})
_NO: Final = frozenset({"tidak", "t", "no", "n", "false", "salah", "0"})
MISSING: Final = Issue(Text(N_("wajib diisi tetapi kosong")), Text(N_("Isi sel ini.")))
NIP_AS_NUMBER: Final = Issue(
    Text(N_("NIP tersimpan sebagai angka, sehingga tiga angka terakhir hilang")),
    Text(N_("Ubah format kolom menjadi Teks lalu tulis ulang angka NIP.")),
    "doubt",
)


def converter(column: Column) -> Converter:
    """The function from a cell to (value, issue) for this column; empty gives None."""
    inner = _MAKERS[column.kind](column)

    def convert(value: Any) -> Found:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None, MISSING if column.required else None
        found, issue = inner(value)
        if found is None and issue is not None and issue.severity == "doubt" and column.required:
            issue = Issue(issue.reason, issue.remedy, "error")
        return found, issue

    return convert


def _text(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        return _fitting(plain(value), column)

    return convert


def _code(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        return _fitting(code_form(plain(value)), column)

    return convert


def _fitting(text: str, column: Column) -> Found:
    if _CONTROL.search(text):
        return None, Issue(
            Text(N_("memuat huruf kendali yang tak tampak")), Text(N_("Ketik ulang isi sel ini."))
        )
    if len(text) > column.max_length:
        return None, Issue(
            Text(
                N_("panjangnya {found} huruf, paling banyak {limit}"),
                {"found": len(text), "limit": column.max_length},
            ),
            Text(N_("Persingkat.")),
        )
    return text, None


def _nip(_: Column) -> Converter:
    def convert(value: Any) -> Found:
        if not isinstance(value, str) or re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", value.strip()):
            return None, NIP_AS_NUMBER
        text = _NIP_MARKS.sub("", value)
        if text.isascii() and text.isdigit() and len(text) == NIP_DIGITS:
            return text, None
        return text[:50] or None, Issue(
            Text(N_("NIP bukan {wanted} angka"), {"wanted": NIP_DIGITS}),
            Text(N_("Periksa NIP pada SK; baris tetap dibaca.")),
            "doubt",
        )

    return convert


def _date(_: Column) -> Converter:
    def convert(value: Any) -> Found:
        found = read_date(value)
        return (None, found) if isinstance(found, Issue) else (found, None)

    return convert


def _time(_: Column) -> Converter:
    def convert(value: Any) -> Found:
        found = read_time(value)
        return (None, found) if isinstance(found, Issue) else (found, None)

    return convert


def _decimal(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        found = _numbers(value)
        if len(found) > 1:
            fitting = [number for number in found if _range_issue(number, column) is None]
            if len(fitting) != 1:
                return None, _two_readings(found)
            found = tuple(fitting)
        if not found:
            return None, NOT_A_NUMBER
        issue = _range_issue(found[0], column)
        return (None, issue) if issue else (found[0], None)

    return convert


def _integer(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        whole = [number for number in _numbers(value) if number.is_integer()]
        if not whole:
            return None, Issue(Text(N_("bukan bilangan bulat")), Text(N_("Tulis bilangan bulat.")))
        issue = _range_issue(whole[0], column)
        return (None, issue) if issue else (int(whole[0]), None)

    return convert


def _money(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        found = whole_rupiah(plain(value))
        if isinstance(found, Issue):
            return None, found
        issue = _range_issue(found, column)
        return (None, issue) if issue else (found, None)

    return convert


def _numbers(value: Any) -> tuple[float, ...]:
    if isinstance(value, bool):
        return ()
    if isinstance(value, (int, float)):
        return (float(value),)
    return readings(value) if isinstance(value, str) else ()


def _two_readings(found: tuple[float, ...]) -> Issue:
    words = [f"{number:g}".replace(".", ",") for number in found]
    return Issue(
        Text(N_("dapat berarti {first} atau {second}"), {"first": words[0], "second": words[1]}),
        Text(N_("Tulis tanpa titik ribuan, dengan koma desimal.")),
    )


def _range_issue(number: float, column: Column) -> Issue | None:
    low, high = column.low, column.high
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    if low is not None and number < low:
        reason = Text(N_("kurang dari batas terendah {low}"), {"low": f"{low:g}"})
    else:
        reason = Text(N_("lebih dari batas tertinggi {high}"), {"high": f"{high:g}"})
    return Issue(reason, Text(N_("Periksa nilainya.")))


def _choice(column: Column) -> Converter:
    known = {comparable(stored): stored for stored, _ in column.choices}
    known |= {comparable(shown): stored for stored, shown in column.choices}
    wanted = ", ".join(dict.fromkeys(shown for _, shown in column.choices))

    def convert(value: Any) -> Found:
        stored = known.get(comparable(plain(value)))
        if stored is not None:
            return stored, None
        return None, Issue(
            Text(N_("bukan salah satu pilihan")), Text(N_("Pilih: {wanted}."), {"wanted": wanted})
        )

    return convert


def _flag(_: Column) -> Converter:
    def convert(value: Any) -> Found:
        word = comparable(plain(value))
        if word in _YES or word in _NO:
            return word in _YES, None
        return None, Issue(Text(N_("bukan ya atau tidak")), Text(N_("Tulis 'ya' atau 'tidak'.")))

    return convert


def _list(column: Column) -> Converter:
    def convert(value: Any) -> Found:
        text, issue = _fitting(plain(value), column)
        if issue:
            return None, issue
        return tuple(part.strip() for part in text.split(";") if part.strip()), None

    return convert


_MAKERS: Final[dict[str, Callable[[Column], Converter]]] = {
    "text": _text,
    "code": _code,
    "nip": _nip,
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "choice": _choice,
    "flag": _flag,
    "list": _list,
    "time": _time,
}
