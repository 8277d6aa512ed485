"""Which rows of a sheet are new, changed or unchanged against a table, and which are missing."""

from dataclasses import dataclass, field
from typing import Any

from bina.formats.problems import Issue, Problem
from bina.imports.importer import Change
from bina.imports.table_fields import TableSheet
from bina.imports.table_present import Present, present_rows
from bina.imports.table_rows import Pending, SheetRows
from bina.imports.table_shown import Shown
from bina.text import N_, Text


@dataclass
class SheetChanges:
    """What a sheet would write. Values stand in the order of `names`."""

    table: TableSheet
    names: tuple[str, ...]  # model fields that the file gives, the key first
    new: dict[tuple[Any, ...], tuple[Any, ...]] = field(default_factory=dict)  # key -> values
    changed: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)  # row -> field
    unchanged: int = 0
    shown: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def compare_sheet(
    rows: SheetRows, done: dict[str, SheetChanges], rejected: set[tuple[str, int]]
) -> SheetChanges:
    """Compare one sheet. `done` are the sheets before it; `rejected` (sheet, row) grows."""
    table = rows.table
    fields = sorted(rows.fields, key=lambda each: each.name not in table.key)
    names = tuple(each.name for each in fields)
    kept = _rows_that_concern(rows, rejected)
    columns, bad = _columns(rows, fields, done)
    bad |= _failed_checks(rows, kept)
    good = _one_per_key(rows, columns, [at for at in kept if at not in bad], len(table.key), bad)
    present = present_rows(table, fields)
    good = _without_dangling(rows, columns, good, len(table.key), present, bad)
    rejected |= {(table.sheet, rows.row_numbers[at]) for at in bad & set(kept)}
    changes = SheetChanges(table, names)
    kept_set = {rows.row_numbers[at] for at in kept}
    changes.problems = [each for each in rows.problems if each.row in kept_set]
    _classify(changes, rows, columns, good, present)
    return changes


def _rows_that_concern(rows: SheetRows, rejected: set[tuple[str, int]]) -> list[int]:
    only = rows.table.only
    return [
        at
        for at, number in enumerate(rows.row_numbers)
        if (rows.table.sheet, number) not in rejected and (only is None or only(rows.row(at)))
    ]


def _columns(
    rows: SheetRows, fields: list[Any], done: dict[str, SheetChanges]
) -> tuple[list[list[Any]], set[int]]:
    """Values by field, the key's fields first; references to the own sheet find its keys."""
    new_keys: dict[str, Any] = {id_: changes.new for id_, changes in done.items()}
    columns: list[list[Any]] = []
    bad: set[int] = set()
    for position, each in enumerate(fields):
        if position == len(rows.table.key):
            new_keys[rows.table.id] = dict.fromkeys(zip(*columns, strict=True))
        values, wrong = rows.values(each, new_keys)
        columns.append(values)
        bad |= wrong
    return columns, bad


def _failed_checks(rows: SheetRows, kept: list[int]) -> set[int]:
    bad = set()
    checks = [*rows.table.checks, *(make() for make in rows.table.made_checks)]
    for at in kept if checks else ():
        row = rows.row(at)
        for check in checks:
            finding = check(row)
            if finding is not None:
                rows.say(at, finding.column, finding.issue)
                if finding.severity == "error":
                    bad.add(at)
    return bad


def _one_per_key(
    rows: SheetRows, columns: list[list[Any]], good: list[int], width: int, bad: set[int]
) -> list[int]:
    """Positions with the first row of each key; a later row that differs is told."""
    first: dict[tuple[Any, ...], int] = {}
    for at in good:
        key = tuple(column[at] for column in columns[:width])
        earlier = first.setdefault(key, at)
        if earlier == at:
            continue
        if not rows.table.repeats:
            bad.add(at)
            rows.say(at, rows.fields[0].columns[0], _same_key(rows.row_numbers[earlier]))
        elif any(column[at] != column[earlier] for column in columns):
            at_column = next(
                each.columns[0]
                for each, column in zip(_key_first(rows), columns, strict=True)
                if column[at] != column[earlier]
            )
            rows.say(at, at_column, _differs(rows.row_numbers[earlier]))
    return list(first.values())


def _key_first(rows: SheetRows) -> list[Any]:
    return sorted(rows.fields, key=lambda each: each.name not in rows.table.key)


def _same_key(row: int) -> Issue:
    return Issue(
        Text(N_("baris ini bermakna sama dengan baris {row}"), {"row": row}),
        Text(N_("Hapus salah satu dari kedua baris.")),
    )


def _differs(row: int) -> Issue:
    return Issue(
        Text(N_("isinya berbeda dari baris {row} dengan kode yang sama"), {"row": row}),
        Text(N_("Samakan; yang dipakai isi baris pertama.")),
        "doubt",
    )


def _without_dangling(
    rows: SheetRows,
    columns: list[list[Any]],
    good: list[int],
    width: int,
    present: Present,
    bad: set[int],
) -> list[int]:
    """Drop rows that refer to a row of the own sheet which does not go in, until none is left."""
    own = [
        (each, column)
        for each, column in zip(_key_first(rows), columns, strict=True)
        if each.reference is not None and each.reference.sheet == rows.table.id
    ]
    while own:
        keys = {tuple(column[at] for column in columns[:width]) for at in good}
        fallen = set()
        for each, column in own:
            for at in good:
                wanted = column[at] if isinstance(column[at], frozenset) else (column[at],)
                lost = [w for w in wanted if isinstance(w, Pending) and w.key not in keys]
                if lost:
                    value = " / ".join(map(str, lost[0].key))
                    reason = Text(each.reference.reason, {"value": value})
                    rows.say(at, each.columns[0], Issue(reason, Text(each.reference.remedy)))
                    fallen.add(at)
        if not fallen:
            break
        bad |= fallen
        good = [at for at in good if at not in fallen]
    return good


def _classify(
    changes: SheetChanges,
    rows: SheetRows,
    columns: list[list[Any]],
    good: list[int],
    present: Present,
) -> None:
    width = len(changes.table.key)
    shown = Shown(rows, changes.names)
    seen = set()
    for at in good:
        values = tuple(column[at] for column in columns)
        key = values[:width]
        found = present.by_key.get(key)
        if found is None:
            changes.new[key] = values
            changes.shown.append(shown.new(rows.row_numbers[at], values))
            continue
        pk, old = found
        seen.add(key)
        if old == values:
            changes.unchanged += 1
            continue
        differing = {
            name: (before, after)
            for name, before, after in zip(changes.names, old, values, strict=True)
            if before != after
        }
        changes.changed[pk] = differing
        changes.shown.append(shown.changed(rows.row_numbers[at], values, differing))
    if changes.table.report_missing:
        named = _keys_in_file(columns, width)
        for key, (_, old) in present.by_key.items():
            if key not in seen and key not in named:
                changes.shown.append(shown.missing(old))


def _keys_in_file(columns: list[list[Any]], width: int) -> set[tuple[Any, ...]]:
    """Rejected rows stand in the file too: they are wrong, not missing."""
    return set(zip(*columns[:width], strict=True))
