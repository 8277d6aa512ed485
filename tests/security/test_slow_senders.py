"""A request that trickles in is given up; one that flows may take its time."""

import socket

import pytest

from bina.web.patience import GRACE_SECONDS, SLOWEST, Patience


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_trickle_ends_after_the_grace() -> None:
    near, far = socket.socketpair()
    with near, far:
        clock = Clock()
        patience = Patience(near, lambda _hint: near.recv(100), clock)
        far.sendall(b"a")
        assert patience.chunk() == b"a"
        clock.now = GRACE_SECONDS + 1
        far.sendall(b"a")
        with pytest.raises(ConnectionResetError):
            patience.chunk()


def test_silence_ends_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bina.web.patience.GRACE_SECONDS", 0.05)
    near, far = socket.socketpair()
    with near, far:
        with pytest.raises(ConnectionResetError):
            Patience(near, lambda _hint: near.recv(100)).chunk()
        assert near.gettimeout() is None


def test_who_sends_fast_enough_is_never_cut_off() -> None:
    near, far = socket.socketpair()
    with near, far:
        clock = Clock()
        patience = Patience(near, lambda _hint: near.recv(2 * SLOWEST), clock)
        for second in range(60):
            clock.now = float(second)
            far.sendall(b"a" * SLOWEST)
            got = 0
            while got < SLOWEST:
                got += len(patience.chunk())
