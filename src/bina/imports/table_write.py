"""Write what a sheet changes, in bulk, and keep what is needed to undo it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models

from bina.imports.errors import RowsInCircle
from bina.imports.table_compare import SheetChanges
from bina.imports.table_rows import Pending

BATCH = 1_000
Created = dict[tuple[str, Any], int]  # (TableSheet id, key) -> row id


def write_sheet(changes: SheetChanges, created: Created) -> dict[str, Any]:
    """Insert and update; add the new rows to `created`; return this sheet's undo image."""
    table, names = changes.table, changes.names
    inserted = _insert(changes, created)
    changed = {
        pk: {name: (before, _settled(after, created)) for name, (before, after) in fields.items()}
        for pk, fields in changes.changed.items()
    }
    update(
        table.model,
        {pk: {name: after for name, (_, after) in found.items()} for pk, found in changed.items()},
    )
    return {
        "id": table.id,
        "names": names,
        "created": [
            [pk, *(_plain(_settled(value, created)) for value in values)]
            for pk, values in inserted.items()
        ],
        "changed": [
            [pk, {name: [_plain(old), _plain(now)] for name, (old, now) in found.items()}]
            for pk, found in changed.items()
        ],
    }


def _insert(changes: SheetChanges, created: Created) -> dict[int, tuple[Any, ...]]:
    table = changes.table
    targets = {name: table.model._meta.get_field(name) for name in changes.names}
    many = [name for name in changes.names if targets[name].many_to_many]
    inserted: dict[int, tuple[Any, ...]] = {}
    waiting = dict(changes.new)
    while waiting:  # rows that others of the sheet refer to come first
        ready = [key for key, values in waiting.items() if not _waits(table.id, values, waiting)]
        if not ready:
            raise RowsInCircle(sheet=table.sheet, key=" / ".join(map(str, next(iter(waiting)))))
        rows = []
        for key in ready:
            fields = dict(table.fixed)
            for name, value in zip(changes.names, waiting[key], strict=True):
                if name not in many:
                    fields[targets[name].attname] = _settled(value, created)  # type: ignore[union-attr] # only concrete fields are declared
            rows.append(table.model(**fields))
        made = table.model._default_manager.bulk_create(rows, batch_size=BATCH)
        for key, row in zip(ready, made, strict=True):
            created[table.id, key] = row.pk
            inserted[row.pk] = waiting.pop(key)
    for name in many:
        place = changes.names.index(name)
        _set_links(
            table.model,
            name,
            {pk: _settled(values[place], created) for pk, values in inserted.items()},
        )
    return inserted


def _waits(own: str, values: tuple[Any, ...], waiting: Mapping[tuple[Any, ...], Any]) -> bool:
    """Whether a value refers to a row of the own sheet that is not written yet."""
    return any(
        isinstance(value, Pending) and value.sheet == own and value.key in waiting
        for value in values
    )


def update(model: type[models.Model], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Set the given fields of the given rows; one prepared statement per set of fields."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, fields in rows.items():
        groups[tuple(sorted(fields))].append(pk)
    for names, pks in groups.items():
        plain = [name for name in names if not model._meta.get_field(name).many_to_many]
        for name in set(names) - set(plain):
            _set_links(model, name, {pk: rows[pk][name] for pk in pks})
        if plain:
            _update_columns(model, plain, pks, rows)


def _update_columns(
    model: type[models.Model],
    names: list[str],
    pks: list[int],
    rows: Mapping[int, Mapping[str, Any]],
) -> None:
    quote = connection.ops.quote_name
    targets: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{quote(each.column)} = %s" for each in targets)
    key: Any = model._meta.pk
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key.column)} = %s"  # noqa: S608 - names come from the models
    values = [
        [
            *(
                each.get_db_prep_save(rows[pk][name], connection)
                for name, each in zip(names, targets, strict=True)
            ),
            pk,
        ]
        for pk in pks
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _set_links(model: type[models.Model], name: str, links: Mapping[int, Iterable[int]]) -> None:
    """Make the many-to-many links of the given rows exactly these."""
    target: Any = model._meta.get_field(name)
    through = target.remote_field.through
    source, other = f"{target.m2m_field_name()}_id", f"{target.m2m_reverse_field_name()}_id"
    pks = list(links)
    for start in range(0, len(pks), BATCH // 2):
        through._default_manager.filter(
            **{f"{source}__in": pks[start : start + BATCH // 2]}
        ).delete()
    through._default_manager.bulk_create(
        [
            through(**{source: pk, other: each})
            for pk, others in links.items()
            for each in sorted(others)
        ],
        batch_size=BATCH,
    )


def _settled(value: Any, created: Created) -> Any:
    """The value with row ids in place of rows that were pending."""
    if isinstance(value, Pending):
        return created[value.sheet, value.key]
    if isinstance(value, frozenset):
        return frozenset(_settled(each, created) for each in value)
    return value


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
