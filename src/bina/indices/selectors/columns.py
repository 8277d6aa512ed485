"""Raw facts of people as the columns that the rules of the indices read; nine queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db.models import IntegerField, Max, Q, QuerySet, Value
from numpy.typing import NDArray

from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, coded
from bina.indices.rules.ip_asn import EVIDENCE, Facts, evidence_bits
from bina.law.law import Law
from bina.law.scaled import bands_of, scaled
from bina.people.models import (
    DevelopmentRecord,
    DisciplineCase,
    Education,
    PerformanceReview,
    Person,
)
from bina.people.rules.discipline import worst_levels, years_before
from bina.people.rules.education import level_on

OLD: Final = "ip_asn.bkn_8_2019"
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """The people measured, sorted by id, with the facts of the day."""

    person_id: Ints
    unit_id: Ints  # 0: not known
    employment: NDArray[np.str_]
    tier: NDArray[np.str_]
    position_id: Ints
    education: Sequence[str]
    facts: Facts

    def at(self, person_ids: Sequence[int]) -> tuple[Ints, NDArray[np.bool_]]:
        """Rows of the ids, and which of them are measured at all."""
        ids = np.asarray(person_ids, dtype=np.int64)
        rows = np.searchsorted(self.person_id, ids)
        rows = np.minimum(rows, max(len(self.person_id) - 1, 0))
        known = self.person_id[rows] == ids if len(self.person_id) else np.zeros(len(ids), np.bool_)
        return rows, known


def people_columns(found: QuerySet[Person], law: Law) -> People:
    """The people in `found` on the law's day."""
    rows = list(
        found.order_by("pk").values_list(
            "pk", "unit_id", "employment", "education_level", "position_id",
            "position__job_kind", "position__tier", "graduation_year",
        )
    )  # fmt: skip
    pk, unit, employment, profile, position, path, tier, graduated = (
        zip(*rows, strict=True) if rows else ([],) * 8
    )
    best = _best_levels(found, law.day)
    education = [
        level_on(best.get(person), level, year, law.day.year)
        for person, level, year in zip(pk, profile, graduated, strict=True)
    ]
    ids = np.array(pk, dtype=np.int64)
    facts = Facts(
        coded(education, EDUCATION),
        coded([each or "" for each in path], PATHS),
        evidence_bits(_evidence(found, ids, np.array([each == "general" for each in path]), law)),
        _predicates(found, ids, law),
        _discipline(found, ids, law),
    )
    return People(
        ids,
        np.array([each or 0 for each in unit], dtype=np.int64),
        np.array(employment, dtype=np.str_),
        np.array([each or "" for each in tier], dtype=np.str_),
        np.array([each or 0 for each in position], dtype=np.int64),
        education,
        facts,
    )


def educations_of(day: dt.date) -> Q:
    """Diplomas dated by the day; where only the year is known, those of its year and before."""
    return Q(graduated_on__lte=day) | Q(graduated_on=None, year__lte=day.year)


def _best_levels(found: QuerySet[Person], day: dt.date) -> dict[int, str]:
    """The highest level by the day of those with diplomas on record; "" where all came later."""
    rows = Education.objects.filter(person__in=found.order_by().values("pk")).order_by()
    best = rows.values_list("person_id").annotate(best=Max("level", filter=educations_of(day)))
    return {person: level or "" for person, level in best}


def evidence_records(law: Law, name: str, *, general: bool) -> QuerySet[DevelopmentRecord]:
    """The approved records that count for one part of competence on the law's day."""
    years = law.parameter(f"{OLD}.lookback_years").value
    span = years.get(f"{name}_general" if general and name == "technical" else name)
    rows = DevelopmentRecord.objects.filter(
        form__in=law.parameter(f"{OLD}.forms").value[name],
        status=DevelopmentRecord.Status.APPROVED,
        end__lte=law.day,
    )
    if span is not None:
        rows = rows.filter(end__gt=years_before(law.day, span))
    if name == "technical":
        rows = rows.filter(jp__gte=law.parameter(f"{OLD}.technical_min_jp").value)
    if name in ("leadership", "functional"):
        rows = rows.filter(fits_post=True)  # only what HR found to match the post held
    return rows


def _evidence(
    found: QuerySet[Person], ids: Ints, general: NDArray[np.bool_], law: Law
) -> dict[str, NDArray[np.bool_]]:
    """All parts in one query: who has which, the technical part by kind of post."""
    kinds = [(name, False) for name in EVIDENCE] + [("technical", True)]
    people = found.order_by().values("pk")
    parts = [
        evidence_records(law, name, general=is_general)
        .filter(person__in=people)
        .order_by()
        .annotate(part=Value(at, output_field=IntegerField()))
        .values_list("person_id", "part")
        .distinct()
        for at, (name, is_general) in enumerate(kinds)
    ]
    rows = np.array(list(parts[0].union(*parts[1:], all=True)), dtype=np.int64).reshape(-1, 2)
    has = [np.isin(ids, rows[rows[:, 1] == at, 0]) for at in range(len(kinds))]
    flags = dict(zip(EVIDENCE, has, strict=False))
    flags["technical"] = np.where(general, has[-1], flags["technical"])
    return flags


def reviews_of(law: Law) -> QuerySet[PerformanceReview]:
    """The performance that counts on the law's day."""
    back = law.parameter("ip_asn.performance_years_back").value
    return PerformanceReview.objects.filter(year=law.day.year - back)


def predicate_code(predicate: str, value: Any, law: Law) -> str:
    """The predicate, or that of the value of an old year."""
    if predicate:
        return predicate
    bands = law.parameter(f"{OLD}.performance_bands").value
    return str(bands[int(bands_of([scaled(value)], bands)[0])]["code"])


def _predicates(found: QuerySet[Person], ids: Ints, law: Law) -> NDArray[np.uint8]:
    codes = np.full(len(ids), PREDICATE.index("none") + 1, dtype=np.uint8)
    rows = reviews_of(law).filter(person__in=found.order_by().values("pk"))
    place = {pk: at for at, pk in enumerate(ids.tolist())}
    known = {word: at + 1 for at, word in enumerate(PREDICATE)}
    for pk, predicate, value in rows.order_by().values_list("person_id", "predicate", "value"):
        codes[place[pk]] = known[predicate_code(predicate, value, law)]
    return codes


def cases_of(law: Law) -> QuerySet[DisciplineCase]:
    """The punishments that still count on the law's day."""
    years = law.parameter("discipline.lookback_years").value
    return DisciplineCase.objects.filter(start__gt=years_before(law.day, years), start__lte=law.day)


def _discipline(found: QuerySet[Person], ids: Ints, law: Law) -> NDArray[np.uint8]:
    rows = cases_of(law).filter(person__in=found.order_by().values("pk")).order_by()
    pairs = list(rows.values_list("person_id", "level"))
    place = {pk: at for at, pk in enumerate(ids.tolist())}
    person = np.array([place[pk] for pk, _ in pairs], dtype=np.int64)
    level = np.array([DISCIPLINE.index(level) for _, level in pairs], dtype=np.int8)
    return worst_levels(person, level, len(ids)).astype(np.uint8) + np.uint8(1)


def year_end(year: int, day: dt.date) -> dt.date:
    """The day a year is measured on: its last one, or today in the present year."""
    return min(dt.date(year, 12, 31), day)
