"""What a gap run is made of, gathered as columns with one query a table, and its versions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import CharField, Count, FloatField, Max
from django.db.models.functions import Cast
from numpy.typing import NDArray

from bina.assessment.models import Result
from bina.gaps.rules.held import KINDS, Measurements, oldest_valid_day
from bina.gaps.rules.weights import CITY, PERSON, POSITION, SOURCES, UNIT, Factors
from bina.gaps.selectors.factors import weighing
from bina.imports.models import ImportRun
from bina.law.law import Law
from bina.people.models import Person, Unit
from bina.people.selectors import active_people
from bina.standards.models import Competency, PositionStandard
from bina.standards.rules.required import Required
from bina.standards.selectors import standard_columns

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class GapInputs:
    """Columns of everything that goes in; people are sorted by unit, then id."""

    person_id: Ints
    unit_id: Ints  # 0: not known
    position_id: Ints  # 0: not known
    position_at: Ints  # row of `required`; the last row requires nothing
    competency_id: Ints  # columns of `required`
    required: Required
    unit_paths: dict[int, tuple[int, ...]]
    results: Measurements
    factors: Factors
    factor_id: Ints  # of each row of `factors`
    versions: dict[str, Any]


def gap_inputs(day: dt.date, law: Law) -> GapInputs:
    """Everything for a run on `day`, in eight queries and one a version."""
    people = _columns(
        active_people().order_by("unit_id", "pk").values_list("pk", "unit_id", "position_id"), 3
    )
    standards = standard_columns(law)
    at = np.searchsorted(standards.position_ids, people[2])
    at[people[2] == 0] = len(standards.position_ids)
    factors, factor_id = _factors(day)
    return GapInputs(
        person_id=people[0],
        unit_id=people[1],
        position_id=people[2],
        position_at=at,
        competency_id=standards.competencies.ids,
        required=_with_nobody(standards.required),
        unit_paths=unit_paths(),
        results=_results(day, law.value("assessment.validity_years")),
        factors=factors,
        factor_id=factor_id,
        versions=_versions(law, day),
    )


def unit_paths() -> dict[int, tuple[int, ...]]:
    """For each unit id, the ids from the top down to itself."""
    return {
        pk: tuple(int(part) for part in path.strip("/").split("/") if part)
        for pk, path in Unit.objects.values_list("pk", "path")
    }


def _columns(rows: Any, width: int) -> list[Ints]:
    table = [[value or 0 for value in row] for row in rows]
    return list(np.array(table, np.int64).reshape(-1, width).T.copy())


def _with_nobody(required: Required) -> Required:
    """The same table with a last row that requires nothing, for people without a position."""
    nothing = np.zeros((1, required.level.shape[1]), np.int8)
    return Required(
        np.concatenate([required.level, nothing]), np.concatenate([required.source, nothing])
    )


def _results(day: dt.date, validity_years: int) -> Measurements:
    """Results that can count on `day`. Casts spare a Decimal and a date for every row."""
    rows = list(
        Result.objects.filter(measured_on__range=(oldest_valid_day(day, validity_years), day))
        .values_list(
            "person_id",
            "competency_id",
            "kind",
            Cast("level", FloatField()),
            Cast("standard_error", FloatField()),
            Cast("measured_on", CharField()),
        )
        .iterator(5000)
    )
    index = {kind: at for at, kind in enumerate(KINDS)}
    person, competency, kind, level, error, when = zip(*rows, strict=True) if rows else [()] * 6
    return Measurements(
        np.array(person, np.int64),
        np.array(competency, np.int64),
        np.array([index[name] for name in kind], np.int8),
        np.array(level, np.float64),
        np.array(error, np.float64),  # None becomes NaN
        np.array(when, "datetime64[D]"),
    )


def _factors(day: dt.date) -> tuple[Factors, Ints]:
    """Factors that weigh on the day, earlier periods first so that later ones win."""
    rows = list(
        weighing(day)
        .order_by("period", "pk")
        .values_list(
            "pk", "person_id", "position_id", "unit_id", "competency_id", "source", "value"
        )
    )
    scope, subject = [], []
    for _pk, person, position, unit, *_rest in rows:
        known = ((PERSON, person), (POSITION, position), (UNIT, unit), (CITY, 0))
        kind, id_ = next(pair for pair in known if pair[1] is not None)
        scope.append(kind)
        subject.append(id_)
    factors = Factors(
        np.array(scope, np.int8),
        np.array(subject, np.int64),
        np.array([row[4] or 0 for row in rows], np.int64),
        np.array([SOURCES.index(row[5]) for row in rows], np.int8),
        np.array([float(row[6]) for row in rows], np.float64),
    )
    return factors, np.array([row[0] for row in rows], np.int64)


def _versions(law: Law, day: dt.date) -> dict[str, Any]:
    """Counts and last row numbers of the tables, the last imports, the law's hash."""
    versions: dict[str, Any] = {"law": law.hash}
    tables = (
        ("people", active_people()),
        ("results", Result.objects.all()),
        ("standards", PositionStandard.objects.all()),
        ("competencies", Competency.objects.all()),
        ("factors", weighing(day)),
    )
    for name, rows in tables:
        found = rows.order_by().aggregate(n=Count("pk"), last=Max("pk"))
        versions[name] = {"rows": found["n"], "last": found["last"] or 0}
    applied = ImportRun.objects.filter(state=ImportRun.State.APPLIED)
    versions["imports"] = dict(
        applied.order_by("kind").values_list("kind").annotate(last=Max("pk"))
    )
    return versions


def people_of(person_ids: list[int]) -> dict[int, Person]:
    """People by id, with what a list shows of them."""
    people = Person.objects.select_related("position").only(
        "public_id", "name", "title_front", "title_back", "nip", "position__name"
    )
    return people.in_bulk(person_ids)
