"""The rows of a Data Utama sheet in the words of the tables: a column per field of Person."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from bina.formats.problems import Problem
from bina.formats.reading import BookData, SheetData
from bina.formats.siasn import EDUCATION_BY_ID, Derived, derive, derived_problems, unit_path
from bina.law.law import law_on
from bina.people.rules.organisation import KnownUnit, Place, UnitPlan, plan_units
from bina.people.rules.posts import JOB_KINDS, KnownPost, PostFacts, PostPlan, plan_posts
from bina.people.rules.protected import protected_columns
from bina.people.rules.sheets import SIASN
from bina.text import N_, Text

SHEET: Final = SIASN.sheets[0]
HEADERS: Final = {  # field -> header shown in a preview
    "pns_id": "PNS ID",
    "nip": "NIP BARU",
    "name": "NAMA",
    "title_front": "GELAR DEPAN",
    "title_back": "GELAR BELAKANG",
    "birth_place": "TEMPAT LAHIR NAMA",
    "birth_date": "TANGGAL LAHIR",
    "gender": "JENIS KELAMIN",
    "employment": "JENIS PEGAWAI NAMA",
    "legal_position": "KEDUDUKAN HUKUM NAMA",
    "appointed_on": "TMT CPNS",
    "rank": "GOL AKHIR NAMA",
    "rank_since": "TMT GOLONGAN",
    "education_level": "TINGKAT PENDIDIKAN NAMA",
    "education_name": "PENDIDIKAN NAMA",
    "graduation_year": "TAHUN LULUS",
    "unit_id": "UNOR NAMA",
    "position_id": "JABATAN NAMA",
    "position_since": "TMT JABATAN",
    "data_doubts": N_("Keraguan data"),
}
_EDUCATION_ID: Final = {level: id_ for id_, level in EDUCATION_BY_ID.items()}
_SAME: Final = {  # field -> column that is taken as it is
    "pns_id": "pns_id",
    "nip": "nip",
    "name": "name",
    "title_front": "title_front",
    "title_back": "title_back",
    "birth_place": "birth_place",
    "birth_date": "birth_date",
    "gender": "gender",
    "legal_position": "legal_name",
    "appointed_on": "cpns_since",
    "rank_since": "rank_since",
    "education_name": "education_name",
    "graduation_year": "graduation_year",
    "position_since": "position_since",
}


@dataclass(frozen=True)
class SiasnFacts:
    """The rows that may go in. All columns have one item per row; None: the file does not say."""

    rows: list[int]  # numbers in the file
    columns: dict[str, list[Any]]  # by field of Person; units and posts as references
    unit_names: list[str]
    post_names: list[str]
    units: UnitPlan
    posts: PostPlan
    problems: list[Problem]
    protected: dict[str, list[str | None]]  # by column key: only those kept for a purpose


def siasn_facts(
    data: BookData, units: list[KnownUnit], posts: list[KnownPost], day: dt.date
) -> SiasnFacts:
    """Read the sheet's columns; `day` chooses the law that knows the legal positions."""
    sheet = data.sheets[SHEET.name]
    derived = derive(sheet.columns, law_on(day).value("employment.legal_positions"))
    problems = derived_problems(sheet, derived)
    keep = [at for at, ok in enumerate(sheet.ok) if ok]
    good = sheet.good()
    columns = {field: list(good[column]) for field, column in _SAME.items()}
    columns["employment"] = [derived.employment[at] for at in keep]
    columns["rank"] = [rank.code if (rank := derived.ranks[at]) else None for at in keep]
    columns["education_level"] = [_EDUCATION_ID.get(derived.education[at] or "") for at in keep]
    unit_plan, places = _units(good, units)
    post_plan, facts = _posts(good, derived, keep, posts)
    columns["unit_id"] = [unit_plan.of[place] for place in places]
    columns["position_id"] = [post_plan.of[fact] for fact in facts]
    columns["data_doubts"] = _doubts(data, sheet, problems)
    protected, odd = protected_columns(sheet)
    return SiasnFacts(
        rows=sheet.good_rows(),
        columns=columns,
        unit_names=[place[1][-1] if place[1] else "" for place in places],
        post_names=[fact.name or "" for fact in facts],
        units=unit_plan,
        posts=post_plan,
        problems=problems + _renamed(unit_plan) + odd,
        protected=protected,
    )


def _units(good: dict[str, list[Any]], known: list[KnownUnit]) -> tuple[UnitPlan, list[Place]]:
    names = frozenset(unit.name.casefold() for unit in known if "/" in unit.name)
    paths = {text: unit_path(text or "", names) for text in set(good["unit_path"])}
    places: list[Place] = [
        (code, paths[text]) for code, text in zip(good["unit_id"], good["unit_path"], strict=True)
    ]
    return plan_units(known, places), places


def _posts(
    good: dict[str, list[Any]], derived: Derived, keep: list[int], known: list[KnownPost]
) -> tuple[PostPlan, list[PostFacts]]:
    kinds = [JOB_KINDS.get(kind, kind) or "unknown" for kind in derived.job_kinds]
    facts = [
        PostFacts(code, name, kinds[at], derived.tiers[at] or "", (echelon or "")[:6].upper())
        for at, code, name, echelon in zip(
            keep, good["position_id"], good["position_name"], good["echelon_name"], strict=True
        )
    ]
    return plan_posts(known, facts), facts


def _doubts(data: BookData, sheet: SheetData, found: list[Problem]) -> list[list[dict[str, Any]]]:
    """Per good row the doubts about its own facts, each once, as stored on the person."""
    by_row: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for problem in (*data.problems, *found):
        own = problem.severity == "doubt" and problem.row and problem.sheet == sheet.name
        if own and "row" not in problem.reason.values:  # not: doubts about two rows of a file
            by_row[problem.row or 0].setdefault(problem.reason.plain(), problem.reason.as_json())
    return [
        [by_row[row][text] for text in sorted(by_row[row])] if row in by_row else []
        for row in sheet.good_rows()
    ]


def _renamed(plan: UnitPlan) -> list[Problem]:
    return [
        Problem(
            SHEET.name,
            None,
            "UNOR NAMA",
            " / ".join(place[1]),
            Text(
                N_("unit dengan kode {code} bernama {name} di Bina; namanya tidak diubah"),
                {"code": place[0], "name": name},
            ),
            Text(N_("Bila unit memang berganti nama, catat pada halaman unit dengan tanggalnya.")),
            "doubt",
        )
        for place, name in plan.renamed
    ]
