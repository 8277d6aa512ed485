"""Guessing codes and passwords is slow, leaves no trace of secrets, and tells nothing."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory, override_settings

from bina.accounts import services, throttle
from bina.audit.guard import unguarded
from bina.audit.services import Actor
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
WRONG = {"code": "AAAA-BBBB-CCCC", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        throttle, "LIMITS", {throttle.CODE: 4, throttle.SIGN_IN: 4, throttle.PRESENT: 4}
    )


def code_of_ani(cast: Cast) -> str:
    actor = Actor(cast.user("officer").pk, "ELIA", "opd_officer")
    return services.issue_codes(actor, [cast.ani.user], "PKM-HMD")[cast.ani.user.pk]


def test_guessing_codes_locks_the_address_even_for_the_right_code(cast: Cast) -> None:
    client = Client()
    codes = [client.post("/akun/aktivasi/", WRONG).status_code for _ in range(5)]
    right = client.post("/akun/aktivasi/", {**WRONG, "code": code_of_ani(cast)})
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")

    assert codes == [200, 200, 200, 429, 429]
    assert right.status_code == 429
    assert elsewhere.post("/akun/aktivasi/", WRONG).status_code == 200


def test_trying_many_names_locks_the_address() -> None:
    client = Client()
    codes = [
        client.post("/akun/masuk/", {"username": f"nama{n}", "password": "salah"}).status_code
        for n in range(6)
    ]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_what_a_failure_leaves_holds_no_secret(cast: Cast) -> None:
    Client().post("/akun/aktivasi/?kode=RAHASIA-9", {**WRONG, "code": "RAHASIA-1"})
    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "RAHASIA" not in kept
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("behind", "claimed", "found"),
    [
        (False, "1.2.3.4", "127.0.0.1"),  # nobody chooses the own address
        (True, "1.2.3.4, 10.9.8.7", "10.9.8.7"),  # only what the proxy wrote counts
        (True, "not an address", "127.0.0.1"),
    ],
)
def test_the_address_cannot_be_claimed(behind: bool, claimed: str, found: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": claimed})
    with override_settings(BEHIND_PROXY=behind):
        assert throttle.address_of(request) == found


def with_password(cast: Cast) -> Client:
    with unguarded():
        cast.ani.user.set_password(PASSWORD)
        cast.ani.user.save()
    client = Client()
    client.post("/akun/masuk/", {"username": cast.ani.nip, "password": PASSWORD})
    return client


def test_a_new_password_needs_the_present_one(cast: Cast) -> None:
    client = with_password(cast)
    new = {"password": "kelapa-muda-88", "again": "kelapa-muda-88"}

    client.post("/akun/kata-sandi/", new)
    client.post("/akun/kata-sandi/", {**new, "present": "salah"})
    cast.ani.user.refresh_from_db()
    assert cast.ani.user.check_password(PASSWORD)
    client.post("/akun/kata-sandi/", {**new, "present": PASSWORD})
    cast.ani.user.refresh_from_db()
    assert cast.ani.user.check_password(new["password"])


def test_a_new_password_ends_other_sessions(cast: Cast) -> None:
    client, other = with_password(cast), Client()
    other.post("/akun/masuk/", {"username": cast.ani.nip, "password": PASSWORD})
    new = {"present": PASSWORD, "password": "kelapa-muda-88", "again": "kelapa-muda-88"}
    client.post("/akun/kata-sandi/", new)
    assert client.get("/akun/kata-sandi/").status_code == 200
    assert other.get("/akun/kata-sandi/").status_code == 302


def test_blanks_around_a_password_belong_to_it(cast: Cast) -> None:
    spaced = f" {PASSWORD} "
    Client().post(
        "/akun/aktivasi/", {"code": code_of_ani(cast), "password": spaced, "again": spaced}
    )
    answer = Client().post("/akun/masuk/", {"username": cast.ani.nip, "password": spaced})
    assert answer.status_code == 302


def test_a_code_works_once_even_for_two_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of_ani(cast)
    stale = services.activation_for(code)
    services.activate(code, PASSWORD)
    monkeypatch.setattr(services, "activation_for", lambda _code: stale)
    with pytest.raises(services.CodeNotValid):
        services.activate(code, "kelapa-muda-88")
    cast.ani.user.refresh_from_db()
    assert cast.ani.user.check_password(PASSWORD)


def test_a_log_in_takes_no_session_that_was_planted(cast: Cast) -> None:
    with_password(cast)
    planted = Client()
    planted.session.save()
    before = planted.session.session_key
    planted.cookies["bina"] = before
    planted.post("/akun/masuk/", {"username": cast.ani.nip, "password": PASSWORD})
    assert planted.session.session_key != before


def test_unknown_and_known_names_get_the_same_answer(cast: Cast) -> None:
    with_password(cast)

    def said(name: str) -> Any:
        answer = Client().post("/akun/masuk/", {"username": name, "password": "salah"})
        return answer.status_code, answer.context["form"].non_field_errors()

    assert said(cast.ani.nip) == said("190001010000000000")


def test_no_script_reads_a_cookie(cast: Cast) -> None:
    client = with_password(cast)
    client.get("/akun/kata-sandi/")
    client.post("/akun/bahasa/", {"bahasa": "en", "kembali": "/"})
    names = {"bina", "csrf", "bahasa"}
    assert names <= set(client.cookies)
    assert all(client.cookies[n]["httponly"] and client.cookies[n]["samesite"] for n in names)
