"""Which facts programs may read: a stage registers a reader per kind of fact in `facts.py`.

Writing needs no more than the importer of the kind, so what a file may not write, no program may.
A fact with a `sheet` of its own is read only: nothing but the program's pages and files makes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, QuerySet

from bina.formats.sheet import Sheet

READ, WRITE = "read", "write"
BY_NIP: Final = {"nip": "person__nip"}


@dataclass(frozen=True)
class Fact:
    """A kind of fact: its rows, and where each column of its file comes from.

    `filters` say by which words of the query rows are chosen. `words` turns a stored code into the
    word that the file has. `title` and `sheet` describe a fact that is read only.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    columns: Mapping[str, str]  # key of the file's column -> lookup path
    filters: Mapping[str, str] = field(default_factory=lambda: BY_NIP)  # word -> lookup path
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)  # key -> code -> word
    title: str = ""  # Indonesian
    sheet: Sheet | None = None

    @property
    def is_read_only(self) -> bool:
        """Whether no program may write it."""
        return self.sheet is not None

    def as_rows(self, found: QuerySet[Model]) -> list[dict[str, Any]]:
        """The rows under the keys of the file, one query."""
        keys, paths = list(self.columns), list(self.columns.values())
        return [self._row(keys, values) for values in found.values_list(*paths)]

    def _row(self, keys: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
        row = dict(zip(keys, values, strict=True))
        for key, words in self.words.items():
            row[key] = words.get(row[key], row[key])
        return row


FACTS: dict[str, Fact] = {}


def register(fact: Fact) -> None:
    """Make a kind of fact known."""
    FACTS[fact.kind] = fact


def scopes() -> list[str]:
    """Every scope there is: reading of each kind, writing of each that is not read only."""
    return [
        f"{kind}.{what}"
        for kind, fact in FACTS.items()
        for what in ((READ,) if fact.is_read_only else (READ, WRITE))
    ]
