"""What HR and officers do so that records can go out: evidence, and layouts of their own."""

from typing import Final

from bina.audit.services import Actor, act
from bina.files.services import keep
from bina.learning.rules.evidence import media_type_of
from bina.learning.services.uploads import NotEvidence, refuse_size
from bina.people.models import DevelopmentRecord
from bina.siasn.models import Layout, RecordEvidence
from bina.siasn.rules.layouts import WrongLayout, read_layout
from bina.siasn.rules.service import NAME, read_service
from bina.text import N_, Text

LARGEST: Final = 200_000  # bytes of a layout


def attach(actor: Actor, record: DevelopmentRecord, data: bytes, name: str) -> RecordEvidence:
    """Keep a file as evidence of a record. Raises Empty, TooLarge, NotEvidence."""
    refuse_size(len(data), name)
    media_type = media_type_of(data)
    if media_type is None:
        raise NotEvidence(name=name)
    with act(actor, "siasn.evidence", ("record", record.public_id)) as entry:
        stored = keep(actor, data, name, media_type)
        made = RecordEvidence.objects.create(record=record, file=stored, given_by=actor.name)
        entry.note(file=stored.public_id, sha256=stored.sha256)
    return made


def keep_layout(actor: Actor, kind: str, data: bytes, name: str) -> Layout:
    """Take a layout in use after reading it; the one before stays stored. Raises WrongLayout."""
    if not data or len(data) > LARGEST:
        raise WrongLayout(name=name, problem=Text(N_("berkas kosong atau terlalu besar")).plain())
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        problem = Text(N_("hurufnya bukan UTF-8")).plain()
        raise WrongLayout(name=name, problem=problem) from wrong
    if kind == NAME:
        read_service(text)
    else:
        read_layout(kind, text)
    with act(actor, "siasn.layout", ("siasn_layout", kind)) as entry:
        stored = keep(actor, data, name, "application/yaml")
        made = Layout.objects.create(kind=kind, file=stored, created_by=actor.name)
        entry.note(sha256=stored.sha256)
    return made
