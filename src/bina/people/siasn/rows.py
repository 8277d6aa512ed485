"""Many updates of one table at once: each row its own values, one prepared statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def update_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set `fields` of each row (id, value …). Django's bulk_update writes one CASE per value,
    which takes seconds for thousands of rows; this is plain SQL of every database."""
    quote = connection.ops.quote_name
    meta = model._meta
    columns: list[Any] = [meta.get_field(name) for name in fields]
    setting = ", ".join(f"{quote(column.column)} = %s" for column in columns)
    key = quote(str(meta.pk.column)) if meta.pk else ""
    prepared = [
        [
            *(
                column.get_db_prep_save(column.to_python(value), connection)
                for column, value in zip(columns, row[1:], strict=True)
            ),
            row[0],
        ]
        for row in rows
    ]
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {quote(meta.db_table)} SET {setting} WHERE {key} = %s",  # noqa: S608 - names come from the model
                prepared,
            )
