"""What HR sets up before letters go out: letterhead, signatories, numbers, templates."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bina.audit.services import Actor, act
from bina.files.services import keep
from bina.formats import docx
from bina.letters import rendering
from bina.letters.models import Kind, Letterhead, Numbering, Signatory, Template
from bina.letters.rules.content import COMMON, LIST, PERSON
from bina.letters.rules.numbering import pattern_faults
from bina.letters.sample import sample
from bina.text import N_, BinaError

MEDIA = {
    "pdf": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LARGEST = 5_000_000  # bytes of a template
HEAD = ("government", "agency", "address", "contact", "city", "starts", "noon", "ends")
PATTERNS = {
    Kind.CALL: "800.1.4/{nomor}/BKPP/{bulan}/{tahun}",
    Kind.ASSIGNMENT: "800.1.11/{nomor}/BKPP/{bulan}/{tahun}",
    Kind.TRAVEL: "000.1.2.3/{nomor}/BKPP/{bulan}/{tahun}",
    Kind.PARTICIPANTS: "800.1.4.P/{nomor}/BKPP/{bulan}/{tahun}",
    Kind.ATTENDANCE: "800.1.4.H/{nomor}/BKPP/{bulan}/{tahun}",
}  # ours, provisional: an agency writes its own classification codes in their place


class WrongPattern(BinaError):
    """A pattern whose numbers would not be unique, or with an unknown place."""

    text = N_(
        "Pola nomor {pattern} tidak dapat dipakai. Wajib memuat {{nomor}} dan {{tahun}}; boleh "
        "memuat {{bulan}}; tidak boleh isian lain."
    )


class WrongFile(BinaError):
    """An upload that is no template."""

    text = N_("Berkas {name} bukan templat: unggah .typ untuk PDF atau .docx untuk Word (≤ 5 MB).")


def save_letterhead(actor: Actor, values: Mapping[str, Any]) -> Letterhead:
    """Write the letterhead; letters that were issued keep theirs."""
    with act(actor, "letters.letterhead", ("letterhead", 1)) as entry:
        head = Letterhead.objects.first() or Letterhead()
        before = {name: str(getattr(head, name)) for name in HEAD} if head.pk else None
        for name in HEAD:
            setattr(head, name, values[name])
        head.save()
        entry.note(before=before, after={name: str(values[name]) for name in HEAD})
    return head


def add_signatory(actor: Actor, values: Mapping[str, Any]) -> Signatory:
    """Somebody may sign in a span of days."""
    with act(actor, "letters.signatory") as entry:
        row = Signatory.objects.create(**values)
        entry.about("signatory", row.public_id)
        entry.note(mode=row.mode, title=row.title, person=str(row.person.public_id))
    return row


def end_signatory(actor: Actor, row: Signatory, last: dt.date) -> None:
    """The last day on which somebody signs; never before the first."""
    with act(actor, "letters.signatory_end", ("signatory", row.public_id)) as entry:
        row.valid_until = max(last, row.valid_from)
        row.save(update_fields=["valid_until"])
        entry.note(valid_until=row.valid_until.isoformat())


def set_pattern(actor: Actor, kind: str, pattern: str) -> None:
    """The pattern of a kind's numbers from now on. Raises WrongPattern."""
    if pattern_faults(pattern):
        raise WrongPattern(pattern=pattern)
    with act(actor, "letters.numbering", ("letter_kind", kind)) as entry:
        row, _ = Numbering.objects.get_or_create(kind=kind, defaults={"pattern": pattern})
        entry.note(pattern=[row.pattern, pattern])
        row.pattern = pattern
        row.save()


def pattern_of(kind: str) -> str:
    """The agency's pattern, else the provisional one."""
    row = Numbering.objects.filter(kind=kind).first()
    return row.pattern if row else PATTERNS[Kind(kind)]


def known_places(kind: str) -> set[str]:
    """The placeholders that a Word template of this kind may use."""
    is_personal = kind in (Kind.CALL, Kind.ASSIGNMENT, Kind.TRAVEL)
    return COMMON | (PERSON if is_personal else LIST)


def keep_template(actor: Actor, kind: str, data: bytes, name: str) -> Template:
    """Take a template in use after trying it on a sample; the one before stays stored.

    Raises WrongFile, WrongTemplate, UnknownPlace, NotADocument.
    """
    medium = name.rpartition(".")[2].casefold()
    medium = "pdf" if medium == "typ" else medium
    if medium not in MEDIA or not data or len(data) > LARGEST:
        raise WrongFile(name=name)
    if medium == "pdf":
        rendering.pdf(data, sample(kind), name)
    else:
        docx.check_template(data, name, known_places(kind))
        rendering.word(data, sample(kind), name)
    with act(actor, "letters.template", ("letter_kind", kind)) as entry:
        stored = keep(actor, data, name, MEDIA[medium])
        row = Template.objects.create(kind=kind, medium=medium, file=stored, created_by=actor.name)
        entry.note(medium=medium, sha256=stored.sha256)
    return row


def template_of(kind: str, medium: str) -> Template | None:
    """The template in use."""
    return (
        Template.objects.filter(kind=kind, medium=medium)
        .select_related("file")
        .order_by("-created_at", "-pk")
        .first()
    )


def install_shipped(actor: Actor) -> int:
    """Upload the program's own templates for every kind and medium that has none; how many."""
    media = (("typ", "pdf"), ("docx", "docx"))
    missing = [
        rendering.shipped_folder() / f"{kind.value}.{ending}"
        for kind in Kind
        for ending, medium in media
        if template_of(kind, medium) is None
    ]
    if not missing:
        return 0
    with act(actor, "letters.shipped_templates") as entry:
        for path in missing:
            keep_template(actor, path.stem, path.read_bytes(), path.name)
        entry.note(n=len(missing))
    return len(missing)
