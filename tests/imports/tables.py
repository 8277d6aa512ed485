"""The whole database as values, to see that nothing was written."""

from typing import Any

from django.db import connection


def dump(*, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, ordered; tables whose names start with one of `without` left out."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        found = {}
        for table in tables:
            if table.startswith(without) if without else False:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found
