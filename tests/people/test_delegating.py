"""Who acts for a head, from when to when, and how the ledger says it."""

import datetime as dt

import pytest

from bina.accounts.permissions import Role
from bina.people.models import RoleGrant
from bina.people.selectors import access_of
from bina.people.services import delegating

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
START, END = dt.date(2026, 11, 24), dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def named(cast, head="budi", deputy=None, unit=None, span=(START, END)) -> RoleGrant:
    person = getattr(cast, head)
    return delegating.delegate(
        access_of(person.user).actor("self.view"), person, unit or cast.puskesmas,
        deputy or cast.ani, mode="plh", span=span, document_no="800/1", day=DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "acts"),
    [(START - dt.timedelta(1), False), (START, True), (END, True), (END + dt.timedelta(1), False)],
)
def test_the_deputy_acts_within_the_span_only(cast, settings, on, acts) -> None:
    named(cast)

    settings.FIXED_DAY = on.isoformat()
    access = access_of(cast.user("ani"))

    assert (Role.UNIT_HEAD in access.roles) is acts
    assert access.may("unit.approve") is acts
    if acts:
        assert access.reach("unit.approve").unit_ids == {cast.puskesmas.pk}
        assert access.actor("unit.approve").name == "ANI WENDA (Plh. BUDI MANDOWEN)"
        assert access.actor("self.answer", own=True).name == "ANI WENDA"


def test_who_acts_for_another_hands_nothing_on(cast, settings) -> None:
    named(cast)
    settings.FIXED_DAY = START.isoformat()

    with pytest.raises(delegating.NotTheHead):
        named(cast, head="ani", deputy=cast.colleague)


def test_a_head_names_somebody_for_the_own_unit_only(cast) -> None:
    with pytest.raises(delegating.NotTheHead):
        named(cast, unit=cast.registry)
    with pytest.raises(delegating.NotAnother):
        named(cast, deputy=cast.budi)


@pytest.mark.parametrize(
    "span",
    [
        (END, START),
        (DAY - dt.timedelta(1), END),
        (START, START + dt.timedelta(delegating.LONGEST_DAYS)),
    ],
)
def test_days_out_of_order_over_or_too_many_are_refused(cast, span) -> None:
    with pytest.raises(delegating.SpanWrong):
        named(cast, span=span)


def test_the_longest_span_is_allowed(cast) -> None:
    assert named(cast, span=(START, START + dt.timedelta(delegating.LONGEST_DAYS - 1))).pk


def test_an_ended_delegation_ends_today(cast, settings) -> None:
    grant = named(cast, span=(DAY, END))
    assert access_of(cast.user("ani")).may("unit.approve")

    delegating.end_delegation(access_of(cast.user("budi")).actor("unit.approve"), grant, DAY)

    assert not access_of(cast.user("ani")).may("unit.approve")
