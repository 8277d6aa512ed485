"""The backup format: one tar.gz that any database of Bina can be rebuilt from.

    tables/<table>.jsonl   one JSON list a row, columns as in the manifest
    files/<sha256>         stored files by content
    manifest.json          last, so that a truncated archive has none: counts and sha256 of all

Rows do not depend on the database: a backup of SQLite restores into PostgreSQL and back.
"""

import base64
import datetime as dt
import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from bina import __version__
from bina.audit.guard import unguarded
from bina.audit.services import verify
from bina.files.services import folder as files_folder
from bina.files.services import path_of
from bina.text import N_, BinaError

FORMAT = 1
PARTS = {"format", "version", "migrations", "tables", "files"}
SKIPPED = {
    "django_session",
    "django_migrations",
    "auth_permission",
    "django_content_type",
    "auth_group",
    "auth_group_permissions",
}


class ArchiveDamaged(BinaError):
    """The archive is not whole."""

    text = N_(
        "Cadangan {name} tidak utuh: {what}. Data yang ada tidak disentuh; pakai cadangan lain."
    )


class ArchiveOfOtherVersion(BinaError):
    """The archive knows tables or migrations that this program does not."""

    text = N_(
        "Cadangan {name} dibuat oleh versi {theirs} dengan tabel yang tidak dikenal versi {ours} "
        "ini ({what}). Pasang versi {theirs} atau yang lebih baru, lalu ulangi."
    )


class DatabaseNotEmpty(BinaError):
    """Restoring would overwrite data."""

    text = N_(
        "Basis data ini sudah berisi data. Untuk SQLite ulangi dengan --replace (data lama "
        "disisihkan, tidak dihapus); untuk PostgreSQL siapkan basis data kosong lebih dulu."
    )


class RestoreFailed(BinaError):
    """The restored data are not what the archive says."""

    text = N_("Pemulihan dibatalkan: {what}. Data yang ada tidak berubah.")


def tables() -> list[type[models.Model]]:
    """Every table that belongs to the data, including many-to-many tables."""
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in SKIPPED
    ]


def write(target: Path) -> None:
    """Write a backup of one consistent state to `target`, at once or not at all."""
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": sorted(
            [app, name] for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        "tables": {},
        "files": {},
    }
    with tarfile.open(part, "w:gz", compresslevel=5) as archive:
        with _one_state():
            for model in tables():
                manifest["tables"][model._meta.db_table] = _add_table(archive, model)
            hashes = _referenced_files()
        for sha256 in hashes:
            if not path_of(sha256).exists() and sha256 not in _referenced_files():
                continue  # erased since the tables were read
            data = path_of(sha256).read_bytes()
            _add(archive, f"files/{sha256}", data)
            manifest["files"][sha256] = len(data)
        _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _one_state() -> Any:
    """A transaction that sees one state of the database from beginning to end."""
    block = transaction.atomic()
    if connection.vendor == "postgresql":

        class Snapshot:
            def __enter__(self) -> None:
                block.__enter__()
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

            def __exit__(self, *error: Any) -> None:
                block.__exit__(*error)

        return Snapshot()
    return block


def _referenced_files() -> list[str]:
    from bina.files.models import StoredFile

    kept = StoredFile.objects.filter(erased_at=None)
    return sorted(set(kept.values_list("sha256", flat=True)))


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def _add_table(archive: tarfile.TarFile, model: type[models.Model]) -> dict[str, Any]:
    fields = [field.attname for field in model._meta.concrete_fields]
    digest, rows = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as body:
        for values in model._default_manager.order_by("pk").values_list(*fields).iterator(5000):
            line = json.dumps([_plain(value) for value in values], ensure_ascii=False).encode()
            body.write(line + b"\n")
            digest.update(line + b"\n")
            rows += 1
        info = tarfile.TarInfo(f"tables/{model._meta.db_table}.jsonl")
        info.size = body.tell()
        body.seek(0)
        archive.addfile(info, body)
    return {"columns": fields, "rows": rows, "sha256": digest.hexdigest()}


def _plain(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return {"b64": base64.b64encode(bytes(value)).decode()}
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case _:
            return value


def check(path: Path) -> dict[str, Any]:
    """Read the whole archive and compare with its manifest. Raises ArchiveDamaged."""
    seen: dict[str, tuple[str, int]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is None or member.name in seen:  # a link, a folder, the same twice
                    raise ArchiveDamaged(name=path.name, what=f"bagian {member.name} tidak wajar")
                data = file.read()
                if member.name == "manifest.json":
                    manifest = json.loads(data)
                else:
                    seen[member.name] = (hashlib.sha256(data).hexdigest(), data.count(b"\n"))
    except (tarfile.TarError, EOFError, OSError, gzip.BadGzipFile, ValueError) as reason:
        raise ArchiveDamaged(name=path.name, what=str(reason)) from reason
    if manifest is None:
        raise ArchiveDamaged(name=path.name, what="daftar isi tidak ada, berkas terpotong")
    if not isinstance(manifest, dict) or not manifest.keys() >= PARTS:
        raise ArchiveDamaged(name=path.name, what="daftar isi tidak dikenal")
    listed = {f"tables/{table}.jsonl" for table in manifest["tables"]}
    listed |= {f"files/{sha256}" for sha256 in manifest["files"]}
    if seen.keys() != listed:
        raise ArchiveDamaged(name=path.name, what="isi tidak sama dengan daftar isi")
    for table, about in manifest["tables"].items():
        if seen.get(f"tables/{table}.jsonl") != (about["sha256"], about["rows"]):
            raise ArchiveDamaged(name=path.name, what=f"tabel {table} berubah")
    for sha256 in manifest["files"]:
        if seen.get(f"files/{sha256}", ("",))[0] != sha256:
            raise ArchiveDamaged(name=path.name, what=f"berkas {sha256[:8]} berubah")
    return manifest


def read(path: Path, manifest: dict[str, Any], *, replace: bool) -> None:
    """Restore a checked archive. SQLite: into a new file that then takes the old one's place."""
    _refuse_unknown(path, manifest)
    if connection.vendor == "sqlite":
        _read_into_new_sqlite(path, manifest, replace=replace)
    else:
        if not _is_empty():
            raise DatabaseNotEmpty
        call_command("migrate", verbosity=0, interactive=False)
        _load(path, manifest)
    _restore_files(path, manifest)


def _refuse_unknown(path: Path, manifest: dict[str, Any]) -> None:
    known = {model._meta.db_table: model for model in tables()}
    unknown = sorted(set(manifest["tables"]) - set(known))
    for table in set(manifest["tables"]) & set(known):
        columns = {field.attname for field in known[table]._meta.concrete_fields}
        unknown += [
            f"{table}.{c}" for c in manifest["tables"][table]["columns"] if c not in columns
        ]
    if unknown or manifest["format"] != FORMAT:
        raise ArchiveOfOtherVersion(
            name=path.name,
            theirs=manifest["version"],
            ours=__version__,
            what=", ".join(unknown[:5]),
        )


def _is_empty() -> bool:
    from bina.accounts.models import User

    if User._meta.db_table not in connection.introspection.table_names():
        return True
    return not User.objects.exists()


def _read_into_new_sqlite(path: Path, manifest: dict[str, Any], *, replace: bool) -> None:
    old = Path(connection.settings_dict["NAME"])
    if old.exists() and not replace and not _is_empty():
        raise DatabaseNotEmpty
    new = old.with_name("restoring.sqlite3")
    new.unlink(missing_ok=True)
    connection.close()
    connection.settings_dict["NAME"] = new
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _load(path, manifest)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        connection.close()
        new.unlink(missing_ok=True)
        raise
    finally:
        connection.close()
        connection.settings_dict["NAME"] = old
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        present = old.with_name(old.name + suffix)
        if present.exists():
            present.replace(old.with_name(f"{old.name}.before-{stamp}{suffix}"))
        made = new.with_name(new.name + suffix)
        if made.exists():
            made.replace(old.with_name(old.name + suffix))


def _load(path: Path, manifest: dict[str, Any]) -> None:
    """Fill the empty tables in one transaction; foreign keys are checked at its end."""
    models_by_table = {model._meta.db_table: model for model in tables()}
    with unguarded(), transaction.atomic(), tarfile.open(path, "r:gz") as archive:
        for member in archive:
            if member.name.startswith("tables/"):
                table = member.name.removeprefix("tables/").removesuffix(".jsonl")
                file = archive.extractfile(member)
                assert file is not None
                _load_table(models_by_table[table], manifest["tables"][table]["columns"], file)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), list(models_by_table.values())
            ):
                cursor.execute(statement)
        for table, model in models_by_table.items():
            expected = manifest["tables"].get(table, {"rows": 0})["rows"]
            if model._default_manager.count() != expected:
                raise RestoreFailed(what=f"tabel {table} tidak lengkap")
        if verify() is not None:
            raise RestoreFailed(what="rantai audit putus")


def _load_table(model: type[models.Model], columns: list[str], lines: Any) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    model._default_manager.all()._raw_delete(using=connection.alias)  # e.g. rows of migrations
    for batch in _batches(lines, 2000):
        rows = []
        for line in batch:
            values = json.loads(line)
            made = {name: _back(fields[name], v) for name, v in zip(columns, values, strict=True)}
            rows.append(model(**made))
        _insert_as_is(model, rows)


def _insert_as_is(model: type[models.Model], rows: list[models.Model]) -> None:
    """Insert with every value as stored: no auto_now, no defaults."""
    concrete = list(model._meta.concrete_fields)
    stamps = [
        f for f in concrete if getattr(f, "auto_now_add", False) or getattr(f, "auto_now", False)
    ]
    for field in stamps:
        field.auto_now_add = field.auto_now = False  # type: ignore[attr-defined]  # date fields
    try:
        model._default_manager.bulk_create(rows, batch_size=500)
    finally:
        for field in stamps:
            field.auto_now_add = True  # type: ignore[attr-defined]  # all stamps here are of birth


def _batches(lines: Any, size: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _back(field: Any, value: Any) -> Any:
    if (
        isinstance(value, dict)
        and set(value) == {"b64"}
        and field.get_internal_type() == ("BinaryField")
    ):
        return base64.b64decode(value["b64"])
    if field.get_internal_type() == "JSONField":
        return value
    return field.to_python(value) if value is not None else None


def _restore_files(path: Path, manifest: dict[str, Any]) -> None:
    files_folder().mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            if not member.name.startswith("files/"):
                continue
            sha256 = member.name.removeprefix("files/")
            file = archive.extractfile(member)
            if sha256 not in manifest["files"] or file is None or path_of(sha256).exists():
                continue
            path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
            with path_of(sha256).open("wb") as out:
                shutil.copyfileobj(file, out)
    assert Path(settings.DATA_DIR).exists()
