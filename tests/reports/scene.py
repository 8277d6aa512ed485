"""A small lived year: three seats of 2027, one done, one substituted, one absent."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.catalog.models import Session
from bina.learning.models import Attendance, Outcome
from bina.money import ledger
from bina.people.models import DevelopmentRecord, Person
from bina.plan.commitments import write_answer
from bina.plan.models import Plan, Seat
from tests.cast import Cast
from tests.letters.scene import session_of
from tests.money.scene import line

CALLED = dt.date(2027, 1, 10)
AFTER = dt.date(2027, 4, 1)


@dataclass
class Year:
    """The plan of 2027 with its session, and the seats by name."""

    plan: Plan
    session: Session
    seats: dict[str, Seat]


def record(person: Person, title: str, jp: int, day: dt.date) -> DevelopmentRecord:
    """Approved learning."""
    with unguarded():
        return DevelopmentRecord.objects.create(
            person=person, form="Bimbingan Teknis", title=title, start=day, end=day, jp=Decimal(jp)
        )


def done(seat: Seat, *, paid: int | None) -> None:
    """The seat's person took part, it is recorded, and what it cost was posted."""
    assert seat.session is not None
    kept = record(seat.person, seat.programme.name, seat.jp, seat.session.end)
    with unguarded():
        Outcome.objects.create(
            person=seat.person, session=seat.session, form="Bimbingan Teknis",
            title=seat.programme.name, start=seat.session.start, end=seat.session.end, jp=seat.jp,
            state="approved", record=kept, said_by="Panitia", paid_idr=paid,
        )  # fmt: skip
    if paid:
        ledger.post_realisation(SYSTEM, ledger.Entry(
            line("B-1"), paid, seat.person.name, seat.session.end, f"seat:{seat.public_id}",
        ))  # fmt: skip


def absent(seat: Seat) -> None:
    """The seat's person was noted as away."""
    assert seat.session is not None
    with unguarded():
        Attendance.objects.create(
            session=seat.session, person=seat.person, day=seat.session.start, half="morning",
            present=False, noted_by="Panitia",
        )  # fmt: skip


def substitute(seat: Seat, person: Person) -> Seat:
    """Somebody else's seat in the place of a declined one."""
    with unguarded():
        return Seat.objects.create(
            plan=seat.plan, person=person, programme=seat.programme, session=seat.session, jp=16,
            cost=1_000_000, budget_line=seat.budget_line, closure=0.25, replaces=seat,
        )  # fmt: skip


def lived(cast: Cast) -> Year:
    """Ani did it, her colleague declined and Budi came instead, Dani was absent.

    Beside the seats: Rp 500,000 for the room, and 4 JP that Citra learned by herself.
    """
    scene = session_of(cast, called=False)
    seats = scene.seats
    write_answer(
        SYSTEM, seats["colleague"], accepts=False, reason="Cuti besar", day=dt.date(2027, 1, 11)
    )
    seats["budi"] = substitute(seats["colleague"], cast.budi)
    done(seats["ani"], paid=1_250_000)
    done(seats["budi"], paid=900_000)
    absent(seats["dani"])
    ledger.post_realisation(SYSTEM, ledger.Entry(line("B-1"), 500_000, "Ruang", AFTER))
    record(cast.citra, "Seminar data", 4, dt.date(2027, 2, 1))
    return Year(scene.plan, scene.session, seats)
