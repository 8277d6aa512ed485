"""Numbers as people type them in Indonesia: 1.250.000 and 1,5; both readings or a refusal."""

import re
from typing import Final

from bina.formats.problems import Issue
from bina.text import N_, Text

_GROUPED_POINT: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_GROUPED_COMMA: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA: Final = re.compile(r"[+-]?\d*,\d+")
_POINT: Final = re.compile(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?")
_CURRENCY: Final = re.compile(r"(?i)^\s*([+-]?)\s*(?:rp|idr)\.?\s*|(?:,-|,00|\.-)\s*$")
NOT_A_NUMBER: Final = Issue(
    Text(N_("bukan angka")), Text(N_("Tulis angka saja, misalnya 12 atau 1,5."))
)


def readings(text: str) -> tuple[float, ...]:
    """Every value the text may mean: none, one, or two for '1.250' (1250 or 1,25).

    >>> readings("1,5"), readings("1.250.000"), readings("1.250"), readings("abc")
    ((1.5,), (1250000.0,), (1250.0, 1.25), ())
    """
    text = text.replace(" ", "").replace("\u2212", "-")
    found = []
    if _GROUPED_POINT.fullmatch(text):
        found.append(float(text.replace(".", "").replace(",", ".")))
    if _GROUPED_COMMA.fullmatch(text):
        found.append(float(text.replace(",", "")))
    if _COMMA.fullmatch(text):
        found.append(float(text.replace(",", ".")))
    if _POINT.fullmatch(text):
        found.append(float(text))
    return tuple(dict.fromkeys(found))


def whole_rupiah(text: str) -> int | Issue:
    """Whole rupiah; points and commas in threes are thousands.

    >>> whole_rupiah("Rp 1.250.000"), whole_rupiah("Rp1.250.000,00"), whole_rupiah("-500")
    (1250000, 1250000, -500)
    """
    bare = _CURRENCY.sub(r"\1", text).replace(" ", "").replace("\u2212", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if re.fullmatch(r"[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*", bare):
        return int(re.sub(r"[.,]", "", bare))
    found = readings(bare)
    if not found:
        return Issue(
            Text(N_("bukan jumlah uang")), Text(N_("Tulis rupiah utuh, misalnya 1.250.000."))
        )
    if not found[0].is_integer():
        return Issue(
            Text(N_("bukan rupiah utuh")), Text(N_("Bulatkan ke rupiah, misalnya 1.250.000."))
        )
    return int(found[0])
