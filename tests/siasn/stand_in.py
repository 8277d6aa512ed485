"""A stand-in of SIASN's web service on this machine only: tokens, histories, and taking records.

It has faults on demand: each item of `faults` is what the next request to the service meets.
"""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass
class StandIn:
    """What it knows, what it was asked, and how it is to misbehave."""

    address: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # nip -> Data Utama
    histories: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # path -> rows
    faults: list[Any] = field(default_factory=list)  # status, "drop", ("slow", seconds), None
    token_faults: list[int] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # (method, path) at the service
    taken: list[bytes] = field(default_factory=list)  # bodies of records it accepted
    refusal: str = ""  # said to the next records
    tokens: int = 0  # how many were given
    lives: int = 3600  # seconds a token says it lives
    valid: set[str] = field(default_factory=set)

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an installation that talks to it."""
        wso2, sso = (
            self.address.replace("//", f"//{keys}@")
            for keys in ("kunci:rahasia-wso2", "petugas:rahasia-sso")
        )
        return {
            "BINA_SIASN": f"{self.address}/apisiasn",
            "BINA_SIASN_WSO2": f"{wso2}/token",
            "BINA_SIASN_SSO": f"{sso}/sso?client_id=kota",
        }


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that gave up is what some tests are about."""


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Run it on a free port of the loopback."""
    known = StandIn()
    server = _Quiet(("127.0.0.1", 0), _handler(known))
    known.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(known: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 429:
                self.send_header("Retry-After", "2")
            self.end_headers()
            self.wfile.write(body)

        def _token(self, body: bytes) -> None:
            if known.token_faults:
                return self._answer(known.token_faults.pop(0), {})
            form = {key: value[0] for key, value in parse_qs(body.decode()).items()}
            basic = "Basic " + b64encode(b"kunci:rahasia-wso2").decode()
            sso = {"grant_type": "password", "client_id": "kota", "username": "petugas",
                   "password": "rahasia-sso"}  # fmt: skip
            if self.path == "/token":
                good = self.headers["Authorization"] == basic
                good = good and form == {"grant_type": "client_credentials"}
            else:
                good = form == sso
            if not good:
                return self._answer(401, {"error": "invalid_client"})
            known.tokens += 1
            token = f"{self.path[1:]}-{known.tokens}"
            known.valid.add(token)
            return self._answer(200, {"access_token": token, "expires_in": known.lives})

        def _serve(self, body: bytes) -> None:
            known.asked.append((self.command, self.path))
            fault = known.faults.pop(0) if known.faults else None
            if isinstance(fault, tuple):
                time.sleep(fault[1])
            elif fault == "drop":
                self.close_connection = True
                return self.connection.close()
            elif fault is not None:
                return self._answer(fault, {"message": f"gangguan {fault}"})
            tokens = {
                self.headers.get("Authorization", "").removeprefix("Bearer "),
                self.headers.get("Auth", "").removeprefix("bearer "),
            }
            if len(tokens) != 2 or not tokens <= known.valid:
                return self._answer(401, {"message": "token"})
            path = self.path.removeprefix("/apisiasn")
            if self.command == "POST":
                if known.refusal:
                    return self._answer(200, {"success": False, "message": known.refusal})
                known.taken.append(body)
                return self._answer(200, {"success": True, "id": f"S-{len(known.taken)}"})
            if path.startswith("/pns/data-utama/"):
                found = known.people.get(path.rpartition("/")[2])
                return self._answer(200, {"data": found}) if found else self._answer(404, {})
            return self._answer(200, {"data": known.histories.get(path, [])})

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path in ("/token", "/sso"):
                self._token(body)
            else:
                self._serve(body)

        do_GET = do_POST = _any  # noqa: N815 - the names that http.server calls

    return Handler
