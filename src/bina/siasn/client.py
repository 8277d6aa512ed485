"""A small client of SIASN's web service: two tokens, timeouts, a bounded number of tries.

Reading may be tried again. A record that was sent is never sent twice by itself: when the answer is
lost, nobody knows whether SIASN took it, and AnswerLost says so.

Source: two tokens, WSO2 (Authorization) and SSO (Auth), as one public implementation uses them.
"""

import base64
import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from bina.siasn.keys import Endpoint, Keys
from bina.text import N_, BinaError

TIMEOUT_SECONDS: Final = 20.0
TRIES: Final = 3
WAITS: Final = (1.0, 4.0)  # seconds before the second and the third try
LONGEST_WAIT: Final = 30.0  # of what the service may ask for
LARGEST_ANSWER: Final = 5_000_000
EARLY_SECONDS: Final = 30.0  # a token is renewed so long before it ends
TOKEN_SECONDS: Final = 300.0  # of a token that does not say how long it lives
AGAIN: Final = frozenset({429, 500, 502, 503, 504})
NOT_DONE: Final = frozenset({429, 503})  # the service says that it did nothing


class Unreachable(BinaError):
    """No answer after all tries."""

    text = N_(
        "SIASN tidak menjawab setelah {tries} percobaan ({what}). Yang sudah selesai disimpan; "
        "lanjutkan nanti dari halaman ini."
    )


class TokenRefused(BinaError):
    """A token service does not know the keys."""

    text = N_("Kunci {name} ditolak (status {status}). Minta operator memeriksa pengaturannya.")


class Refused(BinaError):
    """The service answered that it will not."""

    text = N_("SIASN menolak permintaan (status {status}): {said}")


class AnswerLost(BinaError):
    """A record went out and its answer did not come."""

    text = N_("Jawaban SIASN tidak sampai ({what}); belum diketahui apakah catatan diterima.")


@dataclass(frozen=True)
class Reply:
    """Status and body of an answer."""

    status: int
    body: bytes
    wait: str = ""  # Retry-After


class _NotSent(Exception):
    """The connection could not even be made."""


class _Lost(Exception):
    """The connection broke after the request went out."""


class Client:
    """One connection's worth of state: the keys and the two tokens with their ends."""

    def __init__(
        self,
        keys: Keys,
        *,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self.keys = keys
        self._pause = pause
        self._clock = clock
        self._timeout = timeout
        self._tokens: dict[str, tuple[str, float]] = {}

    def get(self, path: str, nip: str) -> Reply:
        """The answer to reading `path` about a person; a 404 is an answer.

        Raises Unreachable, TokenRefused, Refused.
        """
        reply = self._tried("GET", path.replace("{nip}", quote(nip, safe="")), b"", "")
        if reply.status != 404 and not 200 <= reply.status < 300:
            raise Refused(status=reply.status, said=_said(reply))
        return reply

    def send(self, path: str, body: bytes, content_type: str) -> Reply:
        """The answer to a record. Raises Unreachable, TokenRefused, AnswerLost."""
        return self._tried("POST", path, body, content_type)

    def _tried(self, method: str, path: str, body: bytes, content_type: str) -> Reply:
        service = self.keys.service

        def ask() -> Reply:
            headers = self._headers(content_type)
            return self._asked(service, method, service.path + path, headers, body)

        reply = self._until_answered(ask, repeatable=method == "GET")
        if reply.status == 401:  # a token may end earlier than it said
            self._tokens.clear()
            reply = self._until_answered(ask, repeatable=method == "GET")
        return reply

    def _until_answered(self, ask: Callable[[], Reply], *, repeatable: bool) -> Reply:
        """The first answer that is one. Raises Unreachable, and AnswerLost where not repeatable."""
        what, asked_wait = "", 0.0
        for number in range(TRIES):
            if number:
                self._pause(min(LONGEST_WAIT, max(asked_wait, WAITS[number - 1])))
            try:
                reply = ask()
            except _NotSent as problem:
                what, asked_wait = str(problem), 0.0
                continue
            except _Lost as problem:
                if not repeatable:
                    raise AnswerLost(what=str(problem)) from problem
                what, asked_wait = str(problem), 0.0
                continue
            if reply.status not in AGAIN:
                return reply
            what = str(reply.status)
            asked_wait = float(reply.wait) if reply.wait.isdigit() else 0.0
            if not repeatable and reply.status not in NOT_DONE:
                raise AnswerLost(what=what)
        raise Unreachable(tries=TRIES, what=what)

    def _headers(self, content_type: str) -> dict[str, str]:
        wso2 = self._token("BINA_SIASN_WSO2", self.keys.wso2)
        sso = self._token("BINA_SIASN_SSO", self.keys.sso)
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {wso2}",
            "Auth": f"bearer {sso}",
        }
        return headers | ({"Content-Type": content_type} if content_type else {})

    def _token(self, name: str, place: Endpoint) -> str:
        """A token that lives, fetched when there is none. Raises TokenRefused, Unreachable."""
        known = self._tokens.get(name)
        if known is not None and known[1] > self._clock():
            return known[0]
        reply = self._until_answered(
            lambda: self._asked(place, "POST", place.path, *_token_request(place)), repeatable=True
        )
        return self._kept_token(name, reply)

    def _kept_token(self, name: str, reply: Reply) -> str:
        try:
            found: Mapping[str, Any] = json.loads(reply.body)
            token, lives = str(found["access_token"]), float(found.get("expires_in", TOKEN_SECONDS))
        except (ValueError, KeyError, TypeError) as wrong:
            raise TokenRefused(name=name, status=reply.status) from wrong
        if not 200 <= reply.status < 300:
            raise TokenRefused(name=name, status=reply.status)
        self._tokens[name] = (token, self._clock() + max(0.0, lives - EARLY_SECONDS))
        return token

    def _asked(
        self, place: Endpoint, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        connection = self._connection(place)
        try:
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as problem:
                raise _NotSent(type(problem).__name__) from problem
            try:
                connection.request(method, path or "/", body or None, dict(headers))
                answer = connection.getresponse()
                content = answer.read(LARGEST_ANSWER)
            except (OSError, http.client.HTTPException) as problem:
                raise _Lost(type(problem).__name__) from problem
            return Reply(answer.status, content, answer.getheader("Retry-After") or "")
        finally:
            connection.close()

    def _connection(self, place: Endpoint) -> http.client.HTTPConnection:
        if place.is_secure:
            return http.client.HTTPSConnection(
                place.host, place.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(place.host, place.port, timeout=self._timeout)


def _token_request(place: Endpoint) -> tuple[dict[str, str], bytes]:
    """Headers and body: a password where the address names a client, else its own keys."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if place.client:
        form = {
            "grant_type": "password", "client_id": place.client, "username": place.user,
            "password": place.password,
        }  # fmt: skip
        return headers, urlencode(form).encode()
    pair = base64.b64encode(f"{place.user}:{place.password}".encode()).decode()
    return headers | {"Authorization": f"Basic {pair}"}, b"grant_type=client_credentials"


def _said(reply: Reply) -> str:
    return reply.body[:200].decode("utf-8", "replace")
