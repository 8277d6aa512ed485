"""JPM and talent boxes of measured people, from official assessments and the parts on record."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.assessment.models import Result
from bina.assessment.rules.jpm import jpm
from bina.assessment.selectors import oldest_valid
from bina.indices.models import TalentFact
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PREDICATE, points_by_code
from bina.indices.rules.talent import axis, boxes, talent_scores
from bina.indices.selectors.measured import Measured
from bina.law.law import NotInForce
from bina.law.scaled import MISSING, SCALE, Scaled, scaled
from bina.people.models import Position
from bina.standards.selectors import standard_columns

COMMON = ("managerial", "sociocultural")  # the competencies that every post has a level for


@dataclass(frozen=True)
class Match:
    """JPM of each person (hundredths of percent) over the common competencies."""

    value: Scaled  # MISSING unless every required one has an official result
    n_required: NDArray[np.int64]
    n_measured: NDArray[np.int64]


def match_of(measured: Measured) -> Match:
    """JPM from the newest valid official result of each common competency; four queries."""
    people, law = measured.people, measured.law
    posts = Position.objects.filter(pk__in=set(people.position_id[:1].tolist()))
    columns = standard_columns(law, posts if len(people.person_id) == 1 else None)
    common = np.array([group in COMMON for group in columns.competencies.groups], dtype=np.bool_)
    nothing = np.zeros((1, len(common)), dtype=np.int64)
    levels = np.concatenate([columns.required.level.astype(np.int64), nothing])
    post = np.searchsorted(columns.position_ids, people.position_id)
    post[people.position_id == 0] = len(columns.position_ids)
    required = levels[post] * common * SCALE
    reached = _official(measured, columns.competencies.index(), required.shape)
    has = (reached != MISSING) & (required > 0)
    person, competency = np.nonzero(has)
    value = jpm(
        person, reached[person, competency], required[person, competency], len(people.person_id)
    )
    n_required, n_measured = (required > 0).sum(axis=1), has.sum(axis=1)
    whole = (n_required > 0) & (n_required == n_measured)
    return Match(np.where(whole, value, MISSING), n_required, n_measured)


def _official(measured: Measured, of: Any, shape: tuple[int, ...]) -> NDArray[np.int64]:
    reached = np.full(shape, MISSING, dtype=np.int64)
    place = {pk: at for at, pk in enumerate(measured.people.person_id.tolist())}
    found = Result.objects.filter(
        kind=Result.Kind.OFFICIAL, measured_on__range=(oldest_valid(measured.law), measured.law.day)
    )
    if len(place) == 1:
        found = found.filter(person=next(iter(place)))
    rows = found.order_by("measured_on", "pk").values_list("person_id", "competency_id", "level")
    for pk, competency, level in rows.iterator(10_000):
        if pk in place:
            reached[place[pk], of[competency]] = scaled(level)
    return reached


@dataclass(frozen=True)
class Talent:
    """Both axes, their parts by name, the talent score and the box (0: none)."""

    performance: Scaled
    potential: Scaled
    parts: dict[str, Scaled]
    score: Scaled
    box: NDArray[np.int64]
    lacking: list[tuple[str, int]]  # part, people without it; most first


def talent_of(measured: Measured, match: Match) -> Talent | None:
    """Axes of 411/2025; None on a day before it was in force."""
    law, n = measured.law, len(measured.people.person_id)
    try:
        y_parts = dict(law.value("talent.performance_parts"))
        x_parts = dict(law.value("talent.potential_parts"))
    except NotInForce:
        return None
    parts = _parts(measured, match)
    y = axis({name: parts[name] for name in y_parts}, y_parts)
    x = axis({name: parts[name] for name in x_parts}, x_parts)
    found = boxes(y, x, law.value("talent.axis_bands"), law.value("talent.boxes"))
    missing = Counter({name: int((values == MISSING).sum()) for name, values in parts.items()})
    lacking = [(name, count) for name, count in missing.most_common() if count]
    score = talent_scores(y, x, law.value("talent.weights")) if n else y
    return Talent(y, x, parts, score, found, lacking)


def _parts(measured: Measured, match: Match) -> dict[str, Scaled]:
    """Each part, 0..100 in hundredths; MISSING where no row says."""
    law, facts = measured.law, measured.people.facts
    full = scaled(100)  # an axis ends at 100 %, a match above the standard does not lift it further
    parts = {
        "predicate": points_by_code(law.value("talent.predicate_score"), PREDICATE)[
            facts.predicate
        ],
        "education": points_by_code(law.value("talent.education_score"), EDUCATION)[
            facts.education
        ],
        "integrity": points_by_code(law.value("talent.discipline_score"), DISCIPLINE)[
            facts.discipline
        ],
        "assessment": np.minimum(match.value, full),
    }
    for part in TalentFact.Part.values:
        parts[part] = np.full(len(measured.people.person_id), MISSING, dtype=np.int64)
    place = {pk: at for at, pk in enumerate(measured.people.person_id.tolist())}
    found = TalentFact.objects.filter(year__lte=law.day.year)
    if len(place) == 1:
        found = found.filter(person=next(iter(place)))
    for pk, part, score in found.order_by("year").values_list("person_id", "part", "score"):
        if pk in place:
            parts[part][place[pk]] = scaled(score)
    return parts
