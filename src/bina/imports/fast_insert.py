"""Insert very many rows with one prepared statement: for tables where objects cost too much."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert `rows`, whose values stand in the order of the field `names`, as Django would.

    Every field without a default in the database must be among `names`.
    """
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [
        [prepare(value) for value in column]
        for prepare, column in zip(map(_prepared, fields), zip(*rows, strict=True), strict=True)
    ]
    quote = connection.ops.quote_name
    listed = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    sql = f"INSERT INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - names of the model only
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*columns, strict=True)))


def _prepared(field: Any) -> Callable[[Any], Any]:
    """From a Python value to the database's, each distinct value once."""
    known: dict[Any, Any] = {}

    def prepare(value: Any) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return prepare
