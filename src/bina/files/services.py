"""Keep and read files by content: the same bytes lie on the disk once."""

import hashlib
import os
from pathlib import Path, PurePath

from django.conf import settings

from bina.audit.services import Actor, act
from bina.files.models import StoredFile
from bina.text import N_, BinaError


class FileDamaged(BinaError):
    """A stored file is gone or its bytes changed."""

    text = N_(
        "Berkas {name} hilang atau rusak di penyimpanan. Pulihkan dari cadangan terakhir "
        "dengan perintah bina restore."
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
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file. Raises FileDamaged when they are not what was stored."""
    path = path_of(stored.sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileDamaged(name=stored.name)
    return data
