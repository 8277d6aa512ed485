"""Which records SIASN already has, told from what was read: they are not sent again."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bina.audit.services import Actor, act
from bina.formats.amounts import readings
from bina.formats.cell_text import comparable
from bina.formats.dates import read_date
from bina.people.models import DevelopmentRecord
from bina.siasn.models import Answer, Fetched, Kind, Sent, Transfer
from bina.siasn.rules.service import Source
from bina.siasn.services.packing import note_sent
from bina.text import N_, Text

KINDS: Final = tuple(Kind.values)  # sources that hold records such as we send
FOUND: Final = Text(N_("ditemukan di SIASN"))


def note_found(actor: Actor, transfer: Transfer, kept: Sequence[Fetched], source: Source) -> int:
    """Match the rows read to records by person, title and first day; how many were found.

    A record that SIASN has with other hours or another number counts as sent with those, so that
    ours goes out as a correction.
    """
    if source.key not in KINDS:
        return 0
    theirs = {
        (one.person_id, comparable(row.get("NAMA KEGIATAN", "")), _day(row)): row
        for one in kept
        for row in one.rows
    }
    people = [one.person_id for one in kept]
    known = set(Sent.objects.filter(is_current=True).values_list("record_id", flat=True))
    found = [
        (record, theirs[key])
        for record in DevelopmentRecord.objects.filter(
            person__in=people, status=DevelopmentRecord.Status.APPROVED
        ).order_by("pk")
        if record.pk not in known
        and (key := (record.person_id, comparable(record.title), record.start)) in theirs
    ]
    if found:
        with act(actor, "siasn.found", ("siasn_transfer", transfer.public_id)) as entry:
            for record, row in found:
                facts = _facts(record, row)
                note_sent(actor, [(record, "", b"")], how=Sent.How.FOUND, **facts)
            Answer.objects.filter(
                record__in=[record for record, _row in found], state=Answer.State.UNSURE
            ).update(state=Answer.State.ACCEPTED, message=FOUND.as_json())
            entry.note(n=len(found))
    return len(found)


def _day(row: Mapping[str, str]) -> Any:
    return read_date(row.get("TANGGAL MULAI", ""))


def _facts(record: DevelopmentRecord, row: Mapping[str, str]) -> dict[str, Any]:
    """What SIASN has of the record where it says something else, and its key there."""
    facts: dict[str, Any] = {"siasn_id": row.get("#", "")[:80]}
    numbers = readings(row.get("JP", ""))
    if numbers and Decimal(str(numbers[0])) != record.jp:
        facts["jp"] = Decimal(str(numbers[0]))
    number = row.get("NOMOR SERTIFIKAT", "")
    if number and comparable(number) != comparable(record.certificate_no):
        facts["certificate_no"] = number[:120]
    return facts
