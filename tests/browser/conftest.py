"""A real server on a throw-away town, and a real Chromium. Nothing is mocked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench.city import place
from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = shutil.which("chromium")
PEOPLE = 400
PATIENCE = 60_000  # ms: a busy machine may be slow, time decides no test
PASSWORD = "bina-contoh-2026"
OPTIONS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """The running site and its installation."""

    url: str
    data: Path
    log_ins: dict[str, str]  # role or name of the cast -> user name

    def environment(self) -> dict[str, str]:
        return environment(self.data)


def environment(data: Path) -> dict[str, str]:
    """What a process of this installation needs."""
    return {
        **os.environ,
        "BINA_DATA": str(data),
        "BINA_DATABASE": "",
        "BINA_DEBUG": "0",
        "BINA_DAY": "2026-11-23",
        "BINA_DEMO": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/sehat/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within 120 s")


def loaded_town() -> Path:
    """The demonstration town through the importers, loaded once for these sources."""
    there = place() / f"town-{PEOPLE}"
    if not there.exists():
        there.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix="town-", dir=there.parent))
        made = subprocess.run(
            [sys.executable, "-m", "bina", "demo", "--people", str(PEOPLE), "--plan-effort", "3"],
            env=environment(half), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout[-4000:] + made.stderr[-4000:]
        half.rename(there)
    return there


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A copy of the demonstration town, served by `bina serve`."""
    data = Path(tempfile.mkdtemp(prefix="bina-site-"))
    shutil.copytree(loaded_town(), data, dirs_exist_ok=True)
    env = environment(data)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bina", "serve", "--port", str(port), "--workers", "1"], env=env
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server)
        listed = subprocess.run(
            [sys.executable, "-m", "bina", "demo", "--log-ins"],
            env=env, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        log_ins = dict(line.split("\t")[:2] for line in listed.splitlines() if "\t" in line)
        yield Site(url, data, log_ins)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; no browser is downloaded."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; make test installs it with root and network")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield chromium
        chromium.close()


Visitor = Callable[..., BrowserContext]


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    """visitor("ani", width=360) → a signed-in browser context; None: nobody."""
    contexts: list[BrowserContext] = []

    def come(who: str | None, *, width: int = 360, script: bool = True) -> BrowserContext:
        contexts.append(enter(browser, site, who, width=width, script=script))
        return contexts[-1]

    yield come
    for context in contexts:
        context.close()


def enter(
    browser: Browser, site: Site, who: str | None, *, width: int = 360, script: bool = True
) -> BrowserContext:
    """A browser context of the site, signed in through the log-in page."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": 760 if width < 600 else 800},
        java_script_enabled=script,
        locale="id-ID",
    )
    context.set_default_timeout(PATIENCE)
    if who is not None:
        page = context.new_page()
        page.goto("/akun/masuk/")
        page.get_by_label("NIP atau nama pengguna").fill(site.log_ins[who])
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(lambda url: "/akun/masuk/" not in url)
        page.close()
    return context
