"""A frozen plan, gaps, hours and a service for the cast: what the composed pages show."""

import datetime as dt
from dataclasses import dataclass

from bina.audit.guard import unguarded
from bina.catalog.models import Programme, Session
from bina.citizens.models import Service, ServiceRole
from bina.people.models import Absence, DevelopmentRecord, Person
from bina.plan.models import Commitment, Plan, Seat
from tests.cast import Cast
from tests.gaps.scene import competencies, nurse_standard, result, run
from tests.money.scene import line as budget_line

DAY = dt.date(2026, 11, 23)


@dataclass
class Scene:
    """Ani's and Dani's seats of the frozen plan of 2027."""

    plan: Plan
    ani_seat: Seat
    dani_seat: Seat


def seat(plan: Plan, person: Person, programme: Programme, session: Session, pk: int) -> Seat:
    made = Seat.objects.create(
        plan=plan, person=person, programme=programme, session=session, jp=8, cost=310_000,
        closure=0.6, closes=[[pk, 1.5, 2.1]],
    )  # fmt: skip
    Commitment.objects.create(seat=made)
    return made


def planned(cast: Cast, n_seats: int = 1, seat_for_head: bool = False) -> Scene:
    """Set the scene; Ani lacks empathy by measurement, Dani has his own seat elsewhere."""
    dictionary = competencies()
    nurse_standard(dictionary["KES"], 4)
    result(cast.ani, dictionary["KOM"], 1)
    result(cast.dani, dictionary["PLP"], 1)
    gaps = run()
    with unguarded():
        programme = Programme.objects.create(
            code="P-EMPATI", name="Komunikasi empatik di loket", form="Pelatihan Teknis",
            mode="classroom", jp=8,
        )  # fmt: skip
        session = Session.objects.create(
            code="S-1", programme=programme, place="Kota Jayapura", venue="Aula BKPP",
            start=dt.date(2026, 12, 1), end=dt.date(2026, 12, 1), min_seats=1, max_seats=20,
        )  # fmt: skip
        plan = Plan.objects.create(
            year=2026, name="Rencana 2026", gap_run=gaps,
            certificate={"sentences": [{"t": "Tidak ada rencana yang lebih baik."}]},
        )  # fmt: skip
        budget_line("B1", 2026, name="Diklat", amount=10_000_000)
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Seminar", title="Gawat darurat", start=dt.date(2026, 3, 1),
            end=dt.date(2026, 3, 2), jp=14,
        )  # fmt: skip
        DevelopmentRecord.objects.create(
            person=cast.dani, form="Seminar", title="Rahasia Dani", start=dt.date(2026, 3, 1),
            end=dt.date(2026, 3, 2), jp=20,
        )  # fmt: skip
        Absence.objects.create(
            person=cast.colleague, kind="annual", start=DAY, end=dt.date(2026, 11, 27)
        )
        counter = Service.objects.create(
            code="L-1", name="Poli umum", unit=cast.puskesmas, channel="counter",
            open_days="01234", opens=dt.time(8), closes=dt.time(14), criticality=5,
        )  # fmt: skip
        role = ServiceRole.objects.create(service=counter, name="Perawat", min_staff=1)
        role.positions.add(cast.ani.position)
        key = dictionary["KOM"].pk
        ani = [seat(plan, cast.ani, programme, session, key) for _ in range(n_seats)]
        dani = seat(plan, cast.dani, programme, session, key)
        if seat_for_head:
            seat(plan, cast.budi, programme, session, key)
        plan.state = Plan.State.FROZEN
        plan.save()
        return Scene(plan, ani[0], dani)
