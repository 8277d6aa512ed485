"""Backup and restore on real databases, in processes of their own, with real damage."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

SCENE = """
from datetime import date
from tests.cast import make_cast
from bina.audit.services import SYSTEM, act
from bina.files.services import keep
from bina.people.models import RankStep, Unit
from bina.people.services.dropping import drop
cast = make_cast()
with act(SYSTEM, "people.rank", ("person", cast.ani.public_id)):
    step = RankStep.objects.create(person=cast.ani, rank="III/a", since=date(2015, 3, 1))
drop(SYSTEM, step, "SK orang lain")
with act(SYSTEM, "units.edit", ("unit", "KOTA")) as entry:
    Unit.objects.filter(code="KOTA").update(district="Abepura")
    entry.note(district="Abepura")
keep(SYSTEM, b"isi berkas " * 1000, "surat.pdf", "application/pdf")
"""


def run(data: Path, *arguments: str, code: str = "", expect: int = 0) -> str:
    """Run the command line (or Python code inside Django) on the installation in `data`."""
    env = {
        **os.environ,
        "BINA_DATA": str(data),
        "BINA_DATABASE": "",
        "BINA_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "bina.web.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "bina", *arguments]
    if code:
        setup = "import django; django.setup()\n"
        command = [sys.executable, "-c", setup + code]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


def dump(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the data."""
    connection = sqlite3.connect(data / "bina.sqlite3")
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    kept = [n for n in names if not n.startswith(("sqlite_", "django_", "auth_"))]
    return {n: sorted(connection.execute(f"SELECT * FROM {n}"), key=repr) for n in sorted(kept)}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    run(data, "migrate")
    run(data, code=SCENE)
    return data


@pytest.fixture(scope="module")
def archive(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "cadangan.tar.gz"
    said = run(installation, "backup", str(target))
    assert "lengkap" in said
    return target


@pytest.fixture(scope="module")
def once_restored(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `restore` made of the archive; nobody writes here."""
    data = tmp_path_factory.mktemp("once")
    run(data, "restore", str(archive))
    return data


@pytest.fixture
def restored(once_restored: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(once_restored, tmp_path / "data"))


def test_a_backup_restores_every_row_and_file(installation: Path, once_restored: Path) -> None:
    assert dump(once_restored) == dump(installation)
    assert len(dump(once_restored)["audit_entry"]) == 4
    assert "utuh" in run(once_restored, "verify")


def test_what_the_database_refuses_it_refuses_after_a_restore(
    installation: Path, restored: Path
) -> None:
    def triggers(data: Path) -> list[tuple[object, ...]]:
        rows = sqlite3.connect(data / "bina.sqlite3").execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        )
        return list(rows)

    connection = sqlite3.connect(restored / "bina.sqlite3")

    assert triggers(restored) == triggers(installation)
    assert len(dump(restored)["people_droppedfact"]) == 1
    for statement in ("DELETE FROM people_droppedfact", "UPDATE people_droppedfact SET reason='x'"):
        with pytest.raises(sqlite3.IntegrityError, match="what was dropped cannot"):
            connection.execute(statement)


def test_a_restore_over_data_needs_a_word_and_sets_the_old_aside(
    archive: Path, restored: Path
) -> None:
    said = run(restored, "restore", str(archive), expect=1)
    run(restored, "restore", str(archive), "--replace")

    assert "--replace" in said
    assert list(restored.glob("bina.sqlite3.before-*"))


@pytest.mark.parametrize("keep_share", [0.1, 0.6, 0.99])
def test_a_truncated_archive_is_refused_and_nothing_is_touched(
    archive: Path, restored: Path, tmp_path: Path, keep_share: float
) -> None:
    before = dump(restored)
    cut = tmp_path / "terpotong.tar.gz"
    whole = archive.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * keep_share)])

    said = run(restored, "restore", str(cut), "--replace", expect=1)

    assert "tidak utuh" in said
    assert dump(restored) == before


def test_a_changed_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    forged = tmp_path / "palsu.tar.gz"
    with tarfile.open(archive) as old, tarfile.open(forged, "w:gz") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == "tables/people_person.jsonl":
                data = data.replace(b"ANI WENDA", b"ANI WENDI")
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))

    said = run(tmp_path, "restore", str(forged), expect=1)

    assert "people_person" in said


def test_verify_names_a_damaged_file(restored: Path) -> None:
    stored = next(p for p in (restored / "files").rglob("*") if p.is_file())
    stored.write_bytes(b"x")

    assert "surat.pdf" in run(restored, "verify", expect=1)


def test_the_secret_key_is_not_in_a_backup(installation: Path, archive: Path) -> None:
    secret = (installation / "secret.key").read_bytes()
    with tarfile.open(archive) as opened:
        for member in opened:
            assert secret not in opened.extractfile(member).read()
