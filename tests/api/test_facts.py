"""What programs read and write by token: the same rules as a file, answers by row and field."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.accounts import throttle
from bina.api.registry import FACTS, scopes
from bina.api.selectors import clients as selectors
from bina.api.services import clients as acts
from bina.api.services import facts as services
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.imports import services as imports
from bina.imports.models import ImportRun
from bina.people.models import DevelopmentRecord, Education, PerformanceReview, RankStep

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)
ANI, BUDI = "199001012015032001", "197803042003121002"
DIPLOMA = {"nip": ANI, "level": "S1", "study": "S-1 KEPERAWATAN", "year": 2013}


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.FIXED_DAY = DAY.isoformat()
    settings.DATA_DIR = tmp_path


@pytest.fixture
def token(cast):
    """A function that gives an approved token with the scopes, each call another program."""
    numbers = iter(range(100))

    def made(*wanted, approved=True, until=DAY):
        facts = {"name": f"Program {next(numbers)}", "purpose": "Uji",
                 "scopes": list(wanted or scopes()), "expires_on": until}  # fmt: skip
        client, secret = acts.issue(Actor(cast.operator.pk, "Operator", "operator"), facts)
        if approved:
            acts.approve(Actor(cast.user("hr_head").pk, "FRANS", "hr_head"), client, DAY)
        return secret

    return made


def get(secret, kind="education", client=None, **query):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    url = reverse("api:rows", args=[kind])
    return (client or Client()).get(url, query, headers=headers)


def post(secret, rows, kind="education", client=None, **more):
    body = json.dumps({"rows": rows, **more})
    return (client or Client()).post(
        reverse("api:rows", args=[kind]), body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip


# who gets in


def test_without_a_token_that_works_there_is_nothing(cast, token, as_) -> None:
    waiting = token(approved=False)
    ended = token(until=DAY)
    revoked = token()
    acts.revoke(Actor(cast.operator.pk, "Operator", "operator"),
                selectors.client_by(acts.token_hash(revoked), DAY))  # fmt: skip

    assert get("").status_code == 401
    assert get("", client=as_("hr_head")).status_code == 401  # a session opens nothing
    assert get("bina_salah").status_code == 401
    assert get(waiting).status_code == 401
    assert get(revoked).status_code == 401
    assert get(ended).status_code == 200  # its last day
    answer = get("bina_salah")
    assert answer.json()["error"] == "no_token"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_token_ends_with_its_last_day(token, settings) -> None:
    secret = token(until=DAY)
    settings.FIXED_DAY = "2026-11-27"

    assert get(secret).status_code == 401


def test_a_scope_is_for_one_kind_and_one_way(token) -> None:
    secret = token("education.read")

    assert get(secret).status_code == 200
    assert post(secret, [DIPLOMA]).status_code == 403
    assert get(secret, "discipline").status_code == 403
    assert get(secret, "discipline").json()["error"] == "no_scope"
    assert get(secret, "gaji").status_code == 404
    assert not Education.objects.exists()


def test_writing_needs_no_cookie_and_no_form_token(token) -> None:
    answer = post(token("education.write"), [DIPLOMA], client=Client(enforce_csrf_checks=True))

    assert answer.status_code == 200


def test_calls_of_a_minute_are_limited_over_all_processes(token, monkeypatch) -> None:
    monkeypatch.setattr("bina.api.views.facts.PER_MINUTE", 2)
    first, second = token(), token()
    assert [get(first).status_code for _ in range(3)] == [200, 200, 429]

    answer = post(first, [DIPLOMA])

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert not Education.objects.exists()
    assert get(second).status_code == 200  # others are not held up


def test_guessing_tokens_locks_the_address(token, monkeypatch) -> None:
    monkeypatch.setitem(throttle.LIMITS, throttle.TOKEN, 3)
    statuses = [get(f"bina_{number}").status_code for number in range(5)]

    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert get(token()).status_code == 429


# what there is


def test_the_index_names_kinds_and_fields(token) -> None:
    answer = Client().get(
        reverse("api:index"), headers={"Authorization": f"Bearer {token('ranks.read')}"}
    )

    kinds = {one["kind"]: one for one in answer.json()["facts"]}
    written = {"education", "trainings", "performance", "discipline", "ranks", "positions", "moves"}
    assert {kind for kind, one in kinds.items() if not one["read_only"]} == written
    assert set(kinds) - written == {
        "units", "goals", "goal_programmes", "goal_activities", "goal_sub_activities",
        "goal_needs", "plans", "plan_seats",
    }  # fmt: skip
    assert kinds["plan_seats"]["filters"] == ["nip", "tahun", "rencana"]
    assert (kinds["ranks"]["read"], kinds["ranks"]["write"]) == (True, False)
    assert [one["field"] for one in kinds["ranks"]["fields"] if one["required"]] == [
        "nip", "rank", "since"
    ]  # fmt: skip


# writing


def test_good_rows_are_written_as_an_upload_that_can_be_undone(cast, token) -> None:
    answer = post(token("education.write"), [DIPLOMA, {**DIPLOMA, "nip": BUDI, "level": "S2"}])

    said = answer.json()
    assert (answer.status_code, said["applied"], said["new"]) == (200, True, 2)
    assert Education.objects.get(person=cast.ani).level == "40"
    run = ImportRun.objects.get(public_id=said["run"])
    assert (run.state, run.created_by) == ("applied", "API Program 0")
    imports.undo(Actor(None, "CITRA", "hr_analyst"), run)
    assert not Education.objects.exists()


def test_a_wrong_row_stops_all_and_is_named_by_row_field_and_reason(token) -> None:
    rows = [DIPLOMA, {**DIPLOMA, "level": "S4"}, {**DIPLOMA, "nip": "1", "year": 2027}]

    answer = post(token("education.write"), rows)

    said = answer.json()
    assert (answer.status_code, said["applied"]) == (422, False)
    found = {(one["row"], one["field"]): one["reason"] for one in said["problems"]}
    assert found[2, "level"] == "tingkat pendidikan S4 tidak dikenal"
    assert {row for row, _field in found} == {2, 3}
    assert all(one["remedy"] and one["column"] for one in said["problems"])
    assert not Education.objects.exists()
    assert ImportRun.objects.get().state == "cancelled"


def test_partial_writes_the_good_rows_only(token) -> None:
    answer = post(token("education.write"), [DIPLOMA, {**DIPLOMA, "level": "S4"}], partial=True)

    said = answer.json()
    assert (said["applied"], said["new"], said["rejected"]) == (True, 1, 1)
    assert answer.status_code == 200
    assert Education.objects.count() == 1


@pytest.mark.parametrize(("level", "status"), [("S1", 200), ("S4", 422)])
def test_a_dry_run_says_the_same_and_writes_nothing(token, level, status) -> None:
    answer = post(token("education.write"), [{**DIPLOMA, "level": level}], dry_run=True)

    assert (answer.status_code, answer.json()["applied"]) == (status, False)
    assert not Education.objects.exists()


def test_the_same_rows_again_change_nothing(token) -> None:
    secret = token("education.write")
    post(secret, [DIPLOMA])

    said = post(secret, [DIPLOMA]).json()

    assert (said["new"], said["changed"], said["unchanged"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**DIPLOMA, "gaji": 5}, "gaji"),
        ({**DIPLOMA, "study": ["x"]}, "study"),
        ({**DIPLOMA, "study": {"x": 1}}, "study"),
        ({**DIPLOMA, "study": "a\x00b"}, "study"),
    ],
)
def test_unknown_fields_and_odd_values_are_named(token, row, field) -> None:
    answer = post(token("education.write"), [DIPLOMA, row], partial=True)

    assert answer.status_code == 422
    assert [(one["row"], one["field"]) for one in answer.json()["problems"]] == [(2, field)]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400), (b"\xff", 400), (b"[]", 400), (b'{"rows": {}}', 400), (b'{"rows": []}', 400),
        (b'{"rows": [1]}', 400), (b'{"rows": [{}], "hapus": true}', 400),
        (b'{"rows": [{}], "partial": "ya"}', 400), (b"[" * 100_000, 400),
        (json.dumps({"rows": [{}] * (services.MOST_ROWS + 1)}).encode(), 413),
    ],
)  # fmt: skip
def test_what_is_no_list_of_rows_is_refused(token, body, status) -> None:
    secret = token("education.write")

    answer = Client().post(
        reverse("api:rows", args=["education"]), body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip

    assert answer.status_code == status
    assert answer.json()["message"]


def test_rows_of_nothing_are_refused(token) -> None:
    answer = post(token("education.write"), [{}])

    assert answer.status_code == 422
    assert [one["row"] for one in answer.json()["problems"]] == [1]


def test_every_kind_goes_in_and_comes_out_under_the_same_keys(cast, token) -> None:
    secret = token()
    rows = {
        "education": {**DIPLOMA, "graduated_on": "2013-09-27", "document_no": "UNCEN/1"},
        "ranks": {"nip": ANI, "rank": "III/a", "since": "2015-03-01", "document_no": "823/1"},
        "performance": {"nip": ANI, "year": 2025, "predicate": "Baik", "document_no": "EKIN/1"},
        "discipline": {"nip": ANI, "level": "Ringan", "kind": "Teguran lisan",
                       "document_no": "862/1", "document_date": "2025-03-01",
                       "start": "2025-03-15"},
        "trainings": {"nip": ANI, "form": "Seminar", "title": "Gizi", "start": "2026-03-01",
                      "end": "2026-03-02", "jp": 8.5, "fits_post": True},
        "positions": {"nip": ANI, "unit_code": "DUKCAPIL", "position": "Operator Layanan",
                      "start": "2015-03-01", "end": "2018-03-31"},
        "moves": {"nip": ANI, "unit_code": "DUKCAPIL", "position": "Operator Layanan",
                  "start": "2026-09-01", "document_no": "821/9"},
    }  # fmt: skip
    assert set(rows) == {kind for kind, fact in FACTS.items() if not fact.is_read_only}
    for kind, row in rows.items():
        assert post(secret, [row], kind).json()["problems"] == [], kind

        (read,) = get(secret, kind, nip=ANI).json()["rows"]

        told = {key: read[key] for key in row if key != "jp"}
        assert told == {key: row[key] for key in told}, kind
        again = post(secret, [read], kind).json()
        assert (again["unchanged"], again["problems"]) == (1, []), kind
    assert PerformanceReview.objects.get().predicate == "baik"
    assert RankStep.objects.get().rank == "III/a"


# reading


def test_reading_is_of_one_person_or_all_in_pages(cast, token, monkeypatch) -> None:
    monkeypatch.setattr(services, "PAGE_ROWS", 2)
    secret = token("education.read")
    with unguarded():
        for year in (2001, 2002, 2003):
            Education.objects.create(person=cast.ani, level="40", name="X", year=year)
        Education.objects.create(person=cast.budi, level="45", name="Y", year=2009)

    first, last = get(secret).json(), get(secret, hal="2").json()

    assert (first["total"], first["pages"], len(first["rows"])) == (4, 2, 2)
    assert [row["year"] for row in last["rows"]] == [2003, 2009]
    assert [row["nip"] for row in get(secret, nip=BUDI).json()["rows"]] == [BUDI]
    assert get(secret, hal="x").json()["page"] == 1


def test_what_nobody_approved_is_not_given(cast, token) -> None:
    with unguarded():
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Seminar", title="Klaim", start=DAY, end=DAY, jp=4,
            status="claimed",
        )  # fmt: skip

    assert get(token("trainings.read"), "trainings").json()["rows"] == []


def test_every_call_is_in_the_audit_under_the_program(token) -> None:
    secret = token()
    get(secret, nip=ANI)
    post(secret, [DIPLOMA])

    read = Entry.objects.get(action="api.read")
    assert (read.actor_name, read.role) == ("API Program 0", "api_client")
    assert read.detail == {"kind": "education", "nip": ANI, "page": 1, "rows": 0}
    write = Entry.objects.get(action="api.write")
    assert write.detail["rows"] == 1
    applied = Entry.objects.get(action="imports.apply")
    assert applied.actor_name == "API Program 0"


def test_reading_asks_the_same_number_of_questions(cast, token) -> None:
    secret = token("education.read")

    def asked():
        with CaptureQueriesContext(connection) as found:
            get(secret)
        return len(found)

    with unguarded():
        Education.objects.create(person=cast.ani, level="40", name="X", year=1989)
    few = asked()
    with unguarded():
        for year in range(1990, 2020):
            Education.objects.create(person=cast.ani, level="40", name="X", year=year)

    assert asked() == few
