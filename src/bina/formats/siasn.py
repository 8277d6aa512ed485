"""SIASN's columns in Bina's words: units, employment, ranks, tiers, education, legal position.

Works over whole columns with a cache per distinct value. Nothing is rejected: what is not
understood is None with a doubt that says what to do.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from bina.formats.cell_text import comparable, plain
from bina.formats.nip import nip_doubts, read_nip
from bina.formats.problems import Issue, Problem
from bina.formats.ranks import Rank, read_rank
from bina.formats.reading import SheetData
from bina.formats.tiers import JobKind, read_echelon, read_job_kind, read_tier
from bina.text import N_, Text

Employment = Literal["pns", "cpns", "pppk", "pppk_pw"]
LegalPositions = Sequence[Mapping[str, Any]]  # law.value("employment.legal_positions")
_SPACED_SLASH: Final = re.compile(r"\s+/\s+|\s*\\\s*|\s+[>»]\s+")
EDUCATION_BY_ID: Final = {
    "05": "SD",
    "10": "SMP",
    "15": "SMA",
    "17": "SMK",
    "20": "D1",
    "25": "D2",
    "30": "D3",
    "35": "D4",
    "40": "S1",
    "45": "S2",
    "50": "S3",
}
EDUCATION_ORDER: Final = tuple(EDUCATION_BY_ID.values())
_EDUCATION_WORDS: Final = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"s3|strata3|doktor|stratatiga", "S3"),
        (r"s2|strata2|magister|spesialis|stratadua", "S2"),
        (r"d4|^div|diplomaiv|diploma4|sarjanaterapan", "D4"),
        (r"s1|strata1|sarjana(?!muda)|stratasatu|profesi|ners", "S1"),
        (r"d3|^diii|diploma(iii|3)|sarjanamuda|akademi", "D3"),
        (r"d2|^dii(?!i)|diploma(ii|2)(?!i)", "D2"),
        (r"d1|^di(?!i|p|v|k)|diploma(i|1)(?!i|v)", "D1"),
        (r"smk|sltakejuruan|smakejuruan|stm|smea|spk", "SMK"),
        (r"slta|sma|^ma$|sederajat", "SMA"),
        (r"sltp|smp|mts", "SMP"),
        (r"sekolahdasar|^sd|^mi$", "SD"),
    )
)
_HEADERS: Final = {  # of the SIASN export, for columns that a file does not have
    "nip": "NIP BARU",
    "rank_name": "GOL AKHIR NAMA",
    "employment_name": "JENIS PEGAWAI NAMA",
    "position_name": "JABATAN NAMA",
    "education_level_name": "TINGKAT PENDIDIKAN NAMA",
    "legal_name": "KEDUDUKAN HUKUM NAMA",
}
_ASK: Final = Text(N_("Periksa di SIASN, atau perbaiki pada pratinjau."))


@lru_cache(maxsize=20_000)
def unit_path(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The units of an UNOR path from the top; both separators are understood.

    Where the path has ' / ', a bare '/' belongs to a name. Else every '/' separates, unless the
    joined text is one of `known` names (casefolded).

    >>> unit_path("Dinas Kesehatan / Bagian Umum/Aset"), unit_path("Dinas Kesehatan/Puskesmas")
    (('Dinas Kesehatan', 'Bagian Umum/Aset'), ('Dinas Kesehatan', 'Puskesmas'))
    """
    if _SPACED_SLASH.search(text):
        parts = _SPACED_SLASH.split(text)
    else:
        parts = _joined(text.split("/"), known)
    return tuple(name for part in parts if (name := plain(part).strip("/ ")))


def _joined(parts: list[str], known: frozenset[str]) -> list[str]:
    """Neighbouring parts that together are a known name become one again."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        end = next(
            (
                end
                for end in range(len(parts), at + 1, -1)
                if plain("/".join(parts[at:end])).casefold() in known
            ),
            at + 1,
        )
        found.append("/".join(parts[at:end]))
        at = end
    return found


@lru_cache(maxsize=20_000)
def read_employment(
    kind_name: str | None, status: str | None, rank_group: str | None, nip_pattern: str | None
) -> tuple[Employment | None, Issue | None]:
    """The employment type from JENIS PEGAWAI NAMA and STATUS CPNS PNS, else from rank or NIP.

    >>> read_employment("PNS Daerah Kab/Kota", "CPNS", "pns", None)
    ('cpns', None)
    """
    name, state = comparable(kind_name or ""), comparable(status or "")
    if "paruhwaktu" in name + state:
        return "pppk_pw", None
    if "pppk" in name + state or "perjanjiankerja" in name:
        return "pppk", None
    if state in ("c", "cpns") or (not state and "cpns" in name):
        return "cpns", None
    if state in ("p", "pns") or "pns" in name or "pegawainegeri" in name:
        if rank_group == "pppk":
            return "pns", _doubt(N_("jenis pegawai PNS tetapi golongannya golongan PPPK"))
        return "pns", None
    guess = rank_group or nip_pattern
    if guess is None:
        return None, _doubt(N_("jenis pegawai tidak diketahui"))
    found: Employment = "pppk" if guess == "pppk" else "pns"
    return found, _doubt(N_("jenis pegawai kosong; diduga dari golongan atau NIP"))


@lru_cache(maxsize=5_000)
def read_education(id_: str | None, name: str | None) -> tuple[str | None, Issue | None]:
    """The level, one of EDUCATION_ORDER; the name wins over the id.

    >>> read_education("40", "S-1/Sarjana"), read_education("30", None)
    (('S1', None), ('D3', None))
    """
    text = comparable(name or "")
    if text:
        level = next((level for word, level in _EDUCATION_WORDS if word.search(text)), None)
        if level is not None:
            return level, None
    by_id = EDUCATION_BY_ID.get((id_ or "").strip().zfill(2))
    if by_id is not None or not (text or id_):
        return by_id, None
    return None, _doubt(N_("tingkat pendidikan tidak dikenal"))


def read_plannable(
    id_: str | None, name: str | None, positions: LegalPositions
) -> tuple[bool, Issue | None]:
    """Whether a legal position lets a person be planned; the unknown are not planned, with a doubt.

    An empty position counts as active with a doubt, for an export of active staff may leave it.
    """
    text = comparable(name or "")
    if not text:
        if (id_ or "").strip().lstrip("0") == "1":
            return True, None
        return True, _doubt(N_("kedudukan hukum kosong; dianggap aktif"))
    for row in positions:
        if comparable(row["word"]) in text:
            return bool(row["plannable"]), None
    return False, _doubt(N_("kedudukan hukum tidak dikenal; tidak direncanakan"))


def _doubt(reason: str) -> Issue:
    return Issue(Text(reason), _ASK, "doubt")


@dataclass(frozen=True)
class Derived:
    """Columns of equal length in the order of the rows; None where not known."""

    unit_paths: list[tuple[str, ...]]
    employment: list[Employment | None]
    ranks: list[Rank | None]
    job_kinds: list[JobKind | None]
    tiers: list[str | None]
    education: list[str | None]
    plannable: list[bool]
    issues: list[tuple[int, str, Issue]]  # row position, column key, doubt


def derive(columns: Mapping[str, Sequence[Any]], positions: LegalPositions) -> Derived:
    """Bina's columns from those of the SIASN book (`SheetData.columns` or `.good()`)."""
    get = columns.__getitem__
    issues: list[tuple[int, str, Issue]] = []

    def gathered(
        key: str, function: Callable[..., tuple[Any, Issue | None]], *of: Sequence[Any]
    ) -> list[Any]:
        cache: dict[tuple[Any, ...], tuple[Any, Issue | None]] = {}
        values = []
        for at, row in enumerate(zip(*of, strict=True)):
            found = cache.get(row)
            if found is None:
                found = cache[row] = function(*row)
            values.append(found[0])
            if found[1] is not None:
                issues.append((at, key, found[1]))
        return values

    nips: Sequence[str | None] = get("nip")
    born: Sequence[date | None] = get("birth_date")
    ranks = gathered("rank_name", read_rank, get("rank_id"), get("rank_name"))
    groups = [rank.group if rank else None for rank in ranks]
    parts = [read_nip(nip) if nip else None for nip in nips]
    patterns = [part.pattern if part else None for part in parts]
    kinds = list(map(read_job_kind, get("job_kind_id"), get("job_kind_name")))
    echelons = list(map(read_echelon, get("echelon_id"), get("echelon_name")))
    issues.extend((at, "nip", issue) for at, issue in nip_doubts(nips, get("gender"), born))
    return Derived(
        unit_paths=[unit_path(path or "") for path in get("unit_path")],
        employment=gathered(
            "employment_name",
            read_employment,
            get("employment_name"),
            get("cpns_pns"),
            groups,
            patterns,
        ),
        ranks=ranks,
        job_kinds=kinds,
        tiers=gathered("position_name", read_tier, kinds, echelons, get("position_name")),
        education=gathered(
            "education_level_name",
            read_education,
            get("education_level_id"),
            get("education_level_name"),
        ),
        plannable=gathered(
            "legal_name",
            lambda id_, name: read_plannable(id_, name, positions),
            get("legal_id"),
            get("legal_name"),
        ),
        issues=issues,
    )


def derived_problems(data: SheetData, derived: Derived) -> list[Problem]:
    """The doubts of `derive(data.columns, …)` as problems at their place in the file.

    Doubts about a column that the file does not have are told once for the whole sheet.
    """
    problems: list[Problem] = []
    told: set[tuple[str, str]] = set()
    for at, key, issue in sorted(derived.issues, key=lambda found: found[0]):
        header, row = data.understood.get(key), data.row_numbers[at]
        if not data.ok[at] or (header is None and (key, issue.reason.template) in told):
            continue
        if header is None:
            told.add((key, issue.reason.template))
        problems.append(
            Problem(
                data.name,
                None if header is None else row,
                header or _HEADERS.get(key, key),
                plain(data.columns[key][at]),
                issue.reason,
                issue.remedy,
                issue.severity,
            )
        )
    return problems
