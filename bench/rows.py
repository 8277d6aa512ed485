"""The form of a figure, and the throw-away installation that groups measure on."""

import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def row(
    name: str, value: float | str, unit: str, *, against: str, ratio: float | None
) -> dict[str, Any]:
    """A figure: `ratio` is ours over theirs for values, theirs over ours for seconds.

    Where a peer has none, `value` says so in words and there is no ratio.
    """
    return {"name": name, "value": value, "unit": unit, "against": against, "ratio": ratio}


def emit(rows: list[dict[str, Any]]) -> None:
    """Hand the rows to the parent process."""
    print(json.dumps(rows))


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb() -> float:
    """Peak resident memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def installation() -> Iterator[Path]:
    """An empty installation in a temporary folder, Django set up."""
    with tempfile.TemporaryDirectory(prefix="bina-bench-") as folder:
        os.environ.update(
            BINA_DATA=folder, BINA_DATABASE="", BINA_DEMO="1", BINA_DAY="2026-11-23",
            DJANGO_SETTINGS_MODULE="bina.web.settings",
        )  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield Path(folder)


def city(folder: Path, people: int = 8000) -> dict[str, Path]:
    """The demonstration city's files by kind."""
    from bina.demo.city import generate

    manifest = generate(folder / "kota", people=people)
    return {kind: folder / "kota" / name for kind, name in manifest.files.items()}


def load(files: dict[str, Path], *kinds: str) -> None:
    """Import some of the city's files."""
    from bina.audit.services import SYSTEM
    from bina.imports.services import import_now

    for kind in kinds:
        import_now(SYSTEM, kind, files[kind].read_bytes(), files[kind].name)
