"""Keep, read and erase files by content: the same bytes lie on the disk once.

Erasing marks the row in the act around it and removes the bytes after its commit, unless another
file that is not erased has the same ones. What a crash leaves is removed by `sweep`.
"""

import datetime as dt
import hashlib
import os
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bina.audit.models import Head
from bina.audit.services import Actor, act
from bina.files.models import StoredFile
from bina.text import N_, BinaError


class FileDamaged(BinaError):
    """A stored file is gone or its bytes changed."""

    text = N_(
        "Berkas {name} hilang atau rusak di penyimpanan. Pulihkan dari cadangan terakhir "
        "dengan perintah bina restore."
    )


class FileErased(BinaError):
    """The bytes were removed on purpose; name, size and hash are what is left."""

    text = N_(
        "Isi berkas {name} sudah dihapus karena tidak diperlukan lagi; yang disimpan hanya nama, "
        "ukuran, dan sidik SHA-256. Mintalah berkas asli kepada pengirimnya."
    )


def folder() -> Path:
    """Where the bytes lie."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """The place of a content hash."""
    return folder() / sha256[:2] / sha256


def keep_bytes(data: bytes) -> str:
    """Write `data` under its sha256, durably and at once or not at all; return the hash."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return digest


def keep(actor: Actor, data: bytes, name: str, media_type: str) -> StoredFile:
    """Store a file and its row. The name loses any folder part."""
    digest = keep_bytes(data)
    clean = PurePath(name.replace("\\", "/")).name[:200] or "berkas"
    with act(actor, "files.keep") as entry:
        stored = StoredFile.objects.create(
            sha256=digest, name=clean, media_type=media_type, size=len(data)
        )
        entry.about("file", stored.public_id)
        entry.note(name=clean, sha256=digest, size=len(data))
        _wait_for_writers()
        keep_bytes(data)  # the same bytes may have been erased a moment ago
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file. Raises FileErased, or FileDamaged when they have changed."""
    if stored.erased_at is not None:
        raise FileErased(name=stored.name)
    path = path_of(stored.sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileDamaged(name=stored.name)
    return data


def erase(actor: Actor, stored: StoredFile) -> None:
    """Remove the bytes for good and keep the row; nothing happens to what is erased already."""
    with act(actor, "files.erase", ("file", stored.public_id)) as entry:
        now = timezone.now()
        if not StoredFile.objects.filter(pk=stored.pk, erased_at=None).update(erased_at=now):
            return
        stored.erased_at = now
        entry.note(name=stored.name, sha256=stored.sha256, size=stored.size)
        digest = stored.sha256
        transaction.on_commit(lambda: _remove(digest), robust=True)


def _wait_for_writers() -> None:
    """Every act ends with this row: until this transaction ends, no other act does."""
    Head.objects.select_for_update().filter(pk=1).first()


def _remove(sha256: str) -> bool:
    """Remove the bytes unless a file that is not erased has them; whether they were there."""
    with transaction.atomic():
        _wait_for_writers()
        if StoredFile.objects.filter(sha256=sha256, erased_at=None).exists():
            return False
        was_there = path_of(sha256).exists()
        path_of(sha256).unlink(missing_ok=True)
    return was_there


def leftovers(since: dt.datetime | None = None) -> list[str]:
    """Hashes of bytes that are still there although every file that had them is erased."""
    erased = StoredFile.objects.exclude(erased_at=None)
    erased = erased.filter(erased_at__gte=since) if since else erased
    found = {digest for digest in erased.values_list("sha256", flat=True) if _lies(digest)}
    needed = StoredFile.objects.filter(sha256__in=found, erased_at=None)
    return sorted(found - set(needed.values_list("sha256", flat=True)))


def _lies(sha256: str) -> bool:
    return path_of(sha256).exists()


def sweep() -> int:
    """Remove the bytes of erased files that a crash left behind; how many."""
    return sum(_remove(digest) for digest in leftovers())
