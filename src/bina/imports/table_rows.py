"""The rows of a sheet on their way to a model's fields: converted, resolved, checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from bina.formats.cell_text import plain
from bina.formats.problems import Issue, Problem
from bina.formats.reading import SheetData
from bina.formats.sheet import Sheet
from bina.imports.table_fields import Field, Reference, Row, TableSheet
from bina.text import N_, Text

EMPTY: Final = Issue(Text(N_("wajib diisi tetapi kosong")), Text(N_("Isi sel ini.")))


@dataclass(frozen=True)
class Pending:
    """A row that an earlier sheet of the same file will create; its id is not known yet."""

    sheet: str  # id of the TableSheet
    key: Any


Lookups = dict[int, Mapping[Any, int]]  # id of a lookup function -> what it gave
_RANGES: Final = BaseDatabaseOperations.integer_field_ranges  # SQLite itself checks none
NewKeys = Mapping[str, Mapping[Any, Any]]  # TableSheet id -> keys of its new rows


class SheetRows:
    """The good rows of one file sheet as one TableSheet sees them."""

    def __init__(
        self, table: TableSheet, described: Sheet, data: SheetData, lookups: Lookups
    ) -> None:
        self.table = table
        self.lookups = lookups
        self.described = described
        self.data = data
        self.columns = data.good()
        self.row_numbers = data.good_rows()
        self.problems: list[Problem] = []
        self.headers = {column.key: column.header for column in described.columns}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Those whose columns the file has; the others stay as they are."""
        return tuple(
            each
            for each in self.table.fields
            if each.name in self.table.key
            or any(column in self.data.understood for column in each.columns)
        )

    def names(self, reference: Reference) -> Mapping[Any, int]:
        """What the reference's lookup gives; asked once per comparison."""
        mark = id(reference.lookup)
        if mark not in self.lookups:
            self.lookups[mark] = reference.lookup()
        return self.lookups[mark]

    def row(self, at: int) -> Row:
        """Column key -> value."""
        return {key: values[at] for key, values in self.columns.items()}

    def say(self, at: int, column: str, issue: Issue) -> None:
        """Note an issue of one row at a column."""
        value = self.columns[column][at] if column in self.columns else None
        shown = "; ".join(map(str, value)) if isinstance(value, tuple | list) else plain(value)
        self.problems.append(
            Problem(
                self.table.sheet,
                self.row_numbers[at],
                self.data.understood.get(column) or self.headers.get(column, column),
                shown[:120],
                issue.reason,
                issue.remedy,
                issue.severity,
            )
        )

    def values(self, field: Field, new_keys: NewKeys) -> tuple[list[Any], set[int]]:
        """One stored value per row, and the positions of rows that have none."""
        names = self.names(field.reference) if field.reference else {}
        convert = _converter(self.table.model, field, names, new_keys)
        lists = [self.columns[column] for column in field.columns]
        raw = lists[0] if len(lists) == 1 else list(zip(*lists, strict=True))
        known: dict[Any, tuple[Any, Issue | None]] = {}
        values, bad = [], set()
        for at, cell in enumerate(raw):
            mark = tuple(cell) if isinstance(cell, list) else cell
            if mark not in known:
                known[mark] = convert(cell)
            value, issue = known[mark]
            if issue is not None:
                self.say(at, field.columns[0], issue)
                if issue.severity == "error":
                    bad.add(at)
            values.append(value)
        return values, bad


def _converter(
    model: type[models.Model], field: Field, names: Mapping[Any, int], new_keys: NewKeys
) -> Callable[[Any], tuple[Any, Issue | None]]:
    """From a value as read to the stored one, or an issue."""
    target: Any = model._meta.get_field(field.name)

    def convert(cell: Any) -> tuple[Any, Issue | None]:
        if field.convert is not None:
            cell = field.convert(cell)
            if isinstance(cell, Issue):
                return None, cell
        if field.reference is None:
            return _fitted(target, cell)
        if target.many_to_many:
            found = [_resolved(field.reference, names, new_keys, each) for each in cell or ()]
            issues = [each for each in found if isinstance(each, Issue)]
            return (None, issues[0]) if issues else (frozenset(found), None)
        if cell is None or cell == "" or (isinstance(cell, tuple) and not any(cell)):
            return (None, None) if target.null else (None, EMPTY)
        resolved = _resolved(field.reference, names, new_keys, cell)
        return (None, resolved) if isinstance(resolved, Issue) else (resolved, None)

    return convert


def _resolved(
    reference: Reference,
    names: Mapping[Any, int],
    new_keys: NewKeys,
    cell: Any,
) -> int | Pending | Issue:
    found = names.get(cell)
    if found is not None:
        return found
    key = cell if isinstance(cell, tuple) else (cell,)
    if key in new_keys.get(reference.sheet, ()):
        return Pending(reference.sheet, key)
    value = " / ".join(plain(part) for part in key)
    return Issue(Text(reference.reason, {"value": value}), Text(reference.remedy))


def _fitted(target: Any, value: Any) -> tuple[Any, Issue | None]:
    """The value as the model field holds it; an issue when it does not fit."""
    if value is None:
        if target.null:
            return None, None
        if target.has_default():
            return target.get_default(), None
        if isinstance(target, models.CharField | models.TextField):
            return "", None
        return None, EMPTY
    if isinstance(target, models.DecimalField):
        step = Decimal(1).scaleb(-(target.decimal_places or 0))
        value = Decimal(str(value)).quantize(step)
    elif isinstance(target, models.CharField | models.TextField):
        value = plain(value)
    elif isinstance(value, tuple):  # of a "list" column, for a JSON field
        value = list(value)
    try:
        target.run_validators(value)
    except ValidationError:
        return None, _does_not_fit(target, value)
    low, high = _RANGES.get(target.get_internal_type(), (value, value))
    return (value, None) if low <= value <= high else (None, _does_not_fit(target, value))


def _does_not_fit(target: Any, value: Any) -> Issue:
    if isinstance(target, models.CharField):
        found = {"found": len(value), "limit": target.max_length}
        return Issue(
            Text(N_("panjangnya {found} huruf, paling banyak {limit}"), found),
            Text(N_("Persingkat.")),
        )
    return Issue(
        Text(N_("nilai {value} di luar yang dapat disimpan"), {"value": str(value)}),
        Text(N_("Periksa satuan dan jumlah angkanya.")),
    )
