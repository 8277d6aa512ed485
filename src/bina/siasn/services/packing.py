"""Make upload files in parts: workbooks and evidence in one zip, and remember what went out.

A part and the note that its records were sent are one act; what is made stays when the work stops,
and it goes on with the rest.
"""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils import timezone

from bina.accounts.access import Reach
from bina.audit.services import Actor, act
from bina.files.models import StoredFile
from bina.files.services import keep
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.jobs import services as jobs
from bina.people.models import DevelopmentRecord
from bina.siasn.evidence_pdf import evidence_pdf
from bina.siasn.models import Package, Part, Sent
from bina.siasn.rules.layouts import FileLayout, Item, evidence_names, layout_of, values_of
from bina.siasn.selectors.layouts import file_layouts
from bina.siasn.selectors.records import FACTS, Scope, files_of, item_of, ready, records_of
from bina.text import N_, BinaError, Text

PACK: Final = "siasn.pack"  # the kind of the job
PART_RECORDS: Final = 200
PART_BYTES: Final = 40_000_000  # of evidence: what a browser sends in one go
EPOCH: Final = (2000, 1, 1, 0, 0, 0)
EVERYBODY: Final = Reach(everybody=True)
Going = Callable[[int, int], bool]  # (done, in all) -> whether to go on


class NothingReady(BinaError):
    """No new or corrected record could go out."""

    text = N_("Tidak ada catatan baru atau dikoreksi yang siap dikirim pada masa dan unit ini.")


class TakenBack(BinaError):
    """The package was taken back before."""

    text = N_("Berkas ini sudah ditarik. Buat berkas baru untuk mengirim catatannya lagi.")


class WordsWanted(BinaError):
    """A package is taken back without words."""

    text = N_("Tulis mengapa berkas ini ditarik, misalnya pesan penolakan dari SIASN.")


@dataclass(frozen=True)
class Filled:
    """A record with its evidence, ready for the zip."""

    record: DevelopmentRecord
    item: Item
    layout: FileLayout
    pdf: bytes


def begin(actor: Actor, scope: Scope, day: dt.date) -> Package:
    """A package of the scope, made by a job. Raises NothingReady."""
    if not ready(records_of(EVERYBODY, scope, file_layouts(), day)).exists():
        raise NothingReady
    with act(actor, "siasn.package") as entry:
        package = Package.objects.create(
            start=scope.start, end=scope.end, unit=scope.unit, created_by=actor.name
        )
        entry.about("siasn_package", package.public_id)
        entry.note(start=scope.start, end=scope.end, unit=scope.unit.code if scope.unit else "")
        _queue(actor, package)
    return package


def resume(actor: Actor, package: Package) -> None:
    """Queue the making of what is missing. Raises TakenBack."""
    if package.taken_back_at is not None:
        raise TakenBack
    with act(actor, "siasn.package.resume", ("siasn_package", package.public_id)):
        _queue(actor, package)


def _queue(actor: Actor, package: Package) -> None:
    package.job = jobs.start(actor, PACK, "SIASN", package_id=package.pk)
    package.save(update_fields=["job"])


def scope_of(package: Package) -> Scope:
    """What the package is about."""
    return Scope(package.start, package.end, package.unit)


def make(
    actor: Actor, package: Package, day: dt.date, progress: Going = lambda done, total: True
) -> int:
    """Make part after part until nothing of the scope waits; how many records went in."""
    layouts = file_layouts()
    rows = ready(records_of(EVERYBODY, scope_of(package), layouts, day))
    total, done = rows.count(), 0
    skipped: dict[int, list[Any]] = {}
    while found := list(rows.exclude(pk__in=list(skipped))[:PART_RECORDS]):
        filled = _filled(found, layouts, skipped)
        if filled:
            _keep_part(actor, package, layouts, filled)
        done += len(filled)
        if not progress(done, total):
            break
    if skipped or package.skipped:
        with act(actor, "siasn.package.skipped", ("siasn_package", package.public_id)) as entry:
            package.skipped = list(skipped.values())
            package.save(update_fields=["skipped"])
            entry.note(n=len(skipped))
    return done


def _filled(
    records: Sequence[DevelopmentRecord],
    layouts: Sequence[FileLayout],
    skipped: dict[int, list[Any]],
) -> list[Filled]:
    """The records with their PDF until a part is full; those whose evidence cannot be read wait."""
    files = files_of([record.pk for record in records])
    filled: list[Filled] = []
    size = 0
    for record in records:
        layout = layout_of(record.form, layouts)
        assert layout is not None  # a record without a layout is held back
        try:
            pdf = _pdf_of(files[record.pk])
        except BinaError as problem:
            skipped[record.pk] = [str(record.public_id), problem.sentence.as_json()]
            continue
        if filled and size + len(pdf) > PART_BYTES:
            break
        size += len(pdf)
        filled.append(Filled(record, item_of(record), layout, pdf))
    return filled


def _pdf_of(files: Sequence[StoredFile]) -> bytes:
    return evidence_pdf(files) if files else b""  # a layout may do without evidence


def _keep_part(
    actor: Actor, package: Package, layouts: Sequence[FileLayout], filled: list[Filled]
) -> None:
    number = package.parts.count() + 1
    with act(actor, "siasn.part", ("siasn_package", package.public_id)) as entry:
        content, rows = _zip(layouts, filled)
        name = f"siasn-{package.start:%Y%m%d}-{package.end:%Y%m%d}-{number}.zip"
        stored = keep(actor, content, name, "application/zip")
        part = Part.objects.create(
            package=package, number=number, n_records=len(filled), file=stored
        )
        note_sent(actor, rows, part)
        entry.note(part=number, n=len(filled), sha256=stored.sha256)


def note_sent(
    actor: Actor,
    rows: Sequence[tuple[DevelopmentRecord, str, bytes]],
    part: Part | None = None,
    **more: Any,
) -> None:
    """Remember what went out: records with the name and bytes of their evidence.

    `more` are fields of Sent, e.g. `how`, or facts in which SIASN has something else.
    """
    records = [record for record, _name, _pdf in rows]
    before = Sent.objects.filter(record__in=records, is_current=True)
    known = set(before.values_list("record_id", flat=True))
    before.update(is_current=False)
    Sent.objects.bulk_create(
        Sent(
            record=record,
            part=part,
            file_name=name,
            file_sha256=hashlib.sha256(pdf).hexdigest() if pdf else "",
            corrects=record.pk in known,
            sent_by=actor.name,
            **{fact: getattr(record, fact) for fact in FACTS} | more,
        )
        for record, name, pdf in rows
    )


def _zip(
    layouts: Sequence[FileLayout], filled: Sequence[Filled]
) -> tuple[bytes, list[tuple[DevelopmentRecord, str, bytes]]]:
    """The zip with a workbook per layout, and what was sent under which name."""
    memory = io.BytesIO()
    sent: list[tuple[DevelopmentRecord, str, bytes]] = []
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as file:
        for layout in layouts:
            own = [one for one in filled if one.layout.kind == layout.kind]
            names = evidence_names([one.item for one in own], layout)
            items = []
            for one, name in zip(own, names, strict=True):
                path = f"bukti-{layout.kind}/{name}" if one.pdf else ""
                items.append(replace(one.item, file=path))
                sent.append((one.record, path, one.pdf))
                if one.pdf:
                    file.writestr(zipfile.ZipInfo(path, EPOCH), one.pdf)
            if own:
                book = _workbook(layout, items, [one.record for one in own])
                file.writestr(zipfile.ZipInfo(layout.file_name, EPOCH), book)
    return memory.getvalue(), sent


def _workbook(
    layout: FileLayout, items: Sequence[Item], records: Sequence[DevelopmentRecord]
) -> bytes:
    """The sheet for SIASN, headers in its first row, and a sheet for people."""
    columns = tuple(
        TableColumn(each.header, "decimal" if each.field == "jp" else "text")
        for each in layout.columns
    )
    rows = [list(values_of(item, layout).values()) for item in items]
    said = [] if layout.is_confirmed else ["Susunan belum dipastikan", layout.note]
    heads = tuple(map(TableColumn, ("NIP", "NAMA", "KEGIATAN", "KEADAAN")))
    notes = [
        [item.nip, item.name, item.title, "Koreksi" if getattr(record, "was_sent", 0) else "Baru"]
        for item, record in zip(items, records, strict=True)
    ]
    return write_table(
        TableSheet(layout.sheet, columns, rows),
        TableSheet("Keterangan", heads, notes, titles=(layout.source, *said)),
    )


def take_back(actor: Actor, package: Package, reason: str) -> int:
    """SIASN did not take the package: its records wait again; how many.

    Raises TakenBack, WordsWanted.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise WordsWanted
    with act(actor, "siasn.package.take_back", ("siasn_package", package.public_id)) as entry:
        row = Package.objects.select_for_update().get(pk=package.pk)
        if row.taken_back_at is not None:
            raise TakenBack
        row.taken_back_at, row.taken_back_by, row.reason = timezone.now(), actor.name, reason
        row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        mine = Sent.objects.filter(part__package=row, is_current=True)
        records = list(mine.values_list("record_id", flat=True))
        mine.update(is_current=False)
        _restore_earlier(records)
        entry.note(reason=reason, n=len(records))
    return len(records)


def _restore_earlier(record_ids: list[int]) -> None:
    """What was sent before counts again as the newest."""
    rows = Sent.objects.filter(record__in=record_ids, part__package__taken_back_at=None)
    newest = {record: pk for pk, record in rows.order_by("pk").values_list("pk", "record_id")}
    Sent.objects.filter(pk__in=list(newest.values())).update(is_current=True)


PHASE: Final = Text(N_("Mengemas berkas SIASN"))
