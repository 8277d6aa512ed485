"""A unit becomes part of another: what moves, what follows in later stages, and the way back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.goals.models import Goal
from bina.people.models import Headship, Person, RoleGrant, Unit
from bina.people.services import unit_merging as acts
from bina.plan.commitments import write_answer
from bina.plan.models import Change, Commitment
from tests.cast import Cast
from tests.scenes import service
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def day(settings):  # type: ignore[no-untyped-def]  # the plugin's fixture
    settings.FIXED_DAY = DAY.isoformat()


def merge(cast: Cast, day: dt.date = DAY) -> None:
    acts.merge_units(
        HR, cast.puskesmas, cast.registry, day=day, today=DAY, document_no="Perwal 7/2026"
    )
    cast.puskesmas.refresh_from_db()


def state(unit: Unit) -> dict[str, object]:
    """Everything that a merge may touch of the unit."""
    people = Person.objects.filter(unit=unit)
    return {
        "people": sorted(people.values_list("pk", flat=True)),
        "posts": sorted(
            people.values_list(
                "assignments__unit", "assignments__valid_from", "assignments__valid_until"
            ),
            key=str,
        ),
        "children": sorted(unit.children.values_list("pk", "path")),
        "closed": Unit.objects.get(pk=unit.pk).valid_until,
        "grants": sorted(RoleGrant.objects.filter(unit=unit).values_list("pk", "valid_until")),
        "heads": sorted(Headship.objects.filter(unit=unit).values_list("pk", "valid_until")),
        "services": sorted(unit.services.values_list("pk", flat=True)),
        "goals": sorted(Goal.objects.filter(unit=unit).values_list("pk", flat=True)),
    }


def furnish(cast: Cast) -> Unit:
    """A unit below, a role, a head, a service and a goal."""
    service(cast)
    with unguarded():
        below = Unit.objects.create(code="PUSTU-1", name="Pustu", parent=cast.puskesmas)
        Unit.objects.filter(pk=below.pk).update(path=f"{cast.puskesmas.path}{below.pk}/")
        RoleGrant.objects.create(
            user=cast.user("budi"),
            role=Role.OPD_OFFICER.value, unit=cast.puskesmas, valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
        Headship.objects.create(
            unit=cast.puskesmas, person=cast.budi, valid_from=dt.date(2026, 1, 1), reason="SK"
        )
        Goal.objects.create(
            code="T-9", name="Sehat", year_from=2025, year_to=2029, unit=cast.puskesmas
        )
    return below


def test_people_units_below_and_history_move(cast: Cast) -> None:
    below = furnish(cast)
    before = set(Person.objects.filter(unit=cast.puskesmas).values_list("pk", flat=True))
    post = cast.ani.position

    merge(cast)

    cast.ani.refresh_from_db()
    below.refresh_from_db()
    assert (cast.ani.unit, cast.ani.position) == (cast.registry, post)
    spans = list(cast.ani.assignments.order_by("pk").values_list("unit", "valid_until"))
    assert spans[-2:] == [
        (cast.puskesmas.pk, DAY - dt.timedelta(days=1)), (cast.registry.pk, None),
    ]  # fmt: skip
    assert below.path == f"{cast.registry.path}{below.pk}/"
    assert cast.puskesmas.valid_until == DAY - dt.timedelta(days=1)
    assert not Person.objects.filter(unit=cast.puskesmas).exists()
    entry = Entry.objects.filter(action="units.merge").latest("sequence")
    assert set(entry.detail["people"]) == before
    grant = RoleGrant.objects.get(unit=cast.puskesmas, role="opd_officer")
    assert grant.valid_until == DAY - dt.timedelta(days=1)
    assert cast.registry.services.count() == 1
    assert Goal.objects.get(code="T-9").unit == cast.registry


def test_the_same_day_takes_everything_back(cast: Cast) -> None:
    furnish(cast)
    before = state(cast.puskesmas)
    merge(cast)
    assert state(cast.puskesmas) != before

    acts.undo_merge(HR, cast.puskesmas)

    after = state(cast.puskesmas)
    assert after == before
    with pytest.raises(acts.MergeStays):
        acts.undo_merge(HR, Unit.objects.get(pk=cast.puskesmas.pk))


def test_what_moved_on_since_cannot_be_taken_back(cast: Cast) -> None:
    merge(cast)
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(unit=cast.health)

    with pytest.raises(acts.MergeStays, match="sudah dipindah"):
        acts.undo_merge(HR, cast.puskesmas)


@pytest.mark.parametrize(
    ("source", "into", "day", "words"),
    [
        ("puskesmas", "puskesmas", DAY, "unit lain"),
        ("health", "puskesmas", DAY, "berada di bawahnya"),
        ("puskesmas", "registry", DAY + dt.timedelta(days=1), "belum tiba"),
    ],
)
def test_what_cannot_be_merged_is_said(
    cast: Cast, source: str, into: str, day: dt.date, words: str
) -> None:
    with pytest.raises(acts.CannotMergeUnits) as found:
        acts.merge_units(
            HR, getattr(cast, source), getattr(cast, into), day=day, today=DAY, document_no="1"
        )
    assert words in found.value.values["why"].plain()


def test_a_closed_unit_is_not_merged_again(cast: Cast) -> None:
    merge(cast)

    with pytest.raises(acts.CannotMergeUnits):
        merge(cast)


def test_seats_stay_and_are_asked_about_again_until_it_is_undone(cast: Cast) -> None:
    scene = planned(cast)
    write_answer(HR, scene.ani_seat, accepts=True, reason="", day=DAY)
    Commitment.objects.get(seat=scene.ani_seat)
    with unguarded():
        Commitment.objects.filter(seat=scene.ani_seat).update(
            head_approved=True, head_decided_by="BUDI"
        )

    merge(cast)

    row = Commitment.objects.get(seat=scene.ani_seat)
    change = Change.objects.get(person=cast.ani)
    assert (change.kind, row.answer, row.head_approved) == ("unit", "open", None)
    assert not Change.objects.filter(person=cast.dani).exists()

    acts.undo_merge(HR, cast.puskesmas)

    row.refresh_from_db()
    assert (row.answer, row.head_approved, row.head_decided_by) == ("accepted", True, "BUDI")
    assert row.state == "accepted"
    assert not Change.objects.exists()


def test_the_page_shows_first_what_would_move(cast: Cast, as_: As) -> None:
    furnish(cast)
    address = reverse("people:unit_merge", args=[cast.puskesmas.public_id])
    facts = {"into": cast.registry.code, "day": DAY.isoformat(), "document_no": "Perwal 7"}

    page = as_("citra").get(address, facts).content.decode()

    assert "orang pindah ke" in page and "layanan pindah ke" in page
    assert "Peran untuk unit ini berakhir" in page
    assert Unit.objects.get(pk=cast.puskesmas.pk).valid_until is None
    assert as_("budi").get(address).status_code == 403

    as_("citra").post(address, facts)
    unit = reverse("people:unit", args=[cast.puskesmas.public_id])
    assert "Urungkan penggabungan" in as_("citra").get(unit).content.decode()
    as_("citra").post(reverse("people:unit_merge_undo", args=[cast.puskesmas.public_id]))
    assert Unit.objects.get(pk=cast.puskesmas.pk).valid_until is None


@pytest.mark.parametrize("into", ["", "tidak-ada"])
def test_a_wrong_unit_is_answered_with_words(cast: Cast, as_: As, into: str) -> None:
    address = reverse("people:unit_merge", args=[cast.puskesmas.public_id])

    answer = as_("citra").post(address, {"into": into, "day": DAY, "document_no": "1"})

    assert answer.status_code == 422
