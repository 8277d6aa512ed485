"""The instance of the cast's year: who is in it, which pairs exist and why others do not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.catalog.models import StandardCost
from bina.citizens.models import Service, ServiceRole
from bina.money.models import BudgetLine
from bina.people.models import Absence, DevelopmentRecord, Person
from bina.plan.models import Pin
from bina.plan.rules.eligibility import Reason
from bina.plan.services.building import NothingToPlan
from tests.cast import Cast, person
from tests.plan.scene import YEAR, gathered, make_year

pytestmark = pytest.mark.django_db


def reason_of(member: Person, code: str) -> Reason:
    """Why the member's pair with the session or open programme is missing; OK when it exists."""
    whole = gathered()
    row = whole.facts.people.id.tolist().index(member.pk)
    for column, place in enumerate(whole.built.places):
        programme = whole.facts.programmes[place.programme].code
        session = whole.facts.sessions[place.session].code if place.session >= 0 else ""
        if code in (session, programme) and place.times == 1:
            return Reason(int(whole.built.reasons[row, column]))
    raise AssertionError(code)


def test_everybody_of_the_cast_is_planned_and_owes_twenty_hours(cast: Cast) -> None:
    make_year(cast)

    whole = gathered()

    assert whole.facts.people.n == 7
    assert whole.instance.jp_needed.tolist() == [20] * 7
    assert whole.left_out == {}


def test_hours_of_the_year_are_taken_off_what_is_owed(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Kursus", title="X", start=dt.date(YEAR, 1, 4),
            end=dt.date(YEAR, 1, 5), jp=12,
        )  # fmt: skip
        DevelopmentRecord.objects.create(
            person=cast.budi, form="Kursus", title="X", start=dt.date(2026, 1, 4),
            end=dt.date(2026, 12, 31), jp=12,
        )  # fmt: skip

    whole = gathered()

    rows = whole.facts.people.id.tolist()
    assert whole.instance.jp_needed[rows.index(cast.ani.pk)] == 8
    assert whole.instance.jp_needed[rows.index(cast.budi.pk)] == 20


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("tiers", ["05"], Reason.TIER),
        ("positions", ["Bidan"], Reason.POSITION),
        ("employment", ["pppk"], Reason.EMPLOYMENT),
        ("unit_codes", ["DUKCAPIL"], Reason.UNIT),
        ("unit_codes", ["DINKES"], Reason.OK),
        ("min_rank", "III/c", Reason.RANK),
        ("min_rank", "III/b", Reason.OK),
    ],
)
def test_a_programme_for_others_gives_no_pair(
    cast: Cast, field: str, value: object, expected: Reason
) -> None:
    year = make_year(cast)
    with unguarded():
        setattr(year.empathy, field, value)
        year.empathy.save()

    assert reason_of(cast.ani, "EMPATI-01-A") is expected


def test_a_person_on_leave_during_the_session_is_away(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        Absence.objects.create(
            person=cast.ani, kind="annual", start=dt.date(2027, 3, 3), end=dt.date(2027, 3, 9)
        )

    assert reason_of(cast.ani, "EMPATI-01-A") is Reason.AWAY
    assert reason_of(cast.budi, "EMPATI-01-A") is Reason.OK


@pytest.mark.parametrize(
    ("born", "expected"),
    [(dt.date(1969, 2, 28), Reason.AWAY), (dt.date(1969, 3, 1), Reason.OK)],
    ids=["retires on 1 March", "retires on 1 April"],
)
def test_retirement_ends_the_year(cast: Cast, born: dt.date, expected: Reason) -> None:
    make_year(cast)
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(birth_date=born)

    assert reason_of(cast.ani, "EMPATI-01-A") is expected


def test_somebody_at_the_ceiling_is_refused(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        year.empathy.effects.update(ceiling=1)

    assert reason_of(cast.ani, "EMPATI-01-A") is Reason.ABOVE


def test_without_a_line_that_may_pay_there_is_no_pair(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        BudgetLine.objects.filter(pk=year.line.pk).update(unit_codes=["DUKCAPIL"])

    assert reason_of(cast.ani, "EMPATI-01-A") is Reason.NO_LINE
    assert reason_of(cast.dani, "EMPATI-01-A") is Reason.OK
    assert reason_of(cast.ani, "COACH-01") is Reason.OK


def test_a_journey_is_paid_by_its_standard_cost(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        year.session.place = "Makassar"
        year.session.save()
        for component, amount in (
            ("transport", 3_000_000),
            ("lodging", 700_000),
            ("daily", 430_000),
        ):
            StandardCost.objects.create(component=component, place="Makassar", amount=amount)

    instance = gathered().instance

    # contribution + journey + one night + two days
    expected = 350_000 + 3_000_000 + 700_000 + 2 * 430_000
    assert set(instance.pair_cost[instance.pair_line >= 0].tolist()) == {expected}


def test_a_minimum_of_staff_limits_who_may_be_away(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        service = Service.objects.create(
            code="PKM", name="Poli umum", unit=cast.puskesmas, channel="counter", open_days="01234",
            opens=dt.time(8), closes=dt.time(12), criticality=4,
        )  # fmt: skip
        ServiceRole.objects.create(service=service, name="Perawat", min_staff=1)

    whole = gathered()

    group = next(g for g in whole.facts.staffing if g.label == "Poli umum – Perawat")
    tuesday = 2 * (dt.date(2027, 3, 2).timetuple().tm_yday - 1)
    assert group.members.size == 3
    assert group.capacity[tuesday] == 2  # three present, one must stay
    assert group.capacity[tuesday + 1] > 3  # the afternoon is closed


def test_a_ban_and_an_impossible_pin_are_told_apart(cast: Cast) -> None:
    year = make_year(cast)
    facts = {"year": YEAR, "reason": "x", "requester": "y", "document_no": "z"}
    with unguarded():
        Pin.objects.create(kind="forbid", person=cast.ani, session=year.session, **facts)
        pin = Pin.objects.create(kind="must", person=cast.ani, session=year.session, **facts)

    whole = gathered()

    assert reason_of(cast.ani, "EMPATI-01-A") is Reason.FORBIDDEN
    assert whole.built.impossible_pins == ((pin.pk, Reason.FORBIDDEN),)


def test_people_whose_position_in_law_is_not_active_are_left_out(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        Person.objects.filter(pk=cast.dani.pk).update(legal_position="Tugas Belajar")

    assert gathered().left_out == {cast.dani.pk: "legal"}


def test_an_empty_catalogue_is_named(cast: Cast) -> None:
    year = make_year(cast)
    with unguarded():
        BudgetLine.objects.all().delete()

    with pytest.raises(NothingToPlan, match="pos anggaran"):
        gathered()
    assert year.run.is_current


def test_the_number_of_queries_does_not_grow_with_people(cast: Cast) -> None:
    make_year(cast)
    with CaptureQueriesContext(
        connection,
    ) as few:
        gathered()
    with unguarded():
        for n in range(3):
            person(f"19900101201503100{n}", f"ORANG {n}", cast.puskesmas, cast.ani.position)

    with CaptureQueriesContext(connection) as many:
        gathered()

    assert len(many) == len(few)
