"""Serve the site and run the background work under one command.

The supervisor starts two children – the web server and the worker – restarts one that dies, and
ends both when it is told to end.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from bina.cli.frame import migrate_quietly, start

RESTART_SECONDS = 2.0


class PortTaken(click.ClickException):
    """Something else listens on the address."""

    exit_code = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat untuk didengar.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--cert", type=click.Path(exists=True, dir_okay=False), help="Sertifikat (PEM).")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="Kunci sertifikat.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--demo", is_flag=True, help="Muat kota contoh bila basis data kosong.")
def serve(
    host: str, port: int, cert: str | None, key: str | None, workers: int, demo: bool
) -> None:
    """Jalankan situs dan pekerjaan latar di komputer ini."""
    if bool(cert) != bool(key):
        raise click.UsageError("--cert dan --key dipakai bersama.")
    if cert:
        os.environ["BINA_HTTPS"] = "1"
    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("BINA_HOSTS", f"{host},{socket.gethostname()},localhost,127.0.0.1")
    _refuse_taken_port(host, port)
    demo = _prepare_demonstration(wanted=demo)
    start()
    migrate_quietly()
    _collect_static()
    if demo:
        from bina.cli.demo import load_if_empty

        load_if_empty()
    _announce(host, port, https=bool(cert), demo=demo)
    Supervisor(_web_command(host, port, cert, key, workers), _worker_command()).run()


def _prepare_demonstration(*, wanted: bool) -> bool:
    """Set label and day of the demonstration, unless the database holds real people."""
    from bina.cli.demo import DAY, is_demonstration, remove_half_loaded
    from bina.web.environment import data_folder, text

    remove_half_loaded()
    fresh = not text("BINA_DATABASE") and not (data_folder() / "bina.sqlite3").exists()
    demo = is_demonstration() or (wanted and fresh)
    if wanted and not demo:
        click.echo("Basis data sudah berisi data sendiri: kota contoh tidak dimuat.")
    if demo:
        os.environ["BINA_DEMO"] = "1"
        os.environ.setdefault("BINA_DAY", DAY)
    return demo


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise PortTaken(
                f"Alamat {host}:{port} tidak dapat dipakai ({reason.strerror}). "
                f"Tutup program yang memakainya, atau pilih --port lain."
            ) from reason


def _collect_static() -> None:
    """Collect hashed and compressed static files when the sources changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(path.encode())
            digest.update(Path(storage.path(path)).read_bytes())
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    if not settings.DEBUG and (not stamp.exists() or stamp.read_text() != digest.hexdigest()):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest.hexdigest())


def _announce(host: str, port: int, *, https: bool, demo: bool) -> None:
    scheme = "https" if https else "http"
    click.echo(f"\nBina berjalan di {scheme}://{host}:{port}/   (berhenti: Ctrl+C)\n")
    if demo:
        from bina.cli.demo import log_ins

        click.echo("Kota contoh, data karangan. Masuk sebagai:")
        for who, name, password in log_ins():
            click.echo(f"  {who:<34} {name:<20} {password}")
        click.echo("")


def _web_command(
    host: str, port: int, cert: str | None, key: str | None, workers: int
) -> list[str]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "bina.web.wsgi", "--bind", address]
    command += ["--workers", str(workers), "--threads", "4"]
    command += ["--worker-class", "bina.web.patience.PatientWorker"]
    command += ["--timeout", "120", "--graceful-timeout", "10", "--preload"]
    command += ["--log-level", "warning", "--max-requests", "20000", "--no-control-socket"]
    if cert and key:
        command += ["--certfile", cert, "--keyfile", key]
    return command


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "bina.jobs.worker"]


class Supervisor:
    """Keeps the web server and the worker running until told to end."""

    def __init__(self, *commands: list[str]) -> None:
        self.commands = commands
        self.children: list[subprocess.Popen[bytes]] = []
        self.ending = False

    def run(self) -> None:
        """Start the children and watch them."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        # Own sessions, so that Ctrl+C reaches the supervisor alone and it ends them in order.
        self.children = [self._start(command) for command in self.commands]
        while not self.ending:
            time.sleep(0.3)
            for index, child in enumerate(self.children):
                if child.poll() is not None and not self.ending:
                    click.echo(f"Proses {self.commands[index][2]} berhenti; dijalankan lagi.")
                    time.sleep(RESTART_SECONDS)
                    self.children[index] = self._start(self.commands[index])
        self._stop_children()

    @staticmethod
    def _start(command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def _stop_children(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + 15
        for child in self.children:
            try:
                child.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
