"""Golongan and pangkat in one form: 'III/c' for PNS, 'IX' for PPPK.

Source: rank list of PNS with the BKN ids, and golongan I-XVII of PPPK (Perpres 98/2020).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from bina.formats.problems import Issue
from bina.text import N_, Text

_TITLES: Final = (
    ("I", ("Juru Muda", "Juru Muda Tk I", "Juru", "Juru Tk I")),
    ("II", ("Pengatur Muda", "Pengatur Muda Tk I", "Pengatur", "Pengatur Tk I")),
    ("III", ("Penata Muda", "Penata Muda Tk I", "Penata", "Penata Tk I")),
    (
        "IV",
        ("Pembina", "Pembina Tk I", "Pembina Utama Muda", "Pembina Utama Madya", "Pembina Utama"),
    ),
)
_ROMANS: Final = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)
_PNS_NAME: Final = re.compile(r"(?<![A-Z])(IV|III|II|I)\s*[/.\- ]?\s*([A-E])(?![A-Z])")
_PPPK_NAME: Final = re.compile(r"(?:GOLONGAN\s*|GOL\.?\s*)?([IVX]+)")
_CHECK: Final = Text(N_("Tulis misalnya III/c untuk PNS atau IX untuk PPPK."))


@dataclass(frozen=True)
class Rank:
    """One golongan. `order` rises with the rank within its group; higher is higher."""

    code: str
    group: Literal["pns", "pppk"]
    order: int  # 1..17
    bkn_id: str  # '' for PPPK
    title: str  # pangkat; '' for PPPK


def _ranks() -> dict[str, Rank]:
    found: dict[str, Rank] = {}
    for number, (roman, titles) in enumerate(_TITLES, start=1):
        for place, title in enumerate(titles, start=1):
            code = f"{roman}/{'abcde'[place - 1]}"
            found[code] = Rank(code, "pns", len(found) + 1, f"{number}{place}", title)
    for order, roman in enumerate(_ROMANS, start=1):
        found[roman] = Rank(roman, "pppk", order, "", "")
    return found


RANKS: Final = _ranks()
_BY_ID: Final = {rank.bkn_id: rank for rank in RANKS.values() if rank.bkn_id}


@lru_cache(maxsize=10_000)
def read_rank(id_: str | None, name: str | None) -> tuple[Rank | None, Issue | None]:
    """The rank from its BKN id and its name; the name wins and a contradiction is a doubt.

    >>> read_rank("33", None)[0].code, read_rank(None, "iii / C")[0].code
    ('III/c', 'III/c')
    """
    by_name = _by_name(name or "")
    by_id = _BY_ID.get((id_ or "").strip())
    if by_name is None and by_id is None:
        if not name and not id_:
            return None, None
        reason = Text(N_("golongan {name} tidak dikenal"), {"name": name or id_})
        return None, Issue(reason, _CHECK, "doubt")
    if by_name is not None and by_id is not None and by_name.group == "pns" and by_name != by_id:
        reason = Text(
            N_("GOL AKHIR ID {id} berarti {by_id}, tetapi GOL AKHIR NAMA {by_name}"),
            {"id": by_id.bkn_id, "by_id": by_id.code, "by_name": by_name.code},
        )
        return by_name, Issue(reason, _CHECK, "doubt")
    return by_name or by_id, None


def _by_name(name: str) -> Rank | None:
    text = name.strip().upper()
    if found := _PNS_NAME.search(text):
        return RANKS.get(f"{found[1]}/{found[2].lower()}")
    if found := _PPPK_NAME.fullmatch(text):
        return RANKS.get(found[1])
    return None
