"""Writing raw facts: performance, punishments, education, ranks."""

from typing import Any, TypeVar

from bina.audit.services import Actor, act
from bina.people.models import (
    DisciplineCase,
    Education,
    PerformanceReview,
    Person,
    RankStep,
)
from bina.people.services.persons import RecordThere

Row = TypeVar("Row", PerformanceReview, DisciplineCase, Education, RankStep)


def save_review(
    actor: Actor, person: Person, review: PerformanceReview | None, facts: dict[str, Any]
) -> PerformanceReview:
    """Add the performance of a year, or change it."""
    row = review or PerformanceReview(person=person, source="page")
    return _saved(actor, "people.review", row, {"year": facts["year"]}, facts)


def save_case(
    actor: Actor, person: Person, case: DisciplineCase | None, facts: dict[str, Any]
) -> DisciplineCase:
    """Add a punishment, or change it."""
    row = case or DisciplineCase(person=person, source="page")
    return _saved(actor, "people.discipline", row, {"document_no": facts["document_no"]}, facts)


def save_education(
    actor: Actor, person: Person, education: Education | None, facts: dict[str, Any]
) -> Education:
    """Add a finished education, or change it."""
    row = education or Education(person=person, source="page")
    key = {name: facts[name] for name in ("level", "name", "year")}
    return _saved(actor, "people.education", row, key, facts)


def save_rank(
    actor: Actor, person: Person, step: RankStep | None, facts: dict[str, Any]
) -> RankStep:
    """Add a rank since a day, or change it. The present rank stays Data Utama's."""
    row = step or RankStep(person=person, source="page")
    return _saved(actor, "people.rank", row, {"since": facts["since"]}, facts)


def _saved(actor: Actor, action: str, row: Row, key: dict[str, Any], facts: dict[str, Any]) -> Row:
    same = type(row)._default_manager.filter(person=row.person, **key).exclude(pk=row.pk)
    if same.exists():
        raise RecordThere
    with act(actor, action, ("person", row.person.public_id)) as entry:
        before = {name: str(getattr(row, name)) for name in facts} if row.pk else {}
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
        after = {name: str(value) for name, value in facts.items()}
        entry.note(row=str(row.public_id), before=before, after=after)
    return row
