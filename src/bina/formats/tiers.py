"""Job kind and tier of a post from what SIASN writes: job kind, echelon, position name.

Source: tiers as used for default competency levels (Permenpan RB 38/2017); echelons of a city as
commonly written. A tier found in words only carries a doubt, so that people look at it.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from bina.formats.cell_text import comparable, plain
from bina.formats.problems import Issue
from bina.text import N_, Text

JobKind = Literal["structural", "functional", "executive"]
TIERS: Final = {
    "01": "JPT Utama",
    "02": "JPT Madya",
    "03": "JPT Pratama",
    "04": "Administrator",
    "05": "Pengawas",
    "06": "Pelaksana",
    "11": "JF Pemula",
    "12": "JF Terampil",
    "13": "JF Mahir",
    "14": "JF Penyelia",
    "21": "JF Ahli Pertama",
    "22": "JF Ahli Muda",
    "23": "JF Ahli Madya",
    "24": "JF Ahli Utama",
}
_KIND_BY_ID: Final[dict[str, JobKind]] = {"1": "structural", "2": "functional", "4": "executive"}
_KIND_WORDS: Final[tuple[tuple[str, JobKind], ...]] = (
    ("fungsionalumum", "executive"),
    ("pelaksana", "executive"),
    ("jfu", "executive"),
    ("struktural", "structural"),
    ("pimpinantinggi", "structural"),
    ("administrator", "structural"),
    ("pengawas", "structural"),
    ("fungsional", "functional"),
    ("jft", "functional"),
)
_JF_LEVELS: Final = tuple(
    (re.compile(pattern), tier)
    for pattern, tier in (
        (r"\bahli utama\b", "24"),
        (r"\bahli madya\b", "23"),
        (r"\bahli muda\b", "22"),
        (r"\bahli pertama\b", "21"),
        (r"\bpenyelia\b", "14"),
        (r"\b(mahir|pelaksana lanjutan)\b", "13"),
        (r"\bpemula\b", "11"),
        (r"\bterampil\b", "12"),
        (r"\bpelaksana$", "12"),
        (r"\butama$", "24"),
        (r"\bmadya$", "23"),
        (r"\bmuda$", "22"),
        (r"\bpertama$", "21"),
    )
)
_STRUCTURAL_WORDS: Final = tuple(
    (re.compile(pattern), tier)
    for pattern, tier in (
        (r"^(kepala )?(sub ?bag(ian)?|kasub(ag|bag|id|bid)|sub ?bid(ang)?)\b", "05"),
        (r"^(kepala seksi|kasi)\b", "05"),
        (r"^(kepala )?(uptd?|unit pelaksana)\b", "05"),
        (r"^lurah\b|^kepala kelurahan\b|^sekretaris (lurah|kelurahan)\b", "05"),
        (r"^sekretaris daerah\b|^sekda\b|^sekretaris (dprd|dewan)\b|^sekwan\b", "03"),
        (r"^inspektur pembantu\b|^irban\b", "04"),
        (r"^(kepala bidang|kabid|kepala bagian|kabag)\b", "04"),
        (r"^camat\b|^kepala (distrik|kecamatan)\b", "04"),
        (r"^sekretaris\b", "04"),
        (r"^asisten\b|^staf ahli\b|^inspektur\b", "03"),
        (r"^kepala (dinas|badan|satuan|pelaksana)\b|^kadis\b|^kaban\b", "03"),
    )
)
_ECHELON_TIERS: Final = {"1": "02", "2": "03", "3": "04", "4": "05", "5": "05"}
_ROMAN_DIGITS: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_ECHELON: Final = re.compile(r"(?:ESELON)?\s*(IV|V|III|II|I)\s*[/.\- ]?\s*([A-E])?")
_SEE: Final = Text(N_("Periksa jenjang jabatan ini; isi ESELON atau nama jabatan yang lengkap."))


@lru_cache(maxsize=10_000)
def read_job_kind(id_: str | None, name: str | None) -> JobKind | None:
    """The job kind from JENIS JABATAN ID, else from its name; None when neither says it.

    >>> read_job_kind("2", None), read_job_kind(None, "Jabatan Fungsional Umum")
    ('functional', 'executive')
    """
    by_id = _KIND_BY_ID.get((id_ or "").strip().lstrip("0"))
    if by_id is not None:
        return by_id
    text = comparable(name or "")
    return next((kind for word, kind in _KIND_WORDS if word in text), None)


@lru_cache(maxsize=10_000)
def read_echelon(id_: str | None, name: str | None) -> str:
    """The echelon's first digit, '1' to '5', or '' for none.

    >>> read_echelon(None, "II/B"), read_echelon("32", None), read_echelon(None, "-")
    ('2', '3', '')
    """
    found = _ECHELON.fullmatch((name or "").strip().upper())
    if found:
        return _ROMAN_DIGITS[found[1]]
    digits = (id_ or "").strip()
    return digits[0] if re.fullmatch(r"[1-5][1-5]", digits) else ""


@lru_cache(maxsize=20_000)
def read_tier(
    kind: JobKind | None, echelon: str, position: str | None
) -> tuple[str | None, Issue | None]:
    """The tier code and, where only words say so or nothing does, a doubt.

    `echelon` as `read_echelon` gives it.

    >>> read_tier("functional", "", "Perawat Ahli Pertama")
    ('21', None)
    """
    name = plain(position).casefold()
    if kind == "structural":
        return _structural(echelon, name)
    if kind == "functional":
        tier = _first(_JF_LEVELS, name)
        if tier is None:
            return None, _doubt(N_("jenjang tidak tertulis pada nama jabatan {name}"), position)
        return tier, None
    if kind == "executive":
        return "06", None
    by_words = _first(_STRUCTURAL_WORDS, name) or _first(_JF_LEVELS, name)
    if by_words is None:
        return None, _doubt(N_("jenis jabatan kosong dan {name} tidak menyebut jenjang"), position)
    return by_words, _doubt(N_("jenjang diduga dari nama jabatan {name} saja"), position)


def _structural(echelon: str, name: str) -> tuple[str | None, Issue | None]:
    if echelon:
        return _ECHELON_TIERS[echelon], None
    tier = _first(_STRUCTURAL_WORDS, name)
    if tier is None:
        return None, _doubt(N_("eselon kosong dan {name} tidak menyebut jenjang"), name)
    return tier, _doubt(N_("eselon kosong; jenjang diduga dari nama jabatan {name}"), name)


def _first(table: tuple[tuple[re.Pattern[str], str], ...], name: str) -> str | None:
    return next((tier for pattern, tier in table if pattern.search(name)), None)


def _doubt(reason: str, name: str | None) -> Issue:
    return Issue(Text(reason, {"name": name or "-"}), _SEE, "doubt")
