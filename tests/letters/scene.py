"""A session of the cast with everybody called, and everything that letters rest on."""

import datetime as dt
from dataclasses import dataclass

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.catalog.models import Programme, Session
from bina.letters.models import Batch, Kind, Signatory
from bina.letters.services.issuing import issue
from bina.letters.services.setup import add_signatory, install_shipped, save_letterhead
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.services.nominating import call
from tests.cast import Cast
from tests.money.scene import line as budget_line

DAY = dt.date(2026, 11, 23)


@dataclass
class Scene:
    """The session, its seats by name, the plan."""

    session: Session
    plan: Plan
    seats: dict[str, Seat]


def set_up(cast: Cast, title: str = "Kepala BKPP") -> None:
    """Letterhead, signatory and the shipped templates."""
    save_letterhead(
        SYSTEM,
        {
            "government": "Pemerintah Kota Jayapura", "agency": "BKPP", "address": "Jalan Contoh 1",
            "contact": "", "city": "Jayapura", "starts": dt.time(8), "noon": dt.time(12),
            "ends": dt.time(15),
        },
    )  # fmt: skip
    add_signatory(
        SYSTEM,
        {"person": cast.hr_head, "title": title, "mode": Signatory.Mode.DEFINITIVE,
         "valid_from": dt.date(2026, 1, 1)},
    )  # fmt: skip
    install_shipped(SYSTEM)


def session_of(cast: Cast, *, called: bool = True, place: str = "Wamena") -> Scene:
    """Ani, her colleague and Dani have seats in a session of March 2027."""
    with unguarded():
        programme, _ = Programme.objects.get_or_create(
            code="P-EMP", defaults={"name": "Empati di loket", "form": "Bimbingan Teknis",
            "mode": "classroom", "jp": 16, "provider": "BPSDM Papua"},
        )  # fmt: skip
        session, _ = Session.objects.get_or_create(
            code="P-EMP-A", defaults={"programme": programme, "place": place,
            "venue": "Aula A", "start": dt.date(2027, 3, 2), "end": dt.date(2027, 3, 3),
            "min_seats": 1, "max_seats": 10},
        )  # fmt: skip
        line = budget_line()
        plan = Plan.objects.create(year=2027, name="Rencana 2027")
        people = {"ani": cast.ani, "colleague": cast.colleague, "dani": cast.dani}
        seats = {
            name: Seat.objects.create(
                plan=plan, person=person, programme=programme, session=session, jp=16,
                cost=1_250_000, budget_line=line, closure=0.5,
            )
            for name, person in people.items()
        }  # fmt: skip
        Commitment.objects.bulk_create(Commitment(seat=seat) for seat in seats.values())
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FROZEN)
    if called:
        call(SYSTEM, session, list(seats.values()), deadline=dt.date(2027, 2, 1), day=DAY)
    return Scene(session, plan, seats)


def issued(cast: Cast, kind: Kind = Kind.CALL, day: dt.date = DAY) -> tuple[Scene, Batch]:
    """The scene with letters of a kind."""
    set_up(cast)
    scene = session_of(cast)
    return scene, issue(SYSTEM, kind, [scene.session], day)
