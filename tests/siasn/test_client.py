"""The client against the stand-in: tokens, tries, what is never sent twice, and what it refuses."""

import socket

import pytest

from bina.siasn.client import TRIES, AnswerLost, Client, Refused, TokenRefused, Unreachable
from bina.siasn.keys import NeedsKeys, WrongAddress, keys, missing
from tests.siasn.stand_in import stand_in

PATH = "/pns/rw-kursus/{nip}"


@pytest.fixture
def service(settings):
    with stand_in() as known:
        settings.SIASN = known.settings
        yield known


def made(timeout=5.0, **more):
    waits: list[float] = []
    client = Client(keys(), pause=waits.append, timeout=timeout, **more)
    return client, waits


def test_reading_carries_both_tokens_and_keeps_them(service) -> None:
    service.histories["/pns/rw-kursus/1"] = [{"namaKursus": "Gizi"}]
    client, waits = made()

    first, second = client.get(PATH, "1"), client.get(PATH, "1")

    assert first.status == second.status == 200
    assert b"Gizi" in first.body
    assert (service.tokens, waits) == (2, [])


def test_a_token_that_ended_early_is_renewed_once(service) -> None:
    client, _waits = made()
    client.get(PATH, "1")
    service.valid.clear()

    assert client.get(PATH, "1").status == 200
    assert service.tokens == 4


def test_a_token_is_renewed_before_it_ends(service) -> None:
    now = [0.0]
    client, _waits = made(clock=lambda: now[0])
    service.lives = 100
    client.get(PATH, "1")
    now[0] = 69.0
    client.get(PATH, "1")
    assert service.tokens == 2

    now[0] = 70.0
    client.get(PATH, "1")

    assert service.tokens == 4


def test_tokens_that_are_never_good_end_after_one_renewal(service, monkeypatch) -> None:
    service.faults = [401, 401, 401]
    client, _waits = made()

    with pytest.raises(Refused, match="401"):
        client.get(PATH, "1")

    assert len(service.asked) == 2


@pytest.mark.parametrize("fault", [429, 500, 502, 503, 504, "drop"])
def test_reading_is_tried_again_a_bounded_number_of_times(service, fault) -> None:
    client, waits = made()
    service.faults = [fault]
    assert client.get(PATH, "1").status == 200

    service.faults = [fault] * 10
    service.asked.clear()
    with pytest.raises(Unreachable):
        client.get(PATH, "1")

    assert len(service.asked) == TRIES
    assert len(waits) == 1 + (TRIES - 1)


def test_the_service_may_ask_to_wait(service) -> None:
    client, waits = made()
    service.faults = [429]

    client.get(PATH, "1")

    assert waits == [2.0]


def test_a_slow_answer_is_given_up(service) -> None:
    client, _waits = made(timeout=0.2)
    service.faults = [("slow", 0.6)] * TRIES

    with pytest.raises(Unreachable):
        client.get(PATH, "1")


def test_a_404_is_an_answer_and_a_403_is_a_refusal(service) -> None:
    client, _waits = made()

    assert client.get("/pns/data-utama/{nip}", "1").status == 404
    service.faults = [403]
    with pytest.raises(Refused, match="gangguan 403"):
        client.get(PATH, "1")


@pytest.mark.parametrize("fault", ["drop", 500, 502, 504])
def test_a_record_whose_answer_is_lost_is_not_sent_again(service, fault) -> None:
    client, waits = made()
    service.faults = [fault]

    with pytest.raises(AnswerLost):
        client.send("/kursus", b"x", "text/plain")

    assert len(service.asked) == 1
    assert waits == []


@pytest.mark.parametrize("fault", [429, 503])
def test_a_record_that_was_certainly_not_taken_is_sent_again(service, fault) -> None:
    client, _waits = made()
    service.faults = [fault]

    assert client.send("/kursus", b"x", "text/plain").status == 200
    assert service.taken == [b"x"]


def test_a_record_of_a_slow_service_is_not_sure(service) -> None:
    client, _waits = made(timeout=0.2)
    client.get(PATH, "1")
    service.faults = [("slow", 0.6)]

    with pytest.raises(AnswerLost):
        client.send("/kursus", b"x", "text/plain")


def test_nobody_there_means_that_nothing_was_sent(settings) -> None:
    with socket.socket() as held:  # a port on which nobody listens
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        for name in ("BINA_SIASN", "BINA_SIASN_WSO2", "BINA_SIASN_SSO"):
            settings.SIASN = {**settings.SIASN, name: f"http://127.0.0.1:{port}/x"}
        client, waits = made()

        with pytest.raises(Unreachable):
            client.send("/kursus", b"x", "text/plain")

    assert len(waits) == TRIES - 1


def test_wrong_keys_are_named_without_being_told(service, settings) -> None:
    wrong = service.settings["BINA_SIASN_WSO2"].replace("rahasia-wso2", "salah")
    settings.SIASN = {**service.settings, "BINA_SIASN_WSO2": wrong}
    client, _waits = made()

    with pytest.raises(TokenRefused, match="BINA_SIASN_WSO2") as told:
        client.get(PATH, "1")

    assert "salah" not in str(told.value)
    assert "salah" not in repr(client.keys)


def test_a_token_service_that_stumbles_is_asked_again(service) -> None:
    service.token_faults = [503, 500]
    client, _waits = made()

    assert client.get(PATH, "1").status == 200


def test_a_number_in_the_address_cannot_change_the_address(service) -> None:
    client, _waits = made()

    client.get(PATH, "1/../../token?x=")

    assert service.asked[-1] == ("GET", "/apisiasn/pns/rw-kursus/1%2F..%2F..%2Ftoken%3Fx%3D")


def test_without_settings_it_says_which_are_missing() -> None:
    assert missing() == ["BINA_SIASN", "BINA_SIASN_WSO2", "BINA_SIASN_SSO"]
    with pytest.raises(NeedsKeys, match="BINA_SIASN_SSO"):
        keys()


@pytest.mark.parametrize(
    "address", ["http://example.org/x", "ftp://127.0.0.1/x", "https:///x", "https://x:99999999/"]
)
def test_keys_never_go_over_an_open_line(service, settings, address) -> None:
    settings.SIASN = {**service.settings, "BINA_SIASN": address}

    with pytest.raises(WrongAddress, match="BINA_SIASN"):
        keys()
