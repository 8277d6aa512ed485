"""Activation without e-mail or phone, log-in, and what a shared phone must forget."""

from collections.abc import Callable

import pytest
from django.test import Client

from bina.accounts import services
from bina.accounts.services import CodeNotValid
from bina.audit.models import Entry
from bina.audit.services import Actor
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def officer(cast: Cast) -> Actor:
    return Actor(cast.user("officer").pk, "ELIA", "opd_officer")


def test_a_printed_code_activates_once_and_signs_in(cast: Cast) -> None:
    code = services.issue_codes(officer(cast), [cast.ani.user], "PKM-HMD")[cast.ani.user.pk]
    client = Client()

    answer = client.post(
        "/akun/aktivasi/",
        {"code": code.lower().replace("-", " "), "password": PASSWORD, "again": PASSWORD},
    )

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.ani.user.pk)
    with pytest.raises(CodeNotValid):
        services.activation_for(code)


def test_a_new_code_makes_the_old_one_useless(cast: Cast) -> None:
    old = services.issue_codes(officer(cast), [cast.ani.user], "PKM-HMD")[cast.ani.user.pk]
    services.issue_codes(officer(cast), [cast.ani.user], "PKM-HMD")

    with pytest.raises(CodeNotValid):
        services.activation_for(old)


def test_log_in_takes_a_nip_with_blanks_and_is_audited(cast: Cast) -> None:
    code = services.issue_codes(officer(cast), [cast.ani.user], "PKM-HMD")[cast.ani.user.pk]
    services.activate(code, PASSWORD)
    client = Client()

    answer = client.post(
        "/akun/masuk/", {"username": "19900101 201503 2 001", "password": PASSWORD}
    )

    assert answer.status_code == 302
    assert Entry.objects.filter(action="accounts.login").count() == 1


def test_seven_wrong_passwords_lock_the_account(cast: Cast) -> None:
    client = Client()
    codes = [
        client.post("/akun/masuk/", {"username": cast.ani.nip, "password": "x"}).status_code
        for _ in range(8)
    ]

    assert codes[0] == 200
    assert codes[-1] == 429


def test_log_out_clears_what_the_phone_kept(as_: Callable[[str], Client]) -> None:
    answer = as_("ani").post("/akun/keluar/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
