"""Approved learning with evidence, and a package made of it."""

import datetime as dt
from typing import Any

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM, act
from bina.files.models import StoredFile
from bina.files.services import keep
from bina.people.models import DevelopmentRecord, Person
from bina.siasn.models import Answer, Package, Part, RecordEvidence, Transfer
from bina.siasn.services import packing

DAY = dt.date(2026, 11, 26)
START, END = dt.date(2026, 1, 1), dt.date(2026, 11, 26)
PDF = b"%PDF-1.7 sertifikat"


def learned(person: Person, title: str = "Bimtek Loket", **more: Any) -> DevelopmentRecord:
    """A complete approved record of June 2026, without evidence."""
    facts: dict[str, Any] = {
        "form": "Bimbingan Teknis", "title": title, "provider": "BPSDM Provinsi Papua",
        "start": dt.date(2026, 6, 2), "end": dt.date(2026, 6, 4), "jp": 24,
        "certificate_no": "893/BPSDM/2026", **more,
    }  # fmt: skip
    with unguarded():
        return DevelopmentRecord.objects.create(person=person, **facts)


def shown(
    record: DevelopmentRecord, data: bytes = PDF, media_type: str = "application/pdf"
) -> StoredFile:
    """Give a record its evidence."""
    stored = keep(SYSTEM, data, "bukti", media_type)
    with unguarded():
        RecordEvidence.objects.create(record=record, file=stored, given_by="ELIA SUEBU")
    return stored


def package() -> Package:
    """An empty package of the year."""
    with act(SYSTEM, "test"):
        return Package.objects.create(start=START, end=END, created_by="CITRA RUMBIAK")


def packed(person: Person) -> Part:
    """A package with one record of the person; the newest one when there is already one."""
    there = Part.objects.order_by("pk").last()
    if there is not None:
        return there
    shown(learned(person, "Bimtek Terkirim"))
    packing.make(SYSTEM, package(), DAY)
    return Part.objects.latest("pk")


def unsure(person: Person) -> Answer:
    """A record of the person that went out and whose answer was lost; the newest there is."""
    there = Answer.objects.filter(record__person=person).order_by("pk").last()
    if there is not None:
        return there
    with act(SYSTEM, "test"):
        transfer = Transfer.objects.create(
            direction="push", start=START, end=END, created_by="CITRA RUMBIAK"
        )
        return Answer.objects.create(
            transfer=transfer, record=learned(person, "Bimtek Tak Pasti"), state="unsure"
        )
