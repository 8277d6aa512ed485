"""Changes as people read them: headers and words of the file instead of fields and row ids."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from bina.formats.cell_text import plain
from bina.imports.importer import Change
from bina.imports.table_rows import Pending, SheetRows


class Shown:
    """Makes `Change`s for one sheet; `names` are the model fields in the order of the values."""

    def __init__(self, rows: SheetRows, names: Sequence[str]) -> None:
        self.rows = rows
        self.table = rows.table
        self.names = list(names)
        by_name = {each.name: each for each in rows.fields}
        columns = {each.key: each for each in rows.described.columns}
        self.headers = [rows.headers[by_name[name].columns[0]] for name in names]
        self.words: list[dict[Any, str]] = []
        for name in names:
            field = by_name[name]
            words: dict[Any, str] = dict(columns[field.columns[0]].choices)
            if field.reference is not None:
                words = {pk: _text(key) for key, pk in rows.names(field.reference).items()}
            self.words.append(words)
        label = self.table.label or self.table.key
        self.label_places = [self.names.index(name) for name in label if name in self.names]
        self.key_places = [self.names.index(name) for name in self.table.key]

    def new(self, row: int, values: Sequence[Any]) -> Change:
        """A row that is not in the table."""
        after = {header: text for header, text in self._texts(values).items() if text}
        return self._change("new", row, values, None, after)

    def changed(
        self, row: int, values: Sequence[Any], differing: dict[str, tuple[Any, Any]]
    ) -> Change:
        """A row that differs; only the differing fields are shown."""
        before, after = {}, {}
        for name, (old, now) in differing.items():
            place = self.names.index(name)
            before[self.headers[place]] = self._text(place, old)
            after[self.headers[place]] = self._text(place, now)
        return self._change("changed", row, values, before, after)

    def missing(self, values: Sequence[Any]) -> Change:
        """A row of the table that the file does not have; nothing happens to it."""
        return self._change("missing", 0, values, None, None)

    def _change(
        self,
        op: Any,
        row: int,
        values: Sequence[Any],
        before: dict[str, str] | None,
        after: dict[str, str] | None,
    ) -> Change:
        key = " · ".join(self._text(place, values[place]) for place in self.key_places)
        label = " · ".join(self._text(place, values[place]) for place in self.label_places)
        return Change(self.table.id, row, op, key, label, before, after)

    def _texts(self, values: Sequence[Any]) -> dict[str, str]:
        return {
            header: self._text(place, value)
            for place, (header, value) in enumerate(zip(self.headers, values, strict=True))
        }

    def _text(self, place: int, value: Any) -> str:
        words = self.words[place]
        if isinstance(value, frozenset):
            return "; ".join(sorted(words.get(each) or _text(each) for each in value))
        if isinstance(value, str) and not words:
            return value
        return words.get(value) or _text(value) if not isinstance(value, list) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Pending):
        return _text(value.key)
    if isinstance(value, tuple | list):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date | time):
        return plain(value)
    return "" if value is None else str(value)
