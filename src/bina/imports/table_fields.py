"""How the sheets of a simple book map to tables: the declarations that a stage writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models

from bina.formats.cell_text import code_form
from bina.formats.problems import Issue, Severity
from bina.text import N_, Text

Lookup = Callable[[], Mapping[Any, int]]  # what stands in the file -> row of the referred table
Row = Mapping[str, Any]  # column key -> value as read
NOT_FOUND: Final = N_("{value} tidak ditemukan")
FIND_IT: Final = N_("Periksa tulisannya, atau unggah dahulu berkas yang memuatnya.")


@dataclass(frozen=True)
class Reference:
    """How a cell names a row of another table.

    `lookup` gives all known names at once. `sheet` is an earlier TableSheet of the same book (or
    the own one) whose new rows also count, by their key. `remedy` says what to do when not found.
    """

    lookup: Lookup
    sheet: str = ""
    reason: str = NOT_FOUND  # marked with N_; {value} is the cell
    remedy: str = FIND_IT


@dataclass(frozen=True)
class Field:
    """A model field filled from a column (`column` defaults to the field's name).

    `convert` turns a value as read into the stored one, or returns an Issue; it is asked once per
    distinct value. A many-to-many field takes a "list" column and a reference. `columns` of
    several keys hand a tuple to `convert` or `reference`.
    """

    name: str
    column: str | tuple[str, ...] = ""
    convert: Callable[[Any], Any] | None = None
    reference: Reference | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The column keys it is made of."""
        return self.column if isinstance(self.column, tuple) else (self.column or self.name,)


@dataclass(frozen=True)
class Finding:
    """What a row check found: the column it shows, why, and what to do."""

    column: str
    reason: Text
    remedy: Text
    severity: Severity = "error"

    @property
    def issue(self) -> Issue:
        """Without the place."""
        return Issue(self.reason, self.remedy, self.severity)


@dataclass(frozen=True)
class TableSheet:
    """Rows of a sheet as rows of a model, recognised by the model fields in `key`.

    `name` tells TableSheets of one file sheet apart (default: the sheet). `only` picks the rows
    that concern this model; `repeats` says that the rows of one key stand several times (e.g. a
    service once per role). `scope` limits the present rows that count as the same or missing.
    A column that the file does not have leaves its field as it is; new rows get the default.
    `made_checks` are made once per comparison, for checks that need what is in the database.
    """

    sheet: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    name: str = ""
    label: tuple[str, ...] = ()  # model fields shown as the row's name; default: the key
    checks: tuple[Callable[[Row], Finding | None], ...] = ()
    made_checks: tuple[Callable[[], Callable[[Row], Finding | None]], ...] = ()
    only: Callable[[Row], bool] | None = None
    repeats: bool = False
    fixed: Mapping[str, Any] = field(default_factory=dict)  # for new rows
    scope: Mapping[str, Any] = field(default_factory=dict)  # filter of the present rows
    report_missing: bool = True  # a missing row is never deleted

    @property
    def id(self) -> str:
        """What references and undo images call it."""
        return self.name or self.sheet


def codes(values: tuple[str, ...] | None) -> tuple[str, ...]:
    """A `convert` for a "list" column of codes.

    >>> codes(("a-1", " b 2"))
    ('A-1', 'B 2')
    """
    return tuple(code_form(each) for each in values or ())


def by_field(model: type[models.Model], *names: str, **scope: Any) -> Lookup:
    """A lookup by one field (its value) or several (their tuple).

    >>> by_field(models.Model, "code")  # doctest: +ELLIPSIS
    <function by_field...
    """

    def lookup() -> Mapping[Any, int]:
        rows = model._default_manager.filter(**scope).values_list("pk", *names)
        if len(names) == 1:
            return {row[1]: row[0] for row in rows.iterator(5_000)}
        return {tuple(row[1:]): row[0] for row in rows.iterator(5_000)}

    return lookup
