"""What a stage gives so that its files can be imported, and the registry of all importers.

Reading, preview, confirmation, error file, undo and audit are the same for every kind; a stage
only says how rows compare with its tables and how changes are written. A stage registers its
importers in its module `importers.py`, which is found when the program starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from bina.formats.problems import Problem
from bina.formats.reading import BookData
from bina.formats.sheet import Book
from bina.text import Text


@dataclass(frozen=True)
class Change:
    """One row against the tables. `before`/`after` hold only fields that differ, shown as text."""

    sheet: str
    row: int  # Excel's number; 0: not in the file
    op: Literal["new", "changed", "missing"]
    key: str
    label: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass
class Comparison:
    """The result of comparing a file with the tables: counts, changes, doubts, and the payload.

    `payload` is whatever `apply` needs; it lives only between compare and apply in one process.
    """

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    payload: Any = None


class Importer(Protocol):
    """One kind of file."""

    book: Book
    permission: str  # of accounts/permissions.py: who may import it

    def compare(self, data: BookData) -> Comparison:
        """Gather the present rows and compare; writes nothing."""
        ...

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """Write the changes (inside the caller's transaction); return the undo image (JSON)."""
        ...

    def undo(self, image: dict[str, Any]) -> None:
        """Put back what `apply` changed (inside the caller's transaction)."""
        ...

    def undo_refusal(self, run_id: int) -> Text | None:
        """Why the latest import of this kind cannot be undone now; None when it can."""
        ...


@runtime_checkable
class ForUnits(Protocol):
    """An importer that somebody who acts for some units may use: it refuses rows of others."""

    def for_units(self, unit_ids: frozenset[int]) -> Importer:
        """The same importer, which knows no people but those of the units."""
        ...


IMPORTERS: dict[str, Importer] = {}
Forget = Callable[[int, str], int]  # source id, column key -> how many stored values were deleted
FORGETTERS: dict[str, Forget] = {}  # of kinds whose book has optional columns


def register(importer: Importer, *, forget: Forget | None = None) -> None:
    """Make an importer known under its book's kind; `forget` deletes what a purpose had kept."""
    if importer.book.optional and forget is None:
        raise ValueError(
            f"{importer.book.kind} has optional columns; give `forget`, which deletes their values"
        )
    IMPORTERS[importer.book.kind] = importer
    if forget is not None:
        FORGETTERS[importer.book.kind] = forget
