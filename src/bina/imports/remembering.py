"""What is remembered of a source: what its headers and its values mean."""

from bina.audit.services import Actor, act
from bina.imports.comparing import importer_of
from bina.imports.errors import ColumnNotKnown
from bina.imports.models import Source


def remember_mapping(actor: Actor, source: Source, header: str, column_key: str) -> None:
    """From now on `header` of this source means a column; '' means that it has no meaning."""
    _check_column(source.kind, column_key, or_empty=True)
    with act(actor, "imports.mapping", ("import_source", source.pk)) as entry:
        source.header_map = {**source.header_map, header: column_key}
        source.save(update_fields=["header_map"])
        entry.note(kind=source.kind, source=source.name, header=header, column=column_key)


def remember_correction(
    actor: Actor, source: Source, column_key: str, value: str, meant: str
) -> None:
    """From now on `value` in a column of this source is read as `meant`."""
    _check_column(source.kind, column_key)
    with act(actor, "imports.correction", ("import_source", source.pk)) as entry:
        kept = [row for row in source.corrections if row[:2] != [column_key, value]]
        source.corrections = [*kept, [column_key, value, meant]]
        source.save(update_fields=["corrections"])
        entry.note(
            kind=source.kind, source=source.name, column=column_key, value=value, meant=meant
        )


def _check_column(kind: str, key: str, *, or_empty: bool = False) -> None:
    keys = {column.key for sheet in importer_of(kind).book.sheets for column in sheet.columns}
    if key not in keys and not (or_empty and key == ""):
        raise ColumnNotKnown(column=key, kind=kind)
