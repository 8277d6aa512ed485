"""Evidence from a phone: at once, or in parts that go on after the network was gone."""

import datetime as dt
import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bina.audit.services import Actor, act
from bina.files.services import keep
from bina.learning.models import Evidence, Outcome, Upload
from bina.learning.rules.evidence import MAX_BYTES, media_type_of
from bina.text import N_, BinaError

PART_BYTES = 65_536  # as the page sends them: four seconds of a poor line
KEPT_DAYS = 7  # how long a half-sent file waits for the rest
MOST_OPEN = 5  # half-sent files a user may leave behind


class NotEvidence(BinaError):
    """The content is of another type."""

    text = N_("Berkas {name} bukan PDF atau foto (JPEG, PNG, WebP). Pilih berkas lain.")


class TooLarge(BinaError):
    """More bytes than allowed."""

    text = N_("Berkas {name} lebih besar dari {most} MB. Foto ulang dengan mutu lebih rendah.")


class Empty(BinaError):
    """No file, or one without content."""

    text = N_("Tidak ada berkas yang dikirim, atau isinya kosong. Pilih berkasnya lagi.")


class Closed(BinaError):
    """The outcome is decided; evidence can no longer be added."""

    text = N_("Laporan ini sudah diputuskan. Minta koreksi kepada yang memutuskan.")


class OutOfStep(BinaError):
    """The part does not begin where the last one ended."""

    text = N_("Bagian mulai pada {given}, seharusnya {wanted}. Kirim mulai dari sana.")


def add_evidence(actor: Actor, outcome: Outcome, data: bytes, name: str) -> Evidence:
    """Keep a whole file as evidence. Raises Empty, TooLarge, NotEvidence, Closed."""
    refuse_size(len(data), name)
    media_type = media_type_of(data)
    if media_type is None:
        raise NotEvidence(name=name)
    with act(actor, "learning.evidence", ("outcome", outcome.public_id)) as entry:
        row = Outcome.objects.select_for_update().get(pk=outcome.pk)
        if row.state != Outcome.State.WAITING or not row.is_current:
            raise Closed
        twin = row.evidence.filter(file__sha256=_digest(data)).first()
        if twin is not None:
            return twin
        stored = keep(actor, data, name, media_type)
        evidence = Evidence.objects.create(outcome=row, file=stored, given_by=actor.name)
        entry.note(file=stored.public_id, media_type=media_type, size=len(data))
    return evidence


def start(actor: Actor, outcome: Outcome, name: str, size: int) -> Upload:
    """Begin, or find again, the upload of this file to this outcome. Raises Empty, TooLarge."""
    refuse_size(size, name)
    user_id = actor.user_id or 0
    same = {"outcome": outcome, "user_id": user_id, "name": name[:200], "size": size}
    found = Upload.objects.filter(**same, evidence=None).order_by("-pk").first()
    if found is not None:
        return found
    with act(actor, "learning.upload", ("outcome", outcome.public_id)) as entry:
        _forget_stale(user_id)
        made = Upload.objects.create(**same)
        entry.note(upload=made.public_id, size=size)
    return made


def received(upload: Upload) -> int:
    """How many bytes are here."""
    if upload.evidence_id is not None:
        return upload.size
    path = _path(upload)
    return path.stat().st_size if path.exists() else 0


def take_part(actor: Actor, upload: Upload, offset: int, part: bytes) -> Upload:
    """Put a part behind those that are here; the last one makes the file evidence.

    A part that was already taken changes nothing. Raises OutOfStep, TooLarge, NotEvidence, Closed.
    """
    here = received(upload)
    if upload.evidence_id is not None:
        return upload
    if offset > here or offset + len(part) > upload.size:
        raise OutOfStep(given=offset, wanted=here)
    fresh = part[here - offset :]
    if fresh:
        _write(_path(upload), here, fresh)
    if here + len(fresh) == upload.size:
        _finish(actor, upload)
    return upload


def _finish(actor: Actor, upload: Upload) -> None:
    path = _path(upload)
    try:
        with act(actor, "learning.upload.done", ("upload", upload.public_id)):
            evidence = add_evidence(actor, upload.outcome, path.read_bytes(), upload.name)
            upload.evidence = evidence
            upload.save(update_fields=["evidence"])
    finally:
        path.unlink(missing_ok=True)  # kept as a file by now, or refused for good


def _write(path: Path, offset: int, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb", closefd=True) as file:
        file.seek(offset)
        file.write(data)


def _path(upload: Upload) -> Path:
    return Path(settings.DATA_DIR) / "uploads" / f"{upload.public_id}.part"


def _forget_stale(user_id: int) -> None:
    limit = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    mine = list(Upload.objects.filter(user=user_id, evidence=None).order_by("-pk"))
    stale = [row for at, row in enumerate(mine) if at >= MOST_OPEN - 1 or row.started_at < limit]
    for row in stale:
        _path(row).unlink(missing_ok=True)
    Upload.objects.filter(pk__in=[row.pk for row in stale]).delete()


def refuse_size(size: int, name: str) -> None:
    """Raises Empty, TooLarge."""
    if size < 1:
        raise Empty
    if size > MAX_BYTES:
        raise TooLarge(name=name, most=MAX_BYTES // 1_000_000)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
