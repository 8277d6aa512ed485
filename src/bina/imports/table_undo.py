"""Take back what a sheet wrote, unless rows were edited or used since."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import apps
from django.db import models

from bina.imports.table_fields import TableSheet
from bina.imports.table_present import values_by_id
from bina.imports.table_write import update
from bina.text import N_, Text

Part = tuple[TableSheet, dict[str, Any]]  # a sheet and its image
_CHUNK: Final = 500


def undo_rows(table: TableSheet, image: dict[str, Any]) -> None:
    """Delete the rows that were new; put back the fields that were changed."""
    pks = [row[0] for row in image["created"]]
    for start in range(0, len(pks), _CHUNK):
        table.model._default_manager.filter(pk__in=pks[start : start + _CHUNK]).delete()
    update(
        table.model,
        {
            pk: {name: _value(table.model, name, old) for name, (old, _) in fields.items()}
            for pk, fields in image["changed"]
        },
    )


def changed_since(parts: Sequence[Part]) -> Text | None:
    """Why not: rows that no longer hold what the upload wrote."""
    n_rows, example = 0, ""
    for table, image in parts:
        names = image["names"]
        present = values_by_id(table.model, names, {})
        for pk, *values in image["created"]:
            wanted = tuple(
                _value(table.model, name, value) for name, value in zip(names, values, strict=True)
            )
            if present.get(pk) != wanted:
                n_rows, example = n_rows + 1, example or f"{table.sheet}: {values[0]}"
        for pk, fields in image["changed"]:
            now = dict(zip(names, present[pk], strict=True)) if pk in present else {}
            for name, (_, after) in fields.items():
                if name not in now or now[name] != _value(table.model, name, after):
                    n_rows, example = n_rows + 1, example or f"{table.sheet} {pk}"
                    break
    if not n_rows:
        return None
    return Text(
        N_("{n} baris sudah diubah sesudahnya ({example}). Perbaiki lewat halamannya."),
        {"n": n_rows, "example": example},
    )


def used_elsewhere(parts: Sequence[Part]) -> Text | None:
    """Why not: rows outside the upload that refer to rows it created."""
    created = {table.model: {row[0] for row in image["created"]} for table, image in parts}
    touched = {
        table.model: created[table.model] | {row[0] for row in image["changed"]}
        for table, image in parts
    }
    for model, pks in created.items():
        if not pks:
            continue
        for user, field in _references_to(model):
            n_rows = _users(user, field, pks, created, touched)
            if n_rows:
                return Text(
                    N_("{n} data lain ({what}) sudah memakai baris dari unggahan ini."),
                    {"n": n_rows, "what": str(user._meta.verbose_name)},
                )
    return None


def _references_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    for user in apps.get_models(include_auto_created=True):
        for field in user._meta.concrete_fields:
            if field.is_relation and field.related_model == model:
                yield user, field


def _users(
    user: type[models.Model],
    field: Any,
    pks: set[int],
    created: dict[type[models.Model], set[int]],
    touched: dict[type[models.Model], set[int]],
) -> int:
    """How many rows of `user` refer to `pks` and did not come with the upload."""
    near = {f"{field.attname}__gte": min(pks), f"{field.attname}__lte": max(pks)}
    source: Any = None
    maker: Any = user._meta.auto_created  # the model whose links these are
    if maker:  # links of a row of the upload came with it
        source = next(
            each
            for each in user._meta.concrete_fields
            if each.is_relation and each.related_model is maker
        )
    own = source.attname if source is not None else "pk"
    known = touched.get(maker, set()) if maker else created.get(user, set())
    rows = user._default_manager.filter(**near).values_list(own, field.attname)
    return sum(target in pks and pk not in known for pk, target in rows.iterator(5_000))


def _value(model: type[models.Model], name: str, stored: Any) -> Any:
    """The value of a field from its form in the image."""
    target: Any = model._meta.get_field(name)
    if target.many_to_many:
        return frozenset(stored)
    if stored is None:
        return None
    return target.to_python(stored) if not target.is_relation else int(stored)
