"""What gap tests share: a small dictionary, standards and results for the cast."""

import datetime as dt

from bina.assessment.models import Result
from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.gaps.models import GapRun
from bina.gaps.services.runs import run_gaps
from bina.people.models import Position
from bina.standards.models import Competency, PositionStandard

DAY = dt.date(2026, 11, 23)


def competencies() -> dict[str, Competency]:
    """KOM and PLP (every post) and KES (technical, only where the SKJ says so)."""
    rows = (
        ("KOM", "managerial", "Komunikasi"),
        ("PLP", "managerial", "Pelayanan Publik"),
        ("KES", "technical", "Pelayanan Kesehatan"),
    )
    with unguarded():
        return {
            code: Competency.objects.create(code=code, group=group, name=name, order=at)
            for at, (code, group, name) in enumerate(rows)
        }


def nurse_standard(competency: Competency, level: int) -> PositionStandard:
    """An SKJ row of Ani's post."""
    with unguarded():
        return PositionStandard.objects.create(
            position=Position.objects.get(code="JF-PERAWAT-21"), competency=competency, level=level
        )


def result(person, competency, level, kind="official", when=dt.date(2026, 3, 1), error=None):
    """A measured level."""
    with unguarded():
        return Result.objects.create(
            person=person,
            competency=competency,
            kind=kind,
            level=level,
            standard_error=error,
            measured_on=when,
        )


def run() -> GapRun:
    """The current run."""
    return run_gaps(SYSTEM, DAY)
