"""The web server's worker, with an end to its patience: slow senders do not hold its threads.

A worker has few threads. Without this, a dozen connections that each send one byte a minute keep
everybody else out.
"""

import errno
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # no stubs

GRACE_SECONDS = 10.0
SLOWEST = 5_000  # bytes per second; a tenth of the network that the pages are made for


class Patience:
    """The time that one request may still take to arrive."""

    def __init__(
        self, sock: Any, chunk: Callable[..., bytes], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.sock, self.plain_chunk, self.clock = sock, chunk, clock
        self.start, self.received = clock(), 0

    def left(self) -> float:
        """Seconds until the sender is too slow; it earns more by sending."""
        return GRACE_SECONDS + self.received / SLOWEST - (self.clock() - self.start)

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next piece, or ConnectionResetError, which the server takes as hanging up."""
        left, before = self.left(), self.sock.gettimeout()
        if left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")
        self.sock.settimeout(left if before is None else min(left, before))
        try:
            data = self.plain_chunk(size_hint)
        except TimeoutError as reason:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from reason
        finally:
            self.sock.settimeout(before)
        self.received += len(data)
        return data


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads with a limit on how slowly a request may come."""

    def handle(self, conn: Any) -> Any:
        """Bound this request's reading; a new connection gets its reader only in `init`."""
        if conn.initialized:
            bound(conn)
        else:
            plain_init = conn.init

            def init() -> None:
                plain_init()
                bound(conn)

            conn.init = init
        return super().handle(conn)


def bound(conn: Any) -> None:
    """Give the connection's reader a fresh patience."""
    reader = getattr(conn.parser, "unreader", None)
    if reader is not None:
        reader.chunk = Patience(conn.sock, type(reader).chunk.__get__(reader)).chunk
