"""`bina serve` as an operator meets it: it answers, it restarts what dies, it ends cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "BINA_DATA": str(data),
        "BINA_DATABASE": "",
        "BINA_DEBUG": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def healthy(port: int, seconds: float = 60) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat/", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    return False


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bina", "serve", "--port", str(port), "--workers", "1"],
        env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    yield process, port
    if process.poll() is None:
        process.terminate()
        process.wait(30)


def test_it_serves_and_ends_with_all_its_children(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = server
    assert healthy(port)
    children = children_of(process.pid)
    assert len(children) == 2

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_a_dead_worker_is_started_again(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    assert healthy(port)
    before = children_of(process.pid)

    os.kill(before[1], signal.SIGKILL)

    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        now = children_of(process.pid)
        if len(now) == 2 and now[1] != before[1]:
            break
        time.sleep(0.2)
    assert len(now) == 2
    assert before[1] not in now
    assert healthy(port)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "bina", "serve", "--port", str(port)],
            env=environment(tmp_path), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 2
    assert str(port) in done.stderr


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    cert = tmp_path / "c.pem"
    cert.write_text("x")
    done = subprocess.run(
        [sys.executable, "-m", "bina", "serve", "--cert", str(cert)],
        env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "--key" in done.stderr
