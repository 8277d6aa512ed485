"""Which facts programs may read: a stage registers a reader per kind of import in `facts.py`.

Writing needs no more than the importer of the kind, so what a file may not write, no program may.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

READ, WRITE = "read", "write"


@dataclass(frozen=True)
class Fact:
    """A kind of fact: its rows, and where each column of its file comes from.

    `words` turns a stored code into the word that the file has.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    columns: Mapping[str, str]  # key of the file's column -> lookup path
    number: str = "person__nip"  # lookup path of the person's NIP
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # key -> code -> word

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
    """Every scope there is: reading and writing of each kind."""
    return [f"{kind}.{what}" for kind in FACTS for what in (READ, WRITE)]
