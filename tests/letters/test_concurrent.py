"""Two people issue letters at the same moment. Only PostgreSQL lets two write at once."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.audit.services import verify as verify_chain
from bina.catalog.models import Session
from bina.letters.models import Counter, Kind, Letter
from bina.letters.services import issuing
from bina.letters.services.issuing import NobodyToWrite, issue
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.services.nominating import call
from tests.cast import Cast
from tests.letters.scene import DAY, Scene, session_of, set_up
from tests.money.scene import line as budget_line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,  # `make unit` leaves it to `make unit-postgres`
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def scene(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Three called people, and two acts that reach the counter at the same moment."""
    set_up(cast)
    made = session_of(cast)
    with unguarded():  # the first number of a year waits for the counter's own row anyhow
        Counter.objects.create(kind="call", year=DAY.year, last=7)
    both_there, locked = threading.Barrier(2, timeout=20), issuing._locked_counter
    first_time = threading.local()

    def slowly(*args: Any) -> Counter:
        if not hasattr(first_time, "over"):
            first_time.over = True
            both_there.wait()  # both are inside their transaction, and neither has a number
        row = locked(*args)
        time.sleep(0.2)  # the other one waits for the counter, or takes the same numbers
        return row

    monkeypatch.setattr(issuing, "_locked_counter", slowly)
    return made


def at_once(*sessions: Session) -> list[int]:
    """Issue the calls of each session in a thread of its own; how many letters each wrote."""

    def work(session: Session) -> int:
        try:
            return issue(SYSTEM, Kind.CALL, [session], DAY).n_letters
        except NobodyToWrite:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(sessions)) as pool:
        return list(pool.map(work, sessions))


def another_session(scene: Scene) -> Session:
    """Two of the three people are called to it, too."""
    with unguarded():
        first = scene.session
        session = Session.objects.create(
            programme=first.programme, code="P-EMP-B", place=first.place, venue="Aula B",
            start=first.start, end=first.end, min_seats=1, max_seats=10,
        )  # fmt: skip
        plan = Plan.objects.create(year=2027, name="Rencana 2027")
        seats = [
            Seat.objects.create(
                plan=plan, person=scene.seats[name].person, programme=first.programme,
                session=session, jp=16, cost=1_250_000, budget_line=budget_line(), closure=0.5,
            )
            for name in ("ani", "dani")
        ]  # fmt: skip
        Commitment.objects.bulk_create(Commitment(seat=seat) for seat in seats)
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FROZEN)
    call(SYSTEM, session, seats, deadline=dt.date(2027, 2, 1), day=DAY)
    return session


def numbers() -> list[int]:
    return sorted(Letter.objects.values_list("sequence", flat=True))


def test_letters_issued_at_the_same_moment_get_different_numbers_without_a_hole(
    scene: Scene,
) -> None:
    counts = at_once(scene.session, another_session(scene))

    assert counts == [3, 2]
    assert numbers() == [8, 9, 10, 11, 12]
    assert Letter.objects.values("number").distinct().count() == 5
    assert Counter.objects.get(kind="call", year=DAY.year).last == 12
    assert verify_chain() is None


def test_who_issues_the_same_letters_at_the_same_moment_writes_none(scene: Scene) -> None:
    counts = at_once(scene.session, scene.session)

    assert sorted(counts) == [0, 3]
    assert numbers() == [8, 9, 10]
    assert Letter.objects.values("seat").distinct().count() == 3
