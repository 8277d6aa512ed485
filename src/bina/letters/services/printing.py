"""Make the PDFs of a batch in packs; what is made stays when the work stops, and it goes on."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator

from bina.audit.services import Actor, act
from bina.files.models import StoredFile
from bina.files.services import keep, read
from bina.letters import rendering
from bina.letters.models import Batch, Letter
from bina.letters.services.setup import template_of
from bina.text import N_, BinaError

PACK = 200  # letters in a pack: about 4 MB and a second's work
EPOCH = (2000, 1, 1, 0, 0, 0)


class NotYetMade(BinaError):
    """A letter whose PDF the job has not reached."""

    text = N_("PDF surat {number} belum dibuat. Tunggu pekerjaannya, atau tekan Lanjutkan.")


class NoWordTemplate(BinaError):
    """A kind without a Word template."""

    text = N_("Belum ada templat Word untuk {kind}. Pasang templat bawaan di Pengaturan surat.")


def render(
    actor: Actor, batch: Batch, progress: Callable[[int, int], bool] = lambda done, total: True
) -> int:
    """Make the missing PDFs, pack by pack; how many were made.

    `progress(done, total)` is asked after each letter and answers whether to go on; a pack that is
    begun is kept as far as it came.
    """
    total = batch.n_letters
    waiting = Letter.objects.filter(batch=batch, pack=None).order_by("sequence")
    done = total - waiting.count()
    made = 0
    while rows := list(waiting.select_related("template__file")[:PACK]):
        pack: list[tuple[Letter, bytes]] = []
        goes_on = True
        templates: dict[int, bytes] = {}
        for letter in rows:
            if letter.template_id not in templates:
                templates[letter.template_id] = read(letter.template.file)
            name = letter.template.file.name
            pack.append((letter, rendering.pdf(templates[letter.template_id], letter.values, name)))
            goes_on = progress(done + made + len(pack), total)
            if not goes_on:
                break
        _keep_pack(actor, batch, pack)
        made += len(pack)
        if not goes_on:
            break
    return made


def _keep_pack(actor: Actor, batch: Batch, pack: list[tuple[Letter, bytes]]) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as file:
        for letter, content in pack:
            file.writestr(zipfile.ZipInfo(f"{letter.public_id}.pdf", EPOCH), content)
            letter.pdf_sha256 = hashlib.sha256(content).hexdigest()
    first = pack[0][0]
    with act(actor, "letters.pack", ("batch", batch.public_id)) as entry:
        name = f"{first.kind}-{first.year}-{first.sequence}.zip"
        stored = keep(actor, memory.getvalue(), name, "application/zip")
        for letter, _content in pack:
            letter.pack = stored
        Letter.objects.bulk_update(
            [letter for letter, _content in pack], ["pack", "pdf_sha256"], batch_size=PACK
        )
        entry.note(n=len(pack), sha256=stored.sha256)


def pdf_of(letter: Letter) -> bytes:
    """The PDF as it was issued. Raises NotYetMade, FileDamaged."""
    if letter.pack is None:
        raise NotYetMade(number=letter.number)
    with zipfile.ZipFile(io.BytesIO(read(letter.pack))) as pack:
        return pack.read(f"{letter.public_id}.pdf")


def word_of(letter: Letter) -> bytes:
    """The letter's values in the Word template in use. Raises NoWordTemplate."""
    template = template_of(letter.kind, "docx")
    if template is None:
        raise NoWordTemplate(kind=letter.get_kind_display())
    return rendering.word(read(template.file), letter.values, template.file.name)


def packs_of(batch: Batch) -> list[StoredFile]:
    """The packs of a batch, in order."""
    ids = Letter.objects.filter(batch=batch).exclude(pack=None).values_list("pack_id", flat=True)
    return list(StoredFile.objects.filter(pk__in=ids.order_by().distinct()).order_by("pk"))


def batch_zip(batch: Batch) -> bytes:
    """All PDFs of a batch under their numbers."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as file:
        for name, content in batch_files(batch):
            file.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return memory.getvalue()


def batch_files(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """(file name, PDF) of each letter that is made, by sequence."""
    rows = Letter.objects.filter(batch=batch).exclude(pack=None).select_related("person")
    names = {f"{row.public_id}.pdf": file_name(row, "pdf") for row in rows}
    for stored in packs_of(batch):
        with zipfile.ZipFile(io.BytesIO(read(stored))) as pack:
            for entry in pack.namelist():
                if entry in names:
                    yield names[entry], pack.read(entry)


def file_name(letter: Letter, ending: str) -> str:
    """A file name with kind, number and NIP, without letters that a disk refuses."""
    who = letter.person.nip if letter.person else str(letter.values.get("kode_sesi", ""))
    plain = f"{letter.kind}-{letter.year}-{letter.sequence:05}-{who}"
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in plain) + f".{ending}"
