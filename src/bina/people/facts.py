"""The raw facts of people and units that other programs may read under the keys of their files."""

from dataclasses import replace

from django.db.models import QuerySet

from bina.api.registry import Fact, register
from bina.formats.sheet import Column
from bina.formats.siasn import EDUCATION_BY_ID
from bina.people.models import (
    Assignment,
    DevelopmentRecord,
    DisciplineCase,
    Education,
    PerformanceReview,
    RankStep,
    Unit,
)
from bina.people.rules.sheets import UNIT_KINDS, UNITS
from bina.people.rules.sheets_facts import LEVELS, RATINGS

_NIP = {"nip": "person__nip"}


def _approved() -> QuerySet[DevelopmentRecord]:
    """What nobody approved is no fact."""
    return DevelopmentRecord.objects.filter(
        status=DevelopmentRecord.Status.APPROVED, person__merged_into=None
    )


register(
    Fact(
        "education",
        lambda: Education.objects.filter(person__merged_into=None),
        {
            **_NIP, "level": "level", "study": "name", "school": "school", "year": "year",
            "graduated_on": "graduated_on", "document_no": "document_no",
        },
        words={"level": EDUCATION_BY_ID},
    )
)  # fmt: skip
register(
    Fact(
        "trainings",
        _approved,
        {
            **_NIP, "form": "form", "title": "title", "provider": "provider", "start": "start",
            "end": "end", "jp": "jp", "certificate_no": "certificate_no",
            "competency": "competency_code", "fits_post": "fits_post",
        },
    )
)  # fmt: skip
register(
    Fact(
        "performance",
        lambda: PerformanceReview.objects.filter(person__merged_into=None),
        {
            **_NIP, "year": "year", "result": "result", "behaviour": "behaviour",
            "predicate": "predicate", "value": "value", "document_no": "document_no",
        },
        words={
            "result": dict(RATINGS), "behaviour": dict(RATINGS),
            "predicate": {one.value: str(one.label) for one in PerformanceReview.Predicate},
        },
    )
)  # fmt: skip
register(
    Fact(
        "discipline",
        lambda: DisciplineCase.objects.filter(person__merged_into=None),
        {
            **_NIP, "level": "level", "kind": "kind", "document_no": "document_no",
            "document_date": "document_date", "start": "start", "end": "end",
        },
        words={"level": dict(LEVELS)},
    )
)  # fmt: skip
register(
    Fact(
        "ranks",
        lambda: RankStep.objects.filter(person__merged_into=None),
        {
            **_NIP, "rank": "rank", "since": "since", "document_no": "document_no",
            "document_date": "document_date",
        },
    )
)  # fmt: skip
register(
    Fact(
        "positions",
        lambda: Assignment.objects.filter(person__merged_into=None),
        {
            **_NIP, "unit_code": "unit__code", "position": "position__name",
            "start": "valid_from", "end": "valid_until", "document_no": "document_no",
        },
    )
)  # fmt: skip
register(
    Fact(
        "moves",
        lambda: Assignment.objects.filter(person__merged_into=None, valid_until=None),
        {
            **_NIP, "unit_code": "unit__code", "position": "position__name",
            "start": "valid_from", "document_no": "document_no",
        },
    )
)  # fmt: skip
_UNIT = replace(
    UNITS.sheets[0],
    columns=(*UNITS.sheets[0].columns, Column("until", "BERLAKU SAMPAI", "date")),
)
register(
    Fact(
        "units",
        Unit.objects.all,
        {
            "code": "code", "name": "name", "parent_code": "parent__code", "kind": "kind",
            "district": "district", "place": "place", "since": "valid_from",
            "until": "valid_until",
        },
        filters={"kode": "code", "induk": "parent__code"},
        words={"kind": dict(UNIT_KINDS)},
        title=UNITS.title,
        sheet=_UNIT,
    )
)  # fmt: skip
