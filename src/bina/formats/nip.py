"""What an NIP or NI PPPK says about its holder, and where that contradicts the rest of the row.

Source: Perka BKN 22/2007 and 43/2007 (no check digit). Everything here warns and never rejects:
real numbers keep wrong birth dates for life, and a PPPK's number changes with the agency or post.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from bina.formats.problems import Issue
from bina.law.law import newest
from bina.text import N_, Text

DIGITS: Final[int] = newest("employment.nip")["digits"]
_PLAUSIBLE: Final = newest("employment.nip_plausible")  # typing errors, not a rule
YOUNGEST, OLDEST = _PLAUSIBLE["youngest"], _PLAUSIBLE["oldest"]
_CONTRACTS: Final = range(_PLAUSIBLE["first_contract"], _PLAUSIBLE["last_contract"] + 1)
_GENDERS: Final[dict[str, Literal["M", "F"]]] = {"1": "M", "2": "F"}
_CHECK: Final = Text(N_("Bandingkan dengan SK pengangkatan; perbaiki di SIASN bila salah."))


@dataclass(frozen=True)
class NipParts:
    """The parts of an 18-digit number; None where the digits mean nothing."""

    birth_date: date | None
    year: int  # of appointment
    month: int | None  # PNS only
    contracts: int | None  # PPPK only: the two digits as written
    gender: Literal["M", "F"] | None
    sequence: str
    pattern: Literal["pns", "pppk"] | None


@lru_cache(maxsize=50_000)
def read_nip(nip: str) -> NipParts | None:
    """The parts, or None for anything but 18 digits.

    >>> parts = read_nip("198609262015051001")
    >>> parts.birth_date, parts.year, parts.month, parts.gender, parts.sequence, parts.pattern
    (datetime.date(1986, 9, 26), 2015, 5, 'M', '001', 'pns')
    """
    if len(nip) != DIGITS or not (nip.isascii() and nip.isdigit()):
        return None
    try:
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        born = None
    middle = int(nip[12:14])
    month = middle if 1 <= middle <= 12 else None
    contracts = middle if middle in _CONTRACTS else None
    pattern: Literal["pns", "pppk"] | None = "pns" if month else "pppk" if contracts else None
    return NipParts(
        born, int(nip[8:12]), month, contracts, _GENDERS.get(nip[14]), nip[15:], pattern
    )


def shown_nip(nip: str) -> str:
    """The number in its groups of 8, 6, 1 and 3; anything else as it stands.

    >>> shown_nip("198609262015051001")
    '19860926 201505 1 001'
    """
    if read_nip(nip) is None:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def nip_issues(
    nip: str, *, gender: str | None = None, birth_date: date | None = None
) -> tuple[Issue, ...]:
    """Doubts about one number; none for a number that agrees with the row.

    `gender` is 'M' or 'F' as in SIASN. A number that is not 18 digits was reported when it was
    read and gives nothing more here.
    """
    parts = read_nip(nip)
    if parts is None:
        return ()
    found: list[Text] = []
    if parts.birth_date is None:
        found.append(Text(N_("delapan angka pertama NIP bukan tanggal lahir yang ada")))
    elif birth_date is not None and birth_date != parts.birth_date:
        found.append(
            Text(
                N_("tanggal lahir pada NIP {nip_date} berbeda dari kolom {column_date}"),
                {
                    "nip_date": parts.birth_date.strftime("%d-%m-%Y"),
                    "column_date": birth_date.strftime("%d-%m-%Y"),
                },
            )
        )
    if parts.pattern is None:
        found.append(
            Text(
                N_("angka 13-14 NIP ({digits}) bukan bulan (PNS) dan bukan {first}-{last} (PPPK)"),
                {"digits": nip[12:14], "first": _CONTRACTS[0], "last": _CONTRACTS[-1]},
            )
        )
    found += _age_doubts(parts)
    if parts.gender is None:
        found.append(Text(N_("angka 15 NIP ({digit}) bukan 1 atau 2"), {"digit": nip[14]}))
    elif gender in ("M", "F") and gender != parts.gender:
        found.append(Text(N_("jenis kelamin pada NIP berbeda dari kolom JENIS KELAMIN")))
    return tuple(Issue(reason, _CHECK, "doubt") for reason in found)


def _age_doubts(parts: NipParts) -> list[Text]:
    """Age on the first of the month of appointment; for PPPK only the year is known."""
    if parts.birth_date is None:
        return []
    youngest = oldest = parts.year - parts.birth_date.year
    if parts.month is not None:
        youngest = oldest = oldest - (
            (parts.birth_date.month, parts.birth_date.day) > (parts.month, 1)
        )
    else:
        youngest -= 1
    if oldest >= YOUNGEST and youngest <= OLDEST:
        return []
    return [
        Text(
            N_("usia saat diangkat menurut NIP {age} tahun, di luar {low}-{high}"),
            {"age": oldest, "low": YOUNGEST, "high": OLDEST},
        )
    ]


def nip_doubts(
    nips: Sequence[str | None],
    genders: Sequence[str | None],
    birth_dates: Sequence[date | None],
) -> list[tuple[int, Issue]]:
    """(row position, doubt) over columns of equal length, in row order."""
    return [
        (at, issue)
        for at, (nip, gender, born) in enumerate(zip(nips, genders, birth_dates, strict=True))
        if nip is not None
        for issue in nip_issues(nip, gender=gender, birth_date=born)
    ]
