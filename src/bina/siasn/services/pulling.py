"""Read about people from SIASN's web service, and hand the rows to the preview of an upload.

What was read is kept person by person, so that work that stops goes on where it stopped. Nothing
but the columns of the file is kept, and that only until the preview has it.
"""

from collections.abc import Callable
from typing import Any, Final

from bina.audit.services import Actor, act
from bina.formats.siasn_service import WrongAnswer, as_file_row, decoded, rows_of
from bina.imports import services as imports
from bina.imports.comparing import importer_of
from bina.imports.models import ImportRun
from bina.imports.rows_file import headers_of, workbook_of
from bina.jobs import services as jobs
from bina.people.models import Person, Unit
from bina.people.selectors import active_people
from bina.siasn.client import Client, Refused
from bina.siasn.keys import keys
from bina.siasn.models import Fetched, Transfer
from bina.siasn.rules.service import Source
from bina.siasn.selectors.layouts import service
from bina.siasn.services.finding import note_found
from bina.text import N_, BinaError, Text

PULL: Final = "siasn.pull"
BATCH: Final = 25  # people between two writes: so much is read again after a crash
SOURCE_NAME: Final = "SIASN (layanan web)"
PHASE: Final = Text(N_("Mengambil dari SIASN"))
Going = Callable[[int, int], bool]


class UnknownSource(BinaError):
    """The description of the service has no such reading."""

    text = N_("Susunan layanan tidak memuat bacaan {source}. Periksa Susunan berkas.")


class NothingRead(BinaError):
    """SIASN has no row about anybody asked for."""

    text = N_("SIASN tidak memuat baris apa pun tentang pegawai yang diminta.")


def begin_pull(actor: Actor, source: str, unit: Unit | None) -> Transfer:
    """Read about the people of a unit, or everybody, by a job.

    Raises NeedsKeys, WrongAddress, UnknownSource.
    """
    keys()
    source_of(source)
    with act(actor, "siasn.pull") as entry:
        made = Transfer.objects.create(
            direction=Transfer.Direction.PULL, source=source, unit=unit, created_by=actor.name
        )
        entry.about("siasn_transfer", made.public_id)
        entry.note(source=source, unit=unit.code if unit else "")
        queue(actor, made, PULL)
    return made


def queue(actor: Actor, transfer: Transfer, kind: str) -> None:
    """Queue the work of a transfer, inside the caller's act."""
    transfer.job = jobs.start(actor, kind, "SIASN", transfer_id=transfer.pk)
    transfer.save(update_fields=["job"])


def source_of(name: str) -> Source:
    """The reading of that name. Raises UnknownSource."""
    found = service().sources.get(name)
    if found is None:
        raise UnknownSource(source=name)
    return found


def pull(
    actor: Actor, transfer: Transfer, client: Client, progress: Going = lambda done, total: True
) -> ImportRun | None:
    """Read about everybody who was not read yet, then make the preview; None when stopped.

    A person about whom SIASN refuses is noted and asked again by the next call.
    Raises Unreachable, TokenRefused, NothingRead; what was read until then is kept.
    """
    source = source_of(transfer.source)
    people = active_people().exclude(nip="").order_by("pk")
    if transfer.unit is not None:
        people = people.filter(unit__path__startswith=transfer.unit.path)
    done = Fetched.objects.filter(transfer=transfer, failure__isnull=True).values("person")
    waiting = list(people.exclude(pk__in=done))
    total = len(waiting)
    batch: list[Fetched] = []
    try:
        for number, person in enumerate(waiting, start=1):
            batch.append(_fetched(transfer, client, source, person))
            if len(batch) == BATCH:
                _keep(actor, transfer, batch)
                batch = []
            if not progress(number, total):
                return None
    finally:
        _keep(actor, transfer, batch)
    return _preview(actor, transfer, source)


def _fetched(transfer: Transfer, client: Client, source: Source, person: Person) -> Fetched:
    made = Fetched(transfer=transfer, person=person)
    try:
        reply = client.get(source.path, person.nip)
        rows = [] if reply.status == 404 else rows_of(decoded(reply.body), source.reading.holder)
    except Refused as problem:
        made.failure = problem.sentence.as_json()
        return made
    except WrongAnswer as problem:
        said = {"said": str(problem)}
        made.failure = Text(N_("jawaban SIASN tidak terbaca: {said}"), said).as_json()
        return made
    headers = headers_of(importer_of(source.upload).book)
    made.rows = [as_file_row(row, source.reading, headers, person.nip) for row in rows]
    for kept, row in zip(made.rows, rows, strict=True):
        if source.reading.number:
            kept["#"] = str(row.get(source.reading.number) or "")
    made.n_rows = len(rows)
    return made


def _keep(actor: Actor, transfer: Transfer, batch: list[Fetched]) -> None:
    if not batch:
        return
    with act(actor, "siasn.pull.read", ("siasn_transfer", transfer.public_id)) as entry:
        people = [one.person_id for one in batch]
        Fetched.objects.filter(transfer=transfer, person__in=people).delete()
        Fetched.objects.bulk_create(batch)
        entry.note(n=len(batch), failed=sum(one.failure is not None for one in batch))


def _preview(actor: Actor, transfer: Transfer, source: Source) -> ImportRun:
    """One upload of all rows, as if somebody had sent the file."""
    kept = Fetched.objects.filter(transfer=transfer, failure__isnull=True).select_related("person")
    rows: list[dict[str, str]] = [row for one in kept.order_by("pk") for row in one.rows]
    if not rows:
        raise NothingRead
    note_found(actor, transfer, list(kept), source)
    book = importer_of(source.upload).book
    name = f"siasn-{source.key}-{transfer.created_at:%Y%m%d}.xlsx"
    run = imports.receive(actor, source.upload, SOURCE_NAME, workbook_of(book, rows), name)
    if run.state == ImportRun.State.READING:
        imports.preview(actor, run)
    with act(actor, "siasn.pull.preview", ("siasn_transfer", transfer.public_id)) as entry:
        transfer.run = run
        transfer.save(update_fields=["run"])
        Fetched.objects.filter(transfer=transfer).update(rows=[])
        entry.note(run=str(run.public_id), rows=len(rows))
    return run


def as_result(run: ImportRun | None) -> dict[str, Any]:
    """What the job keeps."""
    return {"run": str(run.public_id) if run else ""}
