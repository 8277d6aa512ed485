"""The demonstration city as the groups find it: loaded once, copied for each of them.

`people`, `gaps` and `plan` are stops on one way: each has the files of the one before and more.
`demonstration` is what `bina demo` makes, its plan approved. They lie in build/cities/ in a folder
named after the hash of everything that they are made from, so that nobody measures on a city of
other sources.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

PEOPLE, SEED, DAY = 8000, 2027, "2026-11-23"
PLAN_SECONDS = 5.0  # for the demonstration's plan
STOPS: dict[str, tuple[str, ...]] = {
    "people": ("units", "people"),
    "gaps": ("standards", "services", "skm", "results", "factors"),
    "plan": ("absences", "trainings", "calendar", "costs", "catalog", "budget"),
}
LAST, DEMONSTRATION = "plan", "demonstration"
ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "cities"
SOURCES = (ROOT / "src" / "bina", Path(__file__), ROOT / "requirements.txt")


@cache
def place() -> Path:
    """Where the cities of these sources lie, loaded or not; those of other sources are removed.

    Asked once in a process: what began with these sources does not end under the name of others.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for source in SOURCES:
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    here = WORK / digest.hexdigest()[:16]
    for old in set(WORK.glob("*")) - {here}:
        shutil.rmtree(old, ignore_errors=True)
    return here


def prepare(cities: Iterable[str]) -> None:
    """Load those that are not there, the stops and the demonstration side by side.

    Each is loaded in a process of its own. Raises CalledProcessError where a file is refused.
    """
    here = place()
    wanted = {LAST if city in STOPS else city for city in cities if not (here / city).exists()}
    commands = [[sys.executable, "-m", "bench.city", each, str(here)] for each in sorted(wanted)]
    running = [subprocess.Popen(each, stdout=subprocess.DEVNULL) for each in commands]
    failed = [each for each in running if each.wait()]
    if failed:
        raise subprocess.CalledProcessError(failed[0].returncode, failed[0].args)


@contextmanager
def installation(city: str = "") -> Iterator[Path]:
    """A copy of a city, or an empty database, in a temporary folder; Django set up."""
    if city:
        prepare([city])
    with TemporaryDirectory(prefix="bina-bench-") as folder:
        if city:
            shutil.copytree(place() / city, folder, dirs_exist_ok=True)
        start(Path(folder))
        yield Path(folder)


def start(folder: Path) -> None:
    """Set Django up on the data of a folder, with the tables that a new database needs."""
    os.environ.update(
        BINA_DATA=str(folder), BINA_DATABASE="", BINA_DEMO="1", BINA_DAY=DAY,
        DJANGO_SETTINGS_MODULE="bina.web.settings",
    )  # fmt: skip
    import django

    django.setup()
    from bina.cli.frame import migrate_quietly

    migrate_quietly()


def files(folder: Path) -> dict[str, Path]:
    """Write the city's files into a folder; the files by kind."""
    from bina.demo.city import generate

    manifest = generate(folder, seed=SEED, people=PEOPLE)
    return {kind: folder / name for kind, name in manifest.files.items()}


def load(named: dict[str, Path], *kinds: str) -> None:
    """Import some of the city's files."""
    from bina.audit.services import SYSTEM
    from bina.imports.services import import_now

    for kind in kinds:
        import_now(SYSTEM, kind, named[kind].read_bytes(), named[kind].name)


def load_stops(here: Path) -> None:
    """Load the files stop by stop and keep a copy at each."""
    with installation() as folder, TemporaryDirectory() as beside:
        named = files(Path(beside))
        for stop, kinds in STOPS.items():
            load(named, *kinds)
            keep(folder, here / stop)


def load_demonstration(here: Path) -> None:
    """Load the demonstration with its plan, and the static files that its pages name."""
    with installation() as folder:
        from django.core.management import call_command

        from bina.cli.demo import load as load_demo

        call_command("collectstatic", interactive=False, verbosity=0)
        load_demo(people=PEOPLE, seed=SEED, day=DAY, plan_seconds=PLAN_SECONDS)
        keep(folder, here / DEMONSTRATION)


def keep(folder: Path, there: Path) -> None:
    """Copy an installation to where its city is looked for; there it is whole or not at all."""
    from django.db import connection

    connection.close()  # writes the log into the database
    half = there.with_name(f"{there.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(folder, half)
    shutil.rmtree(there, ignore_errors=True)
    half.rename(there)


if __name__ == "__main__":
    loading = load_demonstration if sys.argv[1] == DEMONSTRATION else load_stops
    loading(Path(sys.argv[2]))
