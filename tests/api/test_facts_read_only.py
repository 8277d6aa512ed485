"""Facts that programs may only read: units, the regional plan, approved plans."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.api.registry import FACTS, scopes
from bina.api.services import clients as acts
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.catalog.models import Programme, Session
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.imports.models import ImportRun
from bina.people.models import Assignment, Person, Unit
from bina.plan.models import Commitment, Plan, Release, Seat

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)
ANI, DANI = "199001012015032001", "198801012012031003"
READ_ONLY = [kind for kind, fact in FACTS.items() if fact.is_read_only]


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.FIXED_DAY = DAY.isoformat()
    settings.DATA_DIR = tmp_path


@pytest.fixture
def token(cast):
    """A function that gives an approved token with the scopes."""

    def made(*wanted):
        facts = {"name": f"Program {uuid4()}", "purpose": "Uji", "scopes": list(wanted),
                 "expires_on": DAY}  # fmt: skip
        client, secret = acts.issue(Actor(cast.operator.pk, "Operator", "operator"), facts)
        acts.approve(Actor(cast.user("hr_head").pk, "FRANS", "hr_head"), client, DAY)
        return secret

    return made


def get(secret, kind, **query):
    url = reverse("api:rows", args=[kind])
    return Client().get(url, query, headers={"Authorization": f"Bearer {secret}"})


def rows(secret, kind, **query):
    return get(secret, kind, **query).json()["rows"]


def post(secret, kind, row, **more):
    body = json.dumps({"rows": [row], **more})
    return Client().post(
        reverse("api:rows", args=[kind]), body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip


def frozen_plan(year, *people, name="Rencana", **more):
    """An approved plan with a seat for each of the people."""
    with unguarded():
        programme, _new = Programme.objects.get_or_create(
            code="P-1", name="Bimtek", form="Bimbingan Teknis", mode="classroom", jp=24
        )
        session, _new = Session.objects.get_or_create(
            code="P-1-A", programme=programme, start=dt.date(2027, 3, 1),
            end=dt.date(2027, 3, 3), min_seats=1, max_seats=20,
        )  # fmt: skip
        plan = Plan.objects.create(year=year, name=name, **more)
        for who in people:
            Seat.objects.create(plan=plan, person=who, programme=programme, session=session,
                                jp=24, cost=500_000, closure=0.1)  # fmt: skip
        Plan.objects.filter(pk=plan.pk).update(state="frozen", approved_by="FRANS")
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize("kind", READ_ONLY)
def test_a_kind_that_is_read_only_has_no_scope_to_write_and_refuses(cast, token, kind) -> None:
    assert f"{kind}.read" in scopes() and f"{kind}.write" not in scopes()
    secret = token(f"{kind}.read", f"{kind}.write")  # whatever a token claims

    answer = post(secret, kind, {"code": "X"})

    assert (answer.status_code, answer.json()["error"]) == (405, "read_only")
    assert not ImportRun.objects.exists()
    assert get(token("education.read"), kind).status_code == 403


@pytest.mark.parametrize("kind", READ_ONLY)
def test_the_fields_of_the_index_are_those_of_the_rows(kind) -> None:
    fact = FACTS[kind]
    assert fact.sheet is not None and fact.title

    assert set(fact.columns) == {column.key for column in fact.sheet.columns}
    assert set(fact.filters.values()) <= set(fact.columns.values())


def test_units_are_read_as_their_file_has_them(cast, token) -> None:
    with unguarded():
        Unit.objects.filter(code="DUKCAPIL").update(valid_until=dt.date(2026, 12, 31))
    secret = token("units.read")

    (one,) = rows(secret, "units", kode="DUKCAPIL")

    unit = Unit.objects.get(code="DUKCAPIL")
    assert one == {
        "code": "DUKCAPIL", "name": unit.name, "parent_code": unit.parent.code,
        "kind": "Perangkat Daerah", "district": unit.district, "place": unit.place,
        "since": None, "until": "2026-12-31",
    }  # fmt: skip
    below = rows(secret, "units", induk=unit.parent.code)
    assert {row["code"] for row in below} == set(
        unit.parent.children.values_list("code", flat=True)
    )
    assert get(secret, "units").json()["total"] == Unit.objects.count()


def test_the_regional_plan_is_read_level_by_level(cast, token) -> None:
    years = {"year_from": 2025, "year_to": 2029}
    with unguarded():
        goal = Goal.objects.create(code="T-1", name="Layanan", source="RPJMD",
                                   indicators=["SKM: 86"], unit=cast.registry, **years)  # fmt: skip
        programme = RegionalProgramme.objects.create(code="P1", name="Program", goal=goal, **years)
        activity = Activity.objects.create(code="K1", name="Kegiatan", programme=programme, **years)
        SubActivity.objects.create(code="S1", name="Sub", activity=activity, **years)
        GoalNeed.objects.create(goal=goal, competency_code="RES", reason="Loket")
    secret = token(*(f"{kind}.read" for kind in READ_ONLY))
    none = {"indicators": [], "unit": None, **years}

    assert rows(secret, "goals") == [
        {"code": "T-1", "name": "Layanan", "source": "RPJMD", "indicators": ["SKM: 86"],
         "unit": cast.registry.code, **years}
    ]  # fmt: skip
    assert rows(secret, "goal_programmes") == [
        {"code": "P1", "name": "Program", "goal": "T-1", **none}
    ]
    assert rows(secret, "goal_activities") == [
        {"code": "K1", "name": "Kegiatan", "programme": "P1", **none}
    ]
    assert rows(secret, "goal_sub_activities", kode="S1") == [
        {"code": "S1", "name": "Sub", "activity": "K1", **none}
    ]
    assert rows(secret, "goal_sub_activities", kode="S2") == []
    assert rows(secret, "goal_needs", kode="T-1") == [
        {"goal": "T-1", "competency_code": "RES", "unit": None, "reason": "Loket"}
    ]


def test_only_what_was_approved_is_given(cast, token) -> None:
    plan = frozen_plan(2027, cast.ani)
    with unguarded():
        draft = Plan.objects.create(year=2027, name="Rancangan", state="ready")
        Seat.objects.create(plan=draft, person=cast.dani, programme=Programme.objects.get(),
                            jp=24, cost=0, closure=0.1)  # fmt: skip
    secret = token("plans.read", "plan_seats.read")

    (one,) = rows(secret, "plans")

    assert (one["plan"], one["year"], one["approved_by"]) == (str(plan.public_id), 2027, "FRANS")
    (seat,) = rows(secret, "plan_seats")
    assert seat == {
        "nip": ANI, "plan": str(plan.public_id), "year": 2027, "programme": "P-1",
        "title": "Bimtek", "form": "Bimbingan Teknis", "session": "P-1-A",
        "start": "2027-03-01", "end": "2027-03-03", "times": 1, "jp": 24, "cost": 500_000,
        "budget_line": None, "state": "planned", "released": False,
    }  # fmt: skip


def test_a_seat_says_what_became_of_it(cast, token) -> None:
    plan = frozen_plan(2027, cast.ani, cast.dani)
    kept = Seat.objects.get(person=cast.ani)
    with unguarded():
        Commitment.objects.create(seat=kept, answer="declined", reason="Cuti", state="declined")
        again = Plan.objects.create(year=2027, name="Ulang", amends=plan, state="ready")
        Release.objects.create(plan=again, seat=Seat.objects.get(person=cast.dani))
    secret = token("plan_seats.read")

    before = {row["nip"]: (row["state"], row["released"]) for row in rows(secret, "plan_seats")}
    with unguarded():
        Plan.objects.filter(pk=again.pk).update(state="frozen")
    after = {row["nip"]: (row["state"], row["released"]) for row in rows(secret, "plan_seats")}

    assert before == {cast.ani.nip: ("declined", False), cast.dani.nip: ("planned", False)}
    assert after == {cast.ani.nip: ("declined", False), cast.dani.nip: ("planned", True)}


def test_seats_are_chosen_by_person_year_and_plan(cast, token) -> None:
    first, second = frozen_plan(2027, cast.ani, cast.dani), frozen_plan(2028, cast.ani)
    secret = token("plan_seats.read", "plans.read")

    def plans(**query):
        return [row["plan"] for row in rows(secret, "plan_seats", **query)]

    assert plans(nip=ANI) == [str(first.public_id), str(second.public_id)]
    assert plans(nip=ANI, tahun=2028) == [str(second.public_id)]
    assert plans(rencana=first.public_id) == [str(first.public_id)] * 2
    for odd in ({"tahun": "dua ribu"}, {"rencana": "x"}, {"nip": "1"}, {"tahun": "9" * 30}):
        assert plans(**odd) == []
    assert [row["year"] for row in rows(secret, "plans", tahun="2028")] == [2028]
    read = Entry.objects.filter(action="api.read").order_by("-sequence").first()
    assert read.detail == {"kind": "plans", "tahun": "2028", "page": 1, "rows": 1}


@pytest.mark.parametrize("kind", ["units", "plan_seats"])
def test_reading_asks_the_same_number_of_questions(cast, token, kind) -> None:
    secret = token(f"{kind}.read")
    frozen_plan(2027, cast.ani)

    def asked():
        with CaptureQueriesContext(connection) as found:
            get(secret, kind)
        return len(found)

    few = asked()
    frozen_plan(2028, cast.ani, cast.dani, cast.budi)
    with unguarded():
        for at in range(20):
            Unit.objects.create(code=f"U-{at}", name=f"Unit {at}", parent=cast.registry)

    assert asked() == few


# a new main post


MOVE = {"nip": ANI, "unit_code": "DUKCAPIL", "position": "Operator Layanan",
        "start": "2026-09-01", "document_no": "821/9"}  # fmt: skip


def test_a_new_main_post_is_written_like_any_upload(cast, token) -> None:
    with unguarded():
        Assignment.objects.create(person=cast.ani, unit=cast.ani.unit, position=cast.ani.position,
                                  valid_from=dt.date(2021, 4, 1))  # fmt: skip
    secret = token("moves.read", "moves.write")

    tried = post(secret, "moves", MOVE, dry_run=True).json()
    nobody_moved = Person.objects.get(pk=cast.ani.pk).unit == cast.ani.unit
    said = post(secret, "moves", MOVE).json()

    assert (tried["applied"], tried["new"], nobody_moved) == (False, 1, True)
    assert (said["applied"], said["new"], said["problems"]) == (True, 1, [])
    ani = Person.objects.get(pk=cast.ani.pk)
    assert (ani.unit.code, ani.position.name) == ("DUKCAPIL", "Operator Layanan")
    assert [row["unit_code"] for row in rows(secret, "moves", nip=ANI)] == ["DUKCAPIL"]
    ended = ani.assignments.exclude(valid_until=None).get()
    assert ended.valid_until == dt.date(2026, 8, 31)
    applied = Entry.objects.get(action="imports.apply")
    assert applied.actor_name.startswith("API Program") and applied.detail["kind"] == "moves"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"start": "2026-11-27"}, "start"), ({"unit_code": "X"}, "unit_code"),
     ({"position": "Astronaut"}, "position"), ({"document_no": ""}, "document_no")],
)  # fmt: skip
def test_a_wrong_main_post_is_refused_by_field(cast, token, wrong, field) -> None:
    answer = post(token("moves.write"), "moves", {**MOVE, **wrong})

    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["problems"]} == {field}
    assert Person.objects.get(pk=cast.ani.pk).unit == cast.ani.unit


def test_a_main_post_is_not_written_with_the_scope_of_the_history(cast, token) -> None:
    assert post(token("positions.write", "moves.read"), "moves", MOVE).status_code == 403
