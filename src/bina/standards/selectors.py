"""Questions to the dictionary and the position standards, as columns for gaps and as lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from bina.law.law import Law
from bina.people.models import Position
from bina.standards.models import Competency, CompetencyLevel, PositionStandard
from bina.standards.rules.required import Required, StandardRows, required_levels


@dataclass(frozen=True)
class CompetencyColumns:
    """The dictionary, one row a competency, in its own order."""

    ids: NDArray[np.int64]
    codes: list[str]
    groups: list[str]
    names: list[str]

    def index(self) -> Mapping[int, int]:
        """Row of each competency id."""
        return {int(pk): at for at, pk in enumerate(self.ids)}


@dataclass(frozen=True)
class StandardColumns:
    """What each post requires: (n_positions, n_competencies) levels and sources, see `Required`."""

    position_ids: NDArray[np.int64]
    competencies: CompetencyColumns
    required: Required


def competency_columns() -> CompetencyColumns:
    """All competencies; one query."""
    rows = list(Competency.objects.values_list("pk", "code", "group", "name"))
    ids, codes, groups, names = zip(*rows, strict=True) if rows else ((), (), (), ())
    return CompetencyColumns(np.array(ids, dtype=np.int64), list(codes), list(groups), list(names))


def names_by_code() -> dict[str, str]:
    """{code: name} of every competency, by group and name."""
    return dict(Competency.objects.order_by("group", "name").values_list("code", "name"))


def standard_columns(law: Law, positions: QuerySet[Position] | None = None) -> StandardColumns:
    """Required levels of all (or the given) positions on the law's day; three queries."""
    wanted = Position.objects.all() if positions is None else positions
    posts = list(wanted.order_by("pk").values_list("pk", "tier"))
    competencies = competency_columns()
    at, of = competencies.index(), {pk: row for row, (pk, _) in enumerate(posts)}
    own = (
        PositionStandard.objects.filter(position__in=wanted)
        if positions is not None
        else (PositionStandard.objects.all())
    )
    rows = list(own.values_list("position_id", "competency_id", "level"))
    required = required_levels(
        [tier for _, tier in posts],
        competencies.groups,
        StandardRows(
            [of[row[0]] for row in rows], [at[row[1]] for row in rows], [row[2] for row in rows]
        ),
        default_level=law.table("standards.default_level"),
        default_groups=law.value("standards.default_groups"),
    )
    return StandardColumns(
        np.array([pk for pk, _ in posts], dtype=np.int64), competencies, required
    )


def dictionary(search: str = "", group: str = "") -> QuerySet[Competency]:
    """Competencies with the number of levels, of official texts and of posts with an SKJ row."""
    found = Competency.objects.annotate(
        n_levels=Count("levels", distinct=True),
        n_official=Count(
            "levels", filter=Q(levels__status=CompetencyLevel.Status.OFFICIAL), distinct=True
        ),
        n_positions=Count("standards", distinct=True),
    )
    if group:
        found = found.filter(group=group)
    if search:
        found = found.filter(
            Q(code__icontains=search)
            | Q(name__icontains=search)
            | Q(name_en__icontains=search)
            | Q(definition__icontains=search)
        )
    return found


def positions(search: str = "", skj: str = "", sort: str = "") -> QuerySet[Position]:
    """Positions with the number of present holders and whether an SKJ exists ("ada", "belum")."""
    present = Q(holders__merged_into=None, holders__left_on=None)
    found = Position.objects.annotate(
        n_holders=Count("holders", filter=present),
        has_skj=Exists(PositionStandard.objects.filter(position=OuterRef("pk"))),
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(code__icontains=search))
    if skj in ("ada", "belum"):
        found = found.filter(has_skj=skj == "ada")
    return found.order_by(*{"orang": ("-n_holders", "name")}.get(sort, ("name", "pk")))


def standard_of(position: Position, law: Law) -> list[dict[str, Any]]:
    """One row per required competency of a position: level, source, importance, level text."""
    columns = standard_columns(law, Position.objects.filter(pk=position.pk))
    level, source = columns.required.level[0], columns.required.source[0]
    own = {row.competency_id: row for row in PositionStandard.objects.filter(position=position)}
    competencies = Competency.objects.in_bulk()
    texts = {
        (competency, number): text
        for competency, number, text in CompetencyLevel.objects.values_list(
            "competency_id", "level", "description"
        )
    }
    rows = []
    for at, pk in enumerate(columns.competencies.ids.tolist()):
        if level[at]:
            row = own.get(pk)
            rows.append(
                {
                    "competency": competencies[pk],
                    "level": int(level[at]),
                    "source": int(source[at]),
                    "standard": row,
                    "text": texts.get((pk, int(level[at])), ""),
                }
            )
    return rows


def positions_requiring(competency: Competency) -> QuerySet[PositionStandard]:
    """SKJ rows that name a competency, highest level first."""
    return (
        PositionStandard.objects.filter(competency=competency)
        .select_related("position")
        .order_by("-level", "position__name")
    )


def exported_levels() -> list[tuple[Any, ...]]:
    """The sheet Kamus, in the order of its columns."""
    return [
        (
            row.competency.code,
            row.competency.get_group_display(),
            row.competency.name,
            row.competency.name_en,
            row.competency.definition,
            row.level,
            row.description,
            "; ".join(row.indicators),
            row.get_status_display(),
            row.source,
        )
        for row in CompetencyLevel.objects.select_related("competency").order_by(
            "competency__order", "competency__code", "level"
        )
    ]


def exported_standards() -> list[tuple[Any, ...]]:
    """The sheet SKJ, in the order of its columns."""
    return [
        (
            row.position.code,
            row.position.name,
            row.competency.code,
            row.level,
            row.get_importance_display(),
            row.source,
        )
        for row in PositionStandard.objects.select_related("position", "competency").order_by(
            "position__name", "competency__order", "competency__code"
        )
    ]
