"""The present rows of a table as columns, one query each for the table and its links."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from bina.imports.table_fields import Field, TableSheet

_CHUNK = 5_000


@dataclass(frozen=True)
class Present:
    """Key -> (row id, values in the order of the fields)."""

    by_key: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]]


def present_rows(table: TableSheet, fields: Sequence[Field]) -> Present:
    """All rows in the table's scope; `fields` begin with those of the key."""
    names = [each.name for each in fields]
    rows = values_by_id(table.model, names, dict(table.scope))
    width = len(table.key)
    by_key: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
    for pk, values in rows.items():
        by_key.setdefault(values[:width], (pk, values))
    return Present(by_key)


def values_by_id(
    model: type[models.Model], names: Sequence[str], scope: dict[str, Any]
) -> dict[int, tuple[Any, ...]]:
    """Row id -> values of the named fields; links to many rows as frozensets of ids."""
    targets: list[Any] = [model._meta.get_field(name) for name in names]
    attributes = [each.attname for each in targets if not each.many_to_many]
    many = {each.name: _links(each) for each in targets if each.many_to_many}
    query = model._default_manager.filter(**scope).order_by("pk").values_list("pk", *attributes)
    if not many:
        return {row[0]: tuple(row[1:]) for row in query.iterator(_CHUNK)}
    found = {}
    for row in query.iterator(_CHUNK):
        plain = iter(row[1:])
        found[row[0]] = tuple(
            many[each.name].get(row[0], frozenset()) if each.many_to_many else next(plain)
            for each in targets
        )
    return found


def _links(target: Any) -> dict[int, frozenset[int]]:
    through = target.remote_field.through
    names = (f"{target.m2m_field_name()}_id", f"{target.m2m_reverse_field_name()}_id")
    found = defaultdict(set)
    for source, other in through._default_manager.values_list(*names).iterator(_CHUNK):
        found[source].add(other)
    return {source: frozenset(others) for source, others in found.items()}
