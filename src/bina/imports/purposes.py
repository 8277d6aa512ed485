"""Which optional columns of a source are kept, and for what: written down, or not at all.

Source: UU 27/2022 (PDP) ps. 16 (limited to a purpose) and ps. 20 (the basis for processing).
"""

import datetime as dt
from typing import Final

from bina.audit.services import Actor, act
from bina.formats.sheet import Column
from bina.imports.comparing import importer_of
from bina.imports.errors import ColumnNotKnown, PurposeMissing
from bina.imports.importer import FORGETTERS
from bina.imports.models import Source
from bina.text import N_

LEAST_LETTERS: Final = 20  # of a purpose that says more than a word
BASES: Final = (
    ("law", N_("Kewajiban hukum")),
    ("task", N_("Tugas kepentingan umum atau kewenangan")),
    ("contract", N_("Perjanjian")),
    ("consent", N_("Persetujuan tertulis orangnya")),
    ("vital", N_("Kepentingan vital orangnya")),
    ("interest", N_("Kepentingan sah lainnya")),
)


def optional_column(kind: str, key: str) -> Column:
    """The optional column of that key. Raises ColumnNotKnown."""
    for column in importer_of(kind).book.optional:
        if column.key == key:
            return column
    raise ColumnNotKnown(column=key, kind=kind)


def keep_column(
    actor: Actor, source: Source, key: str, *, purpose: str, basis: str, day: dt.date
) -> None:
    """From now on files of this source keep the column, for this purpose.

    Raises PurposeMissing when the purpose is too short to be one.
    """
    column = optional_column(source.kind, key)
    clean = " ".join(purpose.split())
    if len(clean) < LEAST_LETTERS or basis not in dict(BASES):
        raise PurposeMissing(column=column.header, n=LEAST_LETTERS)
    with act(actor, "imports.keep_column", ("import_source", source.pk)) as entry:
        row = {"purpose": clean, "basis": basis, "by": actor.name, "since": day.isoformat()}
        before = source.kept.get(key)
        source.options = {**source.options, "kept": {**source.kept, key: row}}
        source.save(update_fields=["options"])
        entry.note(
            kind=source.kind, source=source.name, column=column.header, before=before, after=row
        )


def drop_column(actor: Actor, source: Source, key: str) -> int:
    """Stop keeping the column and delete what was kept of it; the number of deleted values."""
    column = optional_column(source.kind, key)
    with act(actor, "imports.drop_column", ("import_source", source.pk)) as entry:
        before = source.kept.get(key)
        kept = {name: row for name, row in source.kept.items() if name != key}
        source.options = {**source.options, "kept": kept}
        source.save(update_fields=["options"])
        n_deleted = FORGETTERS[source.kind](source.pk, key)
        entry.note(
            kind=source.kind,
            source=source.name,
            column=column.header,
            before=before,
            n_deleted=n_deleted,
        )
    return n_deleted


def source_of(actor: Actor, kind: str, name: str) -> Source:
    """The source of that name, made when it is new."""
    importer_of(kind)
    clean = " ".join(name.split())[:120]
    found = Source.objects.filter(kind=kind, name=clean).first()
    if found is not None:
        return found
    with act(actor, "imports.source") as entry:
        made, _ = Source.objects.get_or_create(kind=kind, name=clean)
        entry.about("import_source", made.pk)
        entry.note(kind=kind, source=clean)
    return made
