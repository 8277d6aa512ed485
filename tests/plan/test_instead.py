"""What a person would get next best: seat by seat, for those who may read the person."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.people.models import Person
from bina.plan.models import Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.second import next_best
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_frozen, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def url(plan: Plan, person: Person) -> str:
    return reverse(
        "plan:instead", kwargs={"public_id": plan.public_id, "person_id": person.public_id}
    )


def test_without_the_course_coaching_is_what_is_left(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = compute_now(CITRA, year=YEAR, settings=PlanSettings(), seed=1, work=5, seconds=None)
    seat = plan.seats.exclude(session=None).select_related("person", "programme").first()
    assert seat is not None
    mine = plan.seats.filter(person=seat.person)

    found = next_best(plan, seat.person)

    assert found is not None and found.best is not None
    assert found.jp == sum(mine.values_list("jp", flat=True))
    assert len(found.seats) == mine.count()
    (without,) = [one for one in found.seats if one.seat and one.seat.session == seat.session]
    assert seat.programme.name in [place.name for place in without.gone]
    assert all(place.session != seat.session for place in without.new)
    assert without.points < 0
    assert found.best.worth <= min(one.worth for one in found.seats) + 1e-9
    page = as_("citra").get(url(plan, seat.person)).content.decode()
    assert "Tanpa Komunikasi empatik" in page and "poin kurang" in page


def test_a_head_reads_only_the_own_people_and_old_plans_say_so(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_frozen()

    assert as_("budi").get(url(plan, cast.ani)).status_code == 200
    assert as_("budi").get(url(plan, cast.dani)).status_code == 404
    with unguarded():
        stranger = Person.objects.create(name="BARU", unit=cast.ani.unit)
    page = as_("citra").get(url(plan, stranger)).content.decode()
    assert "tidak ikut direncanakan" in page
