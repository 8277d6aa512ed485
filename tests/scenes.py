"""Scenes that tests of several stages share: a dictionary, a service, a calendar, ratings."""

import datetime as dt

from bina.assessment.models import SelfRating
from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.calendar.models import Holiday
from bina.citizens.models import SatisfactionScore, Service, ServiceRole, StandIn
from bina.people.models import Absence, DataDispute, DevelopmentRecord, Person, Position
from bina.people.services.merging import merge
from bina.standards.models import Competency, CompetencyLevel, PositionStandard
from tests.cast import Cast

DICTIONARY = (
    ("PLP", "managerial", "Pelayanan Publik"),
    ("KOM", "managerial", "Komunikasi"),
    ("PRB", "sociocultural", "Perekat Bangsa"),
    ("EMP", "service", "Layanan Empatik"),
    ("KES", "technical", "Pelayanan Kesehatan"),
)


def dictionary() -> dict[str, Competency]:
    """Five competencies with five levels each."""
    with unguarded():
        made = {
            code: Competency.objects.get_or_create(
                code=code, defaults={"group": group, "name": name, "order": number}
            )[0]
            for number, (code, group, name) in enumerate(DICTIONARY)
        }
        CompetencyLevel.objects.bulk_create(
            [
                CompetencyLevel(
                    competency=row,
                    level=level,
                    description=f"{row.name} pada level {level}",
                    indicators=["Perilaku pertama", "Perilaku kedua"],
                )
                for row in made.values()
                for level in range(1, 6)
            ],
            ignore_conflicts=True,
        )
    return made


def skj(position: Position, competency: Competency, level: int) -> PositionStandard:
    """A row of the position's own standard."""
    with unguarded():
        return PositionStandard.objects.create(
            position=position, competency=competency, level=level, source="SK 188.4/2025"
        )


def service(cast: Cast, min_staff: int = 1) -> Service:
    """A clinic of the puskesmas with one role for nurses."""
    with unguarded():
        made = Service.objects.create(
            code="PKM-HMD-UMUM",
            name="Poli umum",
            unit=cast.puskesmas,
            channel="counter",
            open_days="012345",
            opens=dt.time(8),
            closes=dt.time(14),
            criticality=4,
        )
        role = ServiceRole.objects.create(service=made, name="Perawat", min_staff=min_staff)
        role.positions.add(cast.ani.position)
    return made


def stand_in(role: ServiceRole, person: Person) -> StandIn:
    """From November 2026 to January 2027."""
    with unguarded():
        return StandIn.objects.create(
            role=role, person=person, start=dt.date(2026, 11, 1), end=dt.date(2027, 1, 31)
        )


def scores(cast: Cast, u7: str = "2.91") -> None:
    """The puskesmas' satisfaction scores of a half-year."""
    with unguarded():
        SatisfactionScore.objects.bulk_create(
            SatisfactionScore(
                unit=cast.puskesmas, period="2026-S1", element=element, score=score, respondents=148
            )
            for element, score in (("U6", "3.20"), ("U7", u7))
        )


def holiday(name: str = "Tahun Baru Masehi") -> Holiday:
    """New Year's Day 2026."""
    with unguarded():
        return Holiday.objects.create(
            start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 1), kind="holiday", name=name
        )


def rating(person: Person, **answers: int) -> SelfRating:
    """An open self-rating of 20 November 2026."""
    with unguarded():
        return SelfRating.objects.create(
            person=person, rated_on=dt.date(2026, 11, 20), answers=answers or {"PLP": 2, "KOM": 3}
        )


def absence(person: Person) -> Absence:
    """A long leave in 2027."""
    with unguarded():
        return Absence.objects.create(person=person, kind="long", start=dt.date(2027, 3, 1))


def record(person: Person) -> DevelopmentRecord:
    """Sixteen approved hours of a technical guidance in 2026."""
    with unguarded():
        return DevelopmentRecord.objects.create(
            person=person,
            form="Bimbingan Teknis",
            title="Bimtek Pelayanan",
            start=dt.date(2026, 6, 1),
            end=dt.date(2026, 6, 2),
            jp=16,
        )


def dispute(person: Person) -> DataDispute:
    """What the person says is wrong."""
    with unguarded():
        return DataDispute.objects.create(
            person=person, subject="rank", statement="Golongan saya III/c"
        )


def merged(cast: Cast) -> Person:
    """A second record of Dani that was merged into the first by HR."""
    with unguarded():
        other = Person.objects.create(nip="", name="DANI OHEE", employment="pns")
    merge(SYSTEM, cast.dani, other)
    return other
