"""One PDF per record from its evidence: the newest PDF, else all photos on pages of their own."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

from bina.files.models import StoredFile
from bina.files.services import read
from bina.learning.rules.evidence import PDF
from bina.text import N_, BinaError

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_PAGE = '#set page(paper: "a4", margin: 1cm)\n'


class UnreadablePhoto(BinaError):
    """A photo that cannot be put on a page."""

    text = N_("Foto {name} rusak dan tidak dapat dijadikan PDF. Lampirkan foto atau PDF yang baru.")


def evidence_pdf(files: Sequence[StoredFile]) -> bytes:
    """The PDF of at least one file. Raises UnreadablePhoto, FileErased, FileDamaged."""
    for stored in reversed(files):
        if stored.media_type == PDF:
            return read(stored)
    with tempfile.TemporaryDirectory(prefix="bina-bukti-") as folder:
        pages = []
        for number, stored in enumerate(files):
            name = f"{number}.{_ENDINGS.get(stored.media_type, 'jpg')}"
            Path(folder, name).write_bytes(read(stored))
            pages.append(f'#image("{name}", width: 100%, height: 100%, fit: "contain")\n')
        source = Path(folder, "bukti.typ")
        source.write_text(_PAGE + "#pagebreak()\n".join(pages), encoding="utf-8")
        try:
            made = typst.compile(str(source), root=folder)
        except typst.TypstError as wrong:
            raise UnreadablePhoto(name=files[-1].name) from wrong
    assert isinstance(made, bytes)
    return made
