"""Acts on people and units, with their audit entries, and the access that follows from them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.accounts.permissions import Role
from bina.accounts.services import activate
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.people.models import Assignment, Person, Position
from bina.people.selectors import access_of
from bina.people.selectors.units import head_of_unit
from bina.people.services import persons, units
from bina.people.services.merging import CannotMerge, merge, split
from bina.people.services.roles import UnitWanted, end_role, grant_role, issue_for
from tests.cast import Cast, grant
from tests.imports.tables import dump
from tests.scenes import absence, record
from tests.web.targets import letter_of

pytestmark = pytest.mark.django_db
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
DAY = dt.date(2026, 11, 23)


def test_a_move_ends_the_former_assignment_and_is_audited(cast: Cast) -> None:
    clerk = Position.objects.get(code="PL-OPERATOR")
    with unguarded():
        Assignment.objects.create(
            person=cast.ani, unit=cast.puskesmas, valid_from=dt.date(2020, 1, 1)
        )

    persons.move_person(HR, cast.ani, cast.registry, clerk, day=DAY, document_no="SK 1")

    spans = list(cast.ani.assignments.order_by("pk").values_list("unit", "valid_until"))
    assert spans == [(cast.puskesmas.pk, DAY - dt.timedelta(days=1)), (cast.registry.pk, None)]
    cast.ani.refresh_from_db()
    assert (cast.ani.unit, cast.ani.position) == (cast.registry, clerk)
    assert Entry.objects.first().action == "people.move"  # type: ignore[union-attr]  # just written


def test_a_move_on_the_first_day_of_the_post_is_refused(cast: Cast) -> None:
    with pytest.raises(persons.MoveTooEarly):
        persons.move_person(
            HR, cast.ani, cast.registry, None, day=dt.date(2020, 1, 1), document_no=""
        )


def test_an_edited_nip_goes_into_the_history_and_the_log_in(cast: Cast) -> None:
    old = cast.ani.nip

    persons.edit_person(HR, cast.ani, {"nip": "199001012015032099"}, DAY)

    assert [n.nip for n in cast.ani.numbers.order_by("pk")] == [old, "199001012015032099"]
    assert cast.ani.user is not None
    cast.ani.user.refresh_from_db()
    assert cast.ani.user.username == "199001012015032099"


def test_a_nip_of_somebody_else_is_refused(cast: Cast) -> None:
    with pytest.raises(persons.NumberTaken):
        persons.edit_person(HR, cast.ani, {"nip": cast.dani.nip}, DAY)

    assert Person.objects.get(pk=cast.ani.pk).nip != cast.dani.nip


def test_a_merge_moves_everything_and_split_puts_it_back(cast: Cast) -> None:
    with unguarded():
        other = Person.objects.create(
            pns_id="PNS-2",
            nip="199001012015032077",
            name="ANI W",
            employment="pns",
            birth_place="SENTANI",
        )
    record(other)
    absence(other)
    without = ("audit_", "django_", "sqlite_")
    before = dump(without=without)

    merge(HR, cast.ani, other)

    cast.ani.refresh_from_db()
    other.refresh_from_db()
    assert (cast.ani.birth_place, cast.ani.name) == ("SENTANI", "ANI WENDA")
    assert (cast.ani.records.count(), cast.ani.absences.count()) == (1, 1)
    assert cast.ani.numbers.filter(nip="199001012015032077").exists()
    assert other.merged_into == cast.ani
    split(HR, other)
    assert dump(without=without) == before


def test_rows_that_the_database_keeps_stay_with_their_record_in_a_merge(cast: Cast) -> None:
    issued = letter_of(cast, cast.ani)
    record(cast.ani)

    merge(HR, cast.colleague, cast.ani)

    issued.refresh_from_db()
    assert issued.person == cast.ani  # an issued letter cannot change
    assert (cast.colleague.records.count(), cast.ani.records.count()) == (1, 0)
    split(HR, Person.objects.get(pk=cast.ani.pk))
    assert cast.ani.records.count() == 1


def test_both_log_ins_of_merged_records_lead_to_the_one_that_was_kept(cast: Cast) -> None:
    merge(HR, cast.ani, cast.colleague)

    kept = access_of(cast.user("ani"))
    merged = access_of(cast.user("colleague"))

    assert (merged.person_id, merged.roles) == (cast.ani.pk, kept.roles)
    assert merged.home_unit_id == cast.ani.unit_id


def test_a_record_without_a_log_in_takes_that_of_the_merged_one_and_gives_it_back(
    cast: Cast,
) -> None:
    user = cast.user("ani")
    with unguarded():
        kept = Person.objects.create(
            pns_id="PNS-2", nip="199001012015032077", name="ANI W", employment="pns"
        )

    merge(HR, kept, cast.ani)

    assert access_of(user).person_id == kept.pk
    assert Person.objects.get(pk=kept.pk).user == user
    split(HR, Person.objects.get(pk=cast.ani.pk))
    assert access_of(user).person_id == cast.ani.pk
    assert Person.objects.get(pk=kept.pk).user is None


def test_a_record_is_not_merged_with_itself(cast: Cast) -> None:
    with pytest.raises(CannotMerge):
        merge(HR, cast.ani, cast.ani)


def test_hr_names_a_head_for_a_time_and_the_access_follows(cast: Cast) -> None:
    assert head_of_unit(cast.puskesmas, DAY) == cast.budi

    units.appoint_head(
        HR,
        cast.puskesmas,
        cast.ani,
        day=dt.date(2026, 1, 1),
        until=None,
        reason="Plt",
        document_no="",
    )

    assert head_of_unit(cast.puskesmas, DAY) == cast.ani
    assert head_of_unit(cast.puskesmas, dt.date(2025, 12, 31)) == cast.budi
    assert Role.UNIT_HEAD in access_of(cast.user("ani")).roles
    assert Role.UNIT_HEAD not in access_of(cast.user("budi")).roles


def test_a_head_reaches_the_units_below_and_no_other(cast: Cast) -> None:
    units.appoint_head(
        HR,
        cast.health,
        cast.officer,
        day=dt.date(2026, 1, 1),
        until=None,
        reason="Plt",
        document_no="",
    )

    reach = access_of(cast.user("officer")).reach("unit.view")

    assert reach.unit_ids == {cast.health.pk, cast.puskesmas.pk}


def test_access_costs_at_most_six_queries(cast: Cast) -> None:
    with unguarded():
        grant(cast.user("budi"), Role.OPD_OFFICER, cast.health)

    with CaptureQueriesContext(connection) as queries:
        access_of(cast.user("budi"))

    assert len(queries) <= 6


def test_who_left_has_no_role(cast: Cast) -> None:
    with unguarded():
        Person.objects.filter(pk=cast.budi.pk).update(left_on=DAY)

    access = access_of(cast.user("budi"))

    assert (access.roles, access.person_id) == (frozenset(), None)


def test_a_unit_bears_its_new_name_from_the_day(cast: Cast) -> None:
    units.rename_unit(HR, cast.puskesmas, "Puskesmas Hamadi Indah", dt.date(2026, 7, 1), "Perwal 1")

    cast.puskesmas.refresh_from_db()
    assert cast.puskesmas.name == "Puskesmas Hamadi Indah"
    assert [n.name for n in cast.puskesmas.names.order_by("pk")] == [
        "Puskesmas Hamadi",
        "Puskesmas Hamadi Indah",
    ]


def test_a_moved_unit_takes_its_branch_along_but_never_below_itself(cast: Cast) -> None:
    with pytest.raises(units.BelowItself):
        units.move_unit(HR, cast.health, cast.puskesmas)

    units.move_unit(HR, cast.health, cast.registry)

    cast.puskesmas.refresh_from_db()
    path = f"/{cast.city.pk}/{cast.registry.pk}/{cast.health.pk}/{cast.puskesmas.pk}/"
    assert cast.puskesmas.path == path


def test_a_role_of_a_unit_needs_the_unit_and_ends_by_date(cast: Cast) -> None:
    with pytest.raises(UnitWanted):
        grant_role(HR, cast.user("dani"), Role.OPD_OFFICER, None, day=DAY, document_no="SK")

    given = grant_role(
        HR,
        cast.user("dani"),
        Role.OPD_OFFICER,
        cast.registry,
        day=dt.date(2026, 1, 1),
        document_no="SK",
    )
    assert Role.OPD_OFFICER in access_of(cast.user("dani")).roles
    end_role(HR, given, dt.date(2026, 2, 1))
    assert Role.OPD_OFFICER not in access_of(cast.user("dani")).roles


def test_a_code_of_the_sheet_opens_the_account_once(cast: Cast) -> None:
    officer = Actor(cast.user("officer").pk, "ELIA SUEBU", "opd_officer")

    slips = issue_for(officer, cast.puskesmas, [cast.ani])

    assert [person for person, _ in slips] == [cast.ani]
    assert activate(slips[0][1], "sagu-papeda-2026") == cast.user("ani")
    entry = Entry.objects.filter(action="accounts.sheet").get()
    assert entry.role == "opd_officer"
    assert slips[0][1] not in str(entry.detail)
